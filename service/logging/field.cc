#include "service/logging/field.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/logging/scrub.h"

namespace oteu::logging {
namespace {

constexpr std::size_t kWordCharsMax = 128;
constexpr std::size_t kDigitsInARowMax = 8;  // an IIN has 12, an IBAN 16 and more

std::string Quote(absl::string_view plain) { return absl::StrCat("\"", plain, "\""); }

bool IsWordChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("_./-").find(c) != absl::string_view::npos;
}

bool HasLongNumber(absl::string_view text) {
  std::size_t run = 0;
  for (char c : text) {
    run = absl::ascii_isdigit(static_cast<unsigned char>(c)) ? run + 1 : 0;
    if (run > kDigitsInARowMax) return true;
  }
  return false;
}

// A name made by this program: nothing in it needs escaping, and no identification number fits in.
std::string Word(absl::string_view text) {
  const bool good = text.size() <= kWordCharsMax && std::all_of(text.begin(), text.end(), IsWordChar);
  return Quote(good && !HasLongNumber(text) ? text : "?");
}

std::string Hex(absl::string_view text, std::size_t digits) {
  const bool good = text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
                      return absl::ascii_isxdigit(static_cast<unsigned char>(c));
                    });
  return Quote(good ? text : "?");
}

// "applications/ID": the id is this service's own and may hold more digits than an IIN, but is never one.
std::string ApplicationName(absl::string_view name) {
  absl::string_view id = name;
  const bool good = absl::ConsumePrefix(&id, "applications/") && id.size() > 12 &&
                    name.size() <= kWordCharsMax && std::all_of(id.begin(), id.end(), IsWordChar);
  return Quote(good ? name : "?");
}

}  // namespace

Field Field::Method(absl::string_view method) { return {"method", Word(method)}; }
Field Field::Code(absl::StatusCode code) { return {"code", Word(absl::StatusCodeToString(code))}; }
Field Field::Reason(absl::string_view reason) { return {"reason", Word(reason)}; }
Field Field::Duration(absl::Duration duration) {
  return {"duration_us", absl::StrCat(absl::ToInt64Microseconds(duration))};
}
Field Field::Incident(absl::string_view id) { return {"incident", Hex(id, 16)}; }
Field Field::Application(absl::string_view name) { return {"application", ApplicationName(name)}; }
Field Field::Count(std::int64_t count) { return {"count", absl::StrCat(count)}; }
Field Field::Port(int port) { return {"port", absl::StrCat(port)}; }
Field Field::Age(absl::Duration age) { return {"age_s", absl::StrCat(absl::ToInt64Seconds(age))}; }
Field Field::Size(std::int64_t bytes) { return {"size", absl::StrCat(bytes)}; }
Field Field::Failures(int in_a_row) { return {"failures", absl::StrCat(in_a_row)}; }
Field Field::Serving(bool serving) { return {"serving", serving ? "true" : "false"}; }
Field Field::What(absl::string_view what) { return {"what", Word(what)}; }
Field Field::Digest(absl::string_view sha256_hex) { return {"digest", Hex(sha256_hex, 64)}; }
Field Field::Detail(absl::string_view message) { return {"detail", Quote(Scrub(message))}; }

}  // namespace oteu::logging

// The fields of a log line. Each is made by a function of its own, which fixes its name and what its value
// may be; a value of another form is replaced by "?" and not printed.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace oteu::logging {

class Field {
 public:
  static Field Method(absl::string_view method);     // "oteu.v1.ApplicationService/GetApplication"
  static Field Code(absl::StatusCode code);          // "NOT_FOUND"
  static Field Reason(absl::string_view reason);     // ErrorReasonName
  static Field Duration(absl::Duration duration);    // "duration_us"
  static Field Incident(absl::string_view id);       // 16 hex digits
  static Field Application(absl::string_view name);  // "applications/..."
  static Field Count(std::int64_t count);
  static Field Port(int port);
  static Field Age(absl::Duration age);   // "age_s"
  static Field Size(std::int64_t bytes);  // "size"
  static Field Failures(int in_a_row);    // "failures"
  static Field Serving(bool serving);
  static Field What(absl::string_view what);          // "trust", "regulations": a word
  static Field Digest(absl::string_view sha256_hex);  // 64 hex digits
  // The one free text: an error's message, scrubbed (scrub.h).
  static Field Detail(absl::string_view message);

  const char* name() const { return name_; }
  // A JSON value.
  const std::string& json() const { return json_; }

 private:
  Field(const char* name, std::string json) : name_(name), json_(std::move(json)) {}

  const char* name_;
  std::string json_;
};

}  // namespace oteu::logging

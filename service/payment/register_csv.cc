#include "service/payment/register_csv.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "service/civil/money.h"

namespace oteu::payment {
namespace {

std::string Field(const std::string& text) {  // RFC 4180 section 2
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

const char* KindName(v1::RegisterLineKind kind) {
  switch (kind) {
    case v1::REGISTER_LINE_KIND_FIRST:
      return "FIRST";
    case v1::REGISTER_LINE_KIND_AFTER_RETURN:
      return "AFTER_RETURN";
    case v1::REGISTER_LINE_KIND_SUPPLEMENT:
      return "SUPPLEMENT";
    default:
      return "";
  }
}

// "2025-10=10485.33 2025-11=10485.34"; a supplement "2025-10+1=12.00".
std::string Months(const v1::RegisterLine& line) {
  std::vector<std::string> months;
  for (const v1::RegisterMonth& month : line.months()) {
    months.push_back(absl::StrCat(month.month(), month.part() > 0 ? absl::StrCat("+", month.part()) : "", "=",
                                  civil::FormatTenge(month.amount_tiyn())));
  }
  return absl::StrJoin(months, " ");
}

// "kegen-14-67@2023-12-25/7".
std::string Clauses(const v1::RegisterLine& line) {
  std::vector<std::string> clauses;
  for (const v1::Citation& citation : line.citations())
    clauses.push_back(absl::StrCat(citation.act_id(), "@", citation.revision(), "/", citation.clause_id()));
  return absl::StrJoin(clauses, " ");
}

void Require(bool done) {  // OpenSSL fails here only without memory
  if (!done) std::abort();
}

}  // namespace

std::string CsvHeader() {
  return "number,application,decision,child_iin,payee_iin,payee_iban,period,kind,months,amount_tenge,"
         "clauses\r\n";
}

std::string CsvLine(const v1::RegisterLine& line) {
  return absl::StrCat(
      absl::StrJoin(std::vector<std::string>{absl::StrCat(line.number()), Field(line.application()),
                                             Field(line.decision()), Field(line.child_iin()),
                                             Field(line.payee_iin()), Field(line.payee_iban()),
                                             Field(line.period()), KindName(line.kind()), Field(Months(line)),
                                             civil::FormatTenge(line.amount_tiyn()), Field(Clauses(line))},
                    ","),
      "\r\n");
}

CsvDigest::CsvDigest() : context_(EVP_MD_CTX_new()) {
  Require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void CsvDigest::Add(const std::string& bytes) {
  Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::string CsvDigest::Finish() {
  unsigned char digest[32];
  Require(EVP_DigestFinal_ex(context_.get(), digest, nullptr) == 1);
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest), sizeof(digest)});
}

}  // namespace oteu::payment

// A dossier that is granted in full, to be spoilt one way at a time. No cryptography: the readings say what a
// verifier would.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "oteu/v1/decision.pb.h"
#include "service/decision/decide.h"
#include "service/regulation/catalog.h"

namespace oteu::decision {

inline constexpr char kChild[] = "160305599993";
inline constexpr char kMother[] = "061211600012";
inline constexpr char kFather[] = "160305599299";
inline constexpr char kSchool[] = "050940000001";
inline constexpr char kPmpc[] = "050940000002";
inline constexpr char kHead[] = "000000000001";
inline constexpr char kKegen[] = "194400000";

// The regulations of the source tree.
const regulation::Catalog& TestCatalog();

google::type::Date Date(int year, int month, int day);
// "2025-10-03T10:00:00+05:00" as a Timestamp; aborts when it is none.
google::protobuf::Timestamp At(absl::string_view rfc3339);

struct Sample {
  v1::DecisionInputs inputs;
  std::vector<DocumentReading> readings;  // 0: school certificate, 1: PMPC conclusion

  v1::SchoolCertificate& school() { return *readings[0].result.mutable_school_certificate(); }
  v1::PmpcConclusion& pmpc() { return *readings[1].result.mutable_pmpc_conclusion(); }
  v1::SignerReport& signer(std::size_t document) {
    return *readings[document].result.mutable_verification()->mutable_signers(0);
  }
  v1::FamilyRecord& family() { return *inputs.mutable_family(); }
  v1::Institution& institution(int index) { return *inputs.mutable_institutions(index); }
  // Received, complete and decided at this time.
  void SetTime(absl::string_view rfc3339);
  v1::Decision Decide() const;
};

// Applied 10 August 2025 for the academic year 2025/26: 132,112.00 tenge.
Sample Granted();

// A passed document of a type that has no payload.
DocumentReading PassedDocument(v1::DocumentType type, const std::string& signer_iin);

v1::RegisterPeriod Period(google::type::Date from);
v1::RegisterPeriod Period(google::type::Date from, google::type::Date through);

// The reasons found with a severity, in order.
std::vector<v1::ReasonCode> Reasons(const v1::Decision& decision, v1::Severity severity);
std::vector<v1::ReasonCode> Refusals(const v1::Decision& decision);
std::vector<v1::ReasonCode> Reviews(const v1::Decision& decision);

}  // namespace oteu::decision

// From findings to a verdict (ETSI EN 319 102-1 clause 5.1.3 and table 6).
//
//   AddFinding(signer.mutable_findings(), {problem.code, level, problem.clause, "signers[0]", ...});
//   Conclude(report);   // sets the indication of every signer and of the whole
//
// The verdict is that of the worst finding whose level is FAIL; with no such finding, TOTAL_PASSED. Pure
// functions.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "oteu/v1/verification.pb.h"
#include "verification/report/problem.h"

namespace oteu::verification {

struct Outcome {
  oteu::v1::Indication indication = oteu::v1::INDICATION_TOTAL_PASSED;
  oteu::v1::SubIndication sub_indication = oteu::v1::SUB_INDICATION_UNSPECIFIED;
};

// What a finding of this code leads to when it decides.
Outcome OutcomeOf(oteu::v1::VerificationCode code);
// TOTAL_FAILED or INDETERMINATE, whichever ETSI's table 6 files the sub-indication under.
oteu::v1::Indication IndicationOf(oteu::v1::SubIndication sub_indication);

// True when `a` weighs more: failed before indeterminate, and among these what waiting cannot mend before
// what it can, so that TRY_LATER stands only where nothing but evidence is missing.
bool IsWorse(const Outcome& a, const Outcome& b);

using Findings = google::protobuf::RepeatedPtrField<oteu::v1::VerificationFinding>;

// Appends a finding. `level` IGNORE appends nothing; UNSPECIFIED counts as FAIL. Returns the finding, or
// null.
oteu::v1::VerificationFinding* AddFinding(const Problem& problem, oteu::v1::CheckLevel level,
                                          absl::string_view object, Findings* findings);

// Sets indication and sub-indication of every signer from its findings, and of the report from its own
// findings and its signers. A report without signers is never TOTAL_PASSED, even without a finding.
void Conclude(oteu::v1::ValidationReport* report);
// The same for one time stamp.
void Conclude(oteu::v1::TimestampReport* report);

// After findings were added to a concluded report: the same, but no indication ever gets better than it was.
void LowerVerdict(oteu::v1::ValidationReport* report);

// The bytes of a report, equal for equal reports (maps sorted): what is hashed, stored and compared in a
// replay.
std::string SerializeReport(const oteu::v1::ValidationReport& report);

}  // namespace oteu::verification

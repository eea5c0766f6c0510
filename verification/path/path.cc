#include "verification/path/path.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/limits.h"
#include "verification/path/path_revocation.h"
#include "verification/policy/policy.h"
#include "verification/revocation/crl_store.h"
#include "verification/x509/chain_rules.h"
#include "verification/x509/path_search.h"
#include "verification/x509/pem.h"

namespace oteu::verification::path {
namespace {

using x509::CertificatePtr;

// Every certificate of these files. `what` names them in errors.
absl::StatusOr<std::vector<CertificatePtr>> ParseAll(const openssl::Context& context,
                                                     const std::vector<std::string>& files,
                                                     const Limit& limit) {
  std::vector<CertificatePtr> certificates;
  for (size_t i = 0; i < files.size(); ++i) {
    const auto annotate = [&](const absl::Status& status) {
      return absl::Status(status.code(), absl::StrCat(limit.name, "[", i, "]: ", status.message()));
    };
    absl::StatusOr<std::vector<std::string>> ders = x509::DerOf(files[i], "CERTIFICATE");
    if (!ders.ok()) return annotate(ders.status());
    for (const std::string& der : *ders) {
      if (certificates.size() == limit.value)
        return absl::InvalidArgumentError(absl::StrCat("too many ", limit.name));
      absl::StatusOr<CertificatePtr> certificate = x509::ParseCertificate(context, openssl::AsBytes(der));
      if (!certificate.ok()) return annotate(certificate.status());
      certificates.push_back(*std::move(certificate));
    }
  }
  return certificates;
}

struct Lists {
  std::vector<std::unique_ptr<revocation::Crl>> crls;
  std::optional<Problem> not_understood;  // of the first list that is none
};

absl::StatusOr<Lists> ParseLists(const std::vector<std::string>& files) {
  Lists lists;
  for (size_t i = 0; i < files.size(); ++i) {
    const auto fail = [&](absl::string_view message) {
      return absl::InvalidArgumentError(absl::StrCat("crls[", i, "]: ", message));
    };
    absl::StatusOr<std::vector<std::string>> ders = x509::DerOf(files[i], "X509 CRL");
    if (!ders.ok()) return fail(ders.status().message());
    for (std::string& der : *ders) {
      if (lists.crls.size() == kMaxCrls.value) return fail("over the bound crls");
      OrProblem<std::unique_ptr<revocation::Crl>> crl = revocation::Crl::Parse(std::move(der));
      if (const Problem* problem = GetProblem(crl)) {
        if (!lists.not_understood) lists.not_understood = *problem;
        continue;
      }
      lists.crls.push_back(std::get<std::unique_ptr<revocation::Crl>>(std::move(crl)));
    }
  }
  return lists;
}

// Where nothing is known of a certificate because a list was not understood, that is the reason.
void NameTheReason(const std::optional<Problem>& not_understood, std::vector<x509::PathFailure>* failures) {
  if (!not_understood) return;
  for (x509::PathFailure& failure : *failures) {
    if (failure.problem.code != oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING) continue;
    failure.problem = *not_understood;
  }
}

}  // namespace

absl::StatusOr<PathReport> VerifyPath(const openssl::Context& context, const PathRequest& request) {
  static constexpr Limit kOneTarget = {"target", 1};
  absl::StatusOr<std::vector<CertificatePtr>> target = ParseAll(context, {request.target}, kOneTarget);
  if (!target.ok()) return target.status();
  absl::StatusOr<std::vector<CertificatePtr>> anchors = ParseAll(context, request.anchors, kMaxAnchors);
  if (!anchors.ok()) return anchors.status();
  absl::StatusOr<std::vector<CertificatePtr>> intermediates =
      ParseAll(context, request.intermediates, kMaxIntermediates);
  if (!intermediates.ok()) return intermediates.status();
  absl::StatusOr<Lists> lists = ParseLists(request.crls);
  if (!lists.ok()) return lists.status();

  const v1::Policy& policy = request.policy != nullptr ? *request.policy : DefaultPolicy();
  const revocation::CrlStore crls(context, policy, std::move(lists->crls));
  const x509::CertificatePool anchor_pool(*anchors);
  const x509::CertificatePool intermediate_pool(*intermediates);
  x509::WorkBudget budget;
  PathRevocation revocation({.context = &context,
                             .policy = &policy,
                             .crls = &crls,
                             .at = request.at,
                             .crl_issuers = {&*intermediates},
                             .intermediates = {&intermediate_pool}});
  const auto judge =
      [&](const std::vector<CertificatePtr>& chain) -> absl::StatusOr<std::vector<x509::PathFailure>> {
    std::vector<x509::PathFailure> failures = x509::JudgeChain(policy, chain, request.at);
    if (!request.check_revocation) return failures;
    for (x509::PathFailure& failure : revocation.Check(chain)) failures.push_back(std::move(failure));
    NameTheReason(lists->not_understood, &failures);
    return failures;
  };
  absl::StatusOr<x509::PathResult> result = x509::FindPath({.context = &context,
                                                            .anchors = &anchor_pool,
                                                            .intermediates = {&intermediate_pool},
                                                            .target = (*target)[0],
                                                            .at = request.at,
                                                            .policy_inputs = &request.policy_inputs,
                                                            .links = nullptr,
                                                            .budget = &budget,
                                                            .judge = judge});
  if (!result.ok()) return result.status();
  PathReport report;
  report.chain = std::move(result->chain);
  report.failures = std::move(result->failures);
  report.valid = report.failures.empty() && result->anchored;
  return report;
}

}  // namespace oteu::verification::path

#include "verification/policy/lint.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "verification/policy/lint_profiles.h"

namespace oteu::verification {
namespace {

using Problems = std::vector<LintProblem>;

constexpr int kMinRsaBits = 2048;
constexpr int kMinCurveBits = 256;

// Dotted decimal arcs without leading zeros, at least two, the first 0 to 2.
bool IsOidText(absl::string_view text) {
  const std::vector<absl::string_view> arcs = absl::StrSplit(text, '.');
  const auto is_arc = [](absl::string_view arc) {
    return !arc.empty() && (arc == "0" || arc[0] != '0') && std::ranges::all_of(arc, absl::ascii_isdigit);
  };
  return arcs.size() >= 2 && arcs[0].size() == 1 && arcs[0][0] <= '2' && std::ranges::all_of(arcs, is_arc);
}

bool IsDigestOf(v1::SignatureScheme scheme, v1::DigestAlgorithm digest) {
  switch (scheme) {
    case v1::SIGNATURE_SCHEME_RSA_PKCS1:
    case v1::SIGNATURE_SCHEME_RSA_PSS:
    case v1::SIGNATURE_SCHEME_ECDSA:
      return digest >= v1::DIGEST_ALGORITHM_SHA1 && digest <= v1::DIGEST_ALGORITHM_SHA512;
    case v1::SIGNATURE_SCHEME_GOST_34_10_2015:
      return digest == v1::DIGEST_ALGORITHM_STREEBOG_256 || digest == v1::DIGEST_ALGORITHM_STREEBOG_512;
    case v1::SIGNATURE_SCHEME_GOST_34_310_2004:
      return digest == v1::DIGEST_ALGORITHM_GOST_34_311_95;
    default:
      return false;
  }
}

int MinBits(v1::SignatureScheme scheme) {
  return scheme == v1::SIGNATURE_SCHEME_RSA_PKCS1 || scheme == v1::SIGNATURE_SCHEME_RSA_PSS ? kMinRsaBits
                                                                                            : kMinCurveBits;
}

void LintRule(const v1::SignatureAlgorithmRule& rule, int index, Problems* problems) {
  const auto add = [&](const char* subfield, std::string message) {
    problems->push_back({"signature_algorithms", index, subfield, std::move(message)});
  };
  if (rule.scheme() == v1::SIGNATURE_SCHEME_UNSPECIFIED) add("scheme", "is not set");
  if (rule.digests().empty()) add("digests", "at least one digest is needed");
  for (const int value : rule.digests()) {
    const auto digest = static_cast<v1::DigestAlgorithm>(value);
    if (digest == v1::DIGEST_ALGORITHM_SHA1) {
      add("digests", "SHA-1 is broken and must not be accepted");
    } else if (!IsDigestOf(rule.scheme(), digest)) {
      add("digests", absl::StrCat(v1::DigestAlgorithm_Name(digest), " does not belong to ",
                                  v1::SignatureScheme_Name(rule.scheme())));
    }
  }
  const int min_bits = MinBits(rule.scheme());
  if (rule.min_key_bits() < min_bits) add("min_key_bits", absl::StrCat("must be at least ", min_bits));
  if ((rule.scheme() == v1::SIGNATURE_SCHEME_ECDSA) != !rule.curves().empty()) {
    add("curves", "must be given for ECDSA, and for nothing else");
  }
  static constexpr const char* kCurves[] = {"P-256", "P-384", "P-521"};
  for (const std::string& curve : rule.curves()) {
    if (std::ranges::find(kCurves, curve) == std::end(kCurves)) {
      add("curves", absl::StrCat("unknown curve ", curve, " (known: P-256, P-384, P-521)"));
    }
  }
  if (rule.has_accepted_through() && !IsDay(rule.accepted_through())) {
    add("accepted_through", "is not a day of the calendar");
  }
}

void LintOids(const google::protobuf::RepeatedPtrField<std::string>& oids, bool wildcard,
              const char* subfield, Problems* problems) {
  for (const std::string& oid : oids) {
    const bool below = wildcard && absl::EndsWith(oid, ".*");
    if (!IsOidText(below ? absl::string_view(oid).substr(0, oid.size() - 2) : absl::string_view(oid))) {
      problems->push_back({"certificates", -1, subfield, absl::StrCat("not an object identifier: ", oid)});
    }
  }
}

void LintCertificates(const v1::CertificateRules& rules, Problems* problems) {
  LintOids(rules.authentication_policies(), false, "authentication_policies", problems);
  LintOids(rules.accepted_extended_key_usages(), true, "accepted_extended_key_usages", problems);
  LintOids(rules.required_policies(), false, "required_policies", problems);
  LintOids(rules.demonstration_policies(), false, "demonstration_policies", problems);
  for (const std::string& required : rules.required_policies()) {
    const auto is_in = [&](const auto& list) { return std::ranges::find(list, required) != list.end(); };
    if (is_in(rules.authentication_policies()) || is_in(rules.demonstration_policies())) {
      problems->push_back({"certificates", -1, "required_policies",
                           absl::StrCat(required, " is required here and marks what is refused elsewhere")});
    }
  }
  for (const std::string& hash : rules.accepted_issuers()) {
    if (!IsSha256Hex(hash)) {
      problems->push_back({"certificates", -1, "accepted_issuers", "not a SHA-256 in lower-case hex"});
    }
  }
}

void LintFreshness(const v1::RevocationFreshness& freshness, Problems* problems) {
  constexpr int kMaxHours = 24 * 366;
  const auto check = [&](int hours, const char* subfield) {
    if (hours < 0 || hours > kMaxHours) {
      problems->push_back({"freshness", -1, subfield, "must be 0 to 8784 hours"});
    }
  };
  check(freshness.signer_max_age_hours(), "signer_max_age_hours");
  check(freshness.ca_max_age_hours(), "ca_max_age_hours");
  check(freshness.grace_hours(), "grace_hours");
  check(freshness.ocsp_max_age_hours(), "ocsp_max_age_hours");
}

void LintTimestamps(const v1::TimestampRules& rules, Problems* problems) {
  constexpr int kMaxSeconds = 3600;
  if (rules.clock_tolerance_seconds() < 0 || rules.clock_tolerance_seconds() > kMaxSeconds) {
    problems->push_back({"timestamps", -1, "clock_tolerance_seconds", "must be 0 to 3600 seconds"});
  }
}

// Two rules that contradict each other, or of which one never decides.
void LintAgainstEarlier(const v1::Policy& policy, int index, Problems* problems) {
  const v1::SignatureAlgorithmRule& rule = policy.signature_algorithms(index);
  for (int i = 0; i < policy.signature_algorithms_size(); ++i) {
    const v1::SignatureAlgorithmRule& other = policy.signature_algorithms(i);
    if (i == index || other.scheme() != rule.scheme() || other.min_key_bits() < MinBits(other.scheme()))
      continue;
    const bool digests = std::ranges::all_of(rule.digests(), [&](int digest) {
      return std::ranges::find(other.digests(), digest) != other.digests().end();
    });
    const bool curves = std::ranges::all_of(rule.curves(), [&](const std::string& curve) {
      return std::ranges::find(other.curves(), curve) != other.curves().end();
    });
    if (!digests || !curves || other.min_key_bits() > rule.min_key_bits()) continue;
    const bool same =
        other.min_key_bits() == rule.min_key_bits() && other.digests_size() == rule.digests_size();
    if (same && i > index) continue;  // named once, at the later rule
    if (same || !other.has_accepted_through()) {
      problems->push_back(
          {"signature_algorithms", index, "min_key_bits",
           absl::StrCat("rule ", i + 1, " accepts the same", same ? " with another end" : " without an end",
                        ": one of the two is a mistake")});
      return;
    }
  }
}

}  // namespace

std::vector<LintProblem> FindLintProblems(const v1::Policy& policy) {
  Problems problems;
  if (policy.version().empty()) problems.push_back({"version", -1, "", "is not set"});
  if (policy.signature_algorithms().empty()) {
    problems.push_back({"signature_algorithms", -1, "", "without an accepted algorithm nothing can pass"});
  }
  for (int i = 0; i < policy.signature_algorithms_size(); ++i) {
    LintRule(policy.signature_algorithms(i), i, &problems);
    LintAgainstEarlier(policy, i, &problems);
  }
  LintCertificates(policy.certificates(), &problems);
  LintFreshness(policy.freshness(), &problems);
  LintTimestamps(policy.timestamps(), &problems);
  LintProfiles(policy, &problems);
  return problems;
}

}  // namespace oteu::verification

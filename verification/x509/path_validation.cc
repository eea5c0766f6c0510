#include "verification/x509/path_validation.h"

#include <openssl/x509v3.h>

#include <algorithm>
#include <utility>

#include "verification/x509/policy_graph.h"

namespace oteu::verification::x509 {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): the codes.

constexpr size_t kMaxFailures = 64;

bool IsSelfIssued(const Certificate& certificate) {
  return certificate.subject_name == certificate.issuer_name;
}

// The counters of 6.1.2 (d) to (f): certificates to go until the demand holds; 0: it holds.
struct Counter {
  int value;

  bool holds() const { return value == 0; }
  void Decrement() { value = std::max(value - 1, 0); }
  void LowerTo(const std::optional<int>& skip) {
    if (skip) value = std::min(value, *skip);
  }
};

class PathValidation {
 public:
  PathValidation(const PathToValidate& path, WorkBudget* budget)
      : path_(path),
        budget_(budget),
        length_(static_cast<int>(path.chain.size()) - 1),
        inputs_(path.policy_inputs != nullptr ? *path.policy_inputs : kAnyPolicyInputs),
        explicit_policy_{inputs_.require_explicit_policy ? 0 : length_ + 1},
        inhibit_any_policy_{inputs_.inhibit_any_policy ? 0 : length_ + 1},
        policy_mapping_{inputs_.inhibit_mapping ? 0 : length_ + 1},
        max_path_length_(length_) {}

  std::vector<PathFailure> Run() {
    CheckAnchor();
    for (int i = length_ - 1; i >= 0; --i) {
      ProcessCertificate(i);
      if (i > 0) PrepareForNext(i);
    }
    if (length_ > 0) WrapUp();
    return std::move(failures_);
  }

 private:
  static inline const PolicyInputs kAnyPolicyInputs;

  const Certificate& At(int index) const { return *path_.chain[static_cast<size_t>(index)]; }

  void Fail(int index, VerificationCode code, const char* clause, std::string cause) {
    PathFailure failure{{code, clause, std::move(cause)}, index};
    const bool known = std::ranges::find(failures_, failure) != failures_.end();
    if (!known && failures_.size() < kMaxFailures) failures_.push_back(std::move(failure));
  }
  void FailChain(int index, const char* clause, const char* cause) {
    Fail(index, VERIFICATION_CODE_CHAIN_INVALID, clause, cause);
  }

  // RFC 5937: what the anchor's certificate says of itself.
  void CheckAnchor() {
    const Certificate& anchor = At(length_);
    if (path_.at > anchor.outline.not_after) {
      Fail(length_, VERIFICATION_CODE_CERTIFICATE_EXPIRED, "RFC 5280 6.1.3(a)(2)", "the anchor has ended");
    }
    if (length_ == 0) {  // The target itself is the anchor.
      CheckNotBefore(0);
      return;
    }
    CheckCriticalExtensions(length_);
    const PathExtensions& extensions = anchor.extensions;
    // A certificate of version 1 says nothing; one of version 3 must say that it is an authority's.
    const bool says_nothing = anchor.outline.version < 3;
    const bool may_issue =
        extensions.basic_constraints ? extensions.basic_constraints->ca : extensions.key_usage.has_value();
    if (!says_nothing && !may_issue)
      FailChain(length_, "RFC 5280 6.1.4(k)", "the anchor is no CA certificate");
    CheckKeyUsage(length_);
    CheckSubject(length_);
    if (extensions.basic_constraints && extensions.basic_constraints->path_length) {
      max_path_length_ = std::min(max_path_length_, *extensions.basic_constraints->path_length);
    }
    AddNameConstraints(length_);
  }

  // 6.1.3
  void ProcessCertificate(int i) {
    CheckSignature(i);  // (a)(1)
    CheckNotBefore(i);  // (a)(2)
    if (path_.at > At(i).outline.not_after) {
      Fail(i, VERIFICATION_CODE_CERTIFICATE_EXPIRED, "RFC 5280 6.1.3(a)(2)", "certificate has expired");
    }
    if (At(i).issuer_name.empty()) FailChain(i, "RFC 5280 4.1.2.4", "issuer name is empty");
    if (!(At(i).issuer_name == At(i + 1).subject_name)) {  // (a)(4)
      FailChain(i, "RFC 5280 6.1.3(a)(4)", "issuer name is not the subject of the next certificate");
    }
    if (i == 0 || !IsSelfIssued(At(i))) CheckNameConstraints(i);  // (b), (c)
    const bool any_allowed = !inhibit_any_policy_.holds() || (i > 0 && IsSelfIssued(At(i)));
    graph_.AddCertificate(At(i).extensions.policies, any_allowed);  // (d), (e)
    if (explicit_policy_.holds() && graph_.empty()) {               // (f)
      Fail(i, VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID, "RFC 5280 6.1.3(f)", "no valid policy is left");
    }
  }

  void CheckSignature(int i) {
    switch (path_.links[static_cast<size_t>(i)]) {
      case LinkCheck::kGood:
        return;
      case LinkCheck::kUnusable:
        Fail(i, VERIFICATION_CODE_ALGORITHM_UNKNOWN, "RFC 5280 6.1.3(a)(1)",
             "signature algorithm or issuer's key");
        return;
      case LinkCheck::kUnchecked:
        failures_.push_back({LimitExceeded(kMaxPathSignatureChecks), i});
        return;
      case LinkCheck::kBad:
        Fail(i, VERIFICATION_CODE_CHAIN_SIGNATURE_INVALID, "RFC 5280 6.1.3(a)(1)",
             "signature does not verify with the issuer's key");
        return;
    }
  }

  void CheckNotBefore(int i) {
    if (path_.at < At(i).outline.not_before) {
      Fail(i, VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID, "RFC 5280 6.1.3(a)(2)",
           "certificate is not yet valid");
    }
  }

  // 6.1.4
  void PrepareForNext(int i) {
    const PathExtensions& extensions = At(i).extensions;
    const auto is_any = [](const auto& pair) {
      return pair.first == kAnyPolicy || pair.second == kAnyPolicy;
    };
    if (std::ranges::any_of(extensions.policy_mappings, is_any)) {  // (a)
      Fail(i, VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID, "RFC 5280 6.1.4(a)", "anyPolicy is mapped");
    }
    graph_.AddMappings(extensions.policy_mappings, !policy_mapping_.holds());  // (b)
    AddNameConstraints(i);                                                     // (g)
    const bool counts = !IsSelfIssued(At(i));
    if (counts) {  // (h)
      explicit_policy_.Decrement();
      policy_mapping_.Decrement();
      inhibit_any_policy_.Decrement();
    }
    explicit_policy_.LowerTo(extensions.require_explicit_policy);  // (i)
    policy_mapping_.LowerTo(extensions.inhibit_policy_mapping);
    inhibit_any_policy_.LowerTo(extensions.inhibit_any_policy);  // (j)
    CheckIsCa(i);                                                // (k)
    if (counts) {                                                // (l)
      if (max_path_length_ <= 0) FailChain(i, "RFC 5280 6.1.4(l)", "path length exceeded");
      max_path_length_ = std::max(max_path_length_ - 1, 0);
    }
    if (extensions.basic_constraints && extensions.basic_constraints->path_length) {  // (m)
      max_path_length_ = std::min(max_path_length_, *extensions.basic_constraints->path_length);
    }
    CheckKeyUsage(i);            // (n)
    CheckCriticalExtensions(i);  // (o)
    CheckSubject(i);
  }

  // (k). Nothing vouches for a version 1 certificate here, so it is refused.
  void CheckIsCa(int i) {
    const auto& constraints = At(i).extensions.basic_constraints;
    if (!constraints) {
      FailChain(i, "RFC 5280 6.1.4(k)", "no basic constraints in a CA certificate");
    } else if (!constraints->ca) {
      FailChain(i, "RFC 5280 6.1.4(k)", "not a CA certificate");
    }
  }

  void CheckKeyUsage(int i) {
    const auto& usage = At(i).extensions.key_usage;
    if (usage && (*usage & KU_KEY_CERT_SIGN) == 0) {
      FailChain(i, "RFC 5280 6.1.4(n)", "key usage without keyCertSign");
    }
  }

  void CheckCriticalExtensions(int i) {
    const std::string& unknown = At(i).extensions.unknown_critical;
    if (unknown.empty()) return;
    Fail(i, VERIFICATION_CODE_CHAIN_INVALID, i == 0 ? "RFC 5280 6.1.5(f)" : "RFC 5280 6.1.4(o)",
         "critical extension " + unknown);
  }

  // An authority has a name (4.1.2.6): an empty one would chain to every other.
  void CheckSubject(int i) {
    if (At(i).subject_name.empty())
      FailChain(i, "RFC 5280 4.1.2.6", "a CA certificate with an empty subject");
  }

  void AddNameConstraints(int i) {
    const auto& constraints = At(i).extensions.name_constraints;
    if (constraints) name_constraints_.push_back(&*constraints);
  }

  // (b), (c)
  void CheckNameConstraints(int i) {
    if (name_constraints_.empty()) return;
    const Certificate& certificate = At(i);
    ConstrainedNames names{.subject = &certificate.subject_name,
                           .subject_emails = {},
                           .alternative = &certificate.extensions.alternative_names};
    const bool has_email =
        std::ranges::any_of(certificate.extensions.alternative_names,
                            [](const auto& name) { return name.kind == GeneralNameKind::kEmail; });
    if (!has_email) names.subject_emails = EmailAddressesOf(certificate.outline.subject);
    for (const NameConstraints* constraints : name_constraints_) {
      if (!budget_->Spend(WorkBudget::kNameComparison, ComparisonsOf(*constraints, names))) {
        failures_.push_back({LimitExceeded(*budget_->exhausted()), i});
        return;
      }
      if (const std::optional<const char*> amiss = CheckNames(*constraints, names)) {
        FailChain(i, "RFC 5280 6.1.3(b)", *amiss);
      }
    }
  }

  // 6.1.5
  void WrapUp() {
    explicit_policy_.Decrement();  // (a)
    const PathExtensions& extensions = At(0).extensions;
    if (extensions.require_explicit_policy == 0) explicit_policy_.value = 0;     // (b)
    CheckCriticalExtensions(0);                                                  // (f)
    if (explicit_policy_.holds() && !graph_.Satisfies(inputs_.user_policies)) {  // (g)
      Fail(0, VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID, "RFC 5280 6.1.5(g)",
           "no acceptable policy is valid along the path");
    }
  }

  const PathToValidate& path_;
  WorkBudget* budget_;
  const int length_;  // n of RFC 5280: certificates without the anchor
  const PolicyInputs& inputs_;
  PolicyGraph graph_;
  Counter explicit_policy_;
  Counter inhibit_any_policy_;
  Counter policy_mapping_;
  int max_path_length_;
  std::vector<const NameConstraints*> name_constraints_;
  std::vector<PathFailure> failures_;
};

}  // namespace

std::vector<PathFailure> ValidatePath(const PathToValidate& path, WorkBudget* budget) {
  return PathValidation(path, budget).Run();
}

}  // namespace oteu::verification::x509

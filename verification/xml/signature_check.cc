#include "verification/xml/signature_check.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "verification/kzgost/verify.h"
#include "verification/openssl/digest.h"
#include "verification/x509/algorithm_rules.h"

namespace oteu::verification::xml {
namespace {

constexpr char kReferenceClause[] = "XMLDSig 3.2.1";

Problem Mismatch(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_SIGNED_ELEMENT_MISMATCH, kReferenceClause, cause};
}

// The element that a reference is about.
OrProblem<const xmlNode*> TargetOf(const Reference& reference, const SignedDocument& document) {
  const xmlNode* root = xmlDocGetRootElement(document.document.get());
  const xmlNode* target = reference.whole_document ? root : FindById(document.document.get(), reference.id);
  if (target == nullptr) return Mismatch("no element, or several, with the Id that is signed");
  if (reference.enveloped && (target != root || document.is_soap())) {
    return Problem{oteu::v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN, "XMLDSig 6.6.4",
                   "enveloped-signature"};
  }
  return target;
}

// Does this reference sign what is read? For XMLDSig all but the signatures must be in it.
bool SignsWhatIsRead(const Reference& reference, const xmlNode* target, const SignedDocument& document) {
  return target == document.read && reference.enveloped == !document.is_soap() &&
         (!reference.whole_document || !document.is_soap());
}

class ReferenceCheck {
 public:
  ReferenceCheck(const openssl::Context& context, const v1::Policy& policy, size_t index,
                 SignedDocument* document)
      : context_(context), policy_(policy), index_(index), document_(document) {}

  absl::Status Check(const Reference& reference, CheckedReferences* checked) {
    const OrProblem<const xmlNode*> target = TargetOf(reference, *document_);
    if (const Problem* problem = GetProblem(target)) {
      checked->problems.push_back(*problem);
      return absl::OkStatus();
    }
    if (!x509::DigestAccepted(policy_, *reference.digest)) {
      checked->problems.push_back(
          {oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED, "XMLDSig 4.4.3.5", reference.digest->name});
    }
    absl::StatusOr<OrProblem<std::string>> octets = ReferenceOctets(reference, index_, document_);
    if (!octets.ok()) return octets.status();
    if (const Problem* problem = GetProblem(*octets)) {
      checked->problems.push_back(*problem);
      return absl::OkStatus();
    }
    return CheckDigest(reference, std::get<const xmlNode*>(target), std::get<std::string>(*std::move(octets)),
                       checked);
  }

 private:
  absl::Status CheckDigest(const Reference& reference, const xmlNode* target, std::string octets,
                           CheckedReferences* checked) {
    const absl::StatusOr<openssl::DigestValue> digest =
        openssl::Digest(context_, reference.digest->oid, openssl::AsBytes(octets));
    if (!digest.ok()) return digest.status();
    if (SignsWhatIsRead(reference, target, *document_) && checked->read.empty())
      checked->read = std::move(octets);
    if (std::ranges::equal(digest->bytes(), reference.digest_value)) {
      checked->signed_elements.push_back(target);
    } else {
      checked->problems.push_back(
          {oteu::v1::VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH, kReferenceClause, ""});
    }
    return absl::OkStatus();
  }

  const openssl::Context& context_;
  const v1::Policy& policy_;
  const size_t index_;
  SignedDocument* document_;
};

}  // namespace

absl::StatusOr<OrProblem<std::string>> ReferenceOctets(const Reference& reference, size_t index,
                                                       SignedDocument* document) {
  const OrProblem<const xmlNode*> target = TargetOf(reference, *document);
  if (const Problem* problem = GetProblem(target)) return *problem;
  return Canonicalize(
      {.document = document->document.get(),
       .top = reference.whole_document ? nullptr : std::get<const xmlNode*>(target),
       .left_out = reference.enveloped ? document->LeftOut(index) : std::vector<const xmlNode*>(),
       .method = &reference.canonicalization},
      &document->budget);
}

absl::StatusOr<OrProblem<std::string>> SignedInfoOctets(const Signature& signature,
                                                        SignedDocument* document) {
  return Canonicalize({.document = document->document.get(),
                       .top = signature.signed_info,
                       .left_out = {},
                       .method = &signature.canonicalization},
                      &document->budget);
}

absl::StatusOr<OrProblem<std::string>> SignatureValueOctets(const Signature& signature, const C14n& method,
                                                            SignedDocument* document) {
  return Canonicalize({.document = document->document.get(),
                       .top = signature.value_element,
                       .left_out = {},
                       .method = &method},
                      &document->budget);
}

absl::StatusOr<CheckedReferences> CheckReferences(const openssl::Context& context, const v1::Policy& policy,
                                                  const Signature& signature, size_t index,
                                                  SignedDocument* document) {
  CheckedReferences checked;
  ReferenceCheck check(context, policy, index, document);
  for (const Reference& reference : signature.references) {
    if (absl::Status status = check.Check(reference, &checked); !status.ok()) return status;
  }
  if (checked.read.empty()) {
    checked.problems.push_back(
        Mismatch(document->is_soap() ? "Body is not signed" : "document is not signed"));
  }
  return checked;
}

absl::StatusOr<std::vector<Problem>> CheckValue(const openssl::Context& context, const Signature& signature,
                                                const kzgost::VerificationKey& key,
                                                SignedDocument* document) {
  const absl::StatusOr<OrProblem<std::string>> octets = SignedInfoOctets(signature, document);
  if (!octets.ok()) return octets.status();
  if (const Problem* found = GetProblem(*octets)) return std::vector<Problem>{*found};
  const absl::StatusOr<bool> verified = kzgost::VerifySignature(
      context, key, signature.spec, openssl::AsBytes(std::get<std::string>(*octets)), signature.value);
  // INVALID_ARGUMENT is about the key (too large): the signer's doing. The rest is ours.
  if (!verified.ok() && !absl::IsInvalidArgument(verified.status())) return verified.status();
  if (verified.ok() && *verified) return std::vector<Problem>();
  return std::vector<Problem>{{oteu::v1::VERIFICATION_CODE_SIGNATURE_VALUE_INVALID, "XMLDSig 3.2.2", ""}};
}

}  // namespace oteu::verification::xml

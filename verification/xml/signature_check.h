// The cryptography of one ds:Signature: every reference, and the signature value over SignedInfo.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/kzgost/verification_key.h"
#include "verification/openssl/context.h"
#include "verification/report/problem.h"
#include "verification/xml/signature.h"
#include "verification/xml/signed_document.h"

namespace oteu::verification::xml {

// What is digested for a reference of the signature with this index, and what the signature value is over.
absl::StatusOr<OrProblem<std::string>> ReferenceOctets(const Reference& reference, size_t index,
                                                       SignedDocument* document);
absl::StatusOr<OrProblem<std::string>> SignedInfoOctets(const Signature& signature, SignedDocument* document);

// ds:SignatureValue, element and all, canonical: what a signature time stamp is over (ETSI EN 319 132-1 5.3).
absl::StatusOr<OrProblem<std::string>> SignatureValueOctets(const Signature& signature, const C14n& method,
                                                            SignedDocument* document);

struct CheckedReferences {
  std::vector<Problem> problems;  // empty: every reference holds
  std::string read;               // canonical bytes of the element that is read; "" unless it is signed
  std::vector<const xmlNode*> signed_elements;  // targets of the references that hold
};

// References (XMLDSig section 3.2.1), all of which must hold, one of them over the element that is read.
// `index`: of the signature in the document. Errors: kResourceExhausted, kInternal.
absl::StatusOr<CheckedReferences> CheckReferences(const openssl::Context& context, const v1::Policy& policy,
                                                  const Signature& signature, size_t index,
                                                  SignedDocument* document);

// The value over canonical SignedInfo by this key (section 3.2.2); nothing when it holds.
absl::StatusOr<std::vector<Problem>> CheckValue(const openssl::Context& context, const Signature& signature,
                                                const kzgost::VerificationKey& key, SignedDocument* document);

}  // namespace oteu::verification::xml

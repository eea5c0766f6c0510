// One question put to all evidence at hand (RFC 5280 6.3.3, RFC 6960 3.2): which lists and responses speak of
// the certificate, which of them are authentic, what they say together. Internal to crl_store.cc.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "verification/revocation/crl_store.h"
#include "verification/revocation/tally.h"

namespace oteu::verification::revocation {

class Inquiry {
 public:
  Inquiry(const CrlStore& store, const RevocationQuestion& question);

  RevocationFinding Run();
  // By lists alone: of the responder's own certificate a response tells nothing.
  RevocationFinding RunWithoutOcsp();

 private:
  enum class Authenticity { kNotFromHere, kForged, kAuthentic };

  void AskLists();
  void AskList(const Crl& complete, ReasonMask reasons);
  void AskOcsp(const OcspResponse& response, bool supplied);
  const Crl* NewestDelta(const Crl& complete);
  bool IsAuthentic(const Crl& crl);
  Authenticity Examine(const Crl& crl) const;
  Authenticity ExamineOthers(const Crl& crl) const;
  bool CouldBeFrom(const Crl& crl, const x509::Certificate& signer) const;
  bool Verifies(const Crl& crl, const x509::Certificate& signer) const;
  void Add(const ListAnswer& answer, ReasonMask reasons, const Crl& newest);

  const CrlStore& store_;
  const RevocationQuestion& question_;
  Question asked_;
  std::vector<const Crl*> lists_;
  std::map<const Crl*, Authenticity> examined_;
  std::vector<Statement> statements_;
  std::optional<Problem> unauthentic_;
};

}  // namespace oteu::verification::revocation

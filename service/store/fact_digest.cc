#include "service/store/fact_digest.h"

#include <algorithm>

#include "service/store/canonical_bytes.h"

namespace oteu::store {

Sha256Bytes DigestOfFact(const FactRow& row) {
  CanonicalBytes out("oteu-fact-v1");
  out.Text(row.source).Text(row.fact_id).Number(row.revision).Text(row.child_iin).Number(row.kind);
  out.Text(row.subject).Text(row.value).Text(row.school_bin).Text(row.charge_from).Number(row.retracted);
  return out.Number(row.recorded_at_us).Text(row.fact).Digest();
}

std::string DigestOfBatch(std::vector<Sha256Bytes> facts) {
  std::sort(facts.begin(), facts.end());
  CanonicalBytes out("oteu-facts-v1");
  for (const Sha256Bytes& fact : facts) out.Hash(fact);
  return Sha256RawOf(out.bytes());
}

}  // namespace oteu::store

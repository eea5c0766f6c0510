// That a record stands in a chain with a certain head.
#pragma once

#include <string>

#include "oteu/v1/decision_bundle.pb.h"
#include "service/store/audit_chain.h"

namespace oteu::audit {

// Empty when the record's hash is that of its fields, the steps lead from it to the head, and what was noted
// is met on the way (a noted head must not be older than the record); else what is wrong, in English.
std::string CheckProof(const v1::AuditProof& proof, const store::NotedHead& noted);

}  // namespace oteu::audit

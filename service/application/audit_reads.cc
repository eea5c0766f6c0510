// Readings put into the audit chain, and reads of the chain itself for those who check it.
#include <utility>

#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/audit/record_proto.h"
#include "service/limits.h"

namespace oteu::application {

void UseCasesImpl::RecordAccess(const CallContext& call, absl::string_view method, Access access,
                                absl::AnyInvocable<void(absl::Status)> done) {
  dependencies_.store->CommitAccess(
      MakeAccessWrite(method, call.caller, std::move(access), dependencies_.clock->Now()),
      [done = std::move(done)](const absl::Status& stored) mutable { done(FromStore(stored, "")); });
}

absl::StatusOr<v1::GetAuditHeadResponse> UseCasesImpl::GetAuditHead(
    const CallContext& /*call*/, const v1::GetAuditHeadRequest& /*request*/) {
  const auto last = dependencies_.store->LastAudit();
  if (!last.ok()) return FromStore(last.status(), "");
  v1::GetAuditHeadResponse response;
  *response.mutable_head() = audit::MakeHead(last->seq, last->hash, last->at_us);
  return response;
}

absl::StatusOr<v1::ListAuditRecordsResponse> UseCasesImpl::ListAuditRecords(
    const CallContext& /*call*/, const v1::ListAuditRecordsRequest& request) {
  Violations violations;
  if (request.after_seq() < 0) violations.push_back({"after_seq", "must not be negative"});
  if (request.page_size() < 0 || request.page_size() > limits::kMaxAuditPageSize)
    violations.push_back({"page_size", "must be 1 to 1000, or 0"});
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  const int limit = request.page_size() == 0 ? limits::kMaxAuditPageSize : request.page_size();
  const auto records = dependencies_.store->ReadAudit(request.after_seq(), limit + 1);
  if (!records.ok()) return FromStore(records.status(), "");
  v1::ListAuditRecordsResponse response;
  std::size_t bytes = 0;
  for (const store::AuditRecord& record : *records) {
    // Some records name a page of applications: the answer must fit into a message.
    if (response.records_size() == limit || bytes > limits::kMaxAuditPageBytes) {
      response.set_more(true);
      break;
    }
    v1::AuditRecord* added = response.add_records();
    *added = audit::ToProto(record);
    bytes += added->ByteSizeLong();
  }
  return response;
}

}  // namespace oteu::application

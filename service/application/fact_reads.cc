// Reads of facts: what is recorded about a child, and digests for a comparison with a school's system.
#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/application/dossier.h"
#include "service/application/page_token.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/civil/month.h"
#include "service/civil/time_zone.h"
#include "service/decision/identifiers.h"
#include "service/decision/serialize.h"
#include "service/facts/digest.h"
#include "service/facts/fold.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

constexpr int kAllFactsOfChild = 10000;

Violations Validate(const v1::ListFactsRequest& request) {
  Violations out;
  ValidatePageSize(request.page_size(), &out);
  if (!decision::HasIinShape(request.child_iin())) out.push_back({"child_iin", "must be 12 digits"});
  if (request.kinds_size() > v1::FactKind_ARRAYSIZE) out.push_back({"kinds", "too many"});
  for (int i = 0; i < std::min(request.kinds_size(), v1::FactKind_ARRAYSIZE); ++i) {
    if (request.kinds(i) == 0 || !v1::FactKind_IsValid(request.kinds(i)))
      out.push_back({absl::StrCat("kinds[", i, "]"), "unknown value"});
  }
  if (request.has_known_at() && !civil::LocalDay(request.known_at(), absl::UTCTimeZone()).ok())
    out.push_back({"known_at", "is out of range"});
  return out;
}

std::string FilterBytes(v1::ListFactsRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  request.DiscardUnknownFields();
  return decision::SerializeDeterministically(request);
}

// "MICROSECONDS|SOURCE|FACT_ID|REVISION": none of them holds a bar.
std::string PositionOf(const v1::RecordedFact& fact) {
  return absl::StrCat(absl::ToUnixMicros(FromTimestamp(fact.recorded_at())), "|", fact.source(), "|",
                      fact.fact().fact_id(), "|", fact.fact().revision());
}

bool ReadPosition(const std::string& position, store::FactFilter* filter) {
  const std::vector<std::string> parts = absl::StrSplit(position, '|');
  if (parts.size() != 4) return false;
  filter->after_source = parts[1];
  filter->after_fact_id = parts[2];
  return absl::SimpleAtoi(parts[0], &filter->after_us) && absl::SimpleAtoi(parts[3], &filter->after_revision);
}

bool IsHexPrefix(const std::string& text) {
  return text.size() <= limits::kMaxChildHashPrefixChars &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Violations Validate(const v1::ReconcileFactsRequest& request) {
  Violations out;
  if (!decision::HasIinShape(request.school_bin())) out.push_back({"school_bin", "must be 12 digits"});
  if (!request.month().empty() && !civil::ParseMonth(request.month()).ok())
    out.push_back({"month", "is no month YYYY-MM"});
  if (!IsHexPrefix(request.child_hash_prefix()))
    out.push_back({"child_hash_prefix", "must be at most 16 lower-case hex digits"});
  if (request.month().empty() && !request.child_hash_prefix().empty())
    out.push_back({"child_hash_prefix", "only with a month"});
  if (request.by_day() && (request.month().empty() || !request.child_hash_prefix().empty()))
    out.push_back({"by_day", "only with a month, and without child_hash_prefix"});
  return out;
}

}  // namespace

absl::StatusOr<v1::ListFactsResponse> UseCasesImpl::ListFacts(const CallContext& /*call*/,
                                                              const v1::ListFactsRequest& request) {
  Violations violations = Validate(request);
  const std::string filter_bytes = FilterBytes(request);
  store::FactFilter filter;
  if (!request.page_token().empty()) {
    const auto position = ReadPageToken("ListFacts", filter_bytes, request.page_token());
    if (!position.has_value() || !ReadPosition(*position, &filter))
      violations.push_back({"page_token", "is not of this list and filter"});
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  filter.child_iin = request.child_iin();
  filter.kinds.assign(request.kinds().begin(), request.kinds().end());
  if (request.has_known_at()) filter.known_at = FromTimestamp(request.known_at());
  const int page_size = PageSizeOrDefault(request.page_size());
  filter.limit = page_size + 1;
  auto facts = dependencies_.store->ListFacts(filter);
  if (!facts.ok()) return FromStore(facts.status(), "");
  v1::ListFactsResponse response;
  const bool more = facts->size() > static_cast<std::size_t>(page_size);
  if (more) facts->resize(static_cast<std::size_t>(page_size));
  if (more) response.set_next_page_token(MakePageToken("ListFacts", filter_bytes, PositionOf(facts->back())));
  for (v1::RecordedFact& fact : *facts) *response.add_facts() = std::move(fact);
  return response;
}

absl::StatusOr<v1::ReconcileFactsResponse> UseCasesImpl::ReconcileFacts(
    const CallContext& call, const v1::ReconcileFactsRequest& request) {
  if (Violations violations = Validate(request); !violations.empty())
    return InvalidArgument(std::move(violations));
  const facts::Source* source =
      dependencies_.fact_sources == nullptr ? nullptr : dependencies_.fact_sources->Find(request.source());
  const bool proven = call.caller != "anonymous";
  if (source == nullptr || (proven && call.caller != request.source()))
    return MakeError(ErrorReason::kUnknownSource, "source: no such source");
  if (!source->EverInChargeOf(request.school_bin()))
    return MakeError(ErrorReason::kNotInCharge, "school_bin: the source never spoke for it");
  auto pupils = dependencies_.store->ListPupils(request.school_bin());
  if (!pupils.ok()) return FromStore(pupils.status(), "");
  std::optional<absl::TimeZone> by_day_in;
  if (request.by_day()) by_day_in = dependencies_.catalog()->time_zone();
  facts::SchoolDigests digests(request.school_bin(), request.month(), request.child_hash_prefix(), by_day_in);
  for (const std::string& child : *pupils) {
    store::FactFilter filter;
    filter.child_iin = child;
    filter.kinds = {v1::FACT_KIND_HOME_EDUCATION_CONFIRMED, v1::FACT_KIND_HOME_EDUCATION_ENDED};
    filter.limit = kAllFactsOfChild;
    auto facts = dependencies_.store->ListFacts(filter);
    if (!facts.ok()) return FromStore(facts.status(), "");
    digests.Add(child, facts::Standing(*facts));
  }
  v1::ReconcileFactsResponse response;
  for (v1::FactDigest& digest : digests.Finish()) *response.add_digests() = std::move(digest);
  return response;
}

absl::Status UseCasesImpl::AddConfirmations(const std::string& child_iin,
                                            v1::GetEntitlementResponse* response) {
  store::FactFilter filter;
  filter.child_iin = child_iin;
  filter.kinds = {v1::FACT_KIND_HOME_EDUCATION_CONFIRMED};
  filter.limit = kAllFactsOfChild;
  const auto facts = dependencies_.store->ListFacts(filter);
  if (!facts.ok()) return FromStore(facts.status(), "");
  for (v1::MonthConfirmation& confirmation : facts::Confirmations(facts::Standing(*facts)))
    *response->add_confirmations() = std::move(confirmation);
  return absl::OkStatus();
}

}  // namespace oteu::application

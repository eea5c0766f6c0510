// Payment registers: build, seal, acknowledge, read.
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/application/assemble_register.h"
#include "service/application/dossier.h"
#include "service/application/names.h"
#include "service/application/page_token.h"
#include "service/application/recalculating.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/application/validate_fields.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/decision/identifiers.h"
#include "service/decision/serialize.h"
#include "service/limits.h"
#include "service/payment/manifest.h"
#include "service/payment/quarter.h"
#include "service/store/commit_and_wait.h"

namespace oteu::application {
namespace {

constexpr int kLinesPerPage = 500;

std::string RegisterName(const std::string& id) { return absl::StrCat("registers/", id); }

std::optional<std::string> ParseRegisterName(absl::string_view name) {
  if (name.size() > limits::kMaxNameChars || !absl::ConsumePrefix(&name, "registers/")) return std::nullopt;
  return ParseApplicationName(absl::StrCat("applications/", name));  // the same rule for ids
}

absl::Status BadName() { return InvalidArgument({{"name", "must be registers/{register}"}}); }

absl::Status Unreadable() { return MakeError(ErrorReason::kInternal, "a stored register cannot be read"); }

absl::Status WrongState(v1::RegisterState state) {
  return MakeError(ErrorReason::kStateConflict, "the register's state does not allow this",
                   {{"state", v1::RegisterState_Name(state).substr(15)}});
}

absl::StatusOr<v1::Register> Parse(const std::string& content) {
  v1::Register head;
  if (!head.ParseFromString(content)) return Unreadable();
  return head;
}

// All lines of a stored register.
absl::StatusOr<std::vector<v1::RegisterLine>> ReadLines(store::Store& store, const std::string& id) {
  std::vector<v1::RegisterLine> lines;
  for (;;) {
    const auto last = lines.empty() ? 0 : lines.back().number();
    auto page = store.ListRegisterLines(id, last, kLinesPerPage);
    if (!page.ok()) return FromStore(page.status(), "no such register");
    if (page->empty()) return lines;
    for (const store::StoredRegisterLine& stored : *page) {
      if (!lines.emplace_back().ParseFromString(stored.line)) return Unreadable();
    }
  }
}

}  // namespace

// ---- Building ----

absl::StatusOr<v1::BuildRegisterResponse> UseCasesImpl::BuildRegister(
    const CallContext& call, const v1::BuildRegisterRequest& request) {
  Violations violations;
  if (!decision::HasKatoShape(request.district_kato()))
    violations.push_back({"district_kato", "must be 9 digits"});
  const auto quarter = payment::ParseQuarter(request.quarter());
  if (!quarter.has_value()) violations.push_back({"quarter", "must be YYYY-Qn"});
  const auto catalog = dependencies_.catalog();
  if (quarter.has_value() && civil::FirstDayOf(quarter->first_month) > Today(*catalog))
    violations.push_back({"quarter", "is in the future"});
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  if (catalog->FindByDistrict(request.district_kato()) == nullptr)
    return MakeError(ErrorReason::kUnknownDistrict, "district_kato: no regulation for it");
  const absl::Time now = dependencies_.clock->Now();
  const std::string id = ids_.Next(now);
  v1::BuildRegisterResponse response;
  v1::Register& head = *response.mutable_register_();
  head.set_name(RegisterName(id));
  head.set_state(v1::REGISTER_STATE_BUILDING);
  head.set_district_kato(request.district_kato());
  head.set_quarter(request.quarter());
  *head.mutable_through() = civil::ToProto(civil::LastDayOf(quarter->last_month));
  SetTimestamp(now, head.mutable_built_at());
  if (!builds_.Start(id, head))
    return MakeError(ErrorReason::kOverloaded, "too many registers are being built");
  register_builder_.Run([this, id, head, dry_run = request.dry_run(), actor = call.caller] {
    const absl::Status built = RunBuild(id, head, dry_run, actor);
    if (built.ok()) return;
    builds_.Update(id, [&built](BuiltRegister& entry) {
      const auto info = GetErrorInfo(built);
      entry.head.set_state(v1::REGISTER_STATE_FAILED);
      entry.head.set_failure(ErrorReasonName(info.has_value() ? info->reason : ErrorReason::kInternal));
    });
  });
  return response;
}

absl::Status UseCasesImpl::RunBuild(const std::string& id, const v1::Register& head, bool dry_run,
                                    const std::string& actor) {
  for (int attempt = 0; attempt < limits::kMaxCommitAttempts; ++attempt) {
    auto assembled = Assemble(id, head);
    if (!assembled.ok()) return assembled.status();
    if (dry_run) {
      assembled->head.set_state(v1::REGISTER_STATE_DRY_RUN);
      builds_.Update(id, [&](BuiltRegister& entry) {
        entry = {assembled->head, std::move(assembled->lines), std::move(assembled->notes)};
      });
      return absl::OkStatus();
    }
    assembled->head.set_state(v1::REGISTER_STATE_DRAFT);
    store::RegisterWrite write;
    store::RegisterDraft& draft = write.draft.emplace_back();
    draft.id = id;
    draft.district_kato = head.district_kato();
    draft.quarter = head.quarter();
    draft.lines_sha256 = assembled->head.lines_sha256();
    draft.content = decision::SerializeDeterministically(assembled->head);
    draft.lines = std::move(assembled->writes);
    for (const v1::ExportRegisterResponse& note : assembled->notes)
      draft.notes.push_back(decision::SerializeDeterministically(note));
    write.actor = actor;
    write.at = dependencies_.clock->Now();
    const auto result = store::CommitAndWait(*dependencies_.store, std::move(write));
    // A child-month twice in one draft: a grant moved between two reads.
    if (!result.ok() && !absl::IsInvalidArgument(result.status())) return FromStore(result.status(), "");
    if (result.ok() && result->outcome == store::RegisterOutcome::kCommitted) {
      builds_.Remove(id);
      return absl::OkStatus();
    }
  }
  return MakeError(ErrorReason::kConcurrentChange, "grants changed while the register was built");
}

absl::StatusOr<AssembledRegister> UseCasesImpl::Assemble(const std::string& id, const v1::Register& head) {
  RegisterQuestion question;
  question.id = id;
  question.district_kato = head.district_kato();
  question.quarter = head.quarter();
  question.through = civil::FormatMonth(payment::ParseQuarter(head.quarter())->last_month);
  question.now = dependencies_.clock->Now();
  // Drafts stand first in the list; a district has a few at most.
  auto drafts = dependencies_.store->ListRegisters(head.district_kato(), {store::kDraftSequence + 1, ""},
                                                   kLinesPerPage);
  if (!drafts.ok()) return FromStore(drafts.status(), "");
  for (const store::ListedRegister& listed : *drafts) {
    if (listed.position.sequence != store::kDraftSequence) break;
    const auto other = Parse(listed.content);
    if (other.ok() && other->quarter() == head.quarter()) question.replaced = listed.position.id;
  }
  const auto catalog = dependencies_.catalog();
  auto assembled = AssembleRegister(*dependencies_.store, *catalog, question,
                                    [this, &id](std::int64_t grants, std::int64_t lines) {
                                      builds_.Update(id, [&](BuiltRegister& entry) {
                                        entry.head.mutable_progress()->set_grants_done(grants);
                                        entry.head.mutable_progress()->set_lines(lines);
                                      });
                                      return !stopping_;
                                    });
  if (!assembled.ok()) return assembled.status();
  v1::Register merged = head;
  merged.MergeFrom(assembled->head);
  assembled->head = std::move(merged);
  return assembled;
}

// ---- Sealing ----

absl::StatusOr<v1::SealRegisterResponse> UseCasesImpl::SealRegister(const CallContext& call,
                                                                    const v1::SealRegisterRequest& request) {
  const auto id = ParseRegisterName(request.name());
  if (!id.has_value()) return BadName();
  Violations violations;
  ValidateText(request.officer(), "officer", limits::kMaxOfficerChars, true, &violations);
  if (request.lines_sha256().size() != 64) violations.push_back({"lines_sha256", "must be 64 hex digits"});
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  for (int attempt = 0; attempt < limits::kMaxCommitAttempts; ++attempt) {
    auto head = FindRegister(*id);
    if (!head.ok()) return head.status();
    const bool same_lines = head->lines_sha256() == request.lines_sha256();
    if (head->state() == v1::REGISTER_STATE_SEALED && same_lines) {
      v1::SealRegisterResponse response;
      *response.mutable_register_() = *std::move(head);
      return response;
    }
    if (head->state() != v1::REGISTER_STATE_DRAFT) return WrongState(head->state());
    if (!same_lines)
      return MakeError(ErrorReason::kConcurrentChange, "the draft is not the one that was looked at");
    auto result = SealDraft(call, *id, request.officer(), &*head);
    if (!result.ok()) return result.status();
    switch (result->outcome) {
      case store::RegisterOutcome::kCommitted: {
        v1::SealRegisterResponse response;
        *response.mutable_register_() = *std::move(head);
        return response;
      }
      case store::RegisterOutcome::kBasisMoved:
        return MakeError(ErrorReason::kConcurrentChange,
                         "a grant or confirmation in it changed since it was built: build it again",
                         {{"application", ApplicationName(result->application_id)},
                          {"line_number", absl::StrCat(result->line_number)}});
      default:
        break;  // the chain or the draft moved: look again
    }
  }
  return MakeError(ErrorReason::kConcurrentChange, "registers of the district were sealed at the same time");
}

absl::StatusOr<store::RegisterResult> UseCasesImpl::SealDraft(const CallContext& call, const std::string& id,
                                                              const std::string& officer,
                                                              v1::Register* head) {
  const auto signer = dependencies_.departments.find(head->district_kato());
  if (signer == dependencies_.departments.end())
    return MakeError(ErrorReason::kNoSigningKey, "no signing key is configured for the district");
  auto lines = ReadLines(*dependencies_.store, id);
  if (!lines.ok()) return lines.status();
  v1::Register sums;
  SetControlSums(*lines, &sums);
  if (sums.lines_sha256() != head->lines_sha256() || sums.total_tiyn() != head->total_tiyn() ||
      sums.line_count() != head->line_count())
    return MakeError(ErrorReason::kConcurrentChange, "the draft was replaced while it was read");
  auto follows = dependencies_.store->GetChainHead(head->district_kato());
  if (!follows.ok()) return FromStore(follows.status(), "");
  const absl::Time now = dependencies_.clock->Now();
  v1::RegisterManifest* manifest = head->mutable_manifest();
  manifest->set_format(payment::kManifestFormat);
  manifest->set_register_(head->name());
  manifest->set_district_kato(head->district_kato());
  manifest->set_sequence(follows->sequence + 1);
  manifest->set_quarter(head->quarter());
  manifest->set_line_count(head->line_count());
  manifest->set_month_count(head->month_count());
  manifest->set_total_tiyn(head->total_tiyn());
  manifest->set_lines_sha256(head->lines_sha256());
  manifest->set_previous_sha256(follows->sequence == 0 ? payment::GenesisSha256() : follows->manifest_sha256);
  manifest->set_sealed_at(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone()));
  store::RegisterWrite write;
  store::RegisterSeal& seal = write.seal.emplace_back();
  seal.manifest = payment::ManifestJson(*manifest);
  seal.manifest_sha256 = payment::ManifestSha256(seal.manifest);
  auto cms = signer->second->Sign(seal.manifest, now);
  if (!cms.ok())
    return MakeError(
        absl::IsFailedPrecondition(cms.status()) ? ErrorReason::kNoSigningKey : ErrorReason::kInternal,
        cms.status().message());
  seal.cms = *std::move(cms);
  head->set_manifest_sha256(seal.manifest_sha256);
  head->set_state(v1::REGISTER_STATE_SEALED);
  head->set_sealed_by(officer);
  SetTimestamp(now, head->mutable_sealed_at());
  seal.id = id;
  seal.lines_sha256 = head->lines_sha256();
  seal.follows = *std::move(follows);
  seal.content = decision::SerializeDeterministically(*head);
  write.actor = call.caller == "anonymous" ? officer : call.caller;
  write.at = now;
  auto result = store::CommitAndWait(*dependencies_.store, std::move(write));
  if (!result.ok()) return FromStore(result.status(), "");
  return result;
}

// ---- Taking a draft away ----

absl::StatusOr<v1::DiscardRegisterResponse> UseCasesImpl::DiscardRegister(
    const CallContext& call, const v1::DiscardRegisterRequest& request) {
  const auto id = ParseRegisterName(request.name());
  if (!id.has_value()) return BadName();
  Violations violations;
  ValidateText(request.officer(), "officer", limits::kMaxOfficerChars, true, &violations);
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  // What is being built, and dry runs, reserve nothing and go by themselves.
  if (const auto building = builds_.Find(*id); building.has_value()) return WrongState(building->state());
  store::RegisterWrite write;
  write.discard.push_back({*id});
  write.actor = call.caller == "anonymous" ? request.officer() : call.caller;
  write.at = dependencies_.clock->Now();
  const auto result = store::CommitAndWait(*dependencies_.store, std::move(write));
  if (!result.ok()) return FromStore(result.status(), "");
  if (result->outcome == store::RegisterOutcome::kNoSuchRegister)
    return MakeError(ErrorReason::kNotFound, "no such register");
  if (result->outcome != store::RegisterOutcome::kCommitted) return WrongState(v1::REGISTER_STATE_SEALED);
  return v1::DiscardRegisterResponse();
}

// ---- What the bank says ----

absl::StatusOr<v1::AcknowledgePaymentsResponse> UseCasesImpl::AcknowledgePayments(
    const CallContext& call, const v1::AcknowledgePaymentsRequest& request) {
  const auto id = ParseRegisterName(request.name());
  if (!id.has_value()) return BadName();
  if (request.acknowledgements_size() > limits::kMaxAcknowledgements)
    return MakeError(ErrorReason::kLimitExceeded, "acknowledgements: too many",
                     {{"limit", "acknowledgements"}});
  Violations violations;
  if (request.acknowledgements().empty()) violations.push_back({"acknowledgements", "required"});
  store::RegisterWrite write;
  store::RegisterAcknowledgement& bank = write.acknowledgement.emplace_back();
  bank.id = *id;
  std::set<int> numbers;
  for (int i = 0; i < request.acknowledgements_size(); ++i) {
    const v1::PaymentAcknowledgement& line = request.acknowledgements(i);
    const std::string path = absl::StrCat("acknowledgements[", i, "]");
    const bool returned = line.state() == v1::PAYMENT_STATE_RETURNED;
    if (!returned && line.state() != v1::PAYMENT_STATE_PAID)
      violations.push_back({path + ".state", "must be PAID or RETURNED"});
    if (!numbers.insert(line.line_number()).second)
      violations.push_back({path + ".line_number", "is named twice"});
    ValidateText(line.reason(), path + ".reason", limits::kMaxReturnReasonChars, returned, &violations);
    if (!returned && !line.reason().empty()) violations.push_back({path + ".reason", "only with RETURNED"});
    bank.lines.push_back({line.line_number(), line.state(), line.reason()});
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  const absl::Time now = dependencies_.clock->Now();
  const auto catalog = dependencies_.catalog();
  bank.recalculate = MakeRecalculate(catalog, dependencies_.store->HasSnapshot(catalog->sha256()), now);
  write.actor = call.caller;
  write.at = now;
  const auto result = store::CommitAndWait(*dependencies_.store, std::move(write));
  if (!result.ok()) return FromStore(result.status(), "");
  switch (result->outcome) {
    case store::RegisterOutcome::kNoSuchRegister:
      return MakeError(ErrorReason::kNotFound, "no such register");
    case store::RegisterOutcome::kNoSuchLine:
      return MakeError(ErrorReason::kNotFound, "no such line",
                       {{"line_number", absl::StrCat(result->line_number)}});
    case store::RegisterOutcome::kLineReturned:
      return MakeError(ErrorReason::kStateConflict, "the line was returned before",
                       {{"line_number", absl::StrCat(result->line_number)}, {"state", "RETURNED"}});
    case store::RegisterOutcome::kCommitted:
      break;
    default:
      return WrongState(v1::REGISTER_STATE_DRAFT);
  }
  v1::AcknowledgePaymentsResponse response;
  response.set_changed(result->changed);
  response.set_unchanged(result->unchanged);
  return response;
}

// ---- Reads ----

absl::StatusOr<v1::Register> UseCasesImpl::FindRegister(const std::string& id) {
  // Memory first: what is built moves from there to the store, never back.
  if (auto building = builds_.Find(id); building.has_value()) return *std::move(building);
  const auto stored = dependencies_.store->GetRegister(id);
  if (!stored.ok()) return FromStore(stored.status(), "no such register");
  return Parse(stored->content);
}

absl::StatusOr<v1::GetRegisterResponse> UseCasesImpl::GetRegister(const CallContext& /*call*/,
                                                                  const v1::GetRegisterRequest& request) {
  const auto id = ParseRegisterName(request.name());
  if (!id.has_value()) return BadName();
  auto head = FindRegister(*id);
  if (!head.ok()) return head.status();
  v1::GetRegisterResponse response;
  *response.mutable_register_() = *std::move(head);
  return response;
}

absl::StatusOr<v1::ListRegistersResponse> UseCasesImpl::ListRegisters(
    const CallContext& /*call*/, const v1::ListRegistersRequest& request) {
  Violations violations;
  ValidatePageSize(request.page_size(), &violations);
  if (!decision::HasKatoShape(request.district_kato()))
    violations.push_back({"district_kato", "must be 9 digits"});
  store::RegisterPosition before{store::kDraftSequence + 1, ""};
  if (!request.page_token().empty()) {
    const auto position = ReadPageToken("ListRegisters", request.district_kato(), request.page_token());
    const std::size_t bar = position.has_value() ? position->find('|') : std::string::npos;
    if (bar == std::string::npos || !absl::SimpleAtoi(position->substr(0, bar), &before.sequence)) {
      violations.push_back({"page_token", "is not of this list and filter"});
    } else {
      before.id = position->substr(bar + 1);
    }
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  const int page_size = PageSizeOrDefault(request.page_size());
  auto listed = dependencies_.store->ListRegisters(request.district_kato(), before, page_size + 1);
  if (!listed.ok()) return FromStore(listed.status(), "");
  v1::ListRegistersResponse response;
  if (listed->size() > static_cast<std::size_t>(page_size)) {
    listed->resize(static_cast<std::size_t>(page_size));
    const store::RegisterPosition& last = listed->back().position;
    response.set_next_page_token(
        MakePageToken("ListRegisters", request.district_kato(), absl::StrCat(last.sequence, "|", last.id)));
  }
  for (const store::ListedRegister& entry : *listed) {
    auto head = Parse(entry.content);
    if (!head.ok()) return head.status();
    *response.add_registers() = *std::move(head);
  }
  return response;
}

// ---- Export ----

absl::StatusOr<std::vector<v1::ExportRegisterResponse>> UseCasesImpl::ExportRegisterPage(
    const CallContext& /*call*/, const v1::ExportRegisterRequest& request, ExportPlace* place) {
  const auto id = ParseRegisterName(request.name());
  if (!id.has_value()) return BadName();
  if (const auto dry = builds_.FindAll(*id); dry != nullptr) {
    if (dry->head.state() != v1::REGISTER_STATE_DRY_RUN) return WrongState(dry->head.state());
    return DryRunPage(*dry, place);
  }
  const auto stored = dependencies_.store->GetRegister(*id);
  if (!stored.ok()) {
    if (absl::IsNotFound(stored.status()) && place->stage != ExportPlace::kHead)
      return MakeError(ErrorReason::kConcurrentChange, "the draft was replaced during the export");
    return FromStore(stored.status(), "no such register");
  }
  std::vector<v1::ExportRegisterResponse> page;
  while (page.empty() && place->stage != ExportPlace::kEnd) {
    absl::Status status = StoredPage(*id, *stored, place, &page);
    if (!status.ok()) return status;
  }
  return page;
}

std::vector<v1::ExportRegisterResponse> UseCasesImpl::DryRunPage(const BuiltRegister& dry,
                                                                 ExportPlace* place) {
  std::vector<v1::ExportRegisterResponse> page;
  if (place->stage == ExportPlace::kEnd) return page;
  if (place->stage == ExportPlace::kHead) {
    *page.emplace_back().mutable_register_() = dry.head;
    *place = {ExportPlace::kLines, 0};
    return page;
  }
  const bool lines = place->stage == ExportPlace::kLines;
  const std::size_t size = lines ? dry.lines.size() : dry.notes.size();
  for (auto i = static_cast<std::size_t>(place->after); i < size && page.size() < std::size_t{kLinesPerPage};
       ++i) {
    if (lines) {
      *page.emplace_back().mutable_line() = dry.lines[i];
    } else {
      page.push_back(dry.notes[i]);
    }
  }
  place->after += static_cast<std::int32_t>(page.size());
  if (place->after < static_cast<std::int32_t>(size)) return page;
  *place = {lines ? ExportPlace::kNotes : ExportPlace::kEnd, 0};
  return page.empty() && lines ? DryRunPage(dry, place) : page;
}

absl::Status UseCasesImpl::StoredPage(const std::string& id, const store::StoredRegister& stored,
                                      ExportPlace* place, std::vector<v1::ExportRegisterResponse>* page) {
  switch (place->stage) {
    case ExportPlace::kHead: {
      auto head = Parse(stored.content);
      if (!head.ok()) return head.status();
      *page->emplace_back().mutable_register_() = *std::move(head);
      *place = {ExportPlace::kLines, 0};
      return absl::OkStatus();
    }
    case ExportPlace::kLines: {
      auto lines = dependencies_.store->ListRegisterLines(id, place->after, kLinesPerPage);
      if (!lines.ok()) return FromStore(lines.status(), "");
      for (const store::StoredRegisterLine& line : *lines) {
        v1::RegisterLine* out = page->emplace_back().mutable_line();
        if (!out->ParseFromString(line.line)) return Unreadable();
        out->set_state(static_cast<v1::PaymentState>(line.state));
        out->set_return_reason(line.return_reason);
        place->after = line.number;
      }
      if (lines->empty()) *place = {ExportPlace::kNotes, 0};
      return absl::OkStatus();
    }
    case ExportPlace::kNotes: {
      auto notes = dependencies_.store->ListRegisterNotes(id, place->after, kLinesPerPage);
      if (!notes.ok()) return FromStore(notes.status(), "");
      for (const std::string& note : *notes) {
        if (!page->emplace_back().ParseFromString(note)) return Unreadable();
      }
      place->after += static_cast<std::int32_t>(notes->size());
      if (notes->empty()) *place = {ExportPlace::kSignature, 0};
      return absl::OkStatus();
    }
    default: {
      *place = {ExportPlace::kEnd, 0};
      if (!stored.sealed) return absl::OkStatus();
      v1::RegisterSignature* signature = page->emplace_back().mutable_signature();
      signature->set_manifest_json(stored.manifest);
      signature->set_cms(stored.cms);
      return absl::OkStatus();
    }
  }
}

}  // namespace oteu::application

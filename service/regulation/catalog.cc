#include "service/regulation/catalog.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/sha.h>

#include <array>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/civil/time_zone.h"

namespace oteu::regulation {
namespace {

// The same data gives the same bytes on every machine.
std::string SerializeDeterministically(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::string Sha256Hex(const std::string& bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Catalog>> Catalog::Build(v1::CatalogSnapshot data) {
  // make_shared cannot reach a private constructor.
  std::shared_ptr<Catalog> catalog(new Catalog);
  catalog->data_ = std::move(data);
  catalog->snapshot_ = SerializeDeterministically(catalog->data_);
  catalog->sha256_ = Sha256Hex(catalog->snapshot_);
  if (absl::Status status = catalog->Index(); !status.ok()) return status;
  return catalog;
}

absl::Status Catalog::Index() {
  const absl::StatusOr<absl::TimeZone> zone = civil::LoadTimeZone(data_.national().time_zone());
  if (!zone.ok()) return zone.status();
  time_zone_ = *zone;
  absl::StatusOr<MciTable> mci = MciTable::Create(data_.national());
  if (!mci.ok()) return mci.status();
  mci_ = *std::move(mci);
  absl::StatusOr<WorkingCalendar> calendar = WorkingCalendar::Create(data_.national());
  if (!calendar.ok()) return calendar.status();
  working_calendar_ = *std::move(calendar);
  for (const v1::NationalAct& act : data_.national().acts()) {
    IndexAct(act.act(), act.clauses());
    national_revisions_[act.act().id()] = act.act().revision();
  }
  for (const v1::Regulation& regulation : data_.regulations()) {
    if (absl::Status status = IndexRegulation(regulation); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Catalog::IndexRegulation(const v1::Regulation& regulation) {
  ids_.push_back(regulation.id());
  by_id_[regulation.id()] = &regulation;
  for (const std::string& kato : regulation.district_katos()) by_kato_[kato] = &regulation;
  std::vector<DatedVersion>& versions = versions_[&regulation];
  for (const v1::RegulationVersion& version : regulation.versions()) {
    // Clause D4: in effect ten calendar days after the first publication, while it can be known since the
    // publication.
    const auto from = civil::ParseIsoDate(version.in_force_from());
    const auto known_from = civil::ParseIsoDate(version.known_from());
    absl::StatusOr<absl::CivilDay> through = absl::CivilDay::max();
    if (!version.in_force_through().empty()) through = civil::ParseIsoDate(version.in_force_through());
    for (const auto& day : {from, through, known_from}) {
      if (!day.ok()) return day.status();
    }
    versions.push_back({&version, *from, *through, *known_from});
    IndexAct(version.act(), version.clauses());
  }
  return absl::OkStatus();
}

void Catalog::IndexAct(const v1::Act& act, const google::protobuf::RepeatedPtrField<v1::Clause>& clauses) {
  ActEntry& entry = acts_[{act.id(), act.revision()}];
  entry.act = &act;
  for (const v1::Clause& clause : clauses) entry.clauses[clause.id()] = &clause;
}

const v1::Regulation* Catalog::FindById(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const v1::Regulation* Catalog::FindByDistrict(absl::string_view kato) const {
  const auto found = by_kato_.find(kato);
  return found == by_kato_.end() ? nullptr : found->second;
}

const v1::RegulationVersion* Catalog::VersionFor(const v1::Regulation& regulation, absl::CivilDay day,
                                                 absl::CivilDay known_as_of) const {
  const auto found = versions_.find(&regulation);
  if (found == versions_.end()) return nullptr;
  const DatedVersion* best = nullptr;
  for (const DatedVersion& candidate : found->second) {
    if (day < candidate.from || day > candidate.through || candidate.known_from > known_as_of) continue;
    if (best == nullptr || candidate.known_from > best->known_from) best = &candidate;
  }
  return best == nullptr ? nullptr : best->version;
}

const v1::RegulationVersion* Catalog::VersionForMonth(const v1::Regulation& regulation,
                                                      absl::CivilMonth month,
                                                      absl::CivilDay known_as_of) const {
  const auto* on_first_day = VersionFor(regulation, civil::FirstDayOf(month), known_as_of);
  return on_first_day != nullptr ? on_first_day
                                 : VersionFor(regulation, civil::LastDayOf(month), known_as_of);
}

absl::CivilDay Catalog::LocalDay(absl::Time instant) const { return civil::LocalDay(instant, time_zone_); }

oteu::v1::Citation Catalog::Cite(const v1::RegulationVersion& version, const v1::ClauseRef& clause) const {
  oteu::v1::Citation citation;
  citation.set_clause_id(clause.clause_id());
  citation.set_language("kk");
  if (clause.act_id().empty()) {
    citation.set_act_id(version.act().id());
    citation.set_revision(version.act().revision());
  } else {
    citation.set_act_id(clause.act_id());
    const auto revision = national_revisions_.find(clause.act_id());
    if (revision != national_revisions_.end()) citation.set_revision(revision->second);
  }
  return citation;
}

const Catalog::ActEntry* Catalog::FindAct(const oteu::v1::Citation& citation) const {
  const auto found = acts_.find({citation.act_id(), citation.revision()});
  return found == acts_.end() ? nullptr : &found->second;
}

const v1::Act* Catalog::ActOf(const oteu::v1::Citation& citation) const {
  const ActEntry* entry = FindAct(citation);
  return entry == nullptr ? nullptr : entry->act;
}

absl::StatusOr<ClauseText> Catalog::TextOf(const oteu::v1::Citation& citation,
                                           absl::string_view language) const {
  const ActEntry* entry = FindAct(citation);
  if (entry == nullptr) return absl::NotFoundError("no such act in that revision");
  const auto found = entry->clauses.find(citation.clause_id());
  if (found == entry->clauses.end()) return absl::NotFoundError("no such clause in that act");
  const v1::LocalizedText& text = found->second->text();
  if (language == "ru" && !text.ru().empty()) return ClauseText{text.ru(), "ru", false};
  if (language == "en" && !text.en().empty()) return ClauseText{text.en(), "en", false};
  return ClauseText{text.kk(), "kk", found->second->verbatim()};
}

}  // namespace oteu::regulation

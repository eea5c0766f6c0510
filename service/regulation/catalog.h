// The regulations of all districts with the national data beside them: loaded once, checked, immutable, safe
// to share between threads.
//
//   auto catalog = *Catalog::LoadDirectory("/usr/share/oteu/regulations");
//   const v1::Regulation* kegen = catalog->FindById("kz-kegen");
//   const v1::RegulationVersion* version = catalog->VersionFor(*kegen, day, known_as_of);
//   oteu::v1::Citation citation = catalog->Cite(*version, version->amount().clauses(0));
//
// Pointers live as long as the catalog.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "oteu/regulation/v1/regulation.pb.h"
#include "oteu/v1/citation.pb.h"
#include "service/regulation/mci_table.h"
#include "service/regulation/working_calendar.h"

namespace oteu::regulation {

// The text of a cited clause.
struct ClauseText {
  std::string text;
  // Language of `text`: the one asked for, or "kk" where no translation exists.
  std::string language;
  // True when `text` is the official wording, not a translation or summary.
  bool official = false;
};

class Catalog {
 public:
  // Reads every *.txtpb of a directory. NOT_FOUND when it cannot be read; INVALID_ARGUMENT naming "file:line:
  // …" for every lint error.
  static absl::StatusOr<std::shared_ptr<const Catalog>> LoadDirectory(const std::string& directory);

  // The same from file names and texts.
  static absl::StatusOr<std::shared_ptr<const Catalog>> FromFiles(
      const std::map<std::string, std::string>& files);

  // The catalog that gave this snapshot(). INVALID_ARGUMENT for bytes that are none.
  static absl::StatusOr<std::shared_ptr<const Catalog>> FromSnapshot(absl::string_view snapshot);

  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  // A CatalogSnapshot, serialized deterministically: what replays a decision years later.
  const std::string& snapshot() const { return snapshot_; }

  // SHA-256 of snapshot(), 64 lower-case hex digits. Comments and layout of the files do not count.
  const std::string& sha256() const { return sha256_; }

  // The raw data.
  const v1::NationalData& national() const { return data_.national(); }
  const v1::CatalogSnapshot& data() const { return data_; }

  // Ids of all regulations, sorted.
  const std::vector<std::string>& ids() const { return ids_; }

  // A regulation by id, or by the KATO code of a district it serves; null when there is none.
  const v1::Regulation* FindById(absl::string_view id) const;
  const v1::Regulation* FindByDistrict(absl::string_view kato) const;

  // The version in force on `day`, of those known by `known_as_of`; of several, the one published last. Null
  // when none is.
  const v1::RegulationVersion* VersionFor(const v1::Regulation& regulation, absl::CivilDay day,
                                          absl::CivilDay known_as_of) const;

  // The version that governs a month: in force on its first day, or else on its last (an act that takes
  // effect in mid-month). Null when none is.
  const v1::RegulationVersion* VersionForMonth(const v1::Regulation& regulation, absl::CivilMonth month,
                                               absl::CivilDay known_as_of) const;

  // The time zone of local days.
  const absl::TimeZone& time_zone() const { return time_zone_; }

  // The local day of an instant.
  absl::CivilDay LocalDay(absl::Time instant) const;

  // Working days.
  const WorkingCalendar& working_calendar() const { return working_calendar_; }

  // The MCI of a purpose for a month; see MciTable.
  absl::StatusOr<MciValue> Mci(absl::string_view purpose, absl::CivilMonth month,
                               absl::CivilDay known_as_of) const {
    return mci_.Find(purpose, month, known_as_of);
  }

  // Pins a rule's clause: act, clause, revision and authoritative language.
  oteu::v1::Citation Cite(const v1::RegulationVersion& version, const v1::ClauseRef& clause) const;

  // The text of a cited clause in "kk", "ru" or "en", or in Kazakh where that translation is missing.
  // NOT_FOUND when this catalog does not hold that act, revision or clause.
  absl::StatusOr<ClauseText> TextOf(const oteu::v1::Citation& citation, absl::string_view language) const;

  // The act that a citation names; null when this catalog does not hold it.
  const v1::Act* ActOf(const oteu::v1::Citation& citation) const;

 private:
  // A version with its dates read.
  struct DatedVersion {
    const v1::RegulationVersion* version;
    absl::CivilDay from;
    absl::CivilDay through;
    absl::CivilDay known_from;
  };
  // An act in one revision with its clauses.
  struct ActEntry {
    const v1::Act* act;
    std::map<std::string, const v1::Clause*, std::less<>> clauses;
  };

  Catalog() = default;
  static absl::StatusOr<std::shared_ptr<const Catalog>> Build(v1::CatalogSnapshot data);
  absl::Status Index();
  absl::Status IndexRegulation(const v1::Regulation& regulation);
  void IndexAct(const v1::Act& act, const google::protobuf::RepeatedPtrField<v1::Clause>& clauses);
  const ActEntry* FindAct(const oteu::v1::Citation& citation) const;

  v1::CatalogSnapshot data_;
  std::string snapshot_;
  std::string sha256_;
  std::vector<std::string> ids_;
  absl::TimeZone time_zone_;
  MciTable mci_;
  WorkingCalendar working_calendar_;
  std::map<std::string, const v1::Regulation*, std::less<>> by_id_;
  std::map<std::string, const v1::Regulation*, std::less<>> by_kato_;
  std::map<const v1::Regulation*, std::vector<DatedVersion>> versions_;
  // By act id and revision.
  std::map<std::pair<std::string, std::string>, ActEntry> acts_;
  // Revision of each national act, by id.
  std::map<std::string, std::string, std::less<>> national_revisions_;
};

}  // namespace oteu::regulation

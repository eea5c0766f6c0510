// What the recorded facts about a child come to. A function of the set of facts alone: arrival order, times
// of arrival and re-sends change nothing.
//
// Which facts stand: of each key (source, fact_id) the greatest revision, unless it is retracted. When a
// school was handed over between vendors and both spoke of the same subject (subject.h), the word of the
// source whose charge began later counts, also when it takes something back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "oteu/v1/entitlement.pb.h"
#include "oteu/v1/fact.pb.h"

namespace oteu::facts {

// The facts that stand, in canonical order (kind, days, school, source, id). `facts` holds for each key its
// greatest revision; those marked superseded are passed over.
std::vector<oteu::v1::RecordedFact> Standing(const std::vector<oteu::v1::RecordedFact>& facts);

// Lays standing facts over what an application's documents and registers proved.
//  - A period of a fact takes the place of a documented one that begins on the same day, and otherwise stands
//  beside it;
//    an annulled term removes those that begin on that day.
//  - HOME_EDUCATION_ENDED cuts the periods of the certificates of that school that contain its last day
//  (clause 2).
//  - DEATH: the earliest day that stands (clause 5.4). PARENTAL_RIGHTS: only of `payee_iin` (clause 3).
// `school_bins`: BIN of the school by the fact_id of each documented period of home education.
void Overlay(const std::vector<oteu::v1::RecordedFact>& standing, const std::string& payee_iin,
             const std::map<std::string, std::string>& school_bins, const absl::TimeZone& zone,
             oteu::v1::EntitlementFacts* facts);

// The confirmed months, in order of month and school; each once (clause 2).
std::vector<oteu::v1::MonthConfirmation> Confirmations(const std::vector<oteu::v1::RecordedFact>& standing);

}  // namespace oteu::facts

#include "service/entitlement/amounts.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"

namespace oteu::entitlement {
namespace {

// By reading C each month of a quarter is a third of it, however many of them pay.
constexpr int64_t kMonthsOfQuarter = 3;

// One month that can pay in a period, under the rules that govern it.
struct Member {
  absl::CivilMonth month;
  const Rules* rules;
  bool entitled;
};

class Summing {
 public:
  Summing(const regulation::Catalog& catalog, RuleBook& rules, const std::vector<MonthVerdict>& verdicts,
          absl::CivilDay known_as_of, std::optional<law::Reading> reading)
      : catalog_(catalog), rules_(rules), verdicts_(verdicts), known_as_of_(known_as_of), reading_(reading) {}

  absl::StatusOr<std::vector<PeriodSum>> Run() {
    std::vector<PeriodSum> sums;
    for (const MonthVerdict& verdict : verdicts_) {
      if (verdict.rules == nullptr || !verdict.rules->Pays(verdict.month)) continue;
      if (!sums.empty() && IsIn(verdict, sums.back())) continue;
      PeriodSum sum{PeriodIn(verdict.month, *verdict.rules), verdict.rules, {}, {}, {}, 0};
      const bool seen = std::any_of(sums.rbegin(), sums.rend(), [&sum](const PeriodSum& other) {
        return other.period.label == sum.period.label;
      });
      if (seen) continue;
      if (absl::Status status = Fill(sum); !status.ok()) return status;
      sums.push_back(std::move(sum));
    }
    return sums;
  }

 private:
  // The usual case, without making the period of every month anew.
  static bool IsIn(const MonthVerdict& verdict, const PeriodSum& sum) {
    return verdict.rules == sum.rules && verdict.month <= sum.period.months.back();
  }

  law::Reading ReadingOf(const Rules& rules) const { return reading_.value_or(rules.reading); }

  Period PeriodIn(absl::CivilMonth month, const Rules& rules) const {
    return PeriodOf(month, rules.period, ReadingOf(rules));
  }

  bool IsEntitled(absl::CivilMonth month) const {
    const auto index = month - verdicts_.front().month;
    return index >= 0 && index < static_cast<absl::civil_diff_t>(verdicts_.size()) &&
           verdicts_[static_cast<size_t>(index)].entitled();
  }

  // The months of the period that can pay. A month without an act of its own (an act that takes effect in
  // mid-quarter) still belongs to the quarter whose amount is promised, so it counts in the divisor.
  std::vector<Member> MembersOf(const PeriodSum& sum) {
    std::vector<Member> members;
    for (const absl::CivilMonth month : sum.period.months) {
      const Rules* rules = rules_.For(month);
      if (rules == nullptr) rules = sum.rules;
      if (rules->Pays(month) && (rules == sum.rules || PeriodIn(month, *rules).label == sum.period.label)) {
        members.push_back({month, rules, IsEntitled(month)});
      }
    }
    return members;
  }

  // The share of the whole period's amount that one month brings.
  absl::StatusOr<civil::Rational> ShareOf(const Period& period, const Rules& rules) const {
    if (ReadingOf(rules) == law::READING_C && period.kind == law::PERIOD_KIND_QUARTER) {
      return civil::Rational::Make(1, kMonthsOfQuarter);
    }
    const auto paying = std::count_if(period.months.begin(), period.months.end(),
                                      [&rules](absl::CivilMonth month) { return rules.Pays(month); });
    return civil::Rational::Make(1, paying);
  }

  absl::Status Fill(PeriodSum& sum) {
    const std::vector<Member> members = MembersOf(sum);
    // Reading A: "a quarter with any entitled month is paid whole".
    const bool paid_whole = std::any_of(members.begin(), members.end(), [this](const Member& member) {
      return member.entitled && ReadingOf(*member.rules) == law::READING_A;
    });
    for (const Member& member : members) {
      sum.payable.push_back(member.month);
      if (member.entitled) sum.entitled.push_back(member.month);
      if (member.entitled || (paid_whole && ReadingOf(*member.rules) == law::READING_A)) {
        if (absl::Status status = AddToLine(member, sum); !status.ok()) return status;
      }
    }
    for (Line& line : sum.lines) {
      if (absl::Status status = Round(line, sum); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status AddToLine(const Member& member, PeriodSum& sum) const {
    const std::string& purpose = member.rules->version->amount().mci_purpose();
    const absl::StatusOr<regulation::MciValue> mci = catalog_.Mci(purpose, member.month, known_as_of_);
    if (!mci.ok()) return absl::FailedPreconditionError(mci.status().message());
    auto line = std::find_if(sum.lines.begin(), sum.lines.end(), [&](const Line& candidate) {
      return candidate.rules == member.rules && candidate.mci.from == mci->from &&
             candidate.mci.provisional == mci->provisional;
    });
    if (line == sum.lines.end()) {
      line = sum.lines.insert(line, Line{member.rules, *mci, civil::Rational(), {}, 0});
    }
    const absl::StatusOr<civil::Rational> share = ShareOf(sum.period, *member.rules);
    if (!share.ok()) return share.status();
    const absl::StatusOr<civil::Rational> added = line->share.Plus(*share);
    if (!added.ok()) return added.status();
    line->share = *added;
    line->months.push_back(member.month);
    return absl::OkStatus();
  }

  // multiple x MCI x share, rounded once.
  static absl::Status Round(Line& line, PeriodSum& sum) {
    absl::StatusOr<civil::Rational> amount =
        line.rules->mci_multiple.Times(civil::Rational::Integer(line.mci.tenge));
    if (amount.ok()) amount = amount->Times(line.share);
    if (!amount.ok()) return amount.status();
    const absl::StatusOr<int64_t> rounded = civil::RoundToTiyn(*amount, line.rules->unit());
    if (!rounded.ok()) return rounded.status();
    line.amount_tiyn = *rounded;
    const absl::StatusOr<int64_t> total = civil::AddTiyn(sum.amount_tiyn, *rounded);
    if (!total.ok()) return total.status();
    sum.amount_tiyn = *total;
    return absl::OkStatus();
  }

  const regulation::Catalog& catalog_;
  RuleBook& rules_;
  const std::vector<MonthVerdict>& verdicts_;
  absl::CivilDay known_as_of_;
  std::optional<law::Reading> reading_;
};

}  // namespace

absl::StatusOr<std::vector<PeriodSum>> SumPeriods(const regulation::Catalog& catalog, RuleBook& rules,
                                                  const std::vector<MonthVerdict>& verdicts,
                                                  absl::CivilDay known_as_of,
                                                  std::optional<law::Reading> reading) {
  return Summing(catalog, rules, verdicts, known_as_of, reading).Run();
}

absl::StatusOr<int64_t> TotalOf(const std::vector<PeriodSum>& periods) {
  absl::StatusOr<int64_t> total_tiyn = 0;
  for (const PeriodSum& period : periods) {
    total_tiyn = civil::AddTiyn(*total_tiyn, period.amount_tiyn);
    if (!total_tiyn.ok()) return total_tiyn;
  }
  return total_tiyn;
}

}  // namespace oteu::entitlement

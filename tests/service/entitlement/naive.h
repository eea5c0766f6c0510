// The entitlement, written a second time and differently: day by day with booleans, from the raw data of the
// regulation, in plain integers. It shares no code with service/entitlement: what both agree on is unlikely
// to be a slip of either.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "oteu/regulation/v1/regulation.pb.h"
#include "oteu/v1/entitlement.pb.h"

namespace oteu::naive {

// The verdict on one month; `month` counts from January of year 0.
struct Month {
  int month = 0;
  bool entitled = false;
  std::string application;
  // Numbers of the MonthReason values that apply, in order.
  std::vector<int> reasons;
};

struct Answer {
  std::vector<Month> months;
  // Period label to tiyn; every period, also those that pay nothing.
  std::map<std::string, int64_t> periods;
  int64_t total_tiyn = 0;
  // By reading A, B, C, D.
  std::vector<int64_t> readings;
  bool provisional = false;
  bool needs_human = false;
};

// The data of one regulation, its dates read once.
class Model {
 public:
  Model(const oteu::regulation::v1::NationalData& national,
        const oteu::regulation::v1::Regulation& regulation);

  // Answers a request that is valid, has known_as_of, and gives its months and applications by date.
  Answer Evaluate(const oteu::v1::EvaluateEntitlementRequest& request) const;

  // A version and an MCI value with their days as numbers that order like the calendar: 20260131.
  struct Version {
    const oteu::regulation::v1::RegulationVersion* data;
    int from, through, known_from;
    int64_t millionths;
    bool active[13];
  };
  struct Mci {
    int64_t tenge;
    int from, known_from;
  };

  std::vector<Version> versions;
  std::map<std::string, std::vector<Mci>> mci;
};

}  // namespace oteu::naive

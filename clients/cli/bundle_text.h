// A verified decision bundle, for people.
#pragma once

#include <string>
#include <string_view>

#include "oteu/v1/decision_bundle.pb.h"

namespace oteu::cli {

// The checks, and the decision when all of them hold. Ends with a line feed.
std::string BundleText(std::string_view what, const oteu::v1::DecisionBundle& bundle,
                       const oteu::v1::BundleVerification& verification, bool color);

}  // namespace oteu::cli

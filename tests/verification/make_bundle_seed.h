// A decision bundle as the service hands it out, for the seeds of bundle_fuzz.
#pragma once

#include <string>

namespace oteu::application {

// Of a decision that a fact changed, with the decision on the documents beside it, under the act of one
// district. Ends the process when something fails.
std::string MakeBundleSeed();

}  // namespace oteu::application

// Where the regulation data lies when nobody says so.
#pragma once

#include <string>

namespace oteu::cli {

// The first that exists of: regulations/ beside the program, ../share/oteu/regulations from it, and the
// source tree that it was built from.
std::string DefaultRegulationsDirectory();

}  // namespace oteu::cli

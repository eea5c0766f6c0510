// Makes an error's message fit for the log: whatever could be a person's data is taken out, whoever put it
// in.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace oteu::logging {

// Printable ASCII of at most 500 characters, safe inside JSON quotes. Numbers of six digits and more, with
// letters around them (IIN, IBAN, telephone), become "#"; runs of non-ASCII characters (names in Kazakh and
// Russian) become "*"; quotes, backslashes and control characters become spaces. A cut text ends with "...".
std::string Scrub(absl::string_view message);

}  // namespace oteu::logging

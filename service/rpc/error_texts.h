// What a person reads of an error, in Kazakh, Russian and English.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "service/errors/error.h"

namespace oteu::rpc {

// One sentence without personal data. `language`: "kk", "ru" or "en".
std::string ErrorText(ErrorReason reason, absl::string_view language);

}  // namespace oteu::rpc

// What a person reads when a call fails, in Kazakh, Russian and English.
#pragma once

#include "absl/strings/string_view.h"
#include "service/errors/error.h"

namespace oteu::rpc {

// One or two whole sentences in "kk", "ru" or "en"; Kazakh for any other language.
const char* ErrorText(ErrorReason reason, absl::string_view language);

}  // namespace oteu::rpc

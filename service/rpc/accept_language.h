// The language for texts, from the call's `accept-language` metadata (RFC 9110 section 12.5.4).
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace oteu::rpc {

// "kk", "ru" or "en": the supported language with the highest weight, the first of equals; "kk" when none is
// acceptable, or when the header is malformed or longer than 256 bytes. "*" stands for kk.
std::string ChooseLanguage(absl::string_view accept_language);

}  // namespace oteu::rpc

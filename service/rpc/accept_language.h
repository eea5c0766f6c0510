// Which of the service's languages a caller prefers: `accept-language` of RFC 9110, section 12.5.4.
//
//   ChooseLanguage("ru-KZ, kk;q=0.9") == "ru"
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace oteu::rpc {

// "kk", "ru" or "en": the one with the highest q-value, the first named of equals; "kk", the state language,
// when the header is empty, malformed, over 1,024 bytes, or asks for none of them.
std::string ChooseLanguage(absl::string_view accept_language);

}  // namespace oteu::rpc

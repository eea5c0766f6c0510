// What a document must not hold or exceed, found in one pass over its bytes before any XML parser sees them:
// document type declarations (entities, external subsets), other encodings than UTF-8, and every bound that
// makes libxml2 spend memory or time. Up to the first error in well-formedness, at which the parser stops,
// this pass and the parser see the same tags.
#pragma once

#include <optional>
#include <string_view>

#include "verification/report/problem.h"

namespace oteu::verification::xml {

// Without a byte order mark and white space before the first character, which nobody signs (programs that
// build documents from templates leave a line break there).
std::string_view TrimStart(std::string_view text);

// True when a container is to be read as XML.
bool LooksLikeXml(std::string_view container);

// `text`: trimmed. Nothing when a parser may have it.
std::optional<Problem> Prescan(std::string_view text);

}  // namespace oteu::verification::xml

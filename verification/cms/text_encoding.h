// The text forms in which a container arrives: base64 of its DER (createCAdESFromBase64) and PEM
// (basics.sign).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "verification/report/problem.h"

namespace oteu::verification::cms {

// RFC 4648 section 4 with white space anywhere between the characters. Refused: other characters, missing or
// misplaced padding, and bits beyond the last byte that are not zero (3.5), so that one container has one
// text.
OrProblem<std::vector<uint8_t>> DecodeBase64(std::string_view text);

// True when the text begins like PEM.
bool LooksLikePem(std::string_view text);

// RFC 7468: exactly one block with the label CMS, PKCS7 or "PKCS #7 SIGNED DATA", and white space around it
// at most.
OrProblem<std::vector<uint8_t>> DecodePem(std::string_view text);

}  // namespace oteu::verification::cms

// BER to DER (X.690 sections 8 and 10): what BER-writing programs do to a container is undone before the
// strict reader sees it: indefinite lengths, lengths not in the shortest form, OCTET STRINGs in segments.
//
// Bytes that are DER come out unchanged, so a signature over them still is one. Bounded in depth and
// elements; the output is never longer than the input. Everything else that is not DER stays, and the strict
// reader refuses it.
#pragma once

#include <cstdint>
#include <vector>

#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"

namespace oteu::verification::cms {

// `ber`: one element and nothing after it.
OrProblem<std::vector<uint8_t>> NormalizeBer(openssl::Bytes ber);

}  // namespace oteu::verification::cms

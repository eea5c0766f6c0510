// Why a fact was rejected, in words: "kk", "ru" or "en". Never a value that was sent.
#pragma once

#include "absl/strings/string_view.h"
#include "oteu/v1/fact.pb.h"

namespace oteu::facts {

const char* RejectionText(oteu::v1::FactErrorReason reason, absl::string_view language);

}  // namespace oteu::facts

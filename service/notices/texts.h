// What a notice tells its recipient, in Kazakh, Russian and English. No personal data.
#pragma once

#include "absl/time/civil_time.h"
#include "oteu/regulation/v1/regulation.pb.h"
#include "oteu/v1/notice.pb.h"

namespace oteu::notices {

regulation::v1::LocalizedText TextOf(v1::NoticeKind kind, absl::CivilDay due_on);

}  // namespace oteu::notices

// The text of default_policy.txtpb, built into the program.
#pragma once

namespace oteu::verification {

extern const char kDefaultPolicyText[];

}  // namespace oteu::verification

# Writes a C++ file that holds a text file as one string: cmake -DINPUT=... -DOUTPUT=... -P embed_policy.cmake
file(READ ${INPUT} TEXT)
file(WRITE ${OUTPUT} "// Generated from default_policy.txtpb.
#include \"verification/policy/default_policy_text.h\"

namespace oteu::verification {
const char kDefaultPolicyText[] = R\"policy(${TEXT})policy\";
}  // namespace oteu::verification
")

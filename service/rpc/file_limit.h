// Raises the number of files (connections are files) this process may have open.
#pragma once

#include <cstdint>

namespace oteu::rpc {

// To the hard limit; returns what it is then. A server that runs out of files once may never accept again
// (CVE-2023-4785), so the small default of a shell is no place to start from.
std::int64_t RaiseFileLimit();

}  // namespace oteu::rpc

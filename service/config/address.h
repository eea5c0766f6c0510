// Addresses to listen on and to call, by whether they stay within this host.
#pragma once

#include "absl/strings/string_view.h"

namespace oteu::config {

// "A.B.C.D:PORT", "[IPV6]:PORT" or "unix:/PATH", with numeric addresses only: a name could resolve to
// anything.
bool IsValidAddress(absl::string_view address);

// True for 127.0.0.0/8, ::1 and unix:. False for everything else, "localhost" and malformed addresses
// included.
bool IsLoopback(absl::string_view address);

}  // namespace oteu::config

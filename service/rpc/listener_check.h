// Asks from outside whether the listener still accepts: with a new connection, since old ones keep working
// when it does not.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace oteu::rpc {

// Connects to `address` ("A.B.C.D:PORT", "[IPV6]:PORT", "unix:/PATH"; 0.0.0.0 and [::] are asked on loopback)
// and waits until the server says anything: HTTP/2 settings in plaintext, an alert or the end of the
// connection with TLS. The kernel alone would complete a connection that nobody accepts; it says nothing.
// UNAVAILABLE: no sign within `timeout`.
absl::Status CheckListener(const std::string& address, absl::Duration timeout);

}  // namespace oteu::rpc

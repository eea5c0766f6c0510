// The floor under a SubmitApplication: what the same bytes cost when nothing is understood or decided. Three
// parts, each measured alone in this run: a gRPC echo of the same request and response, the bare signature
// checks, the bare commit.
#pragma once

#include <string>
#include <vector>

#include "clients/demo_pki/identity.h"
#include "oteu/v1/application_service.pb.h"

namespace oteu::benchmark {

// CPU of one check per document, in nanoseconds: digest of the content, then the signature over 300 bytes of
// signed attributes, through OpenSSL with the parsed key at hand.
double BareChecksNanoseconds(const std::vector<const demo_pki::Identity*>& signers, std::size_t content_bytes,
                             int rounds);

// CPU of storing the bytes of one application as three rows, in nanoseconds: SQLite, WAL, synchronous=FULL,
// `batch` applications a commit, in one thread.
double BareCommitNanoseconds(const std::string& folder, std::size_t bytes, int batch, int rounds);

// Serves ApplicationService.SubmitApplication with the response read from `response_path`, forever: the echo
// of the floor.
int ServeEcho(int port, const std::string& response_path);

}  // namespace oteu::benchmark

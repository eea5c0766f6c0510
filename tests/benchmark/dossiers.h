// Dossiers for the load: one child each, with a school certificate and a PMPC conclusion signed by a
// demonstration PKI, and the trust and register files that let a server grant them.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/demo_pki/demo_pki.h"
#include "oteu/v1/application_service.pb.h"

namespace oteu::benchmark {

struct Dossiers {
  std::vector<oteu::v1::SubmitApplicationRequest> requests;
  demo_pki::DemoFamily family;
};

// `count` dossiers (at most 10,000) with fictional children. Aborts the benchmark on failure.
Dossiers MakeDossiers(demo_pki::KeyKind kind, int count, absl::Time now);

// Writes anchors/, intermediates/, crls/, policy.txtpb and registry.txtpb into `folder`.
void WriteServerFiles(const Dossiers& dossiers, absl::Time now, const std::string& folder);

}  // namespace oteu::benchmark

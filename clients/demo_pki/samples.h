// Sample dossiers for a demonstration, with the register they fit: fictional children, institutions,
// documents.
//
//   for (const Dossier& dossier : MakeDossiers(gost_family, now)) ...
//
// "good" is granted; in "forged" one byte of the school certificate's signed content is changed;
// "authentication" is signed with the school head's certificate for logging in. Each has a child of its own,
// so that no dossier stands in another's way. Days lie around `now`: the academic year under way, from June
// on the coming one.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/demo_pki/demo_pki.h"
#include "oteu/registry/v1/registry_file.pb.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/document.pb.h"

namespace oteu::demo_pki {

// KATO code of the district that the samples apply to: Kegen.
inline constexpr char kSampleDistrictKato[] = "194400000";

struct Dossier {
  std::string name;
  oteu::v1::ApplicationForm form;
  oteu::v1::SchoolCertificate school_certificate;
  oteu::v1::PmpcConclusion pmpc_conclusion;
  std::string school_certificate_cms;  // DER, attached
  std::string pmpc_conclusion_cms;     // DER, attached
};

// A payload as it is signed: canonical protobuf JSON.
std::string ToJson(const google::protobuf::Message& message);

// Errors: kInternal when signing fails.
absl::StatusOr<std::vector<Dossier>> MakeDossiers(const DemoFamily& signers, absl::Time now);

// The families of the dossiers, the school and the PMPC.
oteu::registry::v1::RegistryFile MakeRegistry(absl::Time now);

}  // namespace oteu::demo_pki

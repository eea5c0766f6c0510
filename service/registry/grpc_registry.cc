#include "service/registry/grpc_registry.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "service/limits.h"
#include "service/registry/record_check.h"
#include "service/registry/unavailable.h"

namespace oteu::registry {
namespace {

using oteu::v1::FamilyRecord;
using oteu::v1::Institution;

void SetDeadline(absl::Time deadline, absl::Duration timeout, grpc::ClientContext* context) {
  context->set_deadline(absl::ToChronoTime(std::min(deadline, absl::Now() + timeout)));
}

bool IsAnswer(oteu::v1::RegisterStatus status) {
  return status == oteu::v1::REGISTER_STATUS_FOUND || status == oteu::v1::REGISTER_STATUS_NOT_FOUND;
}

// A part of the answer that says nothing, or nothing that can be, is that of a register that did not answer.
template <typename Section>
void Distrust(bool sound, Section* section) {
  if (sound && IsAnswer(section->status())) return;
  section->Clear();
  section->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
}

void CheckFamily(FamilyRecord* family) {
  Distrust(CheckCivil(family->civil()).empty(), family->mutable_civil());
  Distrust(CheckDisability(family->disability()).empty(), family->mutable_disability());
  Distrust(CheckGuardianship(family->guardianship()).empty(), family->mutable_guardianship());
  Distrust(CheckResidence(family->residence()).empty(), family->mutable_residence());
  Distrust(CheckInstitutionStays(family->institution_stays()).empty(), family->mutable_institution_stays());
  Distrust(CheckIdentity(family->identity()).empty(), family->mutable_identity());
  Distrust(CheckConsent(family->consent()).empty(), family->mutable_consent());
}

}  // namespace

std::shared_ptr<grpc::Channel> MakeRegistryChannel(
    const std::string& target, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(static_cast<int>(limits::kMaxRegisterAnswerBytes));
  return grpc::CreateCustomChannel(target, credentials, arguments);
}

GrpcRegistry::GrpcRegistry(const std::shared_ptr<grpc::Channel>& channel, GrpcRegistryOptions options)
    : stub_(oteu::v1::StateRegistryService::NewStub(channel)), options_(options) {}

FamilyRecord GrpcRegistry::LookUpFamily(const std::string& child_iin, const std::string& applicant_iin,
                                        absl::Time deadline) {
  grpc::ClientContext context;
  SetDeadline(deadline, options_.timeout, &context);
  oteu::v1::LookUpFamilyRequest request;
  request.set_child_iin(child_iin);
  request.set_applicant_iin(applicant_iin);
  oteu::v1::LookUpFamilyResponse response;
  if (!stub_->LookUpFamily(&context, request, &response).ok() || !response.has_family())
    return UnavailableFamily();
  // Unknown fields would be stored with the decision's inputs: what we do not understand we do not keep.
  response.DiscardUnknownFields();
  CheckFamily(response.mutable_family());
  return std::move(*response.mutable_family());
}

bool GrpcRegistry::LookUpBatch(const std::vector<std::string>& bins, absl::Time deadline,
                               std::vector<Institution>* out) {
  grpc::ClientContext context;
  SetDeadline(deadline, options_.timeout, &context);
  oteu::v1::LookUpInstitutionsRequest request;
  for (const std::string& bin : bins) request.add_bins(bin);
  oteu::v1::LookUpInstitutionsResponse response;
  if (!stub_->LookUpInstitutions(&context, request, &response).ok()) return false;
  if (static_cast<std::size_t>(response.institutions_size()) != bins.size()) return false;
  response.DiscardUnknownFields();
  for (std::size_t i = 0; i < bins.size(); ++i) {
    Institution& institution = *response.mutable_institutions(static_cast<int>(i));
    // An answer about another institution: nothing of this gateway's list can be attributed.
    if (institution.bin() != bins[i]) return false;
    const bool sound = CheckInstitution(institution).empty();
    Distrust(sound, &institution);
    institution.set_bin(bins[i]);
    out->push_back(std::move(institution));
  }
  return true;
}

std::vector<Institution> GrpcRegistry::LookUpInstitutions(const std::vector<std::string>& bins,
                                                          absl::Time deadline) {
  std::vector<Institution> all;
  for (std::size_t first = 0; first < bins.size(); first += limits::kMaxInstitutionsPerLookup) {
    const std::size_t last = std::min(bins.size(), first + limits::kMaxInstitutionsPerLookup);
    const std::vector<std::string> batch(bins.begin() + static_cast<std::ptrdiff_t>(first),
                                         bins.begin() + static_cast<std::ptrdiff_t>(last));
    std::vector<Institution> answers;
    if (!LookUpBatch(batch, deadline, &answers)) answers = UnavailableInstitutions(batch);
    std::move(answers.begin(), answers.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace oteu::registry

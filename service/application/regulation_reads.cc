// Shows regulation data: list, version in force.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <utility>

#include "service/application/page_token.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/civil/date.h"
#include "service/decision/identifiers.h"

namespace oteu::application {
namespace {

namespace law = regulation::v1;

// Values whose source nobody compared with the publication, anywhere inside.
int CountUnconfirmed(const google::protobuf::Message& message) {
  if (message.GetDescriptor() == law::Source::descriptor()) {
    return static_cast<const law::Source&>(message).confirmed() ? 0 : 1;
  }
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  int count = 0;
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      count += CountUnconfirmed(reflection.GetMessage(message, field));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      count += CountUnconfirmed(reflection.GetRepeatedMessage(message, field, i));
    }
  }
  return count;
}

void Summarize(const law::Regulation& regulation, v1::RegulationSummary* out) {
  out->set_id(regulation.id());
  *out->mutable_district_name() = regulation.district_name();
  *out->mutable_district_katos() = regulation.district_katos();
  std::vector<std::pair<std::string, std::string>> revisions;
  for (const law::RegulationVersion& version : regulation.versions()) {
    revisions.emplace_back(version.in_force_from(), version.revision());
  }
  std::sort(revisions.begin(), revisions.end());
  for (const auto& [from, revision] : revisions) out->add_revisions(revision);
  out->set_unconfirmed_values(CountUnconfirmed(regulation));
}

Violations Validate(const v1::GetRegulationRequest& request) {
  Violations out;
  if (request.id().empty() && request.district_kato().empty())
    out.push_back({"id", "required, or district_kato"});
  if (request.id().empty() && !request.district_kato().empty() &&
      !decision::HasKatoShape(request.district_kato())) {
    out.push_back({"district_kato", "must be 9 digits"});
  }
  if (request.has_in_force_on() && !civil::FromProto(request.in_force_on()).ok()) {
    out.push_back({"in_force_on", "no such day"});
  }
  if (request.has_known_on() && !civil::FromProto(request.known_on()).ok())
    out.push_back({"known_on", "no such day"});
  return out;
}

}  // namespace

absl::StatusOr<v1::ListRegulationsResponse> UseCasesImpl::ListRegulations(
    const CallContext& /*call*/, const v1::ListRegulationsRequest& request) {
  const auto catalog = dependencies_.catalog();
  Violations violations;
  ValidatePageSize(request.page_size(), &violations);
  std::string after;
  if (!request.page_token().empty()) {
    const auto position = ReadPageToken("ListRegulations", catalog->sha256(), request.page_token());
    if (!position.has_value())
      violations.push_back({"page_token", "is not of this list, or the data changed"});
    after = position.value_or("");
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  v1::ListRegulationsResponse response;
  response.set_regulation_sha256(catalog->sha256());
  const std::int32_t page_size = PageSizeOrDefault(request.page_size());
  for (auto id = std::upper_bound(catalog->ids().begin(), catalog->ids().end(), after);
       id != catalog->ids().end(); ++id) {
    if (response.regulations_size() == page_size) {
      const std::string& last = response.regulations(page_size - 1).id();
      response.set_next_page_token(MakePageToken("ListRegulations", catalog->sha256(), last));
      break;
    }
    Summarize(*catalog->FindById(*id), response.add_regulations());
  }
  return response;
}

absl::StatusOr<v1::GetRegulationResponse> UseCasesImpl::GetRegulation(
    const CallContext& /*call*/, const v1::GetRegulationRequest& request) {
  if (Violations violations = Validate(request); !violations.empty())
    return InvalidArgument(std::move(violations));
  const auto catalog = dependencies_.catalog();
  const law::Regulation* regulation = nullptr;
  if (!request.id().empty()) {
    regulation = catalog->FindById(request.id());
    if (regulation == nullptr) return MakeError(ErrorReason::kUnknownRegulation, "no regulation of that id");
  } else {
    regulation = catalog->FindByDistrict(request.district_kato());
    if (regulation == nullptr)
      return MakeError(ErrorReason::kUnknownDistrict, "no regulation serves the district");
  }
  const absl::CivilDay today = Today(*catalog);
  const absl::CivilDay in_force_on =
      request.has_in_force_on() ? civil::FromProto(request.in_force_on()).value() : today;
  const absl::CivilDay known_on =
      request.has_known_on() ? civil::FromProto(request.known_on()).value() : today;
  const law::RegulationVersion* version = catalog->VersionFor(*regulation, in_force_on, known_on);
  if (version == nullptr)
    return MakeError(ErrorReason::kNotFound, "no version is in force and known on these days");
  v1::GetRegulationResponse response;
  response.set_id(regulation->id());
  *response.mutable_district_name() = regulation->district_name();
  *response.mutable_version() = *version;
  response.set_regulation_sha256(catalog->sha256());
  return response;
}

}  // namespace oteu::application

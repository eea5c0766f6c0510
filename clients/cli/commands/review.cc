// oteu review: an officer's word on documents that a person must read; without one, registers are asked
// again.
#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/format.h"
#include "clients/cli/server_command.h"
#include "clients/cli/time_argument.h"

namespace oteu::cli {
namespace {

absl::Status SetDate(std::string_view text, google::type::Date* date) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return day.status();
  date->set_year(static_cast<int>(day->year()));
  date->set_month(day->month());
  date->set_day(day->day());
  return absl::OkStatus();
}

// "TYPE[@FROM..THROUGH]=JUSTIFICATION".
absl::StatusOr<oteu::v1::OfficerAttestation> ParseAttestation(std::string_view argument,
                                                              const std::string& officer) {
  const size_t equals = argument.find('=');
  if (equals == std::string_view::npos) {
    return absl::InvalidArgumentError("--attest: expected TYPE[@FROM..THROUGH]=JUSTIFICATION");
  }
  std::string_view type_text = argument.substr(0, equals);
  oteu::v1::OfficerAttestation attestation;
  if (const size_t at = type_text.find('@'); at != std::string_view::npos) {
    const std::string_view period = type_text.substr(at + 1);
    type_text = type_text.substr(0, at);
    const size_t dots = period.find("..");
    if (dots == std::string_view::npos)
      return absl::InvalidArgumentError("--attest: a period is FROM..THROUGH");
    absl::Status status = SetDate(period.substr(0, dots), attestation.mutable_period()->mutable_from());
    if (status.ok())
      status = SetDate(period.substr(dots + 2), attestation.mutable_period()->mutable_through());
    if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat("--attest: ", status.message()));
  }
  const absl::StatusOr<oteu::v1::DocumentType> type = ParseEnum<oteu::v1::DocumentType>(type_text);
  if (!type.ok()) return absl::InvalidArgumentError(absl::StrCat("--attest: ", type.status().message()));
  attestation.set_type(*type);
  attestation.set_justification(std::string(argument.substr(equals + 1)));
  attestation.set_officer(officer);
  return attestation;
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"review", arguments, console};
  oteu::v1::CompleteReviewRequest request;
  request.set_request_id(RequestId(arguments));
  request.set_name(ApplicationName(arguments.operands()[0]));
  for (const std::string& argument : arguments.All("attest")) {
    absl::StatusOr<oteu::v1::OfficerAttestation> attestation =
        ParseAttestation(argument, arguments.Get("officer"));
    if (!attestation.ok()) return Fail(console, call.command, std::string(attestation.status().message()));
    *request.add_attestations() = *std::move(attestation);
  }
  return CallServer(
      call, [&](ServerClient& server) { return server.CompleteReview(request); },
      [&](const oteu::v1::CompleteReviewResponse& answer) {
        PrintDecided(call, answer, answer.application(), answer.decision());
        return ExitCodeOf(answer.decision());
      });
}

}  // namespace

Command ReviewCommand() {
  return {{.name = "review",
           .summary = "decide an application under review again, with an officer's word on its documents",
           .operands = "APPLICATION",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags({{"attest", "TYPE[@FROM..THROUGH]=WHY",
                                          "requirement checked by hand; the period that was read", true},
                                         {"officer", "ID", "who checked"},
                                         RequestIdFlag()}),
           .notes = "Without --attest only registers and revocation data are asked again.\n"},
          Run};
}

}  // namespace oteu::cli

// oteu hearing record | confirm | grant: the department's acts on a preliminary refusal (administrative code,
// article 73).
#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/server_command.h"
#include "clients/cli/time_argument.h"

namespace oteu::cli {
namespace {

Flag OfficerFlag() { return {"officer", "ID", "the officer who acts", false, true}; }

int Record(const Arguments& arguments, const Console& console) {
  const ServerCall call{"hearing record", arguments, console};
  if (arguments.Has("heard") == arguments.Has("not-heard")) {
    return Fail(console, call.command, "give either --heard or --not-heard");
  }
  const absl::StatusOr<absl::CivilDay> day = ParseDay(arguments.Get("held-on"));
  if (!day.ok()) return Fail(console, call.command, absl::StrCat("--held-on: ", day.status().message()));
  oteu::v1::RecordHearingRequest request;
  request.set_request_id(RequestId(arguments));
  request.set_name(ApplicationName(arguments.operands()[0]));
  google::type::Date& held_on = *request.mutable_hearing()->mutable_held_on();
  held_on.set_year(static_cast<int>(day->year()));
  held_on.set_month(day->month());
  held_on.set_day(day->day());
  request.mutable_hearing()->set_applicant_heard(arguments.Has("heard"));
  request.mutable_hearing()->set_minutes(arguments.Get("minutes"));
  request.mutable_hearing()->set_officer(arguments.Get("officer"));
  return CallServer(
      call, [&](ServerClient& server) { return server.RecordHearing(request); },
      [&](const oteu::v1::RecordHearingResponse& answer) {
        PrintDecided(call, answer, answer.application(), answer.decision());
        return kOk;
      });
}

int Confirm(const Arguments& arguments, const Console& console) {
  const ServerCall call{"hearing confirm", arguments, console};
  oteu::v1::ConfirmRefusalRequest request;
  request.set_request_id(RequestId(arguments));
  request.set_name(ApplicationName(arguments.operands()[0]));
  request.set_officer(arguments.Get("officer"));
  return CallServer(
      call, [&](ServerClient& server) { return server.ConfirmRefusal(request); },
      [&](const oteu::v1::ConfirmRefusalResponse& answer) {
        PrintDecided(call, answer, answer.application(), answer.decision());
        return kOk;  // The refusal is what was asked for.
      });
}

int Grant(const Arguments& arguments, const Console& console) {
  const ServerCall call{"hearing grant", arguments, console};
  oteu::v1::GrantAfterHearingRequest request;
  request.set_request_id(RequestId(arguments));
  request.set_name(ApplicationName(arguments.operands()[0]));
  request.mutable_grant()->set_officer(arguments.Get("officer"));
  request.mutable_grant()->set_justification(arguments.Get("justification"));
  for (const std::string& name : arguments.All("set-aside")) {
    const auto reason = ParseEnum<oteu::v1::ReasonCode>(name);
    if (!reason.ok())
      return Fail(console, call.command, absl::StrCat("--set-aside: ", reason.status().message()));
    request.mutable_grant()->add_set_aside(*reason);
  }
  return CallServer(
      call, [&](ServerClient& server) { return server.GrantAfterHearing(request); },
      [&](const oteu::v1::GrantAfterHearingResponse& answer) {
        PrintDecided(call, answer, answer.application(), answer.decision());
        return ExitCodeOf(answer.decision());
      });
}

}  // namespace

Command HearingRecordCommand() {
  return {{.name = "hearing record",
           .summary = "record the hearing on a preliminary refusal",
           .operands = "APPLICATION",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags(
               {{"held-on", "DATE", "local day of the hearing, or of its waiver", false, true},
                {"heard", "", "the applicant was heard"},
                {"not-heard", "", "the applicant waived it or did not come"},
                {"minutes", "TEXT", "minutes or objections"},
                OfficerFlag(),
                RequestIdFlag()})},
          Record};
}

Command HearingConfirmCommand() {
  return {{.name = "hearing confirm",
           .summary = "confirm a preliminary refusal after the hearing",
           .operands = "APPLICATION",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags({OfficerFlag(), RequestIdFlag()})},
          Confirm};
}

Command HearingGrantCommand() {
  return {{.name = "hearing grant",
           .summary = "grant after the hearing, setting reasons aside",
           .operands = "APPLICATION",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags(
               {{"set-aside", "REASON", "reason that is set aside, e.g. NO_HOME_EDUCATION", true, true},
                {"justification", "TEXT", "why", false, true},
                OfficerFlag(),
                RequestIdFlag()})},
          Grant};
}

}  // namespace oteu::cli

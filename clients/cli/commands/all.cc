// The list of commands, in the order of `oteu help`.
#include "clients/cli/commands/commands.h"

namespace oteu::cli {

const std::vector<Command>& AllCommands() {
  static const auto* commands = new std::vector<Command>{
      SubmitCommand(),
      SupplyCommand(),
      WithdrawCommand(),
      GetCommand(),
      ListCommand(),
      DecisionsCommand(),
      ExplainCommand(),
      ReplayCommand(),
      ReviewCommand(),
      HearingRecordCommand(),
      HearingConfirmCommand(),
      HearingGrantCommand(),
      PushFactsCommand(),
      ReconcileCommand(),
      WatchCommand(),
      NoticesCommand(),
      RegisterBuildCommand(),
      RegisterSealCommand(),
      RegisterExportCommand(),
      RegisterAcknowledgeCommand(),
      RegisterListCommand(),
      RegisterDiscardCommand(),
      RegisterOverpaymentsCommand(),
      RegisterOverpaymentDecideCommand(),
      RegisterVerifyCommand(),
      EvaluateCommand(),
      SimulateCommand(),
      VerifyCommand(),
      VerifyPathCommand(),
      InspectCommand(),
      SignCommand(),
      DemoPkiCommand(),
      AuditHeadCommand(),
      AuditExportCommand(),
      AuditVerifyCommand(),
      BundleExportCommand(),
      BundleVerifyCommand(),
  };
  return *commands;
}

}  // namespace oteu::cli

// Every command of `oteu`, each in a file of its own name.
#pragma once

#include "clients/cli/command.h"

namespace oteu::cli {

// Against a server.
Command SubmitCommand();
Command SupplyCommand();
Command WithdrawCommand();
Command GetCommand();
Command ListCommand();
Command DecisionsCommand();
Command ExplainCommand();
Command ReplayCommand();
Command ReviewCommand();
Command HearingRecordCommand();
Command HearingConfirmCommand();
Command HearingGrantCommand();
Command PushFactsCommand();
Command ReconcileCommand();
Command WatchCommand();
Command AuditExportCommand();
Command BundleExportCommand();
Command AuditHeadCommand();
Command RegisterBuildCommand();
Command RegisterSealCommand();
Command RegisterExportCommand();
Command RegisterAcknowledgeCommand();
Command RegisterListCommand();
Command RegisterDiscardCommand();
Command RegisterOverpaymentsCommand();
Command RegisterOverpaymentDecideCommand();
Command NoticesCommand();

// Offline.
Command EvaluateCommand();
Command SimulateCommand();
Command VerifyCommand();
Command RegisterVerifyCommand();
Command VerifyPathCommand();
Command InspectCommand();
Command AuditVerifyCommand();
Command BundleVerifyCommand();
Command SignCommand();
Command DemoPkiCommand();

}  // namespace oteu::cli

// What the commands against a server have in common.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/command.h"
#include "clients/cli/server_client.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/decision.pb.h"

namespace oteu::cli {

// One call of a command: its name for errors, the flags, where to write.
struct ServerCall {
  std::string command;
  const Arguments& arguments;
  const Console& console;

  bool json() const { return arguments.Has("json"); }
};

// `flags` and those of the connection.
std::vector<Flag> WithConnectionFlags(std::vector<Flag> flags);
Flag RequestIdFlag();

// 0 for GRANTED, 1 for any other outcome.
int ExitCodeOf(const oteu::v1::Decision& decision);

// Prints application and decision, or the whole answer with --json.
void PrintDecided(const ServerCall& call, const google::protobuf::Message& answer,
                  const oteu::v1::Application& application, const oteu::v1::Decision& decision);

// Connects and runs `work(ServerClient&)`, an absl::StatusOr<Answer>; on success `print(answer)`, an exit
// code.
template <typename Work, typename PrintAnswer>
int CallServer(const ServerCall& call, Work work, PrintAnswer print);

int ReportFailure(const ServerCall& call, const absl::Status& status);

template <typename Work, typename PrintAnswer>
int CallServer(const ServerCall& call, Work work, PrintAnswer print) {
  absl::StatusOr<std::unique_ptr<ServerClient>> server = ServerClient::Connect(call.arguments);
  if (!server.ok()) return Fail(call.console, call.command, std::string(server.status().message()));
  const auto answer = work(**server);
  if (!answer.ok()) return ReportFailure(call, answer.status());
  return print(*answer);
}

}  // namespace oteu::cli

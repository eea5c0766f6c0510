// The reads about payment registers on one connection: a reader's, or the writer's inside its transaction.
// Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/store/register_write.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

class RegisterQueries {
 public:
  absl::Status Prepare(sqlite3* db);

  // Each as the method of Store of the same name.
  absl::StatusOr<StoredRegister> GetRegister(absl::string_view id);
  absl::StatusOr<std::vector<StoredRegisterLine>> ListRegisterLines(absl::string_view id, std::int32_t after,
                                                                    int limit);
  absl::StatusOr<std::vector<std::string>> ListRegisterNotes(absl::string_view id, std::int32_t after,
                                                             int limit);
  absl::StatusOr<std::vector<ListedRegister>> ListRegisters(absl::string_view district_kato,
                                                            const RegisterPosition& before, int limit);
  absl::StatusOr<RegisterChainHead> GetChainHead(absl::string_view district_kato);
  absl::StatusOr<ChildPayments> GetPayments(absl::string_view child_iin);
  absl::StatusOr<std::string> GetOverpayment(absl::string_view application_id, std::int32_t decision_version);
  absl::StatusOr<std::vector<ListedOverpayment>> ListOverpayments(absl::string_view district_kato,
                                                                  std::int32_t state,
                                                                  const OverpaymentPosition& before,
                                                                  int limit);

 private:
  Statement get_, lines_, notes_, list_, head_, months_, returns_, overpayment_, overpayments_;
};

}  // namespace oteu::store::sqlite

// Registers being built, and dry runs: kept in memory, bounded. What is lost with the process reserved
// nothing; drafts and sealed registers are in the store.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "oteu/v1/payment_service.pb.h"

namespace oteu::application {

struct BuiltRegister {
  v1::Register head;
  std::vector<v1::RegisterLine> lines;            // of a dry run
  std::vector<v1::ExportRegisterResponse> notes;  // of a dry run
};

class RegisterBuilds {
 public:
  // False: too many are being built.
  bool Start(const std::string& id, v1::Register head);
  // Changes the entry, if it is still there.
  void Update(const std::string& id, const std::function<void(BuiltRegister&)>& change);
  void Remove(const std::string& id);
  std::optional<v1::Register> Find(const std::string& id) const;
  // The whole entry: of a dry run.
  std::shared_ptr<const BuiltRegister> FindAll(const std::string& id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<BuiltRegister>> entries_;  // guarded by mutex_; ids are time-ordered
};

}  // namespace oteu::application

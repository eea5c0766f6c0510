// FileRegistry: the registers kept in one text-format file (oteu.registry.v1.RegistryFile).
//
//   auto registry = FileRegistry::Load("registry.txtpb");
//   if (!registry.ok()) std::cerr << registry.status().message();   // "registry.txtpb:12:
//   families[0].child_iin: ..."
//
// Read once and immutable: thread-safe. A child, applicant or BIN that the file does not name is NOT_FOUND.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "oteu/registry/v1/registry_file.pb.h"
#include "service/registry/state_registry.h"

namespace oteu::registry {

class FileRegistry final : public StateRegistry {
 public:
  // NOT_FOUND when the file cannot be read; INVALID_ARGUMENT with one "file:line: field: what" per line for
  // each thing wrong.
  static absl::StatusOr<std::unique_ptr<FileRegistry>> Load(const std::string& path);
  // The same from a text; `name` stands for the file in messages.
  static absl::StatusOr<std::unique_ptr<FileRegistry>> FromText(absl::string_view text,
                                                                absl::string_view name);

  oteu::v1::FamilyRecord LookUpFamily(const std::string& child_iin, const std::string& applicant_iin,
                                      absl::Time deadline) override;
  std::vector<oteu::v1::Institution> LookUpInstitutions(const std::vector<std::string>& bins,
                                                        absl::Time deadline) override;

 private:
  explicit FileRegistry(oteu::registry::v1::RegistryFile data);

  oteu::registry::v1::RegistryFile data_;
  std::map<std::string, const oteu::registry::v1::ChildRecord*, std::less<>> by_child_;
  std::map<std::string, const oteu::v1::Institution*, std::less<>> by_bin_;
};

}  // namespace oteu::registry

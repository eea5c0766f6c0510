// Makes stores and changes for the store's tests.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "service/store/store.h"

namespace oteu::store {

// A temporary folder, removed with everything in it at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// One implementation under the conformance suite. `open` opens the store in a folder, again and again the
// same one.
struct StoreFactory {
  std::string name;
  std::function<std::unique_ptr<Store>(const std::string& folder)> open;
};
// How the test's runner shows a parameter.
inline void PrintTo(const StoreFactory& factory, std::ostream* out) { *out << factory.name; }
// Every implementation that is built.
std::vector<StoreFactory> AllStores();

std::string Sha256(const std::string& bytes);     // raw
std::string Sha256Hex(const std::string& bytes);  // lower-case hex

inline constexpr char kChild[] = "140101500011";
inline constexpr char kApplicant[] = "850101400012";
inline constexpr char kDistrict[] = "196230100";

// A valid first change of application `id`: one document, decision 1, a response, state UNDER_REVIEW, no
// claims.
Change NewApplication(const std::string& id);
// The change after `before`, with no request key and no decision.
Change NextChange(const Change& before, oteu::v1::ApplicationState state);
// Sets a grant of these months for the change's child.
void SetGrant(Change& change, std::int64_t expected_claims_version, std::vector<std::string> months);

}  // namespace oteu::store

#include "tests/verification/make_bundle_seed.h"

#include <filesystem>

#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

class SeedWorld final : public World {
 public:
  SeedWorld() {
    // One act: the law is most of a bundle.
    const std::string law = folder_ + "/law";
    std::filesystem::create_directory(law);
    for (const char* file : {"/kegen.txtpb", "/national.txtpb"})
      std::filesystem::copy_file(std::string(OTEU_SOURCE_DIR) + "/service/regulations" + file, law + file);
    catalog_ = regulation::Catalog::LoadDirectory(law).value();
  }
  void TestBody() override {}

  std::string Make() {
    const auto granted = Submit(Request("r-1"));
    Outcomes("civil", {Period("d", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 3))});
    v1::ExportDecisionBundleRequest request;
    request.set_name(granted.value().application().name() + "/decisions/2");
    std::string name;
    return use_cases_->ExportDecisionBundle(call_, request, &name).value();
  }
};

}  // namespace

std::string MakeBundleSeed() { return SeedWorld().Make(); }

}  // namespace oteu::application

// A demonstration PKI with register and dossiers in a temporary folder, and the requests they make.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "oteu/v1/application_service.pb.h"

namespace oteu::integration {

class DemoFolder {
 public:
  // The PKI is made once per program, at the first `now`. Aborts the test program when it cannot be made.
  explicit DemoFolder(absl::Time now);
  ~DemoFolder();
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string trust_dir() const { return path_ + "/pki/trust"; }
  std::string policy_file() const { return path_ + "/pki/policy.txtpb"; }
  std::string registry_file() const { return path_ + "/pki/registry.txtpb"; }
  std::string data_dir() const { return path_ + "/data"; }

  // The request of a sample dossier: "good", "forged" or "authentication".
  oteu::v1::SubmitApplicationRequest Request(const std::string& sample, const std::string& request_id) const;

 private:
  std::string path_;
};

// Folder of the regulation data in the source tree.
std::string RegulationsDir(const std::string& source_dir);

}  // namespace oteu::integration

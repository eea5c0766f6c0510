#include "tests/integration/demo_folder.h"

#include <google/protobuf/util/json_util.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "clients/demo_pki/demo_files.h"

namespace oteu::integration {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cerr << path << ": cannot be read\n";
    std::abort();
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string NewFolder() {
  const char* base = std::getenv("TMPDIR");
  std::string path = std::string(base != nullptr ? base : "/tmp") + "/oteu-integration-XXXXXX";
  if (mkdtemp(path.data()) == nullptr) std::abort();
  return path;
}

// Making keys takes seconds: once per program, then copied. Removed at exit.
class SharedPki {
 public:
  explicit SharedPki(absl::Time now) : path_(NewFolder()) {
    const absl::Status status = demo_pki::WriteDemoPki(path_ + "/pki", now);
    if (status.ok()) return;
    std::cerr << status << "\n";
    std::abort();
  }
  ~SharedPki() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  SharedPki(const SharedPki&) = delete;
  SharedPki& operator=(const SharedPki&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

DemoFolder::DemoFolder(absl::Time now) : path_(NewFolder()) {
  static const SharedPki pki(now);
  std::filesystem::copy(pki.path(), path_, std::filesystem::copy_options::recursive);
}

DemoFolder::~DemoFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

oteu::v1::SubmitApplicationRequest DemoFolder::Request(const std::string& sample,
                                                       const std::string& request_id) const {
  const std::string folder = path_ + "/pki/samples/" + sample;
  oteu::v1::SubmitApplicationRequest request;
  request.set_request_id(request_id);
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(ReadFile(folder + "/form.json"), request.mutable_form());
  if (!parsed.ok()) {
    std::cerr << parsed.ToString() << "\n";
    std::abort();
  }
  auto* school = request.add_documents();
  school->set_type(oteu::v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  school->set_signed_data(ReadFile(folder + "/school-certificate.cms"));
  auto* pmpc = request.add_documents();
  pmpc->set_type(oteu::v1::DOCUMENT_TYPE_PMPC_CONCLUSION);
  pmpc->set_signed_data(ReadFile(folder + "/pmpc-conclusion.cms"));
  return request;
}

std::string RegulationsDir(const std::string& source_dir) { return source_dir + "/service/regulations"; }

}  // namespace oteu::integration

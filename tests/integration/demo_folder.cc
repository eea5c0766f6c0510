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

}  // namespace

DemoFolder::DemoFolder(absl::Time now) {
  const char* base = std::getenv("TMPDIR");
  path_ = std::string(base != nullptr ? base : "/tmp") + "/oteu-integration-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) std::abort();
  const absl::Status status = demo_pki::WriteDemoPki(path_ + "/pki", now);
  if (status.ok()) return;
  std::cerr << status << "\n";
  std::abort();
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

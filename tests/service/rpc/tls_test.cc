// TLS with a certificate made here: only verified callers get through, plaintext ones do not, and the
// self-check works.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "service/rpc/listener_check.h"
#include "tests/service/rpc/rpc_fixture.h"

namespace oteu::rpc {
namespace {

class TlsTest : public RpcTest {
 protected:
  TlsTest() : folder_(testing::TempDir() + "/oteu-tls-" + std::to_string(getpid())) {
    std::filesystem::create_directories(folder_);
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
        " -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " +
        folder_ + "/key.pem -out " + folder_ + "/cert.pem 2>/dev/null";
    made_ = std::system(command.c_str()) == 0;
  }
  ~TlsTest() override { std::filesystem::remove_all(folder_); }

  grpc::Status Get(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    auto stub = oteu::v1::ApplicationService::NewStub(grpc::CreateChannel(server_->address(), credentials));
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
    oteu::v1::GetApplicationResponse response;
    return stub->GetApplication(&context, {}, &response);
  }
  std::string folder_;
  bool made_ = false;
};

TEST_F(TlsTest, ServesTlsAndOnlyTls) {
  if (!made_) GTEST_SKIP() << "no openssl program to make a certificate with";
  options_.tls = TlsOptions{folder_ + "/cert.pem", folder_ + "/key.pem", absl::Seconds(1)};
  Start();
  std::ifstream file(folder_ + "/cert.pem");
  const std::string roots(std::istreambuf_iterator<char>(file), {});
  EXPECT_TRUE(Get(grpc::SslCredentials({roots, "", ""})).ok());
  EXPECT_EQ(Get(grpc::SslCredentials({})).error_code(), grpc::StatusCode::UNAVAILABLE)
      << "unknown to the system's roots";
  EXPECT_EQ(Get(grpc::InsecureChannelCredentials()).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(CheckListener(server_->address(), absl::Seconds(5)).ok());
}

TEST_F(TlsTest, FilesThatHoldNoCertificateAreRefusedAtStart) {
  std::ofstream(folder_ + "/empty.pem").close();
  options_.tls = TlsOptions{folder_ + "/empty.pem", folder_ + "/key.pem", absl::Seconds(1)};
  EXPECT_TRUE(absl::IsInvalidArgument(Server::Start(options_, &runtime_).status()));
  options_.tls = TlsOptions{"/no/such/file", folder_ + "/key.pem", absl::Seconds(1)};
  EXPECT_TRUE(absl::IsInvalidArgument(Server::Start(options_, &runtime_).status()));
}

}  // namespace
}  // namespace oteu::rpc

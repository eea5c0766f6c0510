// NIST PKITS: path validation must agree with what the suite says of each path. No false accept at all; the
// valid paths that are not accepted are listed here, each with its reason.
#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "tests/verification/shared_material.h"
#include "verification/kzgost/kz_context.h"
#include "verification/path/path.h"

namespace oteu::verification::path {
namespace {

using namespace oteu::verification::x509;  // NOLINT(google-build-using-namespace)

using google::protobuf::Struct;
using google::protobuf::Value;
using testing_material::ReadFile;
using testing_material::SharedDir;

constexpr int64_t kValidationTime = 1302566400;  // 2011-04-12T00:00:00Z, README of the suite

std::vector<std::string> Strings(const Struct& object, const std::string& field) {
  std::vector<std::string> result;
  for (const Value& value : object.fields().at(field).list_value().values())
    result.push_back(value.string_value());
  return result;
}

bool Bool(const Struct& object, const std::string& field) { return object.fields().at(field).bool_value(); }
std::string String(const Struct& object, const std::string& field) {
  return object.fields().at(field).string_value();
}

std::string Certificate(const std::string& name) {
  return ReadFile(SharedDir() / "corpora/nist-pkits/certs" / (name + ".crt"));
}
std::string Crl(const std::string& name) {
  return ReadFile(SharedDir() / "corpora/nist-pkits/crls" / (name + ".crl"));
}

PathRequest RequestOf(const Struct& test) {
  PathRequest request;
  request.target = Certificate(String(test, "target"));
  request.anchors = {Certificate(String(test, "anchor"))};
  for (const std::string& name : Strings(test, "intermediates"))
    request.intermediates.push_back(Certificate(name));
  for (const std::string& name : Strings(test, "crls")) request.crls.push_back(Crl(name));
  request.at = absl::FromUnixSeconds(kValidationTime);
  request.policy_inputs.user_policies = Strings(test, "initial_policy_set");
  request.policy_inputs.require_explicit_policy = Bool(test, "initial_explicit_policy");
  request.policy_inputs.inhibit_mapping = Bool(test, "initial_policy_mapping_inhibit");
  request.policy_inputs.inhibit_any_policy = Bool(test, "initial_inhibit_any_policy");
  request.check_revocation = true;
  return request;
}

std::string Causes(const PathReport& report) {
  std::string causes;
  for (const PathFailure& failure : report.failures) {
    causes += " [" + std::to_string(failure.index) + "] " + failure.problem.cause + ";";
  }
  return causes;
}

// Valid by the suite, refused here.
const std::map<std::string, std::string>& KnownRefusals() {
  static const auto* const refusals = new std::map<std::string, std::string>{
      {"4.1.4", "DSA: no algorithm of this product, by policy"},
      {"4.1.5", "DSA with inherited parameters: the same"},
  };
  return *refusals;
}

TEST(Pkits, AgreesOnEveryCase) {
  OTEU_SKIP_WITHOUT("corpora/nist-pkits/cases.json");
  const auto context = kzgost::CreateKzContext();
  ASSERT_TRUE(context.ok());
  Value cases;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  ReadFile(SharedDir() / "corpora/nist-pkits/cases.json"), &cases)
                  .ok());
  int valid_accepted = 0;
  int invalid_refused = 0;
  std::map<std::string, std::string> refused;
  for (const Value& value : cases.list_value().values()) {
    const Struct& test = value.struct_value();
    const std::string name = String(test, "test");
    SCOPED_TRACE(name + " " + String(test, "title"));
    const absl::StatusOr<PathReport> report = VerifyPath(**context, RequestOf(test));
    const bool accepted = report.ok() && report->valid;
    if (!Bool(test, "should_validate")) {
      EXPECT_FALSE(accepted) << "false accept";
      ++invalid_refused;
    } else if (accepted) {
      ++valid_accepted;
    } else {
      refused[name] = report.ok() ? Causes(*report) : report.status().ToString();
    }
  }
  std::cout << "PKITS: " << valid_accepted << " valid paths accepted, " << refused.size()
            << " valid paths refused, " << invalid_refused << " invalid paths refused\n";
  EXPECT_EQ(valid_accepted, 77);
  EXPECT_EQ(invalid_refused, 91);
  for (const auto& [name, causes] : refused) {
    EXPECT_TRUE(KnownRefusals().contains(name)) << name << " is valid, and was refused:" << causes;
  }
  for (const auto& [name, reason] : KnownRefusals()) {
    EXPECT_TRUE(refused.contains(name))
        << name << " is accepted now: take it off the list (" << reason << ")";
  }
}

}  // namespace
}  // namespace oteu::verification::path

// Keeps docs/verification-policy.md true: every table between markers is made from the policy built into the
// program, verification/policy/default_policy.txtpb. OTEU_UPDATE_DOCS=1 rewrites them. A field of the policy
// that no table shows fails the test.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "oteu/v1/verification.pb.h"
#include "verification/policy/policy.h"
#include "verification/policy/profile_rules.h"

namespace oteu::verification {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What each check asks, for lawyers.
const std::map<std::string, std::string> kChecks = {
    {"signer_revocation", "authentic, fresh data says whether the signer's certificate is revoked"},
    {"ca_revocation", "the same for each authority between the signer and the trust anchor"},
    {"tsa_revocation", "the same for the certificate of a time-stamping authority"},
    {"purpose", "the certificate is for signing, not for logging in (key usage)"},
    {"authentication_policy", "the certificate does not carry a policy meant for authentication"},
    {"role", "the signer's role is one that may sign this document"},
    {"bin", "the certificate names an organisation, where one must sign"},
    {"delegation", "a role that signs by delegation alone has one (the decision looks it up)"},
    {"issuer", "the issuing authority is one of those accepted"},
    {"demonstration_certificate", "the certificate was not made for a demonstration"},
    {"signing_certificate_attribute", "the signature names its certificate inside"},
    {"timestamp_not_used", "a time stamp that is present proves a time"},
    {"unsigned_attribute", "nothing stands in the container that the signature does not cover"},
};

// What each number asks, for lawyers.
const std::map<std::string, std::string> kNumbers = {
    {"signer_max_age_hours",
     "greatest age of a revocation list for signers, hours (0: until its next issue)"},
    {"ca_max_age_hours",
     "greatest age of a revocation list for authorities, hours (0: until its next issue)"},
    {"grace_hours", "how long after its next issue was due a list or an OCSP response still counts, hours"},
    {"ocsp_max_age_hours",
     "greatest age of an OCSP response that names no next issue, hours (0: it shows nothing)"},
    {"clock_tolerance_seconds", "how much later than now a time stamp may be, seconds"},
};

std::string Words(std::string name, const std::string& prefix) {
  if (name.rfind(prefix, 0) == 0) name.erase(0, prefix.size());
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", " "}});
}

std::string Row(const std::vector<std::string>& cells) {
  return absl::StrCat("| ", absl::StrJoin(cells, " | "), " |\n");
}

std::string Head(const std::vector<std::string>& cells) {
  return absl::StrCat(Row(cells), "|", absl::StrJoin(std::vector<std::string>(cells.size(), "---"), "|"),
                      "|\n");
}

std::string OrDash(const std::string& text) { return text.empty() ? "–" : text; }

std::string NameOf(const v1::DocumentProfile& profile) {
  std::vector<std::string> names;
  for (const std::string& type : profile.document_types()) names.push_back(Words(type, ""));
  return names.empty() ? "other documents" : absl::StrJoin(names, ", ");
}

std::string Day(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

std::string Levels(const v1::Policy& policy) {
  std::vector<std::string> head = {"check"};
  for (const v1::DocumentProfile& profile : policy.profiles()) head.push_back(NameOf(profile));
  std::string table = Head(head);
  const Descriptor* levels = v1::CheckLevels::descriptor();
  for (int i = 0; i < levels->field_count(); ++i) {
    const FieldDescriptor* field = levels->field(i);
    const auto text = kChecks.find(field->name());
    EXPECT_NE(text, kChecks.end()) << "no words for the check " << field->name();
    std::vector<std::string> cells = {
        absl::StrCat(text == kChecks.end() ? "" : text->second, " (`", field->name(), "`)")};
    for (const v1::DocumentProfile& profile : policy.profiles()) {
      const v1::CheckLevels effective = EffectivePolicy(policy, profile).levels();
      const auto level =
          static_cast<oteu::v1::CheckLevel>(effective.GetReflection()->GetEnumValue(effective, field));
      cells.push_back(
          absl::AsciiStrToUpper(Words(oteu::v1::CheckLevel_Name(EffectiveLevel(level)), "CHECK_LEVEL_")));
    }
    table += Row(cells);
  }
  return table;
}

// As the standards write them.
std::string Standard(const std::string& name) {
  static const std::map<std::string, std::string> kNames = {{"RSA_PKCS1", "RSA (PKCS#1 v1.5)"},
                                                            {"RSA_PSS", "RSA (PSS)"},
                                                            {"GOST_34_10_2015", "GOST 34.10-2015"},
                                                            {"GOST_34_310_2004", "GOST 34.310-2004"},
                                                            {"GOST_34_311_95", "GOST 34.311-95"},
                                                            {"SHA256", "SHA-256"},
                                                            {"SHA384", "SHA-384"},
                                                            {"SHA512", "SHA-512"},
                                                            {"STREEBOG_256", "Streebog-256"},
                                                            {"STREEBOG_512", "Streebog-512"}};
  const auto found = kNames.find(name);
  return found == kNames.end() ? name : found->second;
}

std::string Algorithms(const v1::Policy& policy) {
  std::string table = Head({"signature", "digests", "smallest key, bits", "curves", "accepted through"});
  for (const v1::SignatureAlgorithmRule& rule : policy.signature_algorithms()) {
    std::vector<std::string> digests;
    for (const int digest : rule.digests()) {
      digests.push_back(Standard(v1::DigestAlgorithm_Name(static_cast<v1::DigestAlgorithm>(digest))
                                     .substr(sizeof("DIGEST_ALGORITHM_") - 1)));
    }
    table += Row({Standard(v1::SignatureScheme_Name(rule.scheme()).substr(sizeof("SIGNATURE_SCHEME_") - 1)),
                  absl::StrJoin(digests, ", "), absl::StrCat(rule.min_key_bits()),
                  OrDash(absl::StrJoin(rule.curves(), ", ")),
                  rule.has_accepted_through() ? Day(rule.accepted_through()) : "no end"});
  }
  return table;
}

std::string Roles(const google::protobuf::RepeatedField<int>& roles) {
  std::vector<std::string> names;
  for (const int role : roles)
    names.push_back(
        Words(oteu::v1::SignerRole_Name(static_cast<oteu::v1::SignerRole>(role)), "SIGNER_ROLE_"));
  return absl::StrJoin(names, ", ");
}

std::string Delegations(const v1::DocumentProfile& profile) {
  std::vector<std::string> lines;
  for (const v1::Delegation& delegation : profile.delegations()) {
    lines.push_back(absl::StrCat(
        "BIN ", delegation.bin(), ": ", Roles(delegation.roles()), " from ", Day(delegation.from()),
        delegation.has_through() ? absl::StrCat(" through ", Day(delegation.through())) : "", " (",
        delegation.basis(), ")"));
  }
  return absl::StrJoin(lines, "<br>");
}

std::string Signers(const v1::Policy& policy) {
  std::string table = Head({"document", "roles that may sign", "roles that may by delegation",
                            "delegations by order of an organisation", "organisation required",
                            "information systems", "authorities"});
  for (const v1::DocumentProfile& profile : policy.profiles()) {
    const v1::Policy effective = EffectivePolicy(policy, profile);
    const auto& issuers = effective.certificates().accepted_issuers();
    table += Row({NameOf(profile), profile.accepted_roles().empty() ? "any" : Roles(profile.accepted_roles()),
                  OrDash(Roles(profile.delegable_roles())), OrDash(Delegations(profile)),
                  profile.bin_required() ? "yes" : "no",
                  profile.information_system_bins().empty()
                      ? "as the roles say"
                      : absl::StrJoin(profile.information_system_bins(), ", "),
                  issuers.empty() ? "all under a trust anchor" : absl::StrJoin(issuers, ", ")});
  }
  return table;
}

std::string Certificates(const v1::Policy& policy) {
  const v1::CertificateRules& rules = policy.certificates();
  const auto list = [](const auto& values) { return OrDash(absl::StrJoin(values, ", ")); };
  return absl::StrCat(
      Head({"rule", "object identifiers"}),
      Row({"policies that mark a certificate for authentication", list(rules.authentication_policies())}),
      Row({"uses of which one must be named, when any is", list(rules.accepted_extended_key_usages())}),
      Row({"policies of which one must be named", list(rules.required_policies())}),
      Row({"policies that mark a demonstration", list(rules.demonstration_policies())}));
}

std::string Numbers(const v1::Policy& policy, const std::string& name) {
  std::string table = Head({"rule", "value"});
  const FieldDescriptor* field = v1::Policy::descriptor()->FindFieldByName(name);
  if (field == nullptr) return table;
  const Message& rules = policy.GetReflection()->GetMessage(policy, field);
  for (int i = 0; i < rules.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* number = rules.GetDescriptor()->field(i);
    if (number->cpp_type() != FieldDescriptor::CPPTYPE_INT32) continue;
    const auto text = kNumbers.find(number->name());
    EXPECT_NE(text, kNumbers.end()) << "no words for " << number->name();
    table += Row({absl::StrCat(text == kNumbers.end() ? "" : text->second, " (`", number->name(), "`)"),
                  absl::StrCat(rules.GetReflection()->GetInt32(rules, number))});
  }
  return table;
}

// Table name, as in "<!-- policy:levels -->", to its text. The fields of Policy that each shows stand beside
// it.
std::map<std::string, std::string> Tables(const v1::Policy& policy) {
  return {{"version", absl::StrCat("Version: `", policy.version(), "`.\n")},
          {"levels", Levels(policy)},
          {"algorithms", Algorithms(policy)},
          {"signers", Signers(policy)},
          {"certificates", Certificates(policy)},
          {"freshness", Numbers(policy, "freshness")},
          {"timestamps", Numbers(policy, "timestamps")}};
}

std::string ReadPage(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(VerificationPolicyPage, ShowsThePolicyThatIsBuiltIn) {
  const std::string path = std::string(OTEU_SOURCE_DIR) + "/docs/verification-policy.md";
  std::string page = ReadPage(path);
  const std::string before = page;
  for (const auto& [name, table] : Tables(DefaultPolicy())) {
    const std::string begin = absl::StrCat("<!-- policy:", name, " -->\n");
    const std::string end = absl::StrCat("<!-- /policy:", name, " -->\n");
    const size_t from = page.find(begin);
    const size_t to = page.find(end);
    ASSERT_TRUE(from != std::string::npos && to != std::string::npos && from < to)
        << "no place for the table " << name;
    page.replace(from + begin.size(), to - from - begin.size(), table);
  }
  if (std::getenv("OTEU_UPDATE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << page;
    return;
  }
  EXPECT_EQ(before, page) << "docs/verification-policy.md is out of date: OTEU_UPDATE_DOCS=1 rewrites it";
}

// A field that is new in the schema must find its way to the page.
TEST(VerificationPolicyPage, ShowsEveryFieldOfThePolicy) {
  const std::vector<std::string> shown = {"version",      "description", "levels",   "signature_algorithms",
                                          "certificates", "freshness",   "profiles", "timestamps"};
  const Descriptor* policy = v1::Policy::descriptor();
  for (int i = 0; i < policy->field_count(); ++i) {
    EXPECT_NE(std::find(shown.begin(), shown.end(), policy->field(i)->name()), shown.end())
        << policy->field(i)->name();
  }
  EXPECT_EQ(v1::DocumentProfile::descriptor()->field_count(), 8)
      << "show the new field in Signers() or Levels()";
  EXPECT_EQ(v1::SignatureAlgorithmRule::descriptor()->field_count(), 5)
      << "show the new field in Algorithms()";
}

}  // namespace
}  // namespace oteu::verification

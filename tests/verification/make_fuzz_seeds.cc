// Makes the seeds of crl_fuzz, ocsp_fuzz, timestamp_fuzz and bundle_fuzz anew, or of those that are named,
// with the demonstration PKI alone:
//
//   build/release/bin/make-fuzz-seeds tests/fuzz/corpus [NAME...]
//
// Keys and ids are random, so every run makes other bytes of the same shapes: what a fuzz target says of a
// seed it must read from the seed.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/timestamp.h"
#include "oteu/v1/decision_bundle.pb.h"
#include "service/audit/bundle_file.h"
#include "service/audit/record_proto.h"
#include "tests/verification/make_bundle_seed.h"
#include "tests/verification/revocation/crl_builder.h"
#include "tests/verification/revocation/ocsp_builder.h"
#include "verification/policy/policy.h"
#include "verification/timestamp/token.h"
#include "verification/verifier.h"
#include "verification/x509/outline.h"

namespace oteu::verification::revocation {
namespace {

using demo_pki::DemoFamily;
using demo_pki::KeyKind;

const absl::Time kNow = absl::FromUnixSeconds(1790000000);  // 2026-09-21T13:33:20Z
constexpr absl::Duration kDay = absl::Hours(24);

template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", std::string(value.status().message()).c_str());
  std::exit(1);
}

void Write(const std::string& path, const std::string& bytes) {
  if (std::ofstream(path, std::ios::binary) << bytes) return;
  std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
  std::exit(1);
}

// Complete lists by every kind of key, a delta, and an indirect list.
void MakeLists(const std::string& folder, const DemoFamily& ec) {
  for (const auto& [name, kind] :
       {std::pair("ec", KeyKind::kEcP256), std::pair("rsa", KeyKind::kRsa),
        std::pair("gost2015", KeyKind::kGost2015), std::pair("gost2004", KeyKind::kGost2004)}) {
    Write(absl::StrCat(folder, "/issuing_", name, ".der"),
          OrDie(demo_pki::MakeDemoFamily(kind, kNow)).issuing_crl);
  }
  Write(folder + "/root.der", ec.root_crl);
  CrlPlan plan = {
      .issuer = std::string(
          openssl::AsStringView(x509::ReadOutline(openssl::AsBytes(ec.issuing_ca.certificate))->subject)),
      .key = &ec.issuing_ca.key,
      .this_update = kNow,
      .next_update = kNow + kDay,
      .entries = {{.serial = "one", .date = kNow - kDay, .reason = 1, .invalidity_date = kNow - 2 * kDay}},
      .extensions = Extension("2.5.29.20", false, der::SmallInteger(7))};
  const std::string number = plan.extensions;
  plan.extensions = number + Extension("2.5.29.27", true, der::SmallInteger(5));
  Write(folder + "/delta.der", MakeCrl(plan));
  plan.extensions = number + Extension("2.5.29.28", true, der::Sequence({der::ImplicitPrimitive(4, "\xFF")}));
  plan.entries[0].more_extensions =
      Extension("2.5.29.29", true, der::Sequence({der::ImplicitConstructed(4, plan.issuer)}));
  Write(folder + "/indirect.der", MakeCrl(plan));
  plan.entries[0].more_extensions = "";
  const std::string names = der::Element(0xA0, der::Element(0x86, "http://demo.invalid/delta.crl"));
  plan.extensions =
      number + Extension("2.5.29.46", false, der::Sequence({der::Sequence({der::Explicit(0, names)})}));
  Write(folder + "/freshest.der", MakeCrl(plan));
}

void MakeResponses(const std::string& folder, const DemoFamily& ec) {
  const auto context = OrDie(kzgost::CreateKzContext());
  const auto about =
      OrDie(x509::ParseCertificate(*context, openssl::AsBytes(ec.Get(demo_pki::kSchoolHead).certificate)));
  const auto ca = OrDie(x509::ParseCertificate(*context, openssl::AsBytes(ec.issuing_ca.certificate)));
  OcspPlan plan = {.certificate = about.get(),
                   .issuer = ca.get(),
                   .key = &ec.issuing_ca.key,
                   .responder_name = "",
                   .produced_at = kNow};
  plan.singles = {{.status = 0, .revoked_at = kNow, .this_update = kNow, .next_update = kNow + kDay}};
  Write(folder + "/good.der", MakeOcsp(plan));
  Write(folder + "/basic.der", MakeBasic(plan));
  plan.responder_name = std::string(openssl::AsStringView(ca->outline.subject));
  plan.extensions = NonceExtension("0123456789abcdef");
  plan.singles[0] = {.status = 1, .revoked_at = kNow - kDay, .reason = 6, .this_update = kNow};
  Write(folder + "/held.der", MakeOcsp(plan));
  plan.singles.push_back({.serial = "another", .status = 2, .revoked_at = kNow, .this_update = kNow});
  plan.certificates = {ec.issuing_ca.certificate};
  Write(folder + "/several.der", MakeOcsp(plan));
  Write(folder + "/try_later.der", OcspError(3));
}

void MakeTokens(const std::string& folder, const DemoFamily& ec) {
  const demo_pki::CmsSigner tsa = ec.Get(demo_pki::kTsa).AsSigner();
  const auto token = [&](const demo_pki::TimestampSpec& spec) {
    return OrDie(demo_pki::MakeTimestamp("stamped", tsa, spec));
  };
  Write(folder + "/token.der", token({.gen_time = kNow, .tsa_name = true}));
  Write(folder + "/token_without_certificate.der", token({.gen_time = kNow, .certificate = false}));
  // TSTInfo by itself: what such a token signs.
  const std::string whole = token({.gen_time = kNow, .certificate = false});
  const auto read = timestamp::ReadToken(openssl::AsBytes(whole));
  const auto& container = *std::get<std::unique_ptr<timestamp::Token>>(read);
  Write(folder + "/tst_info.der", std::string(openssl::AsStringView(*container.signed_data().content)));
}

store::AuditRecord Record(std::int64_t seq, const store::Sha256Bytes& before, const std::string& event,
                          const std::string& subject, const std::string& digest) {
  store::AuditRecord record;
  record.seq = seq;
  record.at_us = absl::ToUnixMicros(kNow);
  record.event = event;
  record.actor = "anonymous";
  record.application_id = subject;
  record.revision = 1;
  record.decision_sha256 = digest;
  record.previous_hash = before;
  record.hash = store::HashOf(record);
  return record;
}

// A bundle whose digests, trust and chain hold, of a decision that nothing was decided in, without law:
// small, so that much of it is tried. And one as the service hands it out, which is proved.
void MakeBundles(const std::string& folder, const DemoFamily& ec) {
  namespace v1 = oteu::v1;
  v1::DecisionBundle bundle;
  bundle.set_format(audit::kBundleFormat);
  bundle.set_name("applications/a/decisions/1");
  v1::Document document;
  document.set_type(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  document.set_signed_data("{}");
  bundle.add_documents(document.SerializeAsString());
  const TrustMaterial material = {
      .anchors = {ec.root.certificate}, .intermediates = {ec.issuing_ca.certificate}, .crls = {ec.root_crl}};
  const auto verifier = OrDie(Verifier::Create(material, DefaultPolicy()));
  bundle.set_trust_snapshot(verifier->trust_snapshot());
  verification::v1::TrustSnapshot snapshot;
  snapshot.ParseFromString(verifier->trust_snapshot());
  bundle.set_verification_policy(audit::ToText(snapshot.policy()));
  v1::DecisionInputs inputs;
  inputs.set_application("applications/a");
  inputs.set_version(1);
  v1::Decision decision;
  decision.set_name(bundle.name());
  decision.set_version(1);
  decision.set_inputs_sha256(store::ToHex(store::Sha256Of(inputs.SerializeAsString())));
  decision.set_trust_snapshot_sha256(verifier->trust_snapshot_sha256());
  decision.add_documents()->set_sha256(store::ToHex(store::Sha256Of(document.signed_data())));
  bundle.mutable_decision()->set_decision(decision.SerializeAsString());
  bundle.mutable_decision()->set_inputs(inputs.SerializeAsString());
  const std::string digest = store::Sha256RawOf(bundle.decision().decision());
  const auto first = Record(1, store::kGenesisHash, "APPLICATION_SUBMITTED", "a", digest);
  const auto second = Record(2, first.hash, "ACCESS_GET_APPLICATION", "applications/a", "");
  *bundle.mutable_proof()->mutable_record() = audit::ToProto(first);
  const store::Sha256Bytes body = store::BodyDigest(second);
  bundle.mutable_proof()->add_steps()->set_body_sha256(std::string(store::AsView(body)));
  *bundle.mutable_proof()->mutable_head() = audit::MakeHead(2, second.hash, second.at_us);
  Write(folder + "/bundle.bin", bundle.SerializeAsString());
  Write(folder + "/real.bin", application::MakeBundleSeed());
  Write(folder + "/record.json", audit::ToLine(second));
}

int Main(const std::string& corpus, const std::set<std::string>& names) {
  const DemoFamily ec = OrDie(demo_pki::MakeDemoFamily(KeyKind::kEcP256, kNow));
  for (const auto& [name, make] :
       {std::pair("crl_fuzz", &MakeLists), std::pair("ocsp_fuzz", &MakeResponses),
        std::pair("timestamp_fuzz", &MakeTokens), std::pair("bundle_fuzz", &MakeBundles)}) {
    if (names.empty() || names.count(name) > 0) make(absl::StrCat(corpus, "/", name), ec);
  }
  return 0;
}

}  // namespace
}  // namespace oteu::verification::revocation

int main(int argc, char** argv) {
  if (argc >= 2) return oteu::verification::revocation::Main(argv[1], {argv + 2, argv + argc});
  std::fprintf(stderr, "usage: make-fuzz-seeds CORPUS [NAME...]\n");
  return 2;
}

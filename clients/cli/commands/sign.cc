// oteu sign: a CMS signature with a demonstration or test identity.
#include <ostream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/input_files.h"
#include "clients/cli/time_argument.h"
#include "clients/demo_pki/cades.h"
#include "clients/demo_pki/cms_sign.h"
#include "clients/demo_pki/files.h"
#include "clients/demo_pki/identity.h"
#include "clients/demo_pki/timestamp.h"
#include "clients/demo_pki/xml_sign.h"

namespace oteu::cli {
namespace {

// All identities named on the command line, the first signer first.
absl::StatusOr<std::vector<demo_pki::Identity>> Identities(const Arguments& arguments) {
  std::vector<demo_pki::Identity> identities;
  for (const std::string& path : arguments.All("identity")) {
    absl::StatusOr<demo_pki::Identity> identity = demo_pki::LoadIdentity(path);
    if (!identity.ok()) return identity.status();
    identities.push_back(*std::move(identity));
  }
  if (arguments.Has("cert")) {
    const std::string key = arguments.Get("key", arguments.Get("scalar"));
    absl::StatusOr<demo_pki::Identity> identity = demo_pki::LoadIdentity(arguments.Get("cert"), key);
    if (!identity.ok()) return identity.status();
    identities.push_back(*std::move(identity));
  }
  if (identities.empty())
    return absl::InvalidArgumentError("who signs? Give --identity, or --cert with --key");
  return identities;
}

// A time flag; `fallback` where it is not given.
absl::StatusOr<absl::Time> TimeFlag(const Arguments& arguments, const char* flag, absl::Time fallback) {
  return arguments.Has(flag) ? ParseTime(arguments.Get(flag)) : fallback;
}

// One signature after another, as NCA programs co-sign; with --timestamp as XAdES-T.
absl::StatusOr<std::string> SignAsXml(const Arguments& arguments, std::string document,
                                      const std::vector<demo_pki::Identity>& identities) {
  demo_pki::XmlOptions options;
  options.exclusive = arguments.Has("soap");
  options.xades = arguments.Has("timestamp");
  const absl::StatusOr<absl::Time> now = TimeFlag(arguments, "now", absl::Now());
  if (!now.ok()) return now.status();
  options.signing_time = *now;
  const absl::StatusOr<absl::Time> stamped_at = TimeFlag(arguments, "timestamp-time", *now);
  if (!stamped_at.ok()) return stamped_at.status();
  if (arguments.Has("soap") && identities.size() > 1) {
    return absl::InvalidArgumentError("--soap: one identity signs an envelope");
  }
  for (const demo_pki::Identity& identity : identities) {
    absl::StatusOr<std::string> signed_document =
        arguments.Has("soap") ? demo_pki::SignSoap(document, identity.AsSigner(), options)
                              : demo_pki::SignXml(document, identity.AsSigner(), options);
    if (signed_document.ok() && options.xades) {
      const absl::StatusOr<demo_pki::Identity> tsa = demo_pki::LoadIdentity(arguments.Get("timestamp"));
      if (!tsa.ok()) return tsa.status();
      signed_document =
          demo_pki::AddXmlTimestamp(*signed_document, tsa->AsSigner(), {.gen_time = *stamped_at});
    }
    if (!signed_document.ok()) return signed_document.status();
    document = *std::move(signed_document);
  }
  return document;
}

// CAdES-T: a time stamp over every signature value, by a demonstration authority.
absl::StatusOr<demo_pki::UnsignedAttributeMaker> Stamp(const Arguments& arguments, absl::Time signing_time) {
  absl::StatusOr<demo_pki::Identity> tsa = demo_pki::LoadIdentity(arguments.Get("timestamp"));
  if (!tsa.ok()) return tsa.status();
  const absl::StatusOr<absl::Time> time = TimeFlag(arguments, "timestamp-time", signing_time);
  if (!time.ok()) return time.status();
  const demo_pki::TimestampSpec spec{.gen_time = *time};
  return [tsa = *std::move(tsa), spec](std::string_view signature) {
    return demo_pki::StampWith(tsa.AsSigner(), spec)(signature);
  };
}

// CAdES-LT and -LTA: evidence beside the signature, and an archive time stamp over all of it.
absl::StatusOr<std::string> MakeLast(const Arguments& arguments, std::string cms, const std::string& content,
                                     absl::Time signing_time) {
  demo_pki::CadesValues values;
  for (const auto& [flag, list] :
       {std::pair("with-certificate", &values.certificates), std::pair("with-crl", &values.crls),
        std::pair("with-ocsp", &values.ocsp_responses)}) {
    absl::StatusOr<std::vector<std::string>> files = ReadAll(arguments.All(flag));
    if (!files.ok()) return files.status();
    *list = *std::move(files);
  }
  if (!values.certificates.empty() || !values.crls.empty() || !values.ocsp_responses.empty()) {
    absl::StatusOr<std::string> with_values = demo_pki::AddValues(cms, values);
    if (!with_values.ok()) return with_values;
    cms = *std::move(with_values);
  }
  if (!arguments.Has("archive")) return cms;
  const absl::StatusOr<demo_pki::Identity> tsa = demo_pki::LoadIdentity(arguments.Get("archive"));
  if (!tsa.ok()) return tsa.status();
  const absl::StatusOr<absl::Time> time = TimeFlag(arguments, "archive-time", signing_time);
  if (!time.ok()) return time.status();
  return demo_pki::AddArchiveTimestamp(cms, content, tsa->AsSigner(), {.gen_time = *time});
}

absl::StatusOr<std::string> Sign(const Arguments& arguments) {
  absl::StatusOr<std::vector<demo_pki::Identity>> identities = Identities(arguments);
  if (!identities.ok()) return identities.status();
  const absl::StatusOr<std::string> content = demo_pki::ReadFile(arguments.operands()[0]);
  if (!content.ok()) return content.status();
  if (arguments.Has("xml") || arguments.Has("soap")) return SignAsXml(arguments, *content, *identities);
  demo_pki::CmsOptions options;
  options.detached = arguments.Has("detached");
  const absl::StatusOr<absl::Time> now = TimeFlag(arguments, "now", absl::Now());
  if (!now.ok()) return now.status();
  options.signing_time = *now;
  std::vector<demo_pki::Identity> signers;
  for (demo_pki::Identity& identity : *identities) {
    if (arguments.Has("pss")) identity.key = identity.key.AsPss();
    signers.push_back(std::move(identity));
  }
  if (arguments.Has("timestamp")) {
    absl::StatusOr<demo_pki::UnsignedAttributeMaker> stamp = Stamp(arguments, *options.signing_time);
    if (!stamp.ok()) return stamp.status();
    options.timestamps = *std::move(stamp);
  }
  std::vector<demo_pki::CmsSigner> as_signers;
  for (const demo_pki::Identity& identity : signers) as_signers.push_back(identity.AsSigner());
  absl::StatusOr<std::string> cms = demo_pki::SignCms(*content, as_signers, options);
  if (!cms.ok()) return cms;
  return MakeLast(arguments, *std::move(cms), *content, *now);
}

const char* Extension(const Arguments& arguments) {
  if (arguments.Has("xml") || arguments.Has("soap")) return ".signed.xml";
  return arguments.Has("detached") ? ".p7s" : ".cms";
}

int Run(const Arguments& arguments, const Console& console) {
  absl::StatusOr<std::string> cms = Sign(arguments);
  if (!cms.ok()) return Fail(console, "sign", std::string(cms.status().message()));
  if (arguments.Has("base64")) *cms = absl::Base64Escape(*cms).append("\n");
  const std::string& file = arguments.operands()[0];
  const std::string out = arguments.Get("out", absl::StrCat(file, Extension(arguments)));
  if (out == "-") {
    console.out << *cms;
    console.err << "DEMONSTRATION ONLY: signed with an unprotected key\n";
    return kOk;
  }
  if (absl::Status status = demo_pki::WriteFile(out, *cms); !status.ok()) {
    return Fail(console, "sign", std::string(status.message()));
  }
  console.out << "DEMONSTRATION ONLY: signed with an unprotected key into " << out << "\n";
  return kOk;
}

}  // namespace

Command SignCommand() {
  return {
      {.name = "sign",
       .summary = "sign a file (CMS, XML) with a demonstration or test identity",
       .operands = "FILE",
       .min_operands = 1,
       .max_operands = 1,
       .flags =
           {{"identity", "NAME.cer", "certificate with NAME.key or NAME.scalar beside it; several co-sign",
             true},
            {"cert", "FILE", "certificate, DER or PEM"},
            {"key", "FILE", "its private key: PEM, or the raw scalar of a GOST key"},
            {"scalar", "FILE", "the same, as the raw little-endian scalar"},
            {"detached", "", "leave the content out (default: attached)"},
            {"xml", "", "FILE is XML: an enveloped XMLDSig signature in it"},
            {"soap", "", "FILE is an XML element: a SOAP envelope around it with WS-Security"},
            {"pss", "", "RSASSA-PSS in place of PKCS#1 v1.5, with an RSA key"},
            {"base64", "", "base64 in place of DER"},
            {"now", "TIME", "signing time that the signature claims (default: now)"},
            {"timestamp", "TSA.cer",
             "add a time stamp (CAdES-T, XAdES-T) by this demonstration authority, with TSA.key beside it"},
            {"timestamp-time", "TIME", "the time that it states (default: the signing time)"},
            {"with-certificate", "FILE", "put this certificate (DER) beside the signature (CAdES-LT)", true},
            {"with-crl", "FILE", "likewise a revocation list (DER)", true},
            {"with-ocsp", "FILE", "likewise an OCSP response (DER)", true},
            {"archive", "TSA.cer", "add an archive time stamp (CAdES-LTA) by this demonstration authority"},
            {"archive-time", "TIME", "the time that it states (default: the signing time)"},
            {"out", "FILE",
             "where to (default: FILE.cms, detached FILE.p7s, XML FILE.signed.xml; \"-\": standard output)"}},
       .notes = "For demonstrations and tests: keys lie unprotected on disk.\n"},
      Run};
}

}  // namespace oteu::cli

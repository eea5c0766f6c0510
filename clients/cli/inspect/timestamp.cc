#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/inspect/inspect.h"
#include "clients/cli/inspect/values.h"
#include "verification/cms/text_encoding.h"
#include "verification/timestamp/token.h"

namespace oteu::cli::inspect {
namespace {

using verification::openssl::Bytes;
using verification::timestamp::Token;

void DescribeToken(const Token& token, Section* section) {
  const verification::timestamp::TstInfo& info = token.info;
  section->Add("time", Time(info.gen_time));
  if (info.accuracy) section->Add("accuracy", absl::FormatDuration(*info.accuracy));
  section->Add("policy", Oid(info.policy));
  section->Add("serial number", Serial(info.serial));
  section->Add("stamped digest", absl::StrCat(Oid(info.imprint_digest_oid), " ", Hex(info.imprint)));
  if (info.nonce) section->Add("nonce", Serial(*info.nonce));
  section->Add("digest", Oid(token.signer().digest_algorithm.oid));
  section->Add("signature", Oid(token.signer().signature_algorithm.oid));
  if (!token.signer().sid.by_key_identifier()) {
    section->Add("certificate named by issuer", Name(token.signer().sid.issuer));
    section->Add("and serial number", Serial(token.signer().sid.serial));
  }
}

}  // namespace

void AddToken(const verification::openssl::Context& context, Bytes der, const std::string& title,
              Inspection* inspection) {
  const auto read = verification::timestamp::ReadToken(der);
  if (const auto* problem = verification::GetProblem(read)) {
    inspection->Add(title).Add("does not parse", Describe(*problem));
    return;
  }
  const Token& token = *std::get<std::unique_ptr<Token>>(read);
  DescribeToken(token, &inspection->Add(title));
  for (const Bytes certificate : token.signed_data().certificates) {
    DescribeCertificate(context, certificate, &inspection->Add(absl::StrCat("certificate in the ", title)));
  }
}

absl::Status InspectTimestamp(const verification::openssl::Context& context, std::string_view file,
                              Inspection* inspection) {
  std::vector<uint8_t> decoded;
  Bytes der = verification::openssl::AsBytes(file);
  auto base64 = verification::cms::DecodeBase64(file);
  if (auto* bytes = std::get_if<std::vector<uint8_t>>(&base64)) {
    decoded = std::move(*bytes);
    der = decoded;
  }
  AddToken(context, verification::timestamp::TokenOf(der), "time stamp", inspection);
  return absl::OkStatus();
}

}  // namespace oteu::cli::inspect

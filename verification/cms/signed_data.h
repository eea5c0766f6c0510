// CMS SignedData (RFC 5652 section 5) as it stands on the wire: pointers into one buffer, nothing judged.
//
//   OrProblem<std::unique_ptr<SignedDataContainer>> read = ReadSignedData(received_bytes);
//   const SignedData& signed_data = std::get<0>(read)->signed_data;
//   signed_data.signers[0].sid.serial;
//
// Strict DER (BER is normalised first), every count bounded by limits.h, trailing bytes refused at every
// level.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "verification/cms/signer_info.h"
#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"

namespace oteu::verification::cms {

struct SignedData {
  openssl::Bytes content_type;            // Contents of the OBJECT IDENTIFIER eContentType.
  std::optional<openssl::Bytes> content;  // eContent; nothing for a detached signature.
  std::vector<openssl::Bytes>
      certificates;  // Whole DER of each X.509 certificate; other choices are left out.
  // Whole DER of every CertificateChoices and RevocationInfoChoice (10.2), whatever its kind: what an archive
  // time stamp counts. Nothing here is authenticated.
  std::vector<openssl::Bytes> certificate_choices;
  std::vector<openssl::Bytes> revocation_choices;
  std::vector<SignerInfo> signers;
};

// A SignedData with the buffer that it points into (its own, or the received bytes when these are DER
// already).
struct SignedDataContainer {
  std::vector<uint8_t> decoded;
  SignedData signed_data;
};

// DER, BER, base64 of either, or PEM. The result may point into `received`, which must outlive it.
OrProblem<std::unique_ptr<SignedDataContainer>> ReadSignedData(std::string_view received);

// DER alone.
OrProblem<SignedData> ParseSignedData(openssl::Bytes der);

}  // namespace oteu::verification::cms

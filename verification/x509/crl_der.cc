#include "verification/x509/crl_der.h"

#include <algorithm>

#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/x509/der_write.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

bool AbsentOrNull(Bytes parameters) {
  return parameters.empty() ||
         (parameters.size() == 2 && parameters[0] == kzgost::kDerNull && parameters[1] == 0);
}

}  // namespace

std::optional<CrlLayers> ReadCrlLayers(Bytes der) {
  CrlLayers layers;
  DerReader outer(der);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return std::nullopt;
  DerReader fields(*body);
  const std::optional<DerElement> tbs = fields.ReadAny();
  const std::optional<DerElement> algorithm = tbs ? fields.ReadAny() : std::nullopt;
  const std::optional<Bytes> signature = algorithm ? fields.Read(kzgost::kDerBitString) : std::nullopt;
  if (!signature || !fields.empty() || tbs->tag != kzgost::kDerSequence) return std::nullopt;
  if (signature->empty() || (*signature)[0] != 0) return std::nullopt;  // No unused bits in a signature.
  layers.tbs = tbs->whole;
  layers.tbs_contents = tbs->contents;
  layers.outer_algorithm = algorithm->whole;
  layers.signature = signature->subspan(1);
  DerReader inner(tbs->contents);
  if (inner.PeekTag() == kzgost::kDerInteger && !inner.ReadAny()) return std::nullopt;
  const std::optional<DerElement> inner_algorithm = inner.ReadAny();
  if (!inner_algorithm) return std::nullopt;
  layers.inner_algorithm = inner_algorithm->whole;
  return layers;
}

bool AlgorithmsAgree(const CrlLayers& layers) {
  if (std::ranges::equal(layers.inner_algorithm, layers.outer_algorithm)) return true;
  const auto inner = kzgost::ParseAlgorithmIdentifier(layers.inner_algorithm);
  const auto outer = kzgost::ParseAlgorithmIdentifier(layers.outer_algorithm);
  return inner.ok() && outer.ok() && inner->oid == outer->oid && AbsentOrNull(inner->parameters) &&
         AbsentOrNull(outer->parameters);
}

std::string WithInnerAlgorithmOutside(const std::string& der) {
  const std::optional<CrlLayers> layers = ReadCrlLayers(openssl::AsBytes(der));
  if (!layers || !AlgorithmsAgree(*layers)) return der;
  const std::string_view tbs = openssl::AsStringView(layers->tbs);
  const std::string_view algorithm = openssl::AsStringView(layers->inner_algorithm);
  // From the end of the outer algorithm on: the BIT STRING.
  const char* tail = openssl::AsStringView(layers->outer_algorithm).data() + layers->outer_algorithm.size();
  const std::string_view bit_string(tail, static_cast<size_t>(der.data() + der.size() - tail));
  std::string body;
  body.append(tbs).append(algorithm).append(bit_string);
  return WriteDer(kzgost::kDerSequence, body);
}

}  // namespace oteu::verification::x509

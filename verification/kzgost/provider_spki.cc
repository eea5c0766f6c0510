// SubjectPublicKeyInfo decoders and encoders of the provider (provider-decoder(7), provider-encoder(7)).
#include <openssl/core_names.h>
#include <openssl/core_object.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/proverr.h>

#include <array>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "verification/kzgost/provider_internal.h"
#include "verification/kzgost/spki.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;

// A GOST key is 96 or 170 bytes; more cannot be ours.
constexpr size_t kMaxSpkiBytes = 512;

// What decoders and encoders keep between calls.
struct CodecContext {
  const ProviderContext* provider = nullptr;
  const GostAlgorithm* algorithm = nullptr;
};

template <const GostAlgorithm& kAlgorithm>
void* NewContext(void* provider_context) noexcept {
  return new (std::nothrow) CodecContext{static_cast<ProviderContext*>(provider_context), &kAlgorithm};
}

void FreeContext(void* context) noexcept { delete static_cast<CodecContext*>(context); }

bool SelectsPublic(int selection) { return (selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) != 0; }
bool SelectsPrivate(int selection) { return (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0; }

bool ReadExactly(const ProviderContext& provider, OSSL_CORE_BIO* input, std::span<uint8_t> out) {
  while (!out.empty()) {
    size_t got = 0;
    if (provider.bio_read_ex(input, out.data(), out.size(), &got) != 1 || got == 0) return false;
    out = out.subspan(got);
  }
  return true;
}

// Reads one SEQUENCE and not a byte more: what follows belongs to the caller. Nothing when it is not one of
// our size.
std::optional<std::vector<uint8_t>> ReadSequence(const ProviderContext& provider, OSSL_CORE_BIO* input) {
  std::vector<uint8_t> der(2);
  if (!ReadExactly(provider, input, der) || der[0] != 0x30) return std::nullopt;
  size_t length = der[1];
  if (length == 0x81) {
    der.resize(3);
    if (!ReadExactly(provider, input, std::span(der).last(1))) return std::nullopt;
    length = der[2];
  } else if (length >= 0x80) {
    return std::nullopt;
  }
  const size_t header = der.size();
  if (header + length > kMaxSpkiBytes) return std::nullopt;
  der.resize(header + length);
  if (!ReadExactly(provider, input, std::span(der).last(length))) return std::nullopt;
  return der;
}

// Tells OpenSSL about the key it may now load (provider-object(7)).
int HandOver(KeyHolder* holder, OSSL_CALLBACK* receive, void* receiver) {
  int object_type = OSSL_OBJECT_PKEY;
  std::array<OSSL_PARAM, 4> params = {
      OSSL_PARAM_construct_int(OSSL_OBJECT_PARAM_TYPE, &object_type),
      OSSL_PARAM_construct_utf8_string(OSSL_OBJECT_PARAM_DATA_TYPE,
                                       const_cast<char*>(holder->algorithm->name), 0),
      OSSL_PARAM_construct_octet_string(OSSL_OBJECT_PARAM_REFERENCE, static_cast<void*>(&holder),
                                        sizeof(void*)),
      OSSL_PARAM_construct_end(),
  };
  const int result = receive(params.data(), receiver);
  delete holder;  // Null when OpenSSL took it (LoadHolder in provider_keymgmt.cc).
  return result;
}

// By contract 1 also means "not mine, ask the next decoder"; 0 stops the search.
int Decode(void* context, OSSL_CORE_BIO* input, int selection, OSSL_CALLBACK* receive, void* receiver,
           OSSL_PASSPHRASE_CALLBACK* /*passphrase*/, void* /*passphrase_argument*/) noexcept {
  const auto& codec = *static_cast<const CodecContext*>(context);
  if (selection != 0 && !SelectsPublic(selection)) return 1;
  const std::optional<std::vector<uint8_t>> der = ReadSequence(*codec.provider, input);
  if (!der || GostAlgorithmOfSpki(*der) != codec.algorithm) return 1;
  absl::StatusOr<GostKeyPtr> key = ParseGostSpki(*der);
  if (!key.ok()) {
    ERR_raise(ERR_LIB_PROV, PROV_R_INVALID_KEY);
    return 1;
  }
  auto* holder = new (std::nothrow) KeyHolder{codec.provider, codec.algorithm, *std::move(key)};
  return holder == nullptr ? 0 : HandOver(holder, receive, receiver);
}

int DoesDecode(void* /*provider_context*/, int selection) noexcept {
  return selection == 0 || SelectsPublic(selection) ? 1 : 0;
}

int DoesEncode(void* /*context*/, int selection) noexcept {
  return SelectsPublic(selection) && !SelectsPrivate(selection) ? 1 : 0;
}

int Encode(void* context, OSSL_CORE_BIO* output, const void* holder, const OSSL_PARAM abstract_object[],
           int /*selection*/, OSSL_PASSPHRASE_CALLBACK* /*passphrase*/,
           void* /*passphrase_argument*/) noexcept {
  const auto& codec = *static_cast<const CodecContext*>(context);
  if (abstract_object != nullptr || holder == nullptr) return 0;
  const GostKeyPtr& key = static_cast<const KeyHolder*>(holder)->key;
  if (!key) {
    ERR_raise(ERR_LIB_PROV, PROV_R_NOT_A_PUBLIC_KEY);
    return 0;
  }
  const std::vector<uint8_t> der = EncodeGostSpki(*key);
  size_t written = 0;
  return codec.provider->bio_write_ex(output, der.data(), der.size(), &written) == 1 && written == der.size()
             ? 1
             : 0;
}

template <const GostAlgorithm& kAlgorithm>
const OSSL_DISPATCH* DecoderTable() {
  static const OSSL_DISPATCH kTable[] = {
      Entry(OSSL_FUNC_DECODER_NEWCTX, NewContext<kAlgorithm>),
      Entry(OSSL_FUNC_DECODER_FREECTX, FreeContext),
      Entry(OSSL_FUNC_DECODER_DOES_SELECTION, DoesDecode),
      Entry(OSSL_FUNC_DECODER_DECODE, Decode),
      {0, nullptr},
  };
  return kTable;
}

template <const GostAlgorithm& kAlgorithm>
const OSSL_DISPATCH* EncoderTable() {
  static const OSSL_DISPATCH kTable[] = {
      Entry(OSSL_FUNC_ENCODER_NEWCTX, NewContext<kAlgorithm>),
      Entry(OSSL_FUNC_ENCODER_FREECTX, FreeContext),
      Entry(OSSL_FUNC_ENCODER_DOES_SELECTION, DoesEncode),
      Entry(OSSL_FUNC_ENCODER_ENCODE, Encode),
      {0, nullptr},
  };
  return kTable;
}

}  // namespace

const OSSL_ALGORITHM* KeyDecoders() {
  static constexpr char kProperties[] = "provider=oteu-kzgost,input=der,structure=SubjectPublicKeyInfo";
  static const OSSL_ALGORITHM kAlgorithms[] = {
      {kGost2015Names, kProperties, DecoderTable<kGost2015Algorithm>(), "GOST 34.10-2015, 512 bit"},
      {kGost2004Names, kProperties, DecoderTable<kGost2004Algorithm>(), "GOST 34.310-2004, 256 bit"},
      {nullptr, nullptr, nullptr, nullptr},
  };
  return kAlgorithms;
}

const OSSL_ALGORITHM* KeyEncoders() {
  static constexpr char kProperties[] = "provider=oteu-kzgost,output=der,structure=SubjectPublicKeyInfo";
  static const OSSL_ALGORITHM kAlgorithms[] = {
      {kGost2015Names, kProperties, EncoderTable<kGost2015Algorithm>(), "GOST 34.10-2015, 512 bit"},
      {kGost2004Names, kProperties, EncoderTable<kGost2004Algorithm>(), "GOST 34.310-2004, 256 bit"},
      {nullptr, nullptr, nullptr, nullptr},
  };
  return kAlgorithms;
}

}  // namespace oteu::verification::kzgost

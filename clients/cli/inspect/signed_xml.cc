#include "absl/strings/str_cat.h"
#include "clients/cli/inspect/inspect.h"
#include "clients/cli/inspect/values.h"
#include "verification/xml/dom.h"
#include "verification/xml/signature.h"
#include "verification/xml/signed_document.h"
#include "verification/xml/token.h"

namespace oteu::cli::inspect {
namespace {

using verification::GetProblem;
using verification::xml::Canonicalization;
using verification::xml::Certificates;
using verification::xml::Reference;
using verification::xml::Signature;
using verification::xml::SignedDocument;

const char* Name(Canonicalization kind) {
  switch (kind) {
    case Canonicalization::kInclusive:
      return "inclusive 1.0";
    case Canonicalization::kInclusive11:
      return "inclusive 1.1";
    case Canonicalization::kExclusive:
      break;
  }
  return "exclusive";
}

std::string Describe(const Reference& reference) {
  return absl::StrCat(reference.whole_document ? "the document" : absl::StrCat("element #", reference.id),
                      reference.enveloped ? " without its signature" : "", ", canonical form ",
                      Name(reference.canonicalization.kind), ", ", reference.digest->name, " ",
                      Hex(reference.digest_value),
                      reference.type.empty() ? "" : absl::StrCat(", type ", reference.type));
}

void DescribeSignature(const Signature& signature, Section* section) {
  section->Add("signature", signature.spec.algorithm->name);
  section->Add("canonical form of SignedInfo", Name(signature.canonicalization.kind));
  for (const Reference& reference : signature.references) section->Add("reference", Describe(reference));
  section->Add("signature value", Hex(signature.value));
}

}  // namespace

absl::Status InspectXml(const verification::openssl::Context& context, std::string_view file,
                        Inspection* inspection) {
  const auto read = verification::xml::ReadSignedDocument(file);
  if (!read.ok()) return read.status();
  if (const auto* problem = GetProblem(*read)) return absl::InvalidArgumentError(Describe(*problem));
  const SignedDocument& document = *std::get<0>(*read);
  {
    Section& section = inspection->Add("signed XML");
    section.Add("form", document.format);
    section.Add("element that is read", verification::xml::PathOf(document.read));
    section.Add("signatures", absl::StrCat(document.signatures.size()));
  }
  for (size_t i = 0; i < document.signatures.size(); ++i) {
    const auto signature = verification::xml::ReadSignature(document.signatures[i]);
    Section& section = inspection->Add(absl::StrCat("signature[", i, "]"));
    if (const auto* problem = GetProblem(signature)) {
      section.Add("not read", Describe(*problem));
      continue;
    }
    DescribeSignature(std::get<Signature>(signature), &section);
    const auto certificates =
        verification::xml::ReadCertificates(std::get<Signature>(signature).key_info, document.security);
    if (const auto* problem = GetProblem(certificates)) {
      section.Add("certificate", Describe(*problem));
      continue;
    }
    for (const auto& der : std::get<Certificates>(certificates)) {
      DescribeCertificate(context, der, &inspection->Add(absl::StrCat("certificate of signature[", i, "]")));
    }
  }
  return absl::OkStatus();
}

}  // namespace oteu::cli::inspect

// Regulation files from anywhere: whatever the text, loading ends in a catalog or in findings, and a catalog
// that loads can be stored, loaded again and asked.
//
// The input is a district's file, a line "=== national.txtpb" and the national file.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "service/civil/date.h"
#include "service/entitlement/evaluate.h"
#include "service/regulation/catalog.h"
#include "service/regulation/lint.h"

namespace {

constexpr char kSeparator[] = "=== national.txtpb\n";

void Ask(const oteu::regulation::Catalog& catalog, const std::string& id) {
  oteu::v1::EvaluateEntitlementRequest request;
  request.set_regulation_id(id);
  request.set_first_month("2024-01");
  request.set_last_month("2027-12");
  auto& facts = *request.mutable_facts();
  *facts.mutable_birth_date() = oteu::civil::ToProto(absl::CivilDay(2016, 2, 29));
  *facts.add_applications()->mutable_date() = oteu::civil::ToProto(absl::CivilDay(2024, 1, 1));
  for (auto* periods :
       {facts.mutable_pmpc_terms(), facts.mutable_home_education(), facts.mutable_disability_terms()}) {
    *periods->Add()->mutable_from() = oteu::civil::ToProto(absl::CivilDay(2024, 1, 1));
  }
  const auto answer = oteu::entitlement::Evaluate(catalog, request, absl::CivilDay(2026, 11, 22));
  // Data that passed the checks can be applied: nothing may be missing or out of range.
  if (!answer.ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t separator = text.find(kSeparator);
  if (separator == std::string::npos) return 0;
  const std::map<std::string, std::string> files = {
      {"district.txtpb", text.substr(0, separator)},
      {oteu::regulation::kNationalFile, text.substr(separator + sizeof(kSeparator) - 1)}};
  const auto catalog = oteu::regulation::Catalog::FromFiles(files);
  if (catalog.ok() == oteu::regulation::HasError(oteu::regulation::Lint(files))) std::abort();
  if (!catalog.ok()) return 0;
  const auto again = oteu::regulation::Catalog::FromSnapshot((*catalog)->snapshot());
  if (!again.ok() || (*again)->sha256() != (*catalog)->sha256()) std::abort();
  for (const std::string& id : (*catalog)->ids()) Ask(**catalog, id);
  return 0;
}

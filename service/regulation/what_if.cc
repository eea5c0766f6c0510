#include "service/regulation/what_if.h"

#include <google/protobuf/text_format.h>

#include <map>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/regulation/lint.h"

namespace oteu::regulation {
namespace {

// The first day that any date may have (civil/date.h): known to every question.
constexpr char kAlways[] = "1900-01-01";

}  // namespace

absl::StatusOr<std::shared_ptr<const Catalog>> WithMci(const Catalog& catalog, absl::CivilMonth from,
                                                       int64_t tenge) {
  v1::CatalogSnapshot data = catalog.data();
  const std::string from_day = civil::FormatIsoDate(civil::FirstDayOf(from));
  auto& values = *data.mutable_national()->mutable_mci();
  std::set<std::string> purposes;
  for (const v1::Mci& value : values) purposes.insert(value.purposes().begin(), value.purposes().end());
  for (int i = values.size() - 1; i >= 0; --i) {
    if (values.Get(i).from() == from_day) values.DeleteSubrange(i, 1);
  }
  v1::Mci& value = *values.Add();
  value.set_from(from_day);
  value.set_known_from(kAlways);
  value.set_tenge(tenge);
  for (const std::string& purpose : purposes) value.add_purposes(purpose);
  for (v1::Source* source : {value.mutable_source(), value.mutable_known_from_source()}) {
    source->set_text("A question: what if?");
    source->set_note("no law; stands in no register");
  }
  return Catalog::FromSnapshot(data.SerializeAsString());
}

absl::StatusOr<std::shared_ptr<const Catalog>> WithDraft(const Catalog& catalog, const std::string& text) {
  std::string national;
  google::protobuf::TextFormat::PrintToString(catalog.national(), &national);
  return Catalog::FromFiles({{kNationalFile, std::move(national)}, {"draft.txtpb", text}});
}

}  // namespace oteu::regulation

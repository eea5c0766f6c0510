#include <google/protobuf/message.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

// Clause ids by act id; the version's own act is "".
using Clauses = std::map<std::string, std::set<std::string>>;

void CheckRef(const Scope& scope, const v1::ClauseRef& ref, const Clauses& known) {
  const auto act = known.find(ref.act_id());
  if (act == known.end()) {
    scope.Error("act_id", "no such act among the national acts");
  } else if (!act->second.contains(ref.clause_id())) {
    scope.Error("clause_id", absl::StrCat("no clause ", ref.clause_id(), " in that act"));
  }
}

// Walks down to every ClauseRef.
void CheckRefsIn(const Scope& scope, const google::protobuf::Message& message, const Clauses& known) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->message_type() == nullptr) continue;
    const bool is_ref = field->message_type() == v1::ClauseRef::descriptor();
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const auto& nested = field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                                : reflection->GetMessage(message, field);
      const Scope inner = scope.Nested(field->name(), field->is_repeated() ? i : -1);
      if (is_ref) {
        CheckRef(inner, static_cast<const v1::ClauseRef&>(nested), known);
      } else {
        CheckRefsIn(inner, nested, known);
      }
    }
  }
}

}  // namespace

void CheckReferences(const Scope& version_scope, const v1::RegulationVersion& version,
                     const v1::NationalData& national) {
  Clauses known;
  for (int i = 0; i < version.clauses_size(); ++i) {
    if (!known[""].insert(version.clauses(i).id()).second) {
      version_scope.Nested("clauses", i).Error("id", "given twice");
    }
  }
  for (const v1::NationalAct& act : national.acts()) {
    for (const v1::Clause& clause : act.clauses()) known[act.act().id()].insert(clause.id());
  }
  CheckRefsIn(version_scope, version, known);
}

}  // namespace oteu::regulation

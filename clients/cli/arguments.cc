#include "clients/cli/arguments.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace oteu::cli {
namespace {

const Flag* FindFlag(const CommandSyntax& syntax, std::string_view name) {
  for (const Flag& flag : syntax.flags) {
    if (flag.name == name) return &flag;
  }
  return nullptr;
}

absl::Status Wrong(const CommandSyntax& syntax, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(std::string(what), "; see: oteu ", syntax.name, " --help"));
}

std::string Shown(const Flag& flag) {
  return flag.value_name.empty() ? absl::StrCat("--", flag.name)
                                 : absl::StrCat("--", flag.name, " ", flag.value_name);
}

// Checks that hold only once everything is read.
absl::Status CheckComplete(const CommandSyntax& syntax, const Arguments& arguments) {
  for (const Flag& flag : syntax.flags) {
    if (flag.required && !arguments.Has(flag.name))
      return Wrong(syntax, absl::StrCat("--", flag.name, " is required"));
    if (!flag.repeated && arguments.All(flag.name).size() > 1) {
      return Wrong(syntax, absl::StrCat("--", flag.name, " is given twice"));
    }
  }
  const size_t count = arguments.operands().size();
  if (count < syntax.min_operands) return Wrong(syntax, absl::StrCat("expected ", syntax.operands));
  if (count > syntax.max_operands) {
    return Wrong(syntax, absl::StrCat("unexpected argument \"", arguments.operands().back(), "\""));
  }
  return absl::OkStatus();
}

}  // namespace

std::string Arguments::Get(std::string_view flag, std::string_view fallback) const {
  const auto found = values_.find(flag);
  return found == values_.end() ? std::string(fallback) : found->second.back();
}

std::vector<std::string> Arguments::All(std::string_view flag) const {
  const auto found = values_.find(flag);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

absl::StatusOr<Arguments> ParseArguments(const CommandSyntax& syntax, const std::vector<std::string>& words) {
  Arguments arguments;
  bool flags_ended = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (flags_ended || !word.starts_with('-') || word == "-") {
      arguments.operands_.emplace_back(word);
      continue;
    }
    if (word == "--") {
      flags_ended = true;
      continue;
    }
    if (word == "--help" || word == "-h") {
      arguments.help_ = true;
      return arguments;
    }
    const size_t equals = word.find('=');
    const std::string name(word.substr(0, equals));
    const Flag* flag = name.starts_with("--") ? FindFlag(syntax, std::string_view(name).substr(2)) : nullptr;
    if (flag == nullptr) return Wrong(syntax, absl::StrCat("unknown flag ", name));
    std::string value;
    if (equals != std::string_view::npos) {
      if (flag->value_name.empty()) return Wrong(syntax, absl::StrCat(name, " takes no value"));
      value = word.substr(equals + 1);
    } else if (!flag->value_name.empty()) {
      if (i + 1 == words.size()) return Wrong(syntax, absl::StrCat(name, " needs ", flag->value_name));
      value = words[++i];
    }
    arguments.values_[flag->name].push_back(std::move(value));
  }
  if (absl::Status status = CheckComplete(syntax, arguments); !status.ok()) return status;
  return arguments;
}

std::string HelpText(const CommandSyntax& syntax) {
  std::string text = absl::StrCat(syntax.summary, "\n\nusage: oteu ", syntax.name);
  size_t width = 0;
  for (const Flag& flag : syntax.flags) {
    width = std::max(width, Shown(flag).size());
    absl::StrAppend(&text, flag.required ? " " : " [", Shown(flag), flag.required ? "" : "]",
                    flag.repeated ? "…" : "");
  }
  if (!syntax.operands.empty()) absl::StrAppend(&text, " ", syntax.operands);
  absl::StrAppend(&text, "\n");
  if (!syntax.flags.empty()) absl::StrAppend(&text, "\n");
  for (const Flag& flag : syntax.flags) {
    const std::string shown = Shown(flag);
    absl::StrAppend(&text, "  ", shown, std::string(width - shown.size() + 2, ' '), flag.help, "\n");
  }
  if (!syntax.notes.empty()) absl::StrAppend(&text, "\n", syntax.notes);
  return text;
}

}  // namespace oteu::cli

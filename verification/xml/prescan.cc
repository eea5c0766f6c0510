#include "verification/xml/prescan.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "verification/limits.h"

namespace oteu::verification::xml {
namespace {

constexpr char kClause[] = "XML 1.0 2";
constexpr std::string_view kWhiteSpace = " \t\r\n";

Problem Forbidden(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN, kClause, cause};
}

bool IsSpace(char c) { return kWhiteSpace.find(c) != std::string_view::npos; }

// The XML declaration may name no other encoding than UTF-8: bytes mean one text to everybody.
bool NamesAnotherEncoding(std::string_view text) {
  if (!text.starts_with("<?xml") || text.size() < 6 || !IsSpace(text[5])) return false;
  const std::string_view declaration = text.substr(0, text.find("?>"));
  const size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return false;
  const size_t open = declaration.find_first_of("\"'", at);
  if (open == std::string_view::npos) return true;
  const size_t close = declaration.find(declaration[open], open + 1);
  const std::string_view name = declaration.substr(open + 1, close - open - 1);
  return close == std::string_view::npos || !absl::EqualsIgnoreCase({name.data(), name.size()}, "utf-8");
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<Problem> Run() {
    while (!problem_ && (at_ = text_.find('<', at_)) != std::string_view::npos) {
      Count();
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("<!--")) {
        Skip(4, "-->");
      } else if (rest.starts_with("<![CDATA[")) {
        Skip(9, "]]>");
      } else if (rest.starts_with("<!")) {
        problem_ = Forbidden("DOCTYPE");
      } else if (rest.starts_with("<?")) {
        Skip(2, "?>");
      } else if (rest.starts_with("</")) {
        Close();
        ++at_;
      } else {
        StartTag();
      }
    }
    return problem_;
  }

 private:
  // From `offset` after here to behind `end`; to the end of the text when it does not come.
  void Skip(size_t offset, std::string_view end) {
    const size_t found = text_.find(end, at_ + offset);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  void Count() {
    if (++markup_ > kMaxXmlMarkup.value) problem_ = LimitExceeded(kMaxXmlMarkup);
  }

  void Close() {
    if (open_.empty()) return;
    namespaces_ -= open_.back();
    open_.pop_back();
  }

  void StartTag() {
    size_t attributes = 0;
    size_t declarations = 0;
    char before = 0;
    for (++at_; at_ < text_.size() && text_[at_] != '>'; ++at_) {
      const char c = text_[at_];
      if (c == '<') break;  // Not well-formed: the parser says so.
      if (c == '"' || c == '\'') {
        at_ = text_.find(c, at_ + 1);
        if (at_ == std::string_view::npos) at_ = text_.size() - 1;
      } else if (c == '=') {
        ++attributes;
        Count();
      } else if (IsSpace(before) && text_.substr(at_).starts_with("xmlns")) {
        ++declarations;
      }
      before = c;
    }
    open_.push_back(declarations);
    namespaces_ += declarations;
    if (open_.size() > kMaxXmlDepth.value) problem_ = LimitExceeded(kMaxXmlDepth);
    if (attributes > kMaxXmlAttributes.value) problem_ = LimitExceeded(kMaxXmlAttributes);
    if (namespaces_ > kMaxXmlNamespaces.value) problem_ = LimitExceeded(kMaxXmlNamespaces);
    if (before == '/') Close();
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t markup_ = 0;
  size_t namespaces_ = 0;
  std::vector<size_t> open_;  // namespace declarations of each open element
  std::optional<Problem> problem_;
};

}  // namespace

std::string_view TrimStart(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const size_t start = text.find_first_not_of(kWhiteSpace);
  return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

bool LooksLikeXml(std::string_view container) { return TrimStart(container).starts_with('<'); }

std::optional<Problem> Prescan(std::string_view text) {
  // libxml2 takes a zero byte for the end of the document, and would not see what stands behind it.
  if (text.find('\0') != std::string_view::npos) return Forbidden("zero byte");
  if (NamesAnotherEncoding(text)) return Forbidden("encoding");
  return Scanner(text).Run();
}

}  // namespace oteu::verification::xml

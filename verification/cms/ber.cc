#include "verification/cms/ber.h"

#include <optional>

#include "verification/limits.h"

namespace oteu::verification::cms {
namespace {

using openssl::Bytes;

constexpr char kClause[] = "X.690 8.1";
constexpr uint8_t kConstructed = 0x20;
constexpr uint8_t kOctetString = 0x04;
constexpr uint8_t kConstructedOctetString = kOctetString | kConstructed;

struct Header {
  uint8_t tag = 0;
  std::optional<size_t> length;  // Nothing: indefinite.
};

class Normalizer {
 public:
  explicit Normalizer(Bytes input) : input_(input) {}

  OrProblem<std::vector<uint8_t>> Run() {
    output_.reserve(input_.size());
    if (!Element(input_.size(), 0)) return problem_;
    if (position_ != input_.size()) return Malformed(kClause, "trailing bytes");
    return std::move(output_);
  }

 private:
  bool Fail(Problem problem) {
    problem_ = std::move(problem);
    return false;
  }
  bool FailBer(const char* cause) { return Fail(Malformed(kClause, cause)); }

  // X.690 8.1.2 and 8.1.3. `end` is where the enclosing element ends.
  bool ReadHeader(size_t end, Header* header) {
    if (end - position_ < 2) return FailBer("truncated");
    header->tag = input_[position_++];
    if ((header->tag & 0x1FU) == 0x1FU) return FailBer("tag above 30");
    const uint8_t first = input_[position_++];
    if (first == 0x80) {
      if ((header->tag & kConstructed) == 0) return FailBer("indefinite length of a primitive");
      header->length = std::nullopt;
      return true;
    }
    size_t length = first;
    if (first > 0x80) {
      const size_t octets = first & 0x7FU;
      if (octets > sizeof(uint64_t) || end - position_ < octets) return FailBer("length");
      length = 0;
      for (size_t i = 0; i < octets; ++i) length = (length << 8U) | input_[position_++];
    }
    if (length > end - position_) return FailBer("element runs past its parent");
    header->length = length;
    return true;
  }

  bool AtEndOfContents(size_t end) const {
    return end - position_ >= 2 && input_[position_] == 0 && input_[position_ + 1] == 0;
  }

  // One element with all below it, written as DER.
  bool Element(size_t end, size_t depth) {
    if (depth >= kMaxBerDepth.value) return Fail(LimitExceeded(kMaxBerDepth));
    if (++elements_ > kMaxBerElements.value) return Fail(LimitExceeded(kMaxBerElements));
    Header header;
    if (!ReadHeader(end, &header)) return false;
    if ((header.tag & kConstructed) == 0) {
      if (!header.length) return FailBer("no length");
      WriteHeader(output_.size(), header.tag, *header.length);
      Copy(*header.length);
      return true;
    }
    const size_t start = output_.size();
    const bool segments = header.tag == kConstructedOctetString;
    if (!Contents(header, end, depth, segments)) return false;
    WriteHeader(start, segments ? kOctetString : header.tag, output_.size() - start);
    return true;
  }

  // The children of a constructed element, up to its end or its end-of-contents octets (8.1.5).
  bool Contents(const Header& header, size_t end, size_t depth, bool segments) {
    const size_t contents_end = header.length ? position_ + *header.length : end;
    while (header.length ? position_ < contents_end : !AtEndOfContents(end)) {
      if (position_ >= contents_end) return FailBer("no end of contents");
      if (segments ? !Segment(contents_end, depth + 1) : !Element(contents_end, depth + 1)) return false;
    }
    if (!header.length) position_ += 2;
    return true;
  }

  // 8.7.3: a segment of an OCTET STRING is an OCTET STRING, itself perhaps in segments. Only its contents are
  // kept.
  bool Segment(size_t end, size_t depth) {
    if (depth >= kMaxBerDepth.value) return Fail(LimitExceeded(kMaxBerDepth));
    if (++elements_ > kMaxBerElements.value) return Fail(LimitExceeded(kMaxBerElements));
    Header header;
    if (!ReadHeader(end, &header)) return false;
    if (header.tag == kConstructedOctetString) return Contents(header, end, depth, /*segments=*/true);
    if (header.tag != kOctetString || !header.length) return FailBer("segment of another type");
    Copy(*header.length);
    return true;
  }

  void Copy(size_t length) {
    const Bytes contents = input_.subspan(position_, length);
    output_.insert(output_.end(), contents.begin(), contents.end());
    position_ += length;
  }

  // X.690 10.1: the shortest definite form, before what was written from `start` on.
  void WriteHeader(size_t start, uint8_t tag, size_t length) {
    uint8_t header[2 + sizeof(size_t)] = {tag};
    size_t size = 1;
    if (length < 0x80) {
      header[size++] = static_cast<uint8_t>(length);
    } else {
      size_t octets = 1;
      for (size_t rest = length >> 8U; rest != 0; rest >>= 8U) ++octets;
      header[size++] = static_cast<uint8_t>(0x80U | octets);
      for (size_t i = octets; i > 0; --i) header[size++] = static_cast<uint8_t>(length >> (8 * (i - 1)));
    }
    output_.insert(output_.begin() + static_cast<ptrdiff_t>(start), header, header + size);
  }

  Bytes input_;
  size_t position_ = 0;
  size_t elements_ = 0;
  std::vector<uint8_t> output_;
  Problem problem_;
};

}  // namespace

OrProblem<std::vector<uint8_t>> NormalizeBer(Bytes ber) { return Normalizer(ber).Run(); }

}  // namespace oteu::verification::cms

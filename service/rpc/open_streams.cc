#include "service/rpc/open_streams.h"

#include <vector>

namespace oteu::rpc {

void OpenStreams::Add(Stream* stream) {
  std::lock_guard lock(mutex_);
  streams_.insert(stream);
  if (ending_) stream->EndSoon();
}

void OpenStreams::Remove(Stream* stream) {
  std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

void OpenStreams::EndAll() {
  std::lock_guard lock(mutex_);
  ending_ = true;
  const std::vector<Stream*> all(streams_.begin(), streams_.end());
  for (Stream* stream : all) {
    if (streams_.count(stream) > 0) stream->EndSoon();
  }
}

}  // namespace oteu::rpc

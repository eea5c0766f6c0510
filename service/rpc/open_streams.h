// The streams that may stay open for long, so that a server that stops can end them: gRPC alone would wait
// for each until its time is over.
#pragma once

#include <mutex>
#include <set>

namespace oteu::rpc {

class OpenStreams {
 public:
  class Stream {
   public:
    virtual ~Stream() = default;
    // Takes no more, answers what was taken, ends. May be called at any time between Add and Remove.
    virtual void EndSoon() = 0;
  };

  // A stream that comes after EndAll is ended at once.
  void Add(Stream* stream);
  void Remove(Stream* stream);
  void EndAll();

 private:
  // Recursive: ending a stream may remove it on the same thread.
  std::recursive_mutex mutex_;
  std::set<Stream*> streams_;  // guarded by mutex_
  bool ending_ = false;        // guarded by mutex_
};

}  // namespace oteu::rpc

#include "service/store/sqlite/reader_pool.h"

#include <algorithm>
#include <utility>

namespace oteu::store::sqlite {

absl::StatusOr<std::unique_ptr<ReaderPool>> ReaderPool::Open(const ConnectionOptions& options,
                                                             int connections) {
  auto pool = std::make_unique<ReaderPool>();
  for (int i = 0; i < std::max(1, connections); ++i) {
    auto connection = Connection::Open(options);
    if (!connection.ok()) return connection.status();
    auto queries = ReadQueries::Create(*std::move(connection));
    if (!queries.ok()) return queries.status();
    pool->idle_.push_back(*std::move(queries));
  }
  return pool;
}

ReaderPool::Lease ReaderPool::Borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !idle_.empty(); });
  std::unique_ptr<ReadQueries> queries = std::move(idle_.back());
  idle_.pop_back();
  return Lease(this, std::move(queries));
}

void ReaderPool::Return(std::unique_ptr<ReadQueries> queries) {
  {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(queries));
  }
  returned_.notify_one();
}

}  // namespace oteu::store::sqlite

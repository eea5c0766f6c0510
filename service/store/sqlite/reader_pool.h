// A few connections for reading, each with its statements prepared, lent to one caller at a time.
//
//   ReaderPool::Lease reader = pool->Borrow();    // waits while all are lent
//   return reader->GetApplication(id);
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/read_queries.h"

namespace oteu::store::sqlite {

class ReaderPool {
 public:
  static absl::StatusOr<std::unique_ptr<ReaderPool>> Open(const ConnectionOptions& options, int connections);

  class Lease {
   public:
    Lease(ReaderPool* pool, std::unique_ptr<ReadQueries> queries)
        : pool_(pool), queries_(std::move(queries)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_->Return(std::move(queries_)); }
    ReadQueries* operator->() const { return queries_.get(); }

   private:
    ReaderPool* const pool_;
    std::unique_ptr<ReadQueries> queries_;
  };
  Lease Borrow();

 private:
  void Return(std::unique_ptr<ReadQueries> queries);

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<ReadQueries>> idle_;  // guarded by mutex_
};

}  // namespace oteu::store::sqlite

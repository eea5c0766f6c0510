#include "service/application/register_builds.h"

#include <utility>

#include "service/limits.h"

namespace oteu::application {

bool RegisterBuilds::Start(const std::string& id, v1::Register head) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (entries_.size() >= static_cast<std::size_t>(limits::kMaxRegisterBuildsKept)) {
    // The oldest that is over goes; when none is, there are too many.
    auto over = entries_.begin();
    while (over != entries_.end() && over->second->head.state() == v1::REGISTER_STATE_BUILDING) ++over;
    if (over == entries_.end()) return false;
    entries_.erase(over);
  }
  auto entry = std::make_shared<BuiltRegister>();
  entry->head = std::move(head);
  entries_[id] = std::move(entry);
  return true;
}

void RegisterBuilds::Update(const std::string& id, const std::function<void(BuiltRegister&)>& change) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  // A reader may hold the entry as it was. While a register is being built the entry is a head and no more.
  auto next = std::make_shared<BuiltRegister>(*found->second);
  change(*next);
  found->second = std::move(next);
}

void RegisterBuilds::Remove(const std::string& id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  entries_.erase(id);
}

std::optional<v1::Register> RegisterBuilds::Find(const std::string& id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return std::nullopt;
  return found->second->head;
}

std::shared_ptr<const BuiltRegister> RegisterBuilds::FindAll(const std::string& id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second;
}

}  // namespace oteu::application

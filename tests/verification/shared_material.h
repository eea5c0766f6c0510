// Reference material that is no part of the repository: tests that want it skip, saying so, where it is
// absent.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace oteu::testing_material {

inline std::filesystem::path SharedDir() {
  if (const char* from_environment = std::getenv("OTEU_SHARED_DIR")) return from_environment;
  return std::filesystem::path(OTEU_SOURCE_DIR) / ".." / "shared";
}

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace oteu::testing_material

// Use as the first line of a test (or of SetUp).
#define OTEU_SKIP_WITHOUT(folder)                                                                          \
  if (!std::filesystem::exists(::oteu::testing_material::SharedDir() / (folder)))                          \
  GTEST_SKIP() << "reference material is not here: " << (::oteu::testing_material::SharedDir() / (folder)) \
               << " (set OTEU_SHARED_DIR)"

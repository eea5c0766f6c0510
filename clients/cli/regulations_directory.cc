#include "clients/cli/regulations_directory.h"

#include <filesystem>

namespace oteu::cli {

std::string DefaultRegulationsDirectory() {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& candidate :
       {program / "regulations", program.parent_path() / "share/oteu/regulations"}) {
    if (!program.empty() && fs::is_directory(candidate, error)) return candidate.string();
  }
  return OTEU_DEFAULT_REGULATIONS_DIR;
}

}  // namespace oteu::cli

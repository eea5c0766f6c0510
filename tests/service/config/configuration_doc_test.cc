// docs/reference/configuration.md names every field of the schema, and no other.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "oteu/config/v1/server_config.pb.h"

namespace oteu::config {
namespace {

void Collect(const google::protobuf::Descriptor* message, const std::string& prefix,
             std::set<std::string>& paths) {
  for (int i = 0; i < message->field_count(); ++i) {
    const auto* field = message->field(i);
    const std::string path = prefix + field->name();
    if (field->message_type() != nullptr) {
      Collect(field->message_type(), path + ".", paths);
    } else {
      paths.insert(path);
    }
  }
}

TEST(ConfigurationDocTest, NamesEveryFieldOnce) {
  std::set<std::string> expected;
  Collect(v1::ServerConfig::descriptor(), "", expected);
  std::ifstream file(std::string(OTEU_SOURCE_DIR) + "/docs/reference/configuration.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::set<std::string> documented;
  const std::regex row("\\n\\| `([a-z_.]+)` \\|");
  for (std::sregex_iterator match(text.begin(), text.end(), row), end; match != end; ++match) {
    EXPECT_TRUE(documented.insert((*match)[1]).second) << (*match)[1];
  }
  EXPECT_EQ(documented, expected);
}

}  // namespace
}  // namespace oteu::config

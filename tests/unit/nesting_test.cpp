// Values that lie deep in each other: copying and writing them goes down as deep as they are, so
// each door for JSON says how deep that may be.
#include "compiler/base/read_json.h"
#include "compiler/explain/certificate.h"
#include "compiler/testing/cell.h"
#include "lsp/server/rpc.h"

#include <doctest/doctest.h>

#include <string>

namespace phep::tests {
namespace {

std::string nested(int depth) {
  const auto n = static_cast<std::size_t>(depth);
  return std::string(n, '[') + "1" + std::string(n, ']');
}

}  // namespace

TEST_CASE("nesting: a message is refused beyond its depth, and brackets in texts are none") {
  CHECK_FALSE(server::nests_deeper(nested(server::kMaxJsonDepth), server::kMaxJsonDepth));
  CHECK(server::nests_deeper(nested(server::kMaxJsonDepth + 1), server::kMaxJsonDepth));
  CHECK(server::nests_deeper(std::string(1'000'000, '['), server::kMaxJsonDepth));
  std::string many = "[";
  for (int i = 0; i < 1000; ++i) many += "[{}],";
  CHECK_FALSE(server::nests_deeper(many + "[]]", server::kMaxJsonDepth));
  CHECK_FALSE(server::nests_deeper("\"" + nested(1000) + "\"", server::kMaxJsonDepth));
  CHECK_FALSE(server::nests_deeper("\"\\\"" + nested(1000) + "\"", server::kMaxJsonDepth));
}

TEST_CASE("nesting: a cell of a table that nests too deep is text, which no fact is") {
  CHECK(testing::cell_json(nested(kDeepestJson)).has_value());
  CHECK_FALSE(testing::cell_json(nested(kDeepestJson + 1)).has_value());
  CHECK_FALSE(testing::cell_json(nested(30'000)).has_value());
  CHECK(testing::cell_value(nested(30'000), decision::Kind::Int, false).is_string());
}

TEST_CASE("nesting: a certificate that nests without end is none") {
  CHECK_FALSE(explain::read_certificate(nested(200'000)).has_value());
  CHECK_FALSE(explain::read_certificate(R"({"certificate":)" + nested(200'000) + "}").has_value());
  CHECK_FALSE(explain::read_certificate(R"({"as_of":)" + nested(200'000) + "}").has_value());
}

}  // namespace phep::tests

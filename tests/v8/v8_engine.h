// V8 as one more engine for the tests: a single Node process that runs the same wasm modules.
#pragma once

#include "compiler/base/result.h"
#include "compiler/codegen/kept_code.h"
#include "compiler/testing/run.h"

#include <memory>

namespace phep::tests {

// Starts Node once; engines made from it share the process. Fails when there is no node on the
// PATH.
class Node {
 public:
  static Result<std::shared_ptr<Node>> start();
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // One request line, one answer line.
  std::string ask(const std::string& line);

 private:
  Node() = default;
  int pid_ = -1, to_ = -1, from_ = -1;
  std::string buffer_;
};

// Compiles the program to wasm, or takes what was compiled before, and loads it into the process.
Result<testing::Engine> v8_engine(const std::shared_ptr<Node>& node,
                                  const decision::Program& program,
                                  std::span<const std::uint8_t> image,
                                  codegen::KeptCode* kept = nullptr);

}  // namespace phep::tests

#include "compiler/engines/in_process.h"
#include "compiler/runtime/determination.h"

#include <cstring>

// The reference: the interpreter in this process, with no generated code.
namespace phep::engines {

namespace {

class Interpreter final : public Engine {
 public:
  Interpreter(const decision::Program& program, std::span<const std::uint8_t> bytes)
      : image_(std::make_shared<Image>(bytes)),
        indices_(image_indices(program, image_->header())) {}

  [[nodiscard]] std::string_view name() const override { return "interp"; }

  Result<int> answer(std::uint32_t decision, std::string_view facts_json,
                     const CaseOptions& options, std::string& output) override {
    const phep_options chosen = options_of(options);
    const std::uint32_t index = indices_.at(decision);
    return buffers_.append(
        [&](Block& out, Block& memory) {
          runtime::Arena arena{memory.data(), memory.data() + memory.size(), false};
          runtime::FactsProblem problem{};
          std::size_t written = 0;
          const int status = runtime::decide_json(
              image_->header(), index, nullptr, facts_json.data(), facts_json.size(), &chosen,
              out.data(), out.size(), &written, arena, &problem);
          return Attempt{status, written};
        },
        output);
  }

  [[nodiscard]] Result<std::unique_ptr<Engine>> twin() const override {
    return std::unique_ptr<Engine>(new Interpreter(image_, indices_));
  }

 private:
  void add_account(std::uint32_t decision, std::string_view facts_json, const CaseOptions& options,
                   RunResult& result) override {
    result.path = Path::Interpreted;
    if (result.status == PHEP_OK)
      result.steps = count_steps(indices_.at(decision), facts_json, options_of(options));
  }

  Interpreter(std::shared_ptr<Image> image, std::vector<std::uint32_t> indices)
      : image_(std::move(image)), indices_(std::move(indices)) {}

  // JSON answers do not tell steps, so the case is decided once more from typed facts. The memory
  // that sufficed for the answer suffices for this.
  std::uint64_t count_steps(std::uint32_t index, std::string_view facts_json,
                            const phep_options& options) {
    Block& memory = buffers_.arena();
    runtime::Arena arena{memory.data(), memory.data() + memory.size(), false};
    runtime::FactsProblem problem{};
    void* facts = nullptr;
    const auto* header = image_->header();
    const auto& decision = reinterpret_cast<const runtime::Decision*>(
        reinterpret_cast<const char*>(header) + header->decisions.offset)[index];
    const auto zone = static_cast<std::int32_t>(decision.zone) * 15;
    runtime::Determinations determinations{options.as_of, zone, nullptr, 0};
    if (runtime::read_facts(header, index, facts_json.data(), facts_json.size(), arena, &facts,
                            &problem, &determinations) != PHEP_OK) {
      return 0;
    }
    auto* result = static_cast<phep_result_head*>(runtime::allocate(arena, decision.result_size));
    if (result == nullptr) return 0;
    result->size = decision.result_size;
    result->layout = decision.layout;
    const int status = runtime::decide(header, index, nullptr, facts, &options, result, arena);
    return status == PHEP_OK ? result->steps : 0;
  }

  std::shared_ptr<Image> image_;
  std::vector<std::uint32_t> indices_;
  Buffers buffers_;
};

}  // namespace

Result<std::unique_ptr<Engine>> make_interpreter(const decision::Program& program,
                                                 std::span<const std::uint8_t> image) {
  return std::make_unique<Interpreter>(program, image);
}

}  // namespace phep::engines

#include "compiler/codegen/codegen.h"
#include "compiler/engines/in_process.h"

// The clean path compiled into this process, in front of this process's interpreter.
namespace phep::engines {

namespace {

// The clean path of the running call, and what it said. The runtime takes a bare function, so the
// way from there back to the engine is this variable.
struct Watched {
  runtime::CleanPath clean = nullptr;
  bool first = true;
  bool decided =
      false;  // the case itself; not the what-ifs that find the readings an answer rests on
};
thread_local Watched watched;

int watching(const void* facts, const phep_options* options, void* result, runtime::Arena* arena) {
  const int slow = watched.clean(facts, options, result, arena);
  if (watched.first) watched.decided = slow == 0;
  watched.first = false;
  return slow;
}

class JitEngine final : public Engine {
 public:
  JitEngine(const decision::Program& program, std::span<const std::uint8_t> bytes,
            std::unique_ptr<codegen::Jit> jit)
      : image_(std::make_shared<Image>(bytes)),
        indices_(image_indices(program, image_->header())),
        jit_(std::move(jit)) {}

  [[nodiscard]] std::string_view name() const override { return "jit"; }

  Result<int> answer(std::uint32_t decision, std::string_view facts_json,
                     const CaseOptions& options, std::string& output) override {
    const phep_options chosen = options_of(options);
    const std::uint32_t index = indices_.at(decision);
    return buffers_.append(
        [&](Block& out, Block& memory) {
          watched = {jit_->clean(decision)};
          runtime::Arena arena{memory.data(), memory.data() + memory.size(), false};
          runtime::FactsProblem problem{};
          std::size_t written = 0;
          const int status = runtime::decide_json(
              image_->header(), index, &watching, facts_json.data(), facts_json.size(), &chosen,
              out.data(), out.size(), &written, arena, &problem);
          return Attempt{status, written};
        },
        output);
  }

  [[nodiscard]] Result<std::unique_ptr<Engine>> twin() const override {
    return std::unique_ptr<Engine>(new JitEngine(image_, indices_, jit_));
  }

 private:
  void add_account(std::uint32_t /*decision*/, std::string_view /*facts_json*/,
                   const CaseOptions& /*options*/, RunResult& result) override {
    result.path = watched.decided ? Path::Generated : Path::Interpreted;
  }

  JitEngine(std::shared_ptr<Image> image, std::vector<std::uint32_t> indices,
            std::shared_ptr<codegen::Jit> jit)
      : image_(std::move(image)), indices_(std::move(indices)), jit_(std::move(jit)) {}

  std::shared_ptr<Image> image_;
  std::vector<std::uint32_t> indices_;
  std::shared_ptr<codegen::Jit> jit_;
  Buffers buffers_;
};

}  // namespace

Result<std::unique_ptr<Engine>> make_jit(const decision::Program& program,
                                         std::span<const std::uint8_t> image,
                                         const EngineOptions& options) {
  codegen::EmitOptions emit;
  emit.optimise = options.shipped ? 2 : 0;
  emit.sabotage = options.sabotage;
  emit.kept = options.kept;
  auto jit = codegen::Jit::create(program, image, emit);
  if (!jit) return std::unexpected(jit.error());
  return std::make_unique<JitEngine>(program, image, std::move(*jit));
}

}  // namespace phep::engines

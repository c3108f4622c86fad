#include "compiler/codegen/codegen.h"
#include "compiler/codegen/emission.h"
#include "compiler/codegen/lowered.h"
#include "compiler/codegen/name_of_code.h"
#include "compiler/codegen/out_of_memory.h"
#include "compiler/codegen/target.h"
#include "compiler/runtime/clean.h"

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/Support/MemoryBuffer.h>

#include <new>

namespace phep::codegen {

namespace {

// The runtime that generated code calls is the one in this process.
llvm::orc::SymbolMap runtime_symbols(llvm::orc::LLJIT& jit, const void* image) {
  llvm::orc::SymbolMap symbols;
  const auto add = [&](const char* name, auto address) {
    symbols[jit.mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(address),
                                          llvm::JITSymbolFlags::Exported};
  };
  add(kImageSymbol, image);
  add("phep_clean_arith", &phep_clean_arith);
  add("phep_clean_decimal", &phep_clean_decimal);
  add("phep_clean_round", &phep_clean_round);
  add("phep_clean_round_product", &phep_clean_round_product);
  add("phep_clean_shift", &phep_clean_shift);
  add("phep_clean_deadline", &phep_clean_deadline);
  add("phep_clean_shift_times", &phep_clean_shift_times);
  add("phep_clean_occurrences", &phep_clean_occurrences);
  add("phep_clean_same_text", &phep_clean_same_text);
  add("phep_clean_text_less", &phep_clean_text_less);
  add("phep_clean_readings", &phep_clean_readings);
  add("phep_clean_allocate", &phep_clean_allocate);
  return symbols;
}

Failure failed(llvm::Error error) {
  return Failure{"the JIT failed: " + llvm::toString(std::move(error))};
}

// The object of a program's clean paths, made or found; `image` is at the address that stays.
Result<std::vector<std::uint8_t>> object_for(llvm::TargetMachine& machine,
                                             const decision::Program& program,
                                             std::span<const std::uint8_t> image,
                                             const EmitOptions& options) {
  const bool kept = may_be_kept(options);
  const std::string name = kept ? name_of_code("jit", program, image, options) : std::string();
  if (kept)
    if (auto found = options.kept->find(name)) return std::move(*found);
  llvm::LLVMContext context;
  auto module = lowered_module(context, machine, program, image, options,
                               {ImagePlace::External, false, false, false});
  if (!module) return std::unexpected(module.error());
  optimise(**module, machine, options.optimise);
  auto object = object_of(**module, machine);
  if (kept && object) options.kept->keep(name, *object);
  return object;
}

}  // namespace

// The image as its readers need it: aligned, and alive as long as the code.
class AlignedImage {
 public:
  explicit AlignedImage(std::span<const std::uint8_t> bytes)
      : bytes_(static_cast<std::uint8_t*>(::operator new(bytes.size(), kAlignment))) {
    std::copy(bytes.begin(), bytes.end(), bytes_);
  }
  ~AlignedImage() { ::operator delete(bytes_, kAlignment); }
  AlignedImage(const AlignedImage&) = delete;
  AlignedImage& operator=(const AlignedImage&) = delete;
  [[nodiscard]] const std::uint8_t* data() const { return bytes_; }

 private:
  static constexpr std::align_val_t kAlignment{16};
  std::uint8_t* bytes_;
};

struct Jit::Session {
  explicit Session(std::span<const std::uint8_t> bytes) : image(bytes) {}
  AlignedImage image;
  std::unique_ptr<llvm::orc::LLJIT> jit;
  std::vector<runtime::CleanPath> clean;  // by decision
};

Result<std::unique_ptr<Jit>> Jit::create(const decision::Program& program,
                                         std::span<const std::uint8_t> image,
                                         const EmitOptions& options) {
  const LlvmEndsWithoutMemory no_way_back;
  auto machine = machine_for(Machine::Native, options.optimise);
  if (!machine) return std::unexpected(machine.error());
  auto session = std::make_unique<Session>(image);
  const std::span<const std::uint8_t> aligned(session->image.data(), image.size());
  auto object = object_for(**machine, program, aligned, options);
  if (!object) return std::unexpected(object.error());

  llvm::orc::JITTargetMachineBuilder builder((*machine)->getTargetTriple());
  builder.setCPU("x86-64-v2")
      .setRelocationModel(llvm::Reloc::PIC_)
      .setCodeGenOptLevel((*machine)->getOptLevel());
  auto jit = llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(builder)).create();
  if (!jit) return std::unexpected(failed(jit.takeError()));
  session->jit = std::move(*jit);
  auto& library = session->jit->getMainJITDylib();
  if (auto error = library.define(
          llvm::orc::absoluteSymbols(runtime_symbols(*session->jit, session->image.data())))) {
    return std::unexpected(failed(std::move(error)));
  }
  const llvm::StringRef bytes(reinterpret_cast<const char*>(object->data()), object->size());
  if (auto error =
          session->jit->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(bytes, "policy"))) {
    return std::unexpected(failed(std::move(error)));
  }
  for (const decision::Decision& decision : program.decisions) {
    auto address = session->jit->lookup(clean_name(decision));
    if (!address) return std::unexpected(failed(address.takeError()));
    session->clean.push_back(
        address->toPtr<int(const void*, const phep_options*, void*, runtime::Arena*)>());
  }
  return std::unique_ptr<Jit>(new Jit(std::move(session)));
}

Jit::Jit(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Jit::~Jit() {
  const LlvmEndsWithoutMemory no_way_back;
  session_.reset();
}

runtime::CleanPath Jit::clean(std::uint32_t decision) const {
  PHEP_CHECK(decision < session_->clean.size(), "a decision of the program");
  return session_->clean[decision];
}

}  // namespace phep::codegen

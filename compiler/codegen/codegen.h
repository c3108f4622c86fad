// Decision IR → machine code: shared libraries, objects, WebAssembly modules, and code in memory.
//
// Generated code is the clean path alone: every needed leaf known, no error, no pending calendar
// day. Everything else it hands to the runtime's interpreter, which travels in each artefact. No
// LLVM type leaves this room.
#pragma once

#include "compiler/base/result.h"
#include "compiler/codegen/kept_code.h"
#include "compiler/decision/decision.h"
#include "compiler/runtime/runtime.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace phep::codegen {

// Objects are relocatable: they hold the whole runtime, and show no symbol but those of their
// decisions, so that one program may link several.
enum class Target { NativeShared, NativeObject, Wasm, WasmObject };

// How generated code meets the runtime. Either way the interpreter and the JSON reader are the same
// ready object.
enum class RuntimeLink {
  Whole,    // what the clean path calls comes as bitcode: inlined and optimised with the policy
            // (`phep build`)
  Prebuilt  // everything is a ready object: the same answers, emitted in less time (tests)
};

// Who watches the reads and writes of an object (native only), generated code and runtime alike.
enum class Sanitizer { None, Address, Thread };

// Where the law is written, for debuggers.
struct SourcePlace {
  std::uint32_t file;  // among `files`
  std::uint32_t line;  // from 1
};
struct SourceLines {
  std::vector<std::string> files;                   // at least one
  std::map<std::string, SourcePlace> declarations;  // by qualified name
  std::map<std::string, SourcePlace> clauses;       // by the name of their certificate bit
};

struct EmitOptions {
  int optimise = 2;  // 0..3
  int sabotage = 0;  // row of sabotage.def, or 0: no lowering is flipped
  std::string soname;
  RuntimeLink runtime = RuntimeLink::Whole;
  Sanitizer sanitizer = Sanitizer::None;  // of Target::NativeObject
  // Bytes of memory, in whole pages, of a wasm module that can have neither less nor more; 0: its
  // host grows it, to 2 GiB at most.
  std::uint64_t wasm_memory = 0;
  // Native code then says which of these lines it comes from, and keeps its symbols; null: nothing.
  const SourceLines* lines = nullptr;
  // Is asked first, and told afterwards; null: all code is made anew.
  KeptCode* kept = nullptr;
};

struct Artifact {
  std::vector<std::uint8_t> bytes;
};

// Compiles every decision of the program. `image` is decision::encode(program). The artefact
// exports, for each decision NAME (its export_name):
//   int NAME_decide(const NAME_facts*, const phep_options*, NAME_result*, void* arena, size_t);
//   int NAME_decide_json(const char*, size_t, const phep_options*, char* out, size_t cap, size_t*
//   written,
//                        void* arena, size_t);
//   int NAME_read(const char*, size_t, const phep_options*, NAME_facts*, phep_problem*,
//                 void* arena, size_t);
//   int NAME_batch(const ArrowSchema*, const ArrowArray*, const phep_options*, const
//                  phep_allocator*, ArrowSchema* out_schema, ArrowArray* out, phep_problem*,
//                  void* arena, size_t);   (native only)
//   uint32_t NAME_abi_version(void);  const void* NAME_image(void);   (not in a Wasm module)
// and, but for objects, `uint32_t phep_abi_version(void)`, `const void* phep_image(void)`. A
// WebAssembly module imports nothing and exports `memory` and `__heap_base` besides; a meter ends
// each of its calls (compiler/runtime/meter.h). A native
// object needs memcpy, memmove, memset and memcmp of whom it is linked with; a wasm object brings
// weak ones. Must not run in two threads at once (the linker has global state).
Result<Artifact> emit(const decision::Program& program, std::span<const std::uint8_t> image,
                      Target target, const EmitOptions& options);

// A static library of one object, its symbols listed, without times or owners: equal objects give
// equal bytes.
Result<Artifact> archive(const std::string& member, const Artifact& object);

// Names of the rows of sabotage.def: index 0 is the first row, row 1.
std::vector<std::string> sabotage_names();

// Code in this process's memory, freed with the object.
class Jit {
 public:
  // The program and the image are only read during the call; the code refers to a copy of the
  // image.
  static Result<std::unique_ptr<Jit>> create(const decision::Program& program,
                                             std::span<const std::uint8_t> image,
                                             const EmitOptions& options);
  ~Jit();
  Jit(const Jit&) = delete;
  Jit& operator=(const Jit&) = delete;

  // The clean path of the decision with this index.
  [[nodiscard]] runtime::CleanPath clean(std::uint32_t decision) const;

 private:
  struct Session;
  explicit Jit(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace phep::codegen

#include "compiler/codegen/debug_lines.h"

#include "compiler/decision/operands.h"

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/DebugInfoMetadata.h>

#include <filesystem>

namespace phep::codegen {

using namespace decision;  // NOLINT: this file is about its kinds

namespace {

constexpr std::uint32_t kDwarf = 5;

// The place of each instruction of a function, or none.
class Places {
 public:
  explicit Places(const Function& source)
      : first_(source.parameters.size()), by_inst_(source.insts.size(), nullptr) {}
  void put(Reg reg, const SourcePlace* place) {
    if (place != nullptr && reg.exists() && reg.index >= first_)
      by_inst_[reg.index - first_] = place;
  }
  [[nodiscard]] const SourcePlace* operator[](std::size_t inst) const { return by_inst_[inst]; }

 private:
  std::size_t first_;
  std::vector<const SourcePlace*> by_inst_;
};

}  // namespace

DebugLines::DebugLines(llvm::Module& module, const SourceLines& lines)
    : lines_(lines), builder_(module), files_(lines.files.size(), nullptr) {
  module.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  module.addModuleFlag(llvm::Module::Warning, "Dwarf Version", kDwarf);
  // Debuggers know no language of law; C's expressions and names are the plainest.
  builder_.createCompileUnit(llvm::dwarf::DW_LANG_C99, file(0), "phep", true, "", 0);
}

llvm::DIFile* DebugLines::file(std::uint32_t number) {
  if (files_[number] == nullptr) {
    const std::filesystem::path path(lines_.files[number]);
    files_[number] = builder_.createFile(path.filename().string(), path.parent_path().string());
  }
  return files_[number];
}

void DebugLines::describe(llvm::Function* function, const std::string& declaration) {
  const auto found = lines_.declarations.find(declaration);
  if (found == lines_.declarations.end()) return;
  const auto [number, line] = found->second;
  llvm::DISubroutineType* type =
      builder_.createSubroutineType(builder_.getOrCreateTypeArray({nullptr}));
  function->setSubprogram(builder_.createFunction(
      file(number), declaration, function->getName(), file(number), line, type, line,
      llvm::DINode::FlagZero,
      llvm::DISubprogram::SPFlagDefinition | llvm::DISubprogram::SPFlagOptimized));
}

llvm::DebugLoc DebugLines::start(const llvm::Function* function) {
  llvm::DISubprogram* subprogram = function->getSubprogram();
  if (subprogram == nullptr) return {};
  return llvm::DILocation::get(function->getContext(), subprogram->getLine(), 0, subprogram);
}

llvm::DebugLoc DebugLines::at(llvm::DISubprogram* subprogram, const SourcePlace& place) {
  llvm::DIScope* scope = subprogram;
  if (file(place.file) != subprogram->getFile()) {
    llvm::DIScope*& other = other_files_[{subprogram, place.file}];
    if (other == nullptr) other = builder_.createLexicalBlockFile(subprogram, file(place.file));
    scope = other;
  }
  return llvm::DILocation::get(subprogram->getContext(), place.line, 0, scope);
}

const SourcePlace* DebugLines::clause(const Program& program, std::uint32_t bit) const {
  if (bit >= program.certificate_bits.size()) return nullptr;
  const auto found = lines_.clauses.find(program.certificate_bits[bit]);
  return found == lines_.clauses.end() ? nullptr : &found->second;
}

std::vector<llvm::DebugLoc> DebugLines::of(const llvm::Function* function, const Program& program,
                                           const Function& source) {
  llvm::DISubprogram* subprogram = function->getSubprogram();
  if (subprogram == nullptr) return {};
  Places places(source);
  // Backwards, so that what several clauses use is of the first of them.
  for (std::size_t i = source.insts.size(); i-- > 0;) {
    const InstNode& node = source.insts[i].node;
    if (const auto* choose = std::get_if<ChooseInst>(&node)) {
      for (auto row = choose->nodes.rbegin(); row != choose->nodes.rend(); ++row) {
        places.put(row->conclusion, clause(program, row->bit));
        places.put(row->guard, clause(program, row->bit));
      }
      continue;
    }
    if (const auto* norm = std::get_if<NormInst>(&node)) {
      const NormSpec& spec = program.norms[norm->norm];
      const auto put = [&](std::uint32_t bit, std::initializer_list<Reg> regs) {
        for (const Reg reg : regs) places.put(reg, clause(program, bit));
      };
      for (const auto& row : spec.sanctions) put(row.bit, {row.from, row.to, row.applies});
      for (const auto& row : spec.evidence) put(row.bit, {row.guard});
      for (const auto& row : spec.deferrals) put(row.bit, {row.end, row.guard});
      for (const auto& row : spec.exempts) put(row.bit, {row.guard});
      continue;
    }
    if (const auto* mark = std::get_if<MarkInst>(&node))
      places.put(Reg{static_cast<std::uint32_t>(source.parameters.size() + i)},
                 clause(program, mark->bit));
    if (const SourcePlace* place = places[i])
      each_operand(source.insts[i], [&](Reg reg) { places.put(reg, place); });
  }
  std::vector<llvm::DebugLoc> out;
  out.reserve(source.insts.size());
  for (std::size_t i = 0; i < source.insts.size(); ++i)
    out.push_back(places[i] == nullptr ? start(function) : at(subprogram, *places[i]));
  return out;
}

}  // namespace phep::codegen

// Static libraries: the archive format that linkers read.
#include "compiler/codegen/codegen.h"
#include "compiler/codegen/out_of_memory.h"

#include <llvm/Object/ArchiveWriter.h>
#include <llvm/Support/MemoryBuffer.h>

namespace phep::codegen {

Result<Artifact> archive(const std::string& member, const Artifact& object) {
  const LlvmEndsWithoutMemory no_way_back;
  const llvm::MemoryBufferRef bytes(
      llvm::StringRef(reinterpret_cast<const char*>(object.bytes.data()), object.bytes.size()),
      member);
  std::vector<llvm::NewArchiveMember> members;
  members.emplace_back(bytes);
  auto written = llvm::writeArchiveToBuffer(members, llvm::SymtabWritingMode::NormalSymtab,
                                            llvm::object::Archive::K_GNU, true, false);
  if (!written) return std::unexpected(Failure{llvm::toString(written.takeError())});
  const llvm::StringRef made = (*written)->getBuffer();
  return Artifact{{made.bytes_begin(), made.bytes_end()}};
}

}  // namespace phep::codegen

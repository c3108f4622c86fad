#include "compiler/cli/build_id.h"

#include "compiler/base/hex.h"

#include <cstdint>
#include <cstring>
#include <elf.h>
#include <link.h>

namespace phep::cli {
namespace {

std::size_t padded(std::size_t size) {
  return (size + 3) / 4 * 4;
}

}  // namespace

std::string build_id() {
  std::string found;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          if (info->dlpi_phdr[i].p_type != PT_NOTE) continue;
          const auto* at =
              reinterpret_cast<const std::uint8_t*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
          const std::uint8_t* const end = at + info->dlpi_phdr[i].p_memsz;
          while (at + sizeof(ElfW(Nhdr)) <= end) {
            ElfW(Nhdr) note;
            std::memcpy(&note, at, sizeof note);
            const std::uint8_t* const name = at + sizeof note;
            const std::uint8_t* const text = name + padded(note.n_namesz);
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
                std::memcmp(name, "GNU", 4) == 0)
              *static_cast<std::string*>(out) = hex({text, note.n_descsz});
            at = text + padded(note.n_descsz);
          }
        }
        return 1;  // the first is the program itself
      },
      &found);
  return found;
}

}  // namespace phep::cli

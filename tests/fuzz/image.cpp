// A policy image that somebody has changed: refused, or nothing of it leads outside. Where only
// numbers, bounds and registers of the same kinds were changed, the interpreter decides it too,
// within its memory.
//
// Eight bytes a change: the word (modulo the image's), and what it becomes; the top bit of the
// first adds instead. The image's checks compare indices and ranges, not the kinds of registers:
// see `same_kinds` for what else the interpreter relies on.
#include "compiler/inspect/table.h"
#include "compiler/runtime/operands.h"
#include "compiler/runtime/sections.h"
#include "tests/fuzz/shared/decide.h"
#include "tests/fuzz/shared/programs.h"
#include "tests/fuzz/shared/target.h"

#include <cstring>
#include <span>
#include <vector>

namespace {

using namespace phep;
using namespace phep::runtime;
using fuzz::holds;

template <class T>
std::span<const T> all(const Header* image, Section section) {
  return {items<T>(image, section), section.count};
}

Kind kind_of(const Header* image, const Function& function, std::uint32_t reg) {
  if (reg < function.parameters) return Kind::Norm;  // not told: never equal to what has a kind
  return items<Inst>(image, image->insts)[function.insts.first + (reg - function.parameters)].kind;
}

// The registers that an instruction reads, by kind; parameters by their number.
std::vector<std::uint32_t> reads(const Header* image, const Function& function, const Inst& inst) {
  std::vector<std::uint32_t> out;
  for_each_operand(items<std::uint32_t>(image, image->operands),
                   items<NormSpec>(image, image->norm_specs), inst, [&](std::uint32_t reg) {
                     out.push_back(reg < function.parameters
                                       ? 0x100 + reg
                                       : static_cast<std::uint32_t>(kind_of(image, function, reg)));
                   });
  return out;
}

bool same_bytes(const Header* a, const Header* b, Section section, std::size_t size) {
  return std::memcmp(reinterpret_cast<const char*>(a) + section.offset,
                     reinterpret_cast<const char*>(b) + section.offset, section.count * size) == 0;
}

// Whether every register and fact is of the kind that it was, and every text where it was.
bool same_kinds(const Header* was, const Header* is) {
  const std::size_t heads = offsetof(Header, strings);
  if (std::memcmp(reinterpret_cast<const char*>(was) + heads,
                  reinterpret_cast<const char*>(is) + heads, sizeof(Header) - heads) != 0)
    return false;
  if (!same_bytes(was, is, was->functions, sizeof(Function)) ||
      !same_bytes(was, is, was->structs, sizeof(Struct)) ||
      !same_bytes(was, is, was->decisions, sizeof(runtime::Decision)) ||
      !same_bytes(was, is, was->outputs, sizeof(runtime::Output)) ||
      !same_bytes(was, is, was->norm_outputs, sizeof(runtime::NormOutput)))
    return false;
  for (std::uint32_t i = 0; i < was->slots.count; ++i) {
    const auto& a = all<runtime::Slot>(was, was->slots)[i];
    const auto& b = all<runtime::Slot>(is, is->slots)[i];
    if (a.kind != b.kind || a.is_list != b.is_list || a.offset != b.offset || a.bit != b.bit ||
        a.type != b.type || a.structure != b.structure)
      return false;
  }
  for (const Function& function : all<Function>(was, was->functions))
    for (std::uint32_t n = 0; n < function.insts.count; ++n) {
      const Inst& a = all<Inst>(was, was->insts)[function.insts.first + n];
      const Inst& b = all<Inst>(is, is->insts)[function.insts.first + n];
      if (a.op != b.op || a.kind != b.kind || a.aux != b.aux) return false;
      if ((a.op == Op::Load || a.op == Op::Call || a.op == Op::Norm || a.op == Op::Const) &&
          a.a != b.a)
        return false;
      if ((a.op == Op::Compare || a.op == Op::Arith) && a.c != b.c) return false;
      if (a.op == Op::Quantify || a.op == Op::Deadline) {
        // The words before the registers: list, functions, kinds.
        if (a.a != b.a || a.b != b.b) return false;
        const std::size_t words = a.op == Op::Quantify ? 4 : 2;
        if (std::memcmp(operands_at(was, a.a), operands_at(is, b.a), words * 4) != 0) return false;
      }
      if (reads(was, function, a) != reads(is, function, b)) return false;
    }
  return true;
}

}  // namespace

PHEP_FUZZ_TARGET {
  const fuzz::Executable& made = fuzz::executable("tests/packages/every_kind.phep");
  std::vector<std::uint64_t> words = made.image;
  auto* bytes = reinterpret_cast<std::uint8_t*>(words.data());
  fuzz::Bytes in(data, size);
  for (int n = 0; !in.empty() && n < 16; ++n) {
    const auto where = in.take<std::uint32_t>();
    const auto what = in.take<std::uint32_t>();
    std::uint8_t* at = bytes + (where & 0x7FFF'FFFFU) % (made.size / 4) * 4;
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    value = (where >> 31U) != 0 ? value + what : what;
    std::memcpy(at, &value, sizeof value);
  }
  if (!verify_image(words.data(), made.size)) return 0;
  const auto* image = reinterpret_cast<const Header*>(words.data());
  const auto* was = reinterpret_cast<const Header*>(made.image.data());
  // What `phep inspect` does with the table of an artefact.
  inspect::recomputed_bounds(image);

  const bool changed = std::memcmp(bytes, made.image.data(), made.size) != 0;
  if (!same_kinds(was, image)) return 0;
  constexpr std::string_view kFacts =
      R"({"yes":true,"count":7,"small":2,"share":"1.5","paid":9000,"owed":null,"day":"2026-01-20",)"
      R"("last_day":null,"began":"2026-01-05T08:00+07:00","ended":"2026-01-30T08:00+07:00",)"
      R"("term":{"n":3,"unit":"days"},"word":"chữ","note":null,"colour":"blue","maybe":null,)"
      R"("steps":["asked","told"],"items":[{"name":"a","weight":20,"price":null,"colour":"red",)"
      R"("steps":["told"]}],"acts":{"told_at":"2026-01-07T08:00+07:00"}})";
  const fuzz::Answer whole = fuzz::decide(image, 0, kFacts);
  const fuzz::Answer partial = fuzz::decide(image, 0, R"({"yes":true,"items":[{"weight":4}]})");
  holds(whole.status <= PHEP_LIMIT && partial.status <= PHEP_LIMIT, "a status is one of its words");
  static const std::string usual = fuzz::decide(was, 0, kFacts).text;
  fuzz::plant(1, changed);
  fuzz::plant(2, whole.status == PHEP_OK && whole.text != usual);
  fuzz::plant(3, whole.status == PHEP_OK && whole.text.contains("\"violated\"") &&
                     !usual.contains("\"violated\""));
  return 0;
}

#include "tests/proofs/facts_in.h"

#include "compiler/runtime/date.h"

#include <algorithm>
#include <cstring>

namespace phep::tests {

namespace {

using decision::Kind;
using verify::Term;

class Reader {
 public:
  Reader(const verify::Encoder& encoder, const char* root)
      : encoder_(encoder), program_(encoder.program()), logic_(encoder.logic()), root_(root) {}

  std::vector<z3::expr> all() {
    for (const auto& [place, count] : encoder_.lengths()) {
      const char* const at = structure(place);
      if (at == nullptr || !bit(place, at, true)) {
        out_.push_back(count == logic_.number(0));
        continue;
      }
      phep_list list{};
      std::memcpy(&list, at + program_.slots[place.slot].offset, sizeof list);
      out_.push_back(count == logic_.number(list.length));
    }
    for (const auto& [place, fact] : encoder_.facts()) one(place, fact);
    return std::move(out_);
  }

 private:
  // Where the struct of a place begins; null where the list is shorter.
  const char* structure(const verify::Place& place) const {
    const decision::SlotId list = program_.structs[program_.slots[place.slot].structure].list_slot;
    if (!list.exists()) return root_;
    const verify::Place owner{list, place.index >> 16U};
    const char* const at = structure(owner);
    if (at == nullptr || !bit(owner, at, true)) return nullptr;
    phep_list items{};
    std::memcpy(&items, at + program_.slots[list].offset, sizeof items);
    const std::uint64_t index = place.index & 0xFFFFU;
    if (index >= items.length) return nullptr;
    const std::uint32_t size = program_.structs[program_.slots[list].element].size;
    return static_cast<const char*>(items.items.ptr) + index * size;
  }

  // The known or the present bit of a slot.
  bool bit(const verify::Place& place, const char* at, bool present) const {
    const decision::Slot& slot = program_.slots[place.slot];
    const decision::Struct& structure = program_.structs[slot.structure];
    const std::size_t head = structure.root ? 8 : 0;
    const std::size_t word = (present ? structure.words : 0) + slot.bit / 64;
    std::uint64_t bits = 0;
    std::memcpy(&bits, at + head + word * 8, 8);
    return (bits >> (slot.bit % 64) & 1U) != 0;
  }

  template <class T>
  T field(const char* at, const decision::Slot& slot, std::size_t more = 0) const {
    T out{};
    std::memcpy(&out, at + slot.offset + more, sizeof out);
    return out;
  }

  void is(const z3::expr& formula, std::int64_t value) {
    out_.push_back(formula == logic_.number(value));
  }

  void one(const verify::Place& place, const verify::Fact& fact) {
    const char* const at = structure(place);
    if (at == nullptr) return;  // nobody asks an element that is not there
    const decision::Slot& slot = program_.slots[place.slot];
    const bool present = !slot.optional || bit(place, at, true);
    if (slot.optional) out_.push_back(present ? fact.present : !fact.present);
    if (!present) return;
    const Term& value = fact.value;
    switch (slot.kind) {
      case Kind::Bool:
        out_.push_back(field<std::uint8_t>(at, slot) != 0 ? value.value : !value.value);
        break;
      case Kind::Int:
      case Kind::Money: is(value.value, field<std::int64_t>(at, slot)); break;
      case Kind::Enum:
      case Kind::Date: is(value.value, field<std::int32_t>(at, slot)); break;
      case Kind::Decimal:
      case Kind::Amount:
        out_.push_back(value.value == logic_.wide(field<std::uint64_t>(at, slot),
                                                  field<std::uint64_t>(at, slot, 8)));
        break;
      case Kind::Instant: {
        const Term moment = encoder_.instant_of(field<std::int64_t>(at, slot));
        out_.push_back(value.value == moment.value && value.rest == moment.rest);
        break;
      }
      case Kind::Duration:
        is(value.value, field<std::int64_t>(at, slot));
        is(value.rest, field<std::int64_t>(at, slot, 8));
        break;
      case Kind::Text: {
        const auto text = field<phep_text>(at, slot);
        const std::string words(text.data.ptr == nullptr ? "" : text.data.ptr, text.length);
        const auto& known = encoder_.texts();
        const auto found = std::find(known.begin(), known.end(), words);
        // Others are told apart by their bytes.
        is(value.value, found != known.end() ? found - known.begin() : other(words));
        break;
      }
      case Kind::Set:
        for (std::size_t i = 0; i < value.bits.size(); ++i)
          out_.push_back((field<std::uint64_t>(at, slot) >> i & 1U) != 0 ? value.bits[i]
                                                                         : !value.bits[i]);
        break;
      case Kind::Norm: break;
    }
  }

  std::int64_t other(const std::string& words) {
    const auto found = std::find(others_.begin(), others_.end(), words);
    const auto index = found - others_.begin();
    if (found == others_.end()) others_.push_back(words);
    return static_cast<std::int64_t>(encoder_.texts().size()) + index;
  }

  const verify::Encoder& encoder_;
  const decision::Program& program_;
  const verify::Logic& logic_;
  const char* root_;
  std::vector<z3::expr> out_;
  std::vector<std::string> others_;
};

}  // namespace

std::optional<std::vector<z3::expr>> facts_in(const verify::Encoder& encoder,
                                              const runtime::Header* image,
                                              const decision::Decision& decision,
                                              const std::string& facts) {
  std::vector<char> memory(std::size_t{4} << 20U);
  runtime::Arena arena{memory.data(), memory.data() + memory.size(), false};
  runtime::FactsProblem problem{};
  void* root = nullptr;
  const std::uint32_t index =
      runtime::find_decision(image, decision.name.data(), decision.name.size());
  if (runtime::read_facts(image, index, facts.data(), facts.size(), arena, &root, &problem) !=
      PHEP_OK)
    return std::nullopt;
  return Reader(encoder, static_cast<const char*>(root)).all();
}

}  // namespace phep::tests

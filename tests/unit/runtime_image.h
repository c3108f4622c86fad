// Policy images made by hand, for tests of the runtime alone.
#pragma once

#include "compiler/runtime/image.h"
#include "compiler/runtime/sections.h"

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phep::runtime {

// Collects the items of an image; build() lays the sections out. Adding returns the index or range
// of what was added.
class ImageBuilder {
 public:
  std::uint32_t string(std::string_view text) {
    const auto [at, added] = interned_.try_emplace(std::string(text), count(strings));
    if (added) {
      strings.push_back({count(bytes), static_cast<std::uint32_t>(text.size())});
      bytes.insert(bytes.end(), text.begin(), text.end());
    }
    return at->second;
  }
  Range operand_words(const std::vector<std::uint32_t>& added) {
    const Range range{count(operands), count(added)};
    operands.insert(operands.end(), added.begin(), added.end());
    return range;
  }
  Range operand_strings(const std::vector<std::string_view>& texts) {
    std::vector<std::uint32_t> indices;
    for (const std::string_view text : texts) indices.push_back(string(text));
    return operand_words(indices);
  }
  Range word_bits(const std::vector<std::uint64_t>& added) {
    const Range range{count(words), count(added)};
    words.insert(words.end(), added.begin(), added.end());
    return range;
  }
  std::uint32_t enumeration(std::string_view name, const std::vector<std::string_view>& members) {
    enums.push_back({operand_strings(members), 0, string(name)});
    return count(enums) - 1;
  }
  std::uint32_t symbol(std::string_view qualified_name) {
    symbols.push_back(string(qualified_name));
    return count(symbols) - 1;
  }

  // The image; valid as long as the builder lives and until the next call.
  const Header* build() {
    Header header{};
    std::memcpy(header.magic, kImageMagic, sizeof header.magic);
    header.version = kImageVersion;
    header.known_through = known_through;
    for (std::uint32_t i = 0; i < sizeof header.release; ++i) {
      header.release[i] = static_cast<std::uint8_t>(i);
    }
    buffer_.assign((sizeof(Header) + 7) / 8, 0);
    lay(header.strings, strings);
    lay(header.bytes, bytes);
    lay(header.symbols, symbols);
    lay(header.decisions, decisions);
    lay(header.structs, structs);
    lay(header.slots, slots);
    lay(header.objects, objects);
    lay(header.keys, keys);
    lay(header.enums, enums);
    lay(header.readings, readings);
    lay(header.calendars, calendars);
    lay(header.alternatives, alternatives);
    lay(header.groups, groups);
    lay(header.words, words);
    lay(header.functions, functions);
    lay(header.insts, insts);
    lay(header.operands, operands);
    lay(header.constants, constants);
    lay(header.norm_specs, norm_specs);
    lay(header.norm_texts, norm_texts);
    lay(header.outputs, outputs);
    lay(header.norm_outputs, norm_outputs);
    lay(header.certificate_names, certificate_names);
    lay(header.notes, notes);
    header.size = static_cast<std::uint32_t>(buffer_.size() * 8);
    std::memcpy(buffer_.data(), &header, sizeof header);
    return reinterpret_cast<const Header*>(buffer_.data());
  }

  template <class T>
  static std::uint32_t count(const std::vector<T>& items) {
    return static_cast<std::uint32_t>(items.size());
  }

  std::vector<Range> strings;
  std::vector<char> bytes;
  std::vector<std::uint32_t> symbols;
  std::vector<Decision> decisions;
  std::vector<Struct> structs;
  std::vector<Slot> slots;
  std::vector<ObjectNode> objects;
  std::vector<KeyNode> keys;
  std::vector<EnumTable> enums;
  std::vector<ReadingTable> readings;
  std::vector<Calendar> calendars;
  std::vector<PendingAlternative> alternatives;
  std::vector<PendingGroup> groups;
  std::vector<std::uint64_t> words;
  std::vector<Function> functions;
  std::vector<Inst> insts;
  std::vector<std::uint32_t> operands;
  std::vector<Const> constants;
  std::vector<NormSpec> norm_specs;
  std::vector<NormText> norm_texts;
  std::vector<Output> outputs;
  std::vector<NormOutput> norm_outputs;
  std::vector<std::uint32_t> certificate_names;
  std::vector<Note> notes;
  std::uint32_t known_through = kNone;

 private:
  template <class T>
  void lay(Section& section, const std::vector<T>& items) {
    section = {static_cast<std::uint32_t>(buffer_.size() * 8), count(items)};
    const std::size_t size = items.size() * sizeof(T);
    buffer_.resize(buffer_.size() + (size + 7) / 8);
    if (size != 0) {
      std::memcpy(reinterpret_cast<char*>(buffer_.data()) + section.offset, items.data(), size);
    }
  }

  std::map<std::string, std::uint32_t> interned_;
  std::vector<std::uint64_t> buffer_;
};

}  // namespace phep::runtime

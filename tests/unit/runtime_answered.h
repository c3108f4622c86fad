// Answers laid out by hand, as write_result writes them.
#pragma once

#include "compiler/runtime/answer.h"
#include "compiler/runtime/date.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace phep::runtime {

inline std::int64_t moment(std::string_view text) {
  std::int64_t out = 0;
  REQUIRE(parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &out) ==
          InstantStatus::Ok);
  return out;
}

inline phep_value known(std::uint64_t a, std::uint64_t b = 0) {
  return {PHEP_KNOWN, 0, a, b};
}
inline phep_value instant(std::string_view text) {
  return known(static_cast<std::uint64_t>(moment(text)));
}

// A case, and an answer about it that is filled in by hand and then written.
class Answered : public CaseImage {
 public:
  phep_options options{sizeof(phep_options), 0, moment("2026-03-10T09:00+07:00"),
                       PHEP_NO_DATE,         0, {}};
  std::uint64_t rests_on = 0;
  std::vector<std::uint32_t> missing;
  const Determination* determinations = nullptr;

  Answered() {
    builder.decisions[0].zone = 28;
    builder.decisions[0].exposure = kNone;
    builder.decisions[0].result_size = sizeof(phep_result_head);
    builder.decisions[0].layout = 5;
  }

  void output(std::string_view name, Kind kind, const phep_value& value,
              std::uint32_t type = kNone) {
    Output added{};
    added.name = builder.string(name);
    added.kind = kind;
    added.type = type;
    added.offset = place(&value, sizeof value);
    builder.outputs.push_back(added);
    ++builder.decisions[0].outputs.count;
  }

  struct Sanction {
    std::string_view label, kind;
    Kind amounts;
    std::string_view cite;
    phep_sanction value;
  };
  // The norm's specification; results are added apart.
  std::uint32_t norm(std::string_view name, const std::vector<std::string_view>& cites,
                     const std::vector<std::string_view>& exempts = {},
                     const std::vector<Sanction>& sanctions = {}, std::uint32_t confidence = 0) {
    NormText text{};
    text.name = builder.string(name);
    text.cites = builder.operand_strings(cites);
    text.exempt_names = builder.operand_strings(exempts);
    text.confidence = confidence;
    text.currencies = builder.string("VND");
    std::vector<std::uint32_t> words;
    for (const Sanction& row : sanctions) {
      words.push_back(builder.string(row.label));
      words.push_back(builder.string(row.kind));
      words.push_back(static_cast<std::uint32_t>(row.amounts));
      words.push_back(row.cite.empty() ? kNone : builder.string(row.cite));
      words.insert(words.end(), {0, 0});  // no measures
    }
    text.sanctions = builder.operand_words(words);
    NormSpec spec{};
    spec.text = ImageBuilder::count(builder.norm_texts);
    builder.norm_texts.push_back(text);
    builder.norm_specs.push_back(spec);
    return ImageBuilder::count(builder.norm_specs) - 1;
  }
  void result(std::uint32_t spec, const phep_norm& norm,
              const std::vector<phep_sanction>& sanctions = {}) {
    NormOutput added{};
    added.spec = spec;
    added.list = kNone;
    added.pointer = kNone;
    added.key = builder.norm_texts[builder.norm_specs[spec].text].name;
    added.offset = place(&norm, sizeof norm);
    for (const phep_sanction& row : sanctions) place(&row, sizeof row);
    builder.norm_outputs.push_back(added);
    ++builder.decisions[0].norms.count;
  }
  void results(std::uint32_t spec, std::uint32_t list, std::string_view pointer,
               const phep_norm_array& array) {
    NormOutput added{};
    added.spec = spec;
    added.list = list;
    added.pointer = builder.string(pointer);
    added.key = builder.norm_texts[builder.norm_specs[spec].text].name;
    added.offset = place(&array, sizeof array);
    builder.norm_outputs.push_back(added);
    ++builder.decisions[0].norms.count;
  }
  void certificate(std::initializer_list<std::uint64_t> words) {
    builder.decisions[0].certificate_words = static_cast<std::uint32_t>(words.size());
    builder.decisions[0].certificate_offset = place(words.begin(), words.size() * 8);
  }

  std::string write(std::string_view facts_json = "{}") {
    const Header* const image = builder.build();
    std::vector<char> memory(1 << 16);
    Arena arena{memory.data(), memory.data() + memory.size(), false};
    void* facts = nullptr;
    FactsProblem problem{};
    REQUIRE(read_facts(image, 0, facts_json.data(), facts_json.size(), arena, &facts, &problem) ==
            PHEP_OK);
    phep_result_head head{};
    head.size = builder.decisions[0].result_size;
    head.layout = 5;
    head.missing.ptr = missing.data();
    head.missing_count = ImageBuilder::count(missing);
    result_.resize((head.size + 7) / 8);
    std::memcpy(result_.data(), &head, sizeof head);
    std::string out(1 << 16, '\0');
    std::size_t written = 0;
    REQUIRE(write_result(image, 0, facts, &options, result_.data(), rests_on, out.data(),
                         out.size(), &written, determinations) == PHEP_OK);
    out.resize(written);
    check_small_buffers(image, facts, out);
    return out;
  }

  // The text of one output or norm: what stands behind "key": up to the closing brace of its
  // parent.
  std::string member(std::string_view key, std::string_view facts_json = "{}") {
    const std::string text = write(facts_json);
    const auto at = text.find("\"" + std::string(key) + "\":");
    REQUIRE(at != std::string::npos);
    const auto from = at + key.size() + 3;
    int depth = 0;
    for (auto end = from; end < text.size(); ++end) {
      const char c = text[end];
      if ((c == ',' || c == '}') && depth == 0) return text.substr(from, end - from);
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    }
    return "?";
  }

 private:
  std::uint32_t place(const void* value, std::size_t size) {
    std::uint32_t& total = builder.decisions[0].result_size;
    const std::uint32_t at = total;
    total += static_cast<std::uint32_t>(size);
    result_.resize((total + 7) / 8);
    std::memcpy(reinterpret_cast<char*>(result_.data()) + at, value, size);
    return at;
  }

  // Whatever the room, the length is the same and not one byte too many is written.
  void check_small_buffers(const Header* image, const void* facts, const std::string& whole) {
    for (const std::size_t room :
         {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
      std::vector<char> out(room + 8, '#');
      std::size_t written = 0;
      CHECK(write_result(image, 0, facts, &options, result_.data(), rests_on, out.data(), room,
                         &written, determinations) == PHEP_SMALL_ARENA);
      CHECK(written == whole.size());
      CHECK(std::string_view(out.data() + room, 8) == "########");
    }
  }

  std::vector<std::uint64_t> result_;
};

inline phep_norm plain(std::int32_t status, std::uint32_t flags) {
  phep_norm norm{};
  norm.status = status;
  norm.flags = flags;
  return norm;
}

}  // namespace phep::runtime

// Calls of the C interface, one after another, by a caller whose facts, options, result and memory
// live on from call to call: a status each time, nothing outside of what was given is touched, and
// what is decided hangs on the facts alone, not on what lay in memory, on who decides (generated
// code or the interpreter), nor on whether facts came as structs or as JSON.
//
// A byte chooses the program; then each call is a byte and what it needs.
#include "compiler/runtime/entry.h"
#include "compiler/runtime/sections.h"
#include "tests/fuzz/shared/compiled.h"
#include "tests/fuzz/shared/facts_text.h"
#include "tests/fuzz/shared/target.h"
#include "tests/fuzz/shared/typed_facts.h"

#include <nlohmann/json.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace phep;
using namespace phep::runtime;
using fuzz::Bytes;
using fuzz::holds;

constexpr std::size_t kEnough = std::size_t{1} << 16U;  // of memory, for any of these programs

// A program, and whether its facts can be printed.
struct Policy {
  const fuzz::Compiled& compiled;
  bool in_json;

  [[nodiscard]] const runtime::Decision& decision() const {
    return items<runtime::Decision>(compiled.image(), compiled.image()->decisions)[0];
  }
};
Policy policy(std::size_t which) {
  switch (which % 3) {
    case 0: return {fuzz::compiled("tests/packages/every_kind.phep"), true};
    case 1: return {fuzz::compiled("tests/fuzz/programs/judged.phep"), false};
    default: return {fuzz::compiled("tests/fuzz/programs/readings.phep"), true};
  }
}

// Bytes of exactly this size, all of them `filling`.
std::unique_ptr<char[]> filled(std::size_t size, int filling) {
  auto out = std::make_unique_for_overwrite<char[]>(size);
  std::memset(out.get(), filling, size);
  return out;
}

struct Told {
  int status = 0;
  std::string text;
};

class Caller {
 public:
  explicit Caller(const Policy& policy)
      : policy_(policy),
        image_(policy.compiled.image()),
        facts_(image_, policy.decision().structure) {
    begin_again();
  }

  void call(Bytes& in) {
    switch (in.take<std::uint8_t>() % 8) {
      case 0: return choose_options(in);
      case 1: return facts_.fill(in);
      case 2: return read(in);
      case 3: return decide(in);
      case 4: return decide_text(in);
      case 5: return lie(in);
      case 6: return leave_out(in);
      default: return begin_again();
    }
  }

 private:
  void begin_again() {
    facts_.clear();
    options_ = {};
    options_.size = sizeof options_;
    options_.as_of = 1'772'000'000'000;  // 2026-02-25
    options_.law_date = PHEP_NO_DATE;
    readings_.reset();
    result_size_ = policy_.decision().result_size;
    result_layout_ = policy_.decision().layout;
    lied_ = false;
  }

  void choose_options(Bytes& in) {
    const auto which = in.take<std::uint8_t>();
    options_.flags = which % 4;
    if (which % 8 >= 4) options_.as_of += in.take<std::int32_t>() * std::int64_t{1000};
    options_.law_date = which % 16 >= 8 ? 20'500 + in.take<std::int16_t>() : PHEP_NO_DATE;
    options_.reading_count = which / 16;
    readings_ = std::make_unique<std::int32_t[]>(options_.reading_count);
    for (std::uint32_t i = 0; i < options_.reading_count; ++i)
      readings_[i] = in.take<std::int8_t>();
    options_.readings.ptr = readings_.get();
  }

  // Sizes, layouts, flags and moments of another build, or of nobody.
  void lie(Bytes& in) {
    const auto which = in.take<std::uint8_t>();
    const auto word = in.take<std::uint32_t>();
    lied_ = true;
    const auto into_facts = [&](std::size_t at) { std::memcpy(facts_.data() + at, &word, 4); };
    switch (which % 8) {
      case 0: return into_facts(0);
      case 1: return into_facts(4);
      case 2: options_.size = word; return;
      case 3: options_.flags = word; return;
      case 4: options_.as_of = static_cast<std::int64_t>(std::uint64_t{word} << 32U); return;
      case 5: options_.law_date = static_cast<std::int32_t>(word); return;
      case 6: result_size_ = word; return;
      default: result_layout_ = word; return;
    }
  }

  std::size_t some_memory(Bytes& in) {
    const auto word = in.take<std::uint16_t>();
    return word % 4 == 0 ? word : kEnough;
  }

  void read(Bytes& in) {
    const std::size_t memory = some_memory(in);
    const std::string_view said = in.text(in.take<std::uint16_t>() % 1024);
    facts_.clear();
    text_.assign(said.begin(), said.end());
    text_.shrink_to_fit();
    arena_ = filled(memory, 0x5A);
    phep_problem problem{};
    const int status = phep_entry_read(image_, 0, text_.data(), text_.size(), &options_,
                                       facts_.data(), &problem, arena_.get(), memory);
    holds(status >= PHEP_OK && status <= PHEP_LIMIT, "a status is one of its words");
    holds(status != PHEP_BAD_FACTS || problem.code != 0, "a refusal says what is wrong");
    holds(problem.offset <= text_.size(), "a refusal is at a place of the text");
    // Of an unfinished struct nothing may be used.
    if (status != PHEP_OK) facts_.clear();
  }

  Told decide_once(CleanPath clean, std::size_t memory, int filling) {
    const std::size_t size = policy_.decision().result_size;
    const auto arena = filled(memory, filling);
    const auto result = filled(size, filling);
    std::memcpy(result.get(), &result_size_, 4);
    std::memcpy(result.get() + 4, &result_layout_, 4);
    const std::string facts(facts_.data(), facts_.size());
    const phep_options options = options_;
    Told out;
    out.status = phep_entry_decide(image_, 0, clean, facts_.data(), &options_, result.get(),
                                   arena.get(), memory);
    holds(out.status >= PHEP_OK && out.status <= PHEP_LIMIT, "a status is one of its words");
    holds(facts == std::string_view(facts_.data(), facts_.size()), "facts stay what they were");
    holds(std::memcmp(&options, &options_, sizeof options) == 0, "options stay what they were");
    if (out.status != PHEP_OK) return out;
    std::vector<char> text(std::size_t{1} << 16U);
    std::size_t written = 0;
    const int wrote = write_result(image_, 0, facts_.data(), &options_, result.get(), 0,
                                   text.data(), text.size(), &written);
    holds(wrote == PHEP_OK && written <= text.size(), "an answer is written");
    out.text.assign(text.data(), written);
    return out;
  }

  void decide(Bytes& in) {
    const std::size_t memory = some_memory(in);
    const CleanPath code = policy_.compiled.clean();
    const Told first = decide_once(code, memory, 0xA5);
    const Told second = decide_once(code, kEnough, 0x00);
    if (first.status != PHEP_SMALL_ARENA) same(first, second, "memory decides nothing");
    holds(second.status != PHEP_SMALL_ARENA, "there is enough memory");
    same(second, decide_once(nullptr, kEnough, 0xFF), "code decides as the interpreter does");
    fuzz::plant(1, second.status == PHEP_OK && second.text.contains("\"exempt\""));
    // Of two things that are wrong either may be told.
    const bool refused = second.status == PHEP_BAD_FACTS || second.status == PHEP_BAD_ARGUMENT;
    if (refused || lied_ || !policy_.in_json || !facts_.in_json()) return;
    const std::string text = fuzz::facts_text(
        policy_.compiled.made.program, policy_.compiled.made.program.decisions[0], facts_.data());
    Told told = decide_json(text, kEnough, std::size_t{1} << 16U);
    // Which readings it rests on is asked of text alone.
    if (told.status == PHEP_OK) {
      auto answer = nlohmann::ordered_json::parse(told.text);
      answer.erase("readings");
      told.text = answer.dump();
    }
    same(second, told, "structs are decided as the same facts in JSON are");
    fuzz::plant(3, second.status == PHEP_OK && second.text.contains("\"violated\""));
  }

  Told decide_json(std::string_view said, std::size_t memory, std::size_t capacity) {
    const std::vector<char> text(said.begin(), said.end());
    const auto arena = filled(memory, 0x5A);
    const auto out = filled(capacity, 0x5A);
    std::size_t written = 0;
    Told told;
    told.status =
        phep_entry_decide_json(image_, 0, policy_.compiled.clean(), text.data(), text.size(),
                               &options_, out.get(), capacity, &written, arena.get(), memory);
    holds(told.status >= PHEP_OK && told.status <= PHEP_LIMIT, "a status is one of its words");
    if (told.status != PHEP_OK && told.status != PHEP_BAD_FACTS) return told;
    holds(written <= capacity, "what is written has room");
    told.text.assign(out.get(), written);
    return told;
  }

  void decide_text(Bytes& in) {
    const std::size_t memory = some_memory(in), capacity = in.take<std::uint16_t>();
    const std::string_view text = in.text(in.take<std::uint16_t>() % 1024);
    const Told first = decide_json(text, memory, capacity);
    const Told second = decide_json(text, kEnough, std::size_t{1} << 16U);
    if (first.status != PHEP_SMALL_ARENA) same(first, second, "memory decides nothing");
    fuzz::plant(2, first.status == PHEP_SMALL_ARENA && second.status == PHEP_OK && lied_);
  }

  // Nothing where something should be.
  void leave_out(Bytes& in) {
    const auto without = in.take<std::uint8_t>();
    const auto unless = [&](unsigned bit, auto* pointer) {
      return (without >> bit & 1U) != 0 ? nullptr : pointer;
    };
    const auto arena = filled(kEnough, 0x5A);
    const auto result = filled(policy_.decision().result_size, 0);
    std::memcpy(result.get(), &result_size_, 4);
    std::memcpy(result.get() + 4, &result_layout_, 4);
    std::array<char, 2> text{'{', '}'};
    std::array<char, 64> out{};
    std::size_t written = 0;
    const int typed =
        phep_entry_decide(image_, 0, nullptr, unless(0, facts_.data()), unless(1, &options_),
                          unless(2, result.get()), unless(3, arena.get()), kEnough);
    holds((without & 15U) == 0 || typed == PHEP_BAD_ARGUMENT, "what must be there is asked for");
    const int json = phep_entry_decide_json(image_, 0, nullptr, unless(4, text.data()), text.size(),
                                            unless(1, &options_), unless(5, out.data()), out.size(),
                                            unless(6, &written), unless(3, arena.get()), kEnough);
    holds((without & 0x7AU) == 0 || json == PHEP_BAD_ARGUMENT, "what must be there is asked for");
  }

  static void same(const Told& one, const Told& other, std::string_view promise) {
    if (one.status == other.status && one.text == other.text) return;
    std::fprintf(stderr, "%d %s\n%d %s\n", one.status, one.text.c_str(), other.status,
                 other.text.c_str());
    fuzz::broken(promise);
  }

  const Policy policy_;
  const Header* image_;
  fuzz::TypedFacts facts_;
  phep_options options_{};
  std::unique_ptr<std::int32_t[]> readings_;
  // What the facts that were read lead into.
  std::vector<char> text_;
  std::unique_ptr<char[]> arena_;
  std::uint32_t result_size_ = 0, result_layout_ = 0;
  bool lied_ = false;
};

}  // namespace

PHEP_FUZZ_TARGET {
  Bytes in(data, size);
  Caller caller(policy(in.take<std::uint8_t>()));
  for (int n = 0; !in.empty() && n < 32; ++n) caller.call(in);
  return 0;
}

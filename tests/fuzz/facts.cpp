// The reader of facts: what it takes is JSON, means the same however it is spelt, and prints back
// to itself; what it refuses it refuses at a place, and as what it is.
//
// A text that begins with a blank is facts of a program with judgments, others of one with every
// kind of fact.
#include "compiler/base/text.h"
#include "compiler/runtime/determination.h"
#include "tests/fuzz/shared/decide.h"
#include "tests/fuzz/shared/facts_text.h"
#include "tests/fuzz/shared/programs.h"
#include "tests/fuzz/shared/target.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <vector>

namespace {

using namespace phep;
using fuzz::holds;
using runtime::FactsError;

constexpr std::size_t kMemory = std::size_t{1} << 20U;

struct Read {
  std::unique_ptr<char[]> memory = std::make_unique_for_overwrite<char[]>(kMemory);
  std::vector<char> text;
  int status = 0;
  void* facts = nullptr;
  runtime::FactsProblem problem{};
};
Read read(const runtime::Header* image, std::string_view text) {
  Read out;
  out.text.assign(text.begin(), text.end());
  if (out.text.empty()) out.text.reserve(1);
  runtime::Arena arena{out.memory.get(), out.memory.get() + kMemory, false};
  runtime::Determinations judged{1'772'000'000'000, 420, nullptr, 0};
  out.status = runtime::read_facts(image, 0, out.text.data(), out.text.size(), arena, &out.facts,
                                   &out.problem, &judged);
  return out;
}

void good_refusal(const Read& read, std::string_view text) {
  const runtime::FactsProblem& problem = read.problem;
  holds(problem.error != FactsError::None, "a refusal says what is wrong");
  holds(problem.offset <= text.size(), "a refusal is at a place of the text");
  const std::string_view pointer(problem.pointer == nullptr ? "" : problem.pointer,
                                 problem.pointer_length);
  holds(pointer.empty() || pointer[0] == '/', "a refusal has a JSON pointer");
  holds(first_invalid_utf8(pointer) == kValidUtf8, "a pointer is UTF-8");
  const bool no_json =
      problem.error == FactsError::Syntax || problem.error == FactsError::BadUtf8 ||
      problem.error == FactsError::LoneSurrogate || problem.error == FactsError::TrailingText;
  // The other reader takes a byte order mark, and a zero byte for the end.
  if (no_json && !text.starts_with("\xEF\xBB\xBF") && !text.contains('\0'))
    holds(!nlohmann::json::accept(text), "what is refused as no JSON is none");
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string_view text = fuzz::text_of(data, size);
  const bool judged = text.starts_with(' ');
  const fuzz::Executable& made = fuzz::executable(judged ? "tests/fuzz/programs/judged.phep"
                                                         : "tests/packages/every_kind.phep");
  const auto* image = reinterpret_cast<const runtime::Header*>(made.image.data());

  const Read first = read(image, text);
  const fuzz::Answer answer = fuzz::decide(image, 0, text);
  if (first.status == PHEP_BAD_FACTS) {
    good_refusal(first, text);
    holds(answer.status == PHEP_BAD_FACTS, "facts that are refused are not decided");
    holds(nlohmann::json::accept(answer.text), "a refusal is JSON");
    fuzz::plant(1,
                first.problem.error == FactsError::BadMoney && first.problem.pointer_length > 12);
    return 0;
  }
  if (first.status != PHEP_OK) return 0;
  holds(nlohmann::json::accept(text), "what is taken is JSON");

  const std::string spelt = fuzz::respelled(text);
  const fuzz::Answer again = fuzz::decide(image, 0, spelt);
  if (again.status != answer.status || again.text != answer.text) {
    std::fprintf(stderr, "%s\n%s\n%s\n", spelt.c_str(), answer.text.c_str(), again.text.c_str());
    fuzz::broken("facts mean the same however they are spelt");
  }
  if (judged) {
    fuzz::plant(2, answer.text.contains("\"author\""));
    return 0;
  }

  const std::string printed =
      fuzz::facts_text(made.program, made.program.decisions[0], first.facts);
  const Read second = read(image, printed);
  if (second.status != PHEP_OK) {
    std::fprintf(stderr, "%s\n", printed.c_str());
    fuzz::broken("facts that are printed can be read");
  }
  holds(fuzz::facts_text(made.program, made.program.decisions[0], second.facts) == printed,
        "facts print back equal");
  const fuzz::Answer third = fuzz::decide(image, 0, printed);
  if (third.status != answer.status || third.text != answer.text) {
    std::fprintf(stderr, "%s\n%s\n%s\n", printed.c_str(), answer.text.c_str(), third.text.c_str());
    fuzz::broken("facts that are printed are decided the same way");
  }
  fuzz::plant(3, answer.text.contains("\"keep\":{") && answer.text.contains("\"late\""));
  return 0;
}

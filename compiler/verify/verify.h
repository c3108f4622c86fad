// Proofs about rules and norms: what holds in every case, or a case in which it does not.
//
// A verdict is proved (and a case shows that there is something to prove), vacuous (there is none),
// refuted by a case that the interpreter confirms, or not decided, with the construct that stood in
// the way. Nothing is ever passed over.
#pragma once

#include "compiler/decision/lower.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"
#include "compiler/testing/facts_json.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phep::verify {

enum class Question : std::uint8_t {
  Gap,
  Overlap,
  DeadCase,
  DeadNorm,
  DoubleBind,
  Transition,
  Property
};
enum class Verdict : std::uint8_t { Proved, Vacuous, Refuted, NotDecided };

std::string_view word(Question question);
std::string_view word(Verdict verdict);

// What one proof cost.
struct Price {
  std::uint64_t questions = 0, rounds = 0, steps = 0;
  double milliseconds = 0;
};

// The verdict where one reading is understood in one way, the others in any.
struct UnderReading {
  std::string reading, option;
  Verdict verdict = Verdict::NotDecided;
};

struct Result {
  Question question{};
  Verdict verdict = Verdict::NotDecided;
  std::string subject;  // qualified name; of a property its title
  std::string part;     // of a case its label; of a pair the other norm; of a transition the day;
                        // of a property the claim's number, if it has several
  std::string about;    // of a pair: act × bearer × record, or decision
  bool candidate = false;  // a pair that may bind both ways is for a person to look at, no finding
  hir::DefId def, other;   // `other` of a pair
  Span span;
  std::string why;          // not decided: the construct
  std::string facts, test;  // refuted: the smallest case, as JSON and as a test to be pasted
  bool up_to = false;       // proved for lists of a few elements only
  bool by_form = false;     // proved by how it is written: one case does not contradict itself
  // Of each reading that the question hangs on, where not all ways give what they give together.
  std::vector<UnderReading> readings{};
  Price price{};
};

// How instructions were encoded, by construct.
struct Count {
  std::uint64_t exact = 0, weakened = 0, none = 0;
};

struct Report {
  std::vector<Result> results;
  std::map<std::string, Count> constructs;
  std::uint64_t instructions = 0;
  // Duties and prohibitions of one act and bearer that speak of other facts: nothing joins them.
  std::uint64_t of_other_facts = 0;
  std::uint64_t recalled = 0;  // results of former runs
};

// Where verdicts are kept from one run to the next: texts by keys that hold all they rest on.
struct Memory {
  std::function<std::optional<std::string>(const std::string& key)> recall;
  std::function<void(const std::string& key, std::string text)> keep;
};

struct Options {
  unsigned steps = 20'000'000;     // the solver's own, for one question
  std::uint32_t elements = 3;      // of each list
  std::string filter;              // only what has this in its qualified name
  const Memory* memory = nullptr;  // none: everything is proved anew
};

// Rules and norms of one module.
void verify_module(const testing::Program& program, const hir::Module& module,
                   const Options& options, Report& report);

// The properties of one module.
void verify_properties(const testing::Program& program, const hir::Module& module,
                       const Options& options, Report& report);

// Duties against prohibitions of the same act, bearer and object, and how old norms meet new ones,
// over all the modules that the files hold.
void verify_between(const testing::Program& program, std::span<const FileId> files,
                    const Options& options, Report& report);

// Duties against prohibitions of the same act and bearer that one decision asks of its facts.
void verify_joined(const testing::Program& program, std::span<const FileId> files,
                   const Options& options, Report& report);

// The findings among the results, as diagnostics.
DiagnosticList findings(const testing::Program& program, const Report& report);

}  // namespace phep::verify

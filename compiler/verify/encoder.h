// Decision IR as formulas, ground meaning alone: every fact is known, every judgment made.
//
// What has no exact counterpart is a fresh unknown, named for the construct: a formula so weakened
// still proves what it proves, and a model of it is believed only after the interpreter has said
// the same (see prove.h). Ends of terms are fresh unknowns too, held between proved bounds and made
// exact where a model needs it (see day_functions.h).
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/runtime/runtime.h"
#include "compiler/verify/day_functions.h"
#include "compiler/verify/term.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace phep::verify {

// One rule's choice, as it stands in one function.
struct ChoiceSeen {
  std::string rule;  // qualified name of what holds it
  struct Node {
    std::string name;  // qualified
    bool is_case;      // else an exception
    expr guard;        // holds, without error
    expr chosen;       // … and it decides: a case gives the value, an exception changes something
  };
  std::vector<Node> nodes;
  expr gap, conflict;  // nothing concludes and there is no default; two conclusions disagree
};

// A place of the facts: a slot of the root, or of an element of a list.
struct Place {
  decision::SlotId slot;
  std::uint64_t index;  // as runtime/image.h numbers elements
  friend auto operator<=>(const Place&, const Place&) = default;
};
// The place as a JSON pointer from the root of the facts.
std::string pointer(const decision::Program& program, const Place& place);

struct Fact {
  Term value;
  expr present;
};

struct EncodeOptions {
  std::optional<std::int64_t> as_of{};     // else free
  std::optional<std::int32_t> law_date{};  // overrides every law date
  std::uint32_t elements = 3;              // of each list
  std::int32_t first_day = 19'723;         // 2024-01-01: the facts and the clock lie from here …
  std::int32_t last_day = 22'279;          // 2030-12-31: … to here
  std::shared_ptr<std::vector<std::string>> texts{};  // numbers texts; shared where facts are
  std::string tag{};                    // tells the fresh unknowns of two encoders apart
  std::optional<std::int32_t> today{};  // the law of this day where none is asked by a trigger
  std::set<std::string> apart{};        // places of facts that this encoder does not share
  bool drafts = false;                  // suppose drafts to be in force
  int sabotage = 0;                     // one encoding made wrong, to prove that tests notice
};

// What an instruction became.
enum class Exactness : std::uint8_t { Exact, Weakened, None };
struct Tally {
  std::uint64_t exact = 0, weakened = 0, none = 0;
};

// The outputs and norms of one decision; of a norm `for each` element or occurrence one for each of
// the first few, with whether it is there.
struct Encoded {
  struct Output {
    const decision::Output* output;
    expr present;
    Term value;
  };
  struct NormResult {
    const decision::NormOutput* output;
    std::uint64_t index;
    expr there;
    std::shared_ptr<const NormTerm> norm;
  };
  std::vector<Output> outputs;
  std::vector<NormResult> norms;
};

class Encoder {
 public:
  Encoder(z3::context& context, const decision::Program& program, const runtime::Header* image,
          EncodeOptions options);

  // Everything that the decision answers. Facts of several decisions are apart from each other.
  Encoded encode(const decision::Decision& decision);

  [[nodiscard]] const Logic& logic() const { return logic_; }
  [[nodiscard]] const decision::Program& program() const { return program_; }
  [[nodiscard]] const EncodeOptions& options() const { return options_; }

  // True of every case: ranges of facts, and what fresh unknowns stand for. They grow.
  [[nodiscard]] const std::vector<expr>& axioms() const { return axioms_; }
  // Of the cases that proofs speak of: days within the options', lists of at most `elements`.
  [[nodiscard]] const std::vector<expr>& domain() const { return domain_; }
  // Whether these hang on a list that may be longer than in the domain.
  [[nodiscard]] bool cuts_lists(const std::vector<expr>& formulas) const;

  [[nodiscard]] const std::map<Place, Fact>& facts() const { return facts_; }
  [[nodiscard]] const std::map<Place, expr>& lengths() const { return lengths_; }
  [[nodiscard]] const std::map<std::uint32_t, expr>& readings() const { return readings_; }
  [[nodiscard]] const Term& as_of() const { return as_of_; }
  [[nodiscard]] const std::vector<ChoiceSeen>& choices() const { return choices_; }
  [[nodiscard]] const std::vector<std::string>& texts() const { return *texts_; }
  [[nodiscard]] const DayFunctions& days() const { return days_; }
  // Makes ends of terms exact where a model is wrong about them; how many it was wrong about.
  // With `names` only those ends are looked at.
  std::size_t refine(const z3::model& model, const std::set<std::string>* names = nullptr) {
    return days_.refine(model, axioms_, names);
  }
  // Makes ends of terms that are among the names exact, by their whole tables.
  void tabulate(const std::set<std::string>& names) {
    constexpr std::int64_t kBeside = 400;  // days on each side of those that facts have
    days_.tabulate(options_.first_day - kBeside, options_.last_day + kBeside, names, axioms_);
  }
  // Ends of terms keep their order beside those of another encoder of the same program.
  void keep_order_with(const Encoder& other) { days_.keep_order_with(other.days_, axioms_); }
  [[nodiscard]] const std::map<std::string, Tally>& tally() const { return tally_; }

  // The unknowns that formulas hang on, by name.
  [[nodiscard]] std::set<std::string> names_in(const std::vector<expr>& formulas) const;

  // The constructs that a formula hangs on and that have no exact counterpart.
  [[nodiscard]] std::vector<std::string> unencoded_in(const expr& formula) const;

  // The days, among them the law date's, on which one of the function's provisions is in force.
  [[nodiscard]] expr in_force_somewhere(const std::string& symbol) const;

  // as_of's day in a zone, or the law date that overrides every other.
  [[nodiscard]] Term as_of_day(std::int32_t zone) const;

  Term truth(const expr& value) const;
  // False if one is false; else an error if one is; else true.
  Term both(const Term& a, const Term& b) const;
  Term compare(decision::Compare op, Kind kind, const Term& a, const Term& b);
  Term instant_of(std::int64_t ms) const;
  // Two terms are the same outcome.
  expr same(const Term& a, const Term& b) const;

 private:
  friend class Function;
  friend class NormTable;

  Term call(decision::FunctionId function, std::vector<Term> args);
  Term blank(Kind kind) const;
  Term number(Kind kind, std::int64_t value) const;
  Term fresh(Kind kind, const std::string& name);
  Term unencoded(Kind kind, const std::string& construct);
  void note(const std::string& construct, Exactness how);
  void axiom(const expr& formula);
  expr fresh_number(const std::string& name);
  expr fresh_truth(const std::string& name);
  Term choose(const expr& when, const Term& a, const Term& b) const;
  Term error(Kind kind) const;
  expr order(Kind kind, const Term& a, const Term& b, bool strict) const;  // a < b, or a <= b
  expr equal(Kind kind, const Term& a, const Term& b) const;
  Term extreme(bool max, const Term& a, const Term& b);
  Term day_start(const Term& day, std::int32_t zone, bool end) const;
  Term local_day(const Term& instant, std::int32_t zone) const;
  Term add_ms(const Term& instant, std::int64_t ms) const;
  Term bounded(Term instant) const;  // what is only bounded counts as an error
  [[nodiscard]] std::string fact_name(const Place& place) const;
  const Fact& fact(decision::SlotId slot, std::uint64_t index);
  const expr& length(decision::SlotId slot, std::uint64_t index);
  expr text_number(const std::string& text);

  // n = q*d + r with 0 <= r < d, for a constant d > 0.
  struct Quotient {
    expr whole, rest;
  };
  Quotient divide(const expr& n, const expr& d);

  z3::context& context_;
  Logic logic_;
  const decision::Program& program_;
  const runtime::Header* image_;
  EncodeOptions options_;
  std::vector<expr> axioms_, domain_;
  DayFunctions days_;
  Term as_of_;
  std::map<Place, Fact> facts_;
  std::map<Place, expr> lengths_;
  std::map<std::uint32_t, expr> readings_;
  std::shared_ptr<std::vector<std::string>> texts_;
  std::vector<ChoiceSeen> choices_;
  std::map<std::string, Tally> tally_;
  std::map<std::string, std::string> unencoded_;      // name of an unknown → construct
  std::map<std::string, std::vector<expr>> meaning_;  // of a fresh unknown: what it is made from
  std::map<std::string, std::vector<expr>> force_;
  std::map<std::string, Term> calls_;
  std::vector<std::vector<Term>> calls_kept_;
  std::uint64_t fresh_ = 0;
  std::int32_t zone_ = kHomeZone;  // of the decision's days
  std::set<std::string> cut_;      // the lengths of lists that may be longer than in the domain
};

}  // namespace phep::verify

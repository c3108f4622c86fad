// The resolved and typed program: what a module means once every name is known. Holes are
// ErrorExpr, reported.
#pragma once

#include "compiler/base/citation.h"
#include "compiler/base/id.h"
#include "compiler/base/interner.h"
#include "compiler/base/span.h"
#include "compiler/hir/expr.h"
#include "compiler/hir/occurrence.h"
#include "compiler/hir/types.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phep::hir {

struct Label {
  std::string vi, en;
};

// A citation that has met its instrument.
struct Cite {
  DefId instrument;
  Citation written;
};

// Where force begins and ends: a date, or an expression over readings. kAlways/kForever = open.
struct ForceBound {
  std::int32_t days;
  ExprId expr;  // if it exists, it is of type date, rests on readings only, and `days` is not used
  Span span{};  // where it is written, with a citation in what is cited; empty where it is open
};
inline constexpr std::int32_t kAlways = INT32_MIN;
inline constexpr std::int32_t kForever = INT32_MAX;
struct ForceInterval {
  ForceBound from, until;  // [from, until)
};
// A thing is in force when each clause (one per cited provision, one for its own in_force) has an
// interval that holds the law date. No clauses: always.
struct Force {
  std::vector<std::vector<ForceInterval>> clauses;
};

struct Provenance {
  std::vector<DefId> sources;
  std::vector<std::string> rows;
  char confidence = 'A';
  bool stated = false;  // the confidence was written, here or on what is cited
};

struct Authority {
  std::vector<Cite> cites;
  std::vector<Cite> see;
  Force force;
  Provenance provenance;
};

// Parameters, lets and quantifier variables of one declaration.
struct Local {
  Name name;
  TypeId type;
  ExprId value;                                      // of a let; else absent
  std::uint32_t parameter = Id<HirLocalTag>::kNone;  // position if it is a parameter
  Span span;
};

struct OutlineEntry {
  std::vector<std::string> path;
  bool closed = false;  // its parts are listed: others do not exist
  Label heading;
  Label digest;

  [[nodiscard]] bool described() const {
    return !heading.vi.empty() || !heading.en.empty() || !digest.vi.empty() || !digest.en.empty();
  }
};
// A relation as it is written, for whoever looks law up; what it does is a Change. A whole
// instrument is a cite with an empty path.
enum class RelationKind : std::uint8_t { Details, Amends, Repeals, Suspends, Replaces, Survives };
struct Relation {
  RelationKind kind;
  std::vector<Cite> targets;
  std::optional<std::int32_t> from;  // the day it takes effect; absent: with the instrument
  Span span;
};
enum class ChangeKind : std::uint8_t { Repeals, Suspends, Replaces, Survives };
// What one instrument does to a provision of another (or to the whole), as long as `force` holds.
struct Change {
  ChangeKind kind;
  Cite target;
  std::optional<Cite> with;  // of Replaces
  Force force;
  std::vector<Cite> cites;  // the provisions that say so
};
struct Instrument {
  std::string number;
  std::string rank;  // English spelling: law, decree, …
  Label title;
  std::string issuer;
  std::optional<std::int32_t> adopted;
  std::vector<ForceInterval> force;
  std::vector<std::pair<Citation, ForceInterval>> own_force;  // provisions with their own
  std::vector<OutlineEntry> outline;
  bool outline_closed = false;  // the outline names every article that the instrument has
  std::vector<Relation> relations;
  Provenance provenance;  // default for what cites it
  // Provisions whose figures are written for individuals (true) or for organisations.
  std::vector<std::pair<Citation, bool>> figures;
  std::vector<DefId>
      scopes;  // rules of result bool, one a scope: what cites the instrument is under it
  std::vector<Change> changes;
  std::vector<Cite> details;  // what it details: it lapses with that, unless it survives
  DefId supposed;             // of a draft: the hidden reading whose second option puts it in force
};
struct Source {
  Label title;
  std::string url, kind;
  std::int32_t read = 0;
};
struct Unencoded {
  std::vector<Cite> cites;
  std::string reason;
  Provenance provenance;
};
// Who has a role: whoever the facts of one record show to, or whoever has another role.
struct Holding {
  Name label;
  DefId rule;     // of one parameter, a record: bool; or…
  DefId through;  // …the other party
  Authority authority;
};
struct Party {
  std::vector<Holding> held;  // none: facts do not decide it
};
struct Action {
  DefId within;  // the wider act that it is part of
};
struct EnumMember {
  Name name;
  Label label;
};
struct Enum {
  bool ordered = false;
  std::vector<EnumMember> members;
  // Of a closed list: the rule of those that hold (a set of this enum), and since when (date?).
  DefId items;
  DefId since;
};
struct Field {
  Name name;
  TypeId type;
  Label label;
  std::optional<std::int64_t> lo, hi;  // int, money (minor units) and date ranges, both included
  Span span;
};
struct Record {
  bool closed = false;
  std::vector<Field> fields;
};
// Days as they are written, with what they are called and what says so. The sets below hold them
// all.
struct CalendarDays {
  std::int32_t first = 0, last = 0;  // both included
  bool worked = false;               // else rest
  Label words;
  Authority authority;
};
struct CalendarAlternative {
  Name name;
  bool proposal = false;
  std::vector<std::int32_t> rest, worked;
  std::vector<CalendarDays> days;
  Label words;
};
struct CalendarGroup {
  Name name;
  std::string awaiting;
  std::vector<CalendarAlternative> alternatives;
  Label words;
};
struct Calendar {
  std::int32_t zone_minutes = 420;
  std::uint8_t weekly = 0;           // bit 0 Monday … bit 6 Sunday
  std::int32_t first = 0, last = 0;  // days covered, both included
  std::vector<std::int32_t> rest, worked;
  std::vector<CalendarGroup> groups;
  std::vector<CalendarDays> days;
  Authority authority;  // of the whole, for days that state none
};

enum class Parents : std::uint8_t { Case, Whole, Nodes };
struct RuleNode {
  Name label;
  Parents parents = Parents::Case;
  std::vector<std::uint32_t> targets;  // indices of nodes, if Parents::Nodes
  ExprId value;                        // absent: lifted
  ExprId when;                         // absent: always
  std::uint32_t table = 0;             // the rule's how-manieth it is a row of; 0: none
  std::uint32_t turn =
      0;  // rows of one `table ordered` share a number: it holds where none before it does
  Authority authority;
  Span span;
  Label words;  // what people call it
};
enum class Picks : std::uint8_t { Agree, Highest, Lowest, All };
struct Rule {
  std::vector<LocalId> params;
  TypeId result;
  bool by_judgment = false;
  ExprId body;  // `= expr`
  Picks picks = Picks::Agree;
  ExprId fallback;  // `default`
  std::vector<RuleNode> nodes;
  Authority authority;
  DefId list;                    // of a closed list's items: the list
  bool election = false;         // a choice that the law leaves to a party
  std::vector<Cite> disapplies;  // of an election: who cites these is exempt while it holds
  DefId calendar;                // zone of its days
  std::string basis;             // of a judgment: what it must rest on
};

enum class NormKind : std::uint8_t { Duty, Prohibition, Permission, Power, Encouragement };
struct Exemption {
  Name label;
  ExprId when;
  Authority authority;
  Label words{};
};
struct Deferral {
  Name label;
  ExprId until;  // instant: the grace ends when it begins
  ExprId when;   // bool, `ended by` already in it
  Authority authority;
  Label words;
};
enum class OutcomeKind : std::uint8_t { None, Done, Met, Breached, Granted };
enum class ConsequenceKind : std::uint8_t {
  Fine,
  Warning,
  Suspension,
  Remedy,
  Confiscation,
  NotSet
};
enum class SanctionOn : std::uint8_t { Any, Late, Violated };
struct Sanction {
  Name label;
  ConsequenceKind kind;
  ExprId from, to;  // money or duration; absent: none. Halving and caps are already in them
  ExprId when;      // absent: always
  SanctionOn on = SanctionOn::Any;
  std::vector<std::string> measures;  // of Remedy
  ExprId limitation;  // a duration counted from the breach, or the instant of its end; absent: none
  bool milder = false;  // the milder of the law of the breach and that of `as_of`
  Authority authority;
  Label words;
};
// One way in which a party is bound: by a provision that gives it its role, or as it is.
struct BearerWay {
  DefId party;
  ExprId holds;  // absent: always
  std::vector<Cite> cites;
};
struct FallbackBearer {
  std::vector<DefId> parties;
  std::vector<BearerWay> ways;
  ExprId when;  // absent: always
  Authority authority;
};
// What counts as performance although it was asked for by another regime.
struct Evidence {
  Name label;
  ExprId value;  // bool; or date or instant, possibly optional
  ExprId when;   // absent: always
  Authority authority;
};
// What it counts as that an authority did not answer in time.
enum class Silence : std::uint8_t { Nothing, Granted, Refused };
struct Norm {
  NormKind kind;
  std::vector<LocalId> params;
  std::vector<DefId> bearers;  // parties
  bool each_bearer = false;    // `each of`: every one is bound; else one suffices
  std::vector<FallbackBearer> fallback_bearers;
  std::vector<BearerWay> ways;  // of `bearers`, where facts decide who holds their role
  DefId toward, action;
  LocalId occurrence;        // of a recurring duty: the last parameter, which time is asked
  DefId occurrences;         // a rule of the other parameters: how many have begun by as_of
  std::int64_t at_most = 0;  // … and how many there can be
  ExprId trigger;            // date or instant, possibly optional; absent: none
  ExprId applies;            // instrument scopes already in it
  std::vector<Exemption> exemptions;
  std::vector<Deferral> deferrals;
  ExprId due;               // instant, possibly optional; extensions already in it
  bool due_before = false;  // `due before x`: exclusive
  ExprId due_exclusive;     // a bool that says so instead, where rows differ
  bool due_by_judgment = false;
  bool kept = false;  // `due` is the end through which a state is to be kept
  OutcomeKind outcome = OutcomeKind::None;
  ExprId outcome_value;  // done: date or instant, possibly optional; else bool
  std::vector<Evidence> evidence;
  ExprId excused;  // bool: being late is no breach then; absent: never
  Authority excuse_authority;
  DefId proof;       // the party that bears the burden of proof
  ExprId available;  // of a power: bool; absent: always
  Silence silence = Silence::Nothing;
  Authority silence_authority;
  DefId breach_of;            // the norm whose breach gives rise to this one
  bool dated_breach = false;  // a breach of this one has a moment
  std::vector<Sanction> sanctions;
  Authority authority;
  DefId calendar;
};

// What a special law adds to a rule or norm of another module. It counts in decisions whose imports
// reach its module; there its labels are called MODULE.label.
struct Special {
  DefId of;
  std::vector<LocalId> params;  // one for one those of `of`
  // A target below the number of nodes of `of` is one of them, the others are its own, moved up.
  std::vector<RuleNode> nodes;
  std::vector<Exemption> exemptions;
  std::vector<Deferral> deferrals;
  Authority authority;
};

struct Output {
  Name name;
  ExprId value;
};
struct NormUse {
  DefId norm;
  std::vector<ExprId> args;
  LocalId variable;  // of `for each`
  ExprId list;
  ExprId occurrences{};  // of a recurring duty asked for every time
};
struct Decision {
  std::vector<LocalId> params;  // records; or scalars
  std::vector<Output> outputs;
  std::vector<NormUse> norms;
  DefId calendar;
  Name exposure{};  // of what breaches of its norms may cost; else does not exist
};
struct ReadingOption {
  Name name;
  Label label;
};
struct Reading {
  DefId draft_of;  // hidden: whether this draft is supposed to be in force
  std::vector<ReadingOption> options;
  std::uint32_t fallback = 0;
  std::string basis;
  bool grounded = false;  // a basis or a citation says on what it rests
  std::vector<Cite> cites;
  Provenance provenance;
};

enum class Principle : std::uint8_t { HigherRank, SpecialLaw, LaterDate };
// Which of two provisions prevails where cases of the module's rules conclude differently; in order
// of preference.
struct Collision {
  struct Row {
    Principle principle;
    std::vector<Cite> cites;
  };
  std::vector<Row> rows;
};

// A test, as `phep test` runs it. Facts stay as data; targets are rules, norms and decisions.
struct FactValue;
struct FactField {
  Name field;
  std::vector<FactValue> value;  // exactly one
};
// Who determined a judgment in a test, and when; without an author it holds whenever it is asked.
struct DeterminedBy {
  std::string author, basis;
  std::int32_t on = 0;
  std::optional<std::int32_t> until;
};
// What a person has determined for a judgment rule on the record that holds this.
struct FactJudgment {
  DefId rule;
  std::vector<FactValue> value;  // exactly one
  DeterminedBy by = {};
};
struct FactRecord {
  DefId record;
  std::vector<FactField> fields;  // fields not named are unknown (of a closed record: not done)
  bool partial = false;
  std::vector<FactJudgment> judgments;
};
struct FactValue {
  // Unknown, Null, a constant (an ErrorExpr-free constant Expr), a record, or a list of records.
  enum class Kind : std::uint8_t { Unknown, Null, Constant, Record, List } kind = Kind::Unknown;
  Expr constant{};
  std::vector<FactRecord> records;  // one, or the list
  std::vector<Expr> values;         // a list of plain values: constants
};
// What a target must be.
enum class ExpectKind : std::uint8_t {
  Status,     // norm is STATUS [args]
  Value,      // value `op` constant
  Unknown,    // is unknown / is undetermined(paths…)
  IsError,    // is error(kind)
  Undecided,  // is undecided { … } [awaiting …]
  Absent,     // is null
};
enum class TargetMember : std::uint8_t {
  Whole,
  Due,
  Done,
  Until,
  Binds,
  SanctionFrom,
  SanctionTo,
  SanctionApplies,
  Range,  // both ends: two values
  RangeFrom,
  RangeTo,
  Since,
  SanctionLimitation,
  SanctionBarred,
  ExposureFrom,  // in the currency of the expected amount
  ExposureTo
};
struct Expectation {
  DefId target;                 // rule, norm or decision
  std::vector<FactValue> args;  // one a parameter of the target
  Name output;                  // of a decision target: which output or norm; else does not exist
  TargetMember member = TargetMember::Whole;
  Name sanction;  // label, for the Sanction members
  ExpectKind kind = ExpectKind::Value;
  bool negated = false;
  std::uint32_t status = 0;  // phep_norm_status
  CompareOp op = CompareOp::Eq;
  std::vector<Expr> values;  // constants: expected value, status arguments, or alternatives
  std::vector<std::string>
      names;  // exempt(names), undetermined(JSON pointers), awaiting groups, error kind
  bool has_args = false;
  Span span;
};
struct Test {
  std::string title;
  std::int64_t as_of = 0;
  std::optional<std::int32_t> law_date;
  std::vector<std::pair<DefId, std::uint32_t>> readings;
  std::vector<Expectation> expectations;
  Span span;
};

// `cases "x.cases.jsonl" of d`: the file is read by whoever runs tests.
struct CaseFile {
  std::string path;  // as written: relative to the module's folder
  DefId decision;
  Span span;
};

// A claim about every case; with a course, about any two that differ in `along` alone, a chain of
// fields of a parameter. A value that is absent in one of the two is not compared.
enum class Course : std::uint8_t { None, NeverFalls, NeverRises };
struct Claim {
  Name name;     // claim_1, claim_2, … in order of writing
  ExprId value;  // bool; of a course: of an ordered type, perhaps optional
  Course course = Course::None;
  ExprId along;
  Span span;
};
// `property "…" { for all b: Breach where E  expect F }`
struct Property {
  std::string title;
  std::vector<LocalId> params;
  Name premise;  // what `where` is called among the claims
  ExprId where;  // absent: every case
  std::vector<Claim> claims;
  DefId calendar;
  Span span, title_span;
};

using DefNode = std::variant<std::monostate, Instrument, Source, Unencoded, Party, Action, Enum,
                             Record, Calendar, Rule, Norm, Decision, Reading, Special, Collision>;

struct Def {
  Name name;
  std::string qualified;  // "vn.pdpl.breach.notify_authority"
  Label label;
  std::string doc;
  DefNode node;
  Span span;  // of the declaration
  Span name_span;
};

// A citation as it stands in the text, for whoever asks what rests on a provision. The definition
// that it belongs to is the one whose span holds it.
struct Mention {
  Cite cite;
  bool see = false;  // `see`: referred to, no force taken from it
};

// One file, checked. Cross-file references are DefIds; `defs[i]` is DefId{file, i}.
struct Module {
  FileId file;
  std::string name;             // "vn.pdpl.breach"; a file without `module`: its stem
  std::vector<FileId> imports;  // direct, resolved
  std::vector<Def> defs;
  Store<HirExprTag, Expr> exprs;
  Store<HirLocalTag, Local> locals;
  std::vector<Test> tests;
  std::vector<CaseFile> case_files;
  std::vector<Property> properties;
  std::optional<std::int32_t> known_through;
  std::vector<Mention> mentions;        // every citation of the file that met its instrument
  std::vector<Occurrence> occurrences;  // every name that met its meaning, by place; one a place
};

inline bool declares_decision(const Module& module) {
  return std::ranges::any_of(
      module.defs, [](const Def& def) { return std::holds_alternative<Decision>(def.node); });
}

// Special law of the library that some modules do not reach: a decision that rests on what it adds
// to would be wrong without it, unless the special law itself uses the decision's module.
struct OutsideSpecial {
  DefId of;
  std::string module;
  std::vector<FileId> uses;  // files that it reaches
};

// What answers call a label of a special part that stands in this module.
inline std::string special_label(const Module& module, std::string_view label) {
  return (module.name.empty() ? "" : module.name + ".") + std::string(label);
}

}  // namespace phep::hir

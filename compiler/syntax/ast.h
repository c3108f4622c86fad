// The syntax tree: what one file says, before any name has a meaning.
//
// Plain structs; one Store per sort of node; children are ids. Three conventions hold everywhere:
//   * An id that does not exist() means "not written" (a duty without `due`). Something that was
//     begun but could not be read is a Missing node, and a diagnostic has already been reported for
//     it: whoever meets Missing stays silent.
//   * Nothing here is resolved. A NameRef may be a parameter, an enum member, a reading, a rule.
//     A Member may be a field or a part of a qualified name. Predeclared names (`int`, `late`,
//     `law`, `half_up`, …) arrive as written, in English or in their Vietnamese alias.
//   * Order in vectors is order of writing.
// Nesting is at most 256 deep (parse.cpp refuses more), so recursive passes are safe.
#pragma once

#include "compiler/base/citation.h"
#include "compiler/base/id.h"
#include "compiler/base/interner.h"
#include "compiler/base/span.h"
#include "compiler/syntax/ast_exprs.h"
#include "compiler/syntax/ast_tests.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace phep::ast {

// ---- parts shared by declarations --------------------------------------------------------------

// `source S1, S2`, `row "AIL-12-1"`, `confidence B`; any number of times, collected here.
struct Provenance {
  std::vector<Path> sources;
  std::vector<Text> rows;
  Ident confidence;  // A, B or C as written
};

// `from D until E`, `from D through E`; bounds are dates or readings. `of` narrows it to provisions
// of the instrument (`in_force @38.2 from …`); empty means the whole.
struct Interval {
  std::vector<Citation> of;
  ExprId from;
  ExprId until;    // excluded
  ExprId through;  // included
  std::vector<Citation> cites;
  Span span;
};

// What every declaration, case, exemption or sanction may carry beside its own clauses.
struct Authority {
  std::vector<Citation> cites;  // force is taken from these
  std::vector<Citation> see;    // these are only referred to
  std::vector<Interval> in_force;
  Provenance provenance;
};

// ---- declarations ------------------------------------------------------------------------------

// Parts and their parts. `8 { 1..6 }`: article 8 has clauses 1 to 6. `1..39 { 8 { … } }`: after a
// range, the braces refine members of that range. Labels are as written: "8", "37a", "đ", "PL".
struct OutlineItem {
  Text first;
  std::optional<Text> last;  // of a range
  Labels heading;
  Labels digest;  // `digest "…"` sets vi and en alike
  std::vector<OutlineItem> inner;
  Span span;
};
// `@7.1 vi "…" en "…" digest vi "…" en "…"`: what a provision says, wherever it stands. It lists
// nothing: an article whose parts are not listed stays open.
struct Described {
  Citation of;
  Labels heading;
  Labels digest;
  Span span;
};

enum class RelationKind { Details, Amends, Repeals, Suspends, Replaces, Survives };
// What an instrument does to another one, or to provisions of it (a whole instrument is a Citation
// with an empty path): `repeals X from D`, `suspends X@1 from D through E`, `replaces X@1 with
// Y@2`, `replaces rule f with v when E`, `survives X cites …`.
struct Relation {
  RelationKind kind;
  std::vector<Citation> targets;
  std::optional<Citation> with;  // of Replaces, or…
  Path rule;                     // …the rule whose value it replaces
  ExprId value;
  ExprId when;
  Interval held;  // bounds may be absent
  std::vector<Citation> cites;
  Span span;
};

// `applies when E`, `excluded [label:] when E cites …` in a scope.
struct ScopeRow {
  bool excluded;
  Ident label;
  ExprId when;
  Authority authority;
  Span span;
};
// Conditions of a scope read fields of its parameters: `scope(f: Firm) { … }`.
struct Scope {
  std::vector<Param> params;
  std::vector<ScopeRow> rows;
  Span span;
};

// `figures for organisations @39..@71`: for whom the fines of these provisions are written.
struct FigureBase {
  Ident whom;  // organisations, individuals
  std::vector<Citation> of;
  Span span;
};

struct Instrument {
  bool overlay = false;  // declared `overlay`: for a time only
  bool draft = false;    // no force until somebody supposes it
  std::optional<Text> number;
  Ident rank;
  Labels title;
  std::optional<Text> issuer;
  ExprId adopted;
  std::vector<Interval> in_force;
  std::vector<OutlineItem> outline;
  bool outline_closed = false;  // the instrument has these articles and no others
  std::vector<Described> described;
  std::vector<Relation> relations;
  std::vector<Scope> scopes;
  std::vector<FigureBase> figures;
  Provenance provenance;  // default for what cites this instrument
};

struct Source {
  Labels title;  // `title "…"` sets vi and en alike
  std::optional<Text> url;
  Ident kind;   // gazette, portal, mirror, firm, press
  ExprId read;  // date
};

// A provision left out on purpose. The declaration has no name.
struct Unencoded {
  std::vector<Citation> cites;
  Ident reason;  // policy, authority, unread, superseded
  Provenance provenance;
};

// `held by conduct: (a: Actor) when E cites …`, `held by importer cites …`: who has a role.
struct HeldRow {
  Ident label;
  std::vector<Param> params;  // of whom the facts speak; or…
  Path party;                 // …another role, whose holder has this one too
  ExprId when;
  Labels labels;
  Authority authority;
  Span span;
};
struct Party {
  std::vector<HeldRow> held;
};
struct Action {
  Path within;  // the wider act that it is part of
};

struct EnumMember {
  Ident name;
  Labels labels;
  std::vector<Citation> cites;
};
struct Enum {
  bool ordered = false;
  std::vector<EnumMember> members;
};

struct Field {
  Ident name;
  TypeId type;
  Labels labels;
  std::string doc;
  std::vector<Citation> cites;
  Span span;
};
struct Record {
  bool closed = false;
  std::vector<Field> fields;
};

enum class DayKind { Rest, Worked };
// `rest 2026-01-01`, `rest 2026-02-16 through 2026-02-20 vi "Tết" cites …`.
struct CalendarDays {
  DayKind kind;
  ExprId first;
  ExprId last;  // included; absent for one day
  Labels labels;
  Authority authority;
  Span span;
};
struct PendingAlternative {
  Ident name;
  bool proposal = false;  // `proposed before { … }`
  std::vector<CalendarDays> days;
  Labels labels;
  Authority authority;
  Span span;
};
// Exactly one of the alternatives will hold. `awaiting` is the act that will say which.
struct PendingGroup {
  Ident name;
  std::optional<Text> awaiting;
  Labels labels;
  std::vector<PendingAlternative> alternatives;
  Span span;
};
struct Calendar {
  std::optional<Text> zone;        // "+07:00"
  std::vector<Ident> weekly_rest;  // saturday, sunday / thứ_bảy, chủ_nhật
  ExprId covers_from;
  ExprId covers_through;
  bool covers_nothing = false;  // `covers null`: its rest days are not known of any year
  std::vector<CalendarDays> days;
  std::vector<PendingGroup> pending;
  Authority authority;
};

enum class RuleNodeKind { Case, Except };
// `case mass: grave when … cites …`; `except mass, harm as encrypted: lifted when …`;
// `except as flood: …` (no targets: excepts the whole rule).
struct RuleNode {
  RuleNodeKind kind;
  Ident label;
  std::vector<Ident> targets;
  bool lifted = false;  // then `value` is absent
  ExprId value;
  ExprId when;  // absent: always
  Labels labels;
  Authority authority;
  Span span;
};
struct RuleDefault {
  ExprId value;
  std::vector<Citation> cites;
  Span span;
};
// A row of a rule's table: a case whose condition is its cells, and what else `when` asks.
struct CaseRow {
  std::vector<Cell> cells;  // one a column; Skip asks nothing
  RuleNode node;
};
// `table { | e1 | e2 || … }`
struct RuleTable {
  bool ordered = false;   // the first row that holds counts
  bool any_cell = false;  // `any of`: a row holds when one of its cells does
  std::vector<ExprId> columns;
  std::vector<CaseRow> rows;
  Span span;
};
enum class Picks { None, Highest, Lowest, All };
struct Rule {
  Path special_of;  // `special rule vn.x.severity(…)`: the rule that this one adds to
  std::vector<Param> params;
  TypeId result;  // a special rule may leave it out
  bool by_judgment = false;
  ExprId body;  // `= expr`; then there are no nodes
  Picks picks = Picks::None;
  std::vector<Let> lets;
  std::optional<RuleDefault> fallback;  // `default`
  std::vector<RuleNode> nodes;
  std::vector<RuleTable> tables;
  std::optional<Text> basis;  // of a judgment: what it must rest on
  Authority authority;
};

enum class NormKind { Duty, Prohibition, Permission, Power, Encouragement };
enum class BearerMode { One, AnyOf, EachOf };
struct Bearer {
  BearerMode mode = BearerMode::One;
  std::vector<Path> parties;
  ExprId when;  // of `fallback bearer c when …`; absent otherwise
  std::vector<Citation> cites;
  Span span;
};
// `exempt secret: when E cites …`
struct Exemption {
  Ident label;
  ExprId when;
  Labels labels;
  Authority authority;
  Span span;
};
// `deferred small: until 2027-01-01 when … ended by f.stopped_on`. `until` is a date, an instant or
// a Counted; it ends before that moment begins (`through`: with that day).
struct Deferral {
  Ident label;
  ExprId until;
  ExprId through;
  ExprId when;
  ExprId ended_by;
  Labels labels;
  Authority authority;
  Span span;
};
// `due every 6 months from A through E while B at most 4 times`
struct Recurrence {
  ExprId period;
  ExprId from;
  ExprId through;
  ExprId holding;  // `while`
  ExprId at_most;
};
enum class DueKind { At, Before, Judgment, Every };
// `due 72 hours after trigger` (At, a Counted or any expression), `due before x` (Before),
// `due by judgment`. Several rows are labelled and carry `when`.
struct DueRow {
  Ident label;
  DueKind kind;
  ExprId value;
  Recurrence every;  // of Every alone
  ExprId when;
  Path counting;               // overrides the module's
  std::vector<Path> readings;  // under which the term is counted
  Path calendar;
  Authority authority;
  Span span;
};
// `extend once by 15 days when …`
struct Extension {
  Ident label;
  ExprId by;
  ExprId when;
  Authority authority;
  Span span;
};
enum class Outcome { Done, Met, Breached, Granted, Available };
// `done x`, `met when E`, `breached when E`, `granted when E`, `available when E`.
// Of a recurring duty also `done u.on for each u in f.updates where E`.
struct Fulfilment {
  Outcome kind;
  ExprId value;
  Ident variable;
  ExprId list;
  ExprId where;
  std::vector<Citation> cites;
  Span span;
};

// `met with eu: f.certified_on when … cites …`: evidence of another regime that counts as
// performance.
struct Evidence {
  Ident label;
  ExprId value;  // a condition, or when it came to be
  ExprId when;
  Labels labels;
  Authority authority;
  Span span;
};
// `kept through 5 years after trigger ended by f.destroyed_on`
struct Kept {
  ExprId through;
  ExprId ended_by;  // when it was given up; absent: `met when` tells whether it is kept
  std::vector<Citation> cites;
  Span span;
};
// `late excused when E cites …`
struct Excuse {
  ExprId when;
  Authority authority;
  Span span;
};
// `silence means refused`: what it counts as that an authority did not answer in time.
struct Silence {
  Ident meaning;  // granted, refused, nothing
  std::vector<Citation> cites;
  Span span;
};
// `on breach notify(b)`: the norm arises when that one is violated, or fulfilled late.
struct OnBreach {
  ExprId norm;  // a Call
  std::vector<Citation> cites;
  Span span;
};

// `fine X`: least and most are the same id. `fine from A to B`; `fine up to B`; `fine at least A`.
struct Fine {
  ExprId least;
  ExprId most;
};
struct Warning {};
struct Suspension {  // `suspension 3 months`, `suspension from 1 month to 3 months`; as in Fine
  ExprId least;
  ExprId most;
};
struct Remedy {  // `remedy erase, repay`
  std::vector<Ident> measures;
};
struct Confiscation {};
struct NotSet {};  // no figure has been fixed: never zero
using Consequence = std::variant<Missing, Fine, Warning, Suspension, Remedy, Confiscation, NotSet>;

enum class SanctionOn { Any, Late, Violated };
struct Sanction {
  Ident label;
  Consequence consequence;
  SanctionOn on = SanctionOn::Any;
  ExprId halved_when;
  ExprId
      individual_when;  // who pays as an individual: the base of the figures is their instrument's
  ExprId limitation;    // a duration from the breach, or the instant at which it ends
  ExprId when;
  bool milder = false;  // `milder_of(conduct, ruling)`
  Labels labels;
  Authority authority;
  Span span;
};

struct Norm {
  NormKind kind;
  Path special_of;  // `special duty vn.x.notify(…)`
  std::vector<Param> params;
  std::optional<Bearer> bearer;
  std::vector<Bearer> fallback_bearers;
  Path toward;
  Path action;
  ExprId trigger;
  ExprId applies;  // `applies when`
  std::vector<Exemption> exemptions;
  std::vector<Deferral> deferrals;
  std::vector<DueRow> due;
  std::vector<Extension> extensions;
  std::vector<Fulfilment> outcomes;
  std::vector<Sanction> sanctions;
  std::vector<Evidence> evidence;
  std::optional<Kept> kept;
  std::optional<Excuse> excuse;
  Path proof;                      // `proof bearer p`
  std::optional<Silence> silence;  // of a power
  std::optional<OnBreach> on_breach;
  std::vector<Let> lets;
  Authority authority;
};

// `item "I.1" self_study: when E cites … since 2026-08-15`. An `unencoded` one has no condition
// here.
struct ListItem {
  Text code;
  Ident label;
  bool unencoded = false;
  ExprId when;
  ExprId since;  // may be absent
  Labels labels;
  Authority authority;
  Span span;
};
struct ClosedList {
  std::vector<Param> params;
  std::vector<ListItem> items;
  Authority authority;
};

// `elect opt_out(f: Firm) { made f.opted_on  available when E  lost when E  disapplies PDPL@21 }`
struct Elect {
  std::vector<Param> params;
  std::vector<Let> lets;
  ExprId made;  // a day, a moment; or a condition
  ExprId available;
  ExprId lost;
  std::vector<Citation> disapplies;
  Authority authority;
};

// `collision { higher_rank cites …  later_date }`: in order of preference.
struct CollisionRow {
  Ident principle;
  std::vector<Citation> cites;
};
struct Collision {
  std::vector<CollisionRow> rows;
};

struct Output {
  Ident name;
  ExprId value;
  Span span;
};
// `norms N(b), answer(r) for each r in b.requests`
struct NormUse {
  Path norm;
  std::vector<ExprId> args;
  Ident variable;  // of `for each`
  ExprId list;
  Span span;
};
struct Decision {
  std::vector<Param> params;
  std::vector<Let> lets;
  std::vector<Output> outputs;
  std::vector<NormUse> norms;
  Ident exposure;  // `exposure total`
};

struct ReadingOption {
  Ident name;
  Labels labels;
};
struct Reading {
  std::vector<ReadingOption> options;
  Ident fallback;  // `default`
  std::optional<Text> basis;
  std::vector<Citation> cites;
  Provenance provenance;
};

using DeclNode = std::variant<Missing, Instrument, Source, Unencoded, Party, Action, Enum, Record,
                              Calendar, Rule, Norm, Decision, Reading, Test, TestTable, ClosedList,
                              Elect, Collision, Cases, Property>;

struct Decl {
  Ident name;  // absent for tests, `cases`, `unencoded`, and what could not be read
  Labels labels;
  std::string doc;  // text of the `///` lines before it
  DeclNode node;
  Span span;
};

// ---- a file ------------------------------------------------------------------------------------

struct Use {
  Path module;
  Ident alias;  // `as`
  Span span;
};

struct Module {
  FileId file;
  Path name;  // empty: a single file without `module`
  std::vector<Use> uses;
  Path counting;                        // `counting vn.civil_code`
  std::vector<Path> counting_readings;  // `counting vn.civil_code reading leap_day`
  Path calendar;                        // `calendar vn.state`
  ExprId known_through;                 // `known_through 2026-11-21`
  std::vector<DeclId> order;            // the declarations as written

  Store<DeclTag, Decl> decls;
  Store<ExprTag, Expr> exprs;
  Store<TypeTag, Type> types;
};

}  // namespace phep::ast

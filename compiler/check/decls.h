// The passes over declarations: contents of types first, then signatures, then bodies.
#pragma once

#include "compiler/check/body.h"
#include "compiler/check/context.h"

#include <functional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace phep::check {

void fill_enum(Context& ctx, const ast::Decl& decl, std::uint32_t index);
// A reading's options are needed before instruments, its citations come after them.
void sign_reading(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_reading(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_source(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_unencoded(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_record(Context& ctx, const ast::Decl& decl, std::uint32_t index);

// Parameters become locals of the body; their ids in order.
void declare_parameters(Body& body, const std::vector<ast::Param>& params,
                        std::vector<hir::LocalId>& out);
// The body with the parameters that a signature has declared.
Body body_with(Context& ctx, DefId owner, const std::vector<hir::LocalId>& params);
void declare_lets(Body& body, const std::vector<ast::Let>& lets);

// Parameters and results, so that bodies can call each other.
void sign_rule(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void sign_norm(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void sign_decision(Context& ctx, const ast::Decl& decl, std::uint32_t index);

void fill_rule(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_norm(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_decision(Context& ctx, const ast::Decl& decl, std::uint32_t index);

// Closed lists: an enum of their items, and the rules that say which of them hold (lists.cpp).
void fill_list_members(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void sign_list(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_list(Context& ctx, const ast::Decl& decl, std::uint32_t index);
// Elections: a rule that is true while the choice holds (elections.cpp).
void sign_elect(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_elect(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_collision(Context& ctx, const ast::Decl& decl, std::uint32_t index);

// What a module adds to a rule or norm of another one (special.cpp).
void fill_special_rule(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_special_norm(Context& ctx, const ast::Decl& decl, std::uint32_t index);

// A name for each node: nodes without a label are numbered by what they say, since the order of
// writing must not show in an answer.
std::vector<Name> rule_node_names(Context& ctx, const std::vector<ast::RuleNode>& written);
// A case or exception of this name, appended to `out`; its targets are resolved later.
void add_rule_node(Body& body, const ast::RuleNode& written, Name name, TypeId value_type,
                   hir::Rule& out);
void check_exception_cycles(Context& ctx, const ast::Rule& written, hir::Rule& out);
// What one node concludes: under `picks all` a member of the set.
TypeId conclusion_type(const Context& ctx, hir::Picks picks, TypeId result);
// `exempt` and `deferred` rows, appended to `out`.
void read_exemptions(Body& body, const ast::Norm& written, hir::Norm& out);
void read_deferrals(Body& body, const ast::Norm& written, hir::Norm& out);
Argument kind_text(ast::NormKind kind);

// `sanction` rows of a norm (sanctions.cpp).
std::vector<hir::Sanction> sanctions_of(Body& body, const ast::Norm& norm,
                                        const hir::Authority& outer);
// The rows of a rule's tables as its nodes (rule_tables.cpp), with their labels.
void add_tables(Body& body, const std::vector<ast::RuleTable>& tables, TypeId value_type,
                std::unordered_map<Name, std::uint32_t>& labels, hir::Rule& out);
// `due` and `extend` (deadlines.cpp). Fills the deadline of `out`.
void fill_deadline(Body& body, const ast::Decl& decl, const ast::Norm& norm, hir::Norm& out);

// Who did what: `done`, `met`, evidence, what is kept, excuses, silence (performance.cpp).
void fill_performance(Body& body, const ast::Decl& decl, const ast::Norm& norm, hir::Norm& out);
// `on breach N(x)` (breaches.cpp): the moment of that breach, if the norm has no trigger of its
// own; else its condition goes into `applies`.
hir::ExprId read_breach(Body& body, const ast::Norm& norm, hir::Norm& out);
bool has_dated_breach(const ast::Norm& norm);
// The moment of a norm's breach, null where there is none: an optional instant.
hir::ExprId breach_of(Context& ctx, hir::ExprId norm, Span span);

// Recurring duties (recurrence.cpp): the parameter that numbers their occurrences; what one of them
// is; and which of many acts counts for it.
bool is_recurring(const ast::Norm& norm);
void sign_recurrence(Body& body, const ast::Norm& norm, hir::Norm& out);
void read_recurrence(Body& body, const ast::Decl& decl, const ast::Norm& norm, hir::Norm& out);
hir::ExprId done_for_each(Body& body, const ast::Norm& norm, const ast::Fulfilment& written,
                          const hir::Norm& out);
// What each `extend` adds (deadlines.cpp).
std::vector<hir::ExprId> extensions_of(Body& body, const ast::Norm& norm, hir::Norm& out);

// Who holds a role (roles.cpp), and the ways in which a norm binds parties through it.
void fill_party(Context& ctx, const ast::Decl& decl, std::uint32_t index);
void fill_action(Context& ctx, const ast::Decl& decl, std::uint32_t index);
std::vector<hir::BearerWay> bearer_ways(Body& body, const hir::Norm& norm,
                                        const std::vector<DefId>& parties);

void check_label(Context& ctx, std::unordered_set<Name>& seen, const ast::Ident& label);

// A date or instant, perhaps optional, with `change` done to what is in it.
hir::ExprId in_optional(Context& ctx, hir::ExprId value,
                        const std::function<hir::ExprId(hir::ExprId)>& change);

// Rules and norms that ask each other in a circle (cycles.cpp).
void check_cycles(Context& ctx);
// Conditions that no fact meets, members no case covers, cases that contradict (coverage.cpp).
void check_rule_coverage(Context& ctx, std::uint32_t index, Span name);
void check_never(Context& ctx, hir::ExprId when, std::string_view what, Span span);
// What is declared and not used, and half-translated labels (lints.cpp).
void check_unused(Context& ctx);
void check_translations(Context& ctx);
void check_digests(Context& ctx);

// Tests and tables (tests.cpp).
void fill_tests(Context& ctx, const ast::Decl& decl);
// What holds in every case (properties.cpp).
void fill_property(Context& ctx, const ast::Property& written, Span span);

// What a person determines is written down with one record: reports a judgment `name` of anything
// else.
void need_one_record(Context& ctx, const std::vector<hir::LocalId>& params, std::string_view name,
                     Span span);

}  // namespace phep::check

// {{qualified}}, compiled by Phép, for C++17. See phep.hpp for what unknown, absent and known mean.
#ifndef {{name}}_HPP
#define {{name}}_HPP

#include "{{name}}.h"
#include "phep_inside.hpp"

namespace policy::{{cpp}} {

{{#enums}}
// {{qualified}}
enum class {{cpp}} : std::int32_t {
{{#members}}
  {{id}} = {{index}},
{{/members}}
};
// As JSON spells it.
inline const char* word({{cpp}} member) {
  constexpr const char* kWords[] = { {{#members}}{{text_q}}, {{/members}} };
  return kWords[static_cast<int>(member)];
}
// What people call it.
inline const char* label({{cpp}} member, bool vietnamese) {
  constexpr const char* kVi[] = { {{#members}}{{vi_q}}, {{/members}} };
  constexpr const char* kEn[] = { {{#members}}{{en_q}}, {{/members}} };
  return (vietnamese ? kVi : kEn)[static_cast<int>(member)];
}

{{/enums}}
{{#readings}}
// The reading {{qualified}}; by default {{fallback}}.
enum class {{cpp}} : std::int32_t { {{#members}}{{id}} = {{index}}, {{/members}} };

{{/readings}}
// When, under which law, and how the law is read. What is not set has its default.
struct Options : phep::When {
{{#readings}}
  std::optional<::policy::{{namespace}}::{{cpp}}> {{field}};
{{/readings}}
};

{{#structs}}
{{#root}}
// The facts. What is not set is unknown.
{{/root}}
{{^root}}
// One element of {{list}}.
{{/root}}
struct {{cpp}} {
{{#fields}}
  // {{pointer}}: {{comment}}
  {{type}} {{name}};
{{/fields}}
};

{{/structs}}
namespace inside {

{{#structs}}
inline void pack_all(const {{cpp}}& from, {{c}}& to, phep::inside::Memory& memory) {
  (void)memory;
{{#fields}}
  phep::inside::pack(from.{{name}}, phep::inside::Bits{to.known, to.present, {{bit}}}, [&](const auto& value) {
{{^item}}
    phep::inside::put(value, to.{{name}}, memory);
{{/item}}
{{#item}}
    auto* items = static_cast<{{c}}*>(memory.take(value.size() * sizeof({{c}})));
    for (std::size_t i = 0; i < value.size(); ++i) pack_all(value[i], items[i], memory);
    to.{{name}}.items.slot = 0;
    to.{{name}}.items.ptr = items;
    to.{{name}}.length = static_cast<std::uint32_t>(value.size());
{{/item}}
  });
{{/fields}}
}
inline void unpack_all(const {{c}}& from, {{cpp}}& to) {
  auto* known = const_cast<std::uint64_t*>(from.known);
  auto* present = const_cast<std::uint64_t*>(from.present);
  (void)known;
  (void)present;
  (void)to;
{{#fields}}
  phep::inside::unpack(to.{{name}}, phep::inside::Bits{known, present, {{bit}}}, [&](auto& value) {
{{^item}}
    phep::inside::take(from.{{name}}, value);
{{/item}}
{{#item}}
    const auto* items = static_cast<const {{c}}*>(from.{{name}}.items.ptr);
    value.resize(from.{{name}}.length);
    for (std::size_t i = 0; i < value.size(); ++i) unpack_all(items[i], value[i]);
{{/item}}
  });
{{/fields}}
}

{{/structs}}
{{#leaves}}
{{#steps}}
inline constexpr phep::inside::Step kSteps{{slot}}[] = {
{{#rows}}
    { {{offset}}, {{element}}, {{bits}}, {{words}}, {{bit}}, {{path_q}}},
{{/rows}}
};
{{/steps}}
{{/leaves}}
inline constexpr phep::inside::Leaf kLeaves[] = {
{{#leaves}}
    { {{slot}}, {{path_q}}, {{#steps}}kSteps{{slot}}{{/steps}}{{^steps}}nullptr{{/steps}}, {{depth}}},
{{/leaves}}
    {0, nullptr, nullptr, 0}};
inline constexpr const char* kSymbols[] = {
{{#symbols}}
    {{.}},
{{/symbols}}
    nullptr};
inline constexpr const char* kGroups[] = { {{#groups}}{{.}}, {{/groups}}nullptr};
inline constexpr phep::inside::Texts kTexts{kLeaves, {{leaf_count}}, kSymbols, {{symbol_count}}, kGroups, {{group_count}}};

{{#norms}}
inline constexpr const char* kExempts_{{part}}[] = { {{#exempts}}{{.}}, {{/exempts}}nullptr};
inline constexpr const char* kEvidence_{{part}}[] = { {{#evidence}}{{.}}, {{/evidence}}nullptr};
inline constexpr const char* kBearers_{{part}}[] = { {{#bearers}}{{.}}, {{/bearers}}nullptr};
inline constexpr phep::inside::SanctionText kSanctions_{{part}}[] = {
{{#sanctions}}
    { {{label_q}}, {{kind_q}}, {{exact}}},
{{/sanctions}}
    {nullptr, nullptr, false}};
inline constexpr phep::inside::NormText kNorm_{{part}}{
    kExempts_{{part}}, {{exempt_count}}, kEvidence_{{part}}, {{evidence_count}},
    kBearers_{{part}}, {{bearer_count}}, {{bearers_fixed}}, kSanctions_{{part}}, {{sanction_count}}, {{power}}};
{{/norms}}

// What an answer points into.
struct Case {
  ::{{name}}_facts facts{};
  ::{{name}}_result result{};
  phep::inside::Memory memory;
  std::vector<std::uint64_t> arena;
};

// The members that were chosen, in the order of the policy's readings; -1: the default.
struct Chosen {
  std::int32_t members[{{reading_count}} + 1];
  explicit Chosen(const Options& options) : members{} {
    (void)options;
{{#readings}}
    members[{{index}}] = options.{{field}} ? static_cast<std::int32_t>(*options.{{field}}) : -1;
{{/readings}}
  }
  phep_options with(const phep::When& when) const {
    return phep::inside::options_of(when, members, {{reading_count}});
  }
};

}  // namespace inside

// An answer. Copies share it.
class Answer {
 public:
{{#outputs}}
  // {{comment}}
  phep::Out<{{type}}> {{part}}() const { return reader().out<{{type}}>(held_->result.{{c}}); }
{{/outputs}}
{{#norms}}
  // {{comment}}
{{#repeated}}
  phep::Norms {{part}}() const { return reader().norms(held_->result.{{c}}, inside::kNorm_{{part}}); }
{{/repeated}}
{{^repeated}}
  phep::Norm {{part}}() const {
    return reader().norm(held_->result.{{c}}, {{#rows}}held_->result.{{rows}}{{/rows}}{{^rows}}nullptr{{/rows}}, inside::kNorm_{{part}});
  }
{{/repeated}}
{{/norms}}
  // Whether generated code decided; else the interpreter did.
  bool by_generated_code() const { return held_->result.head.path == 1; }
  const ::{{name}}_facts& c_facts() const { return held_->facts; }
  const ::{{name}}_result& c_result() const { return held_->result; }

 private:
  friend phep::Expected<Answer> decide(const Facts& facts, const Options& options);
  explicit Answer(std::shared_ptr<const inside::Case> held) : held_(std::move(held)) {}
  phep::inside::Reader reader() const {
    return phep::inside::Reader(inside::kTexts, &held_->facts, &held_->result.head);
  }
  std::shared_ptr<const inside::Case> held_;
};

// Decides typed facts.
inline phep::Expected<Answer> decide(const Facts& facts, const Options& options) {
  auto held = std::make_shared<inside::Case>();
  held->facts.size = sizeof held->facts;
  held->facts.layout = {{name}}_facts_LAYOUT;
  inside::pack_all(facts, held->facts, held->memory);
  const inside::Chosen chosen(options);
  const phep_options c_options = chosen.with(options);
  const int status = phep::inside::with_arena(held->arena, [&](void* arena, std::size_t size) {
    held->result.head.size = sizeof held->result;
    held->result.head.layout = {{name}}_result_LAYOUT;
    return {{name}}_decide(&held->facts, &c_options, &held->result, arena, size);
  });
  if (status != PHEP_OK) {
    phep::Problem problem;
    problem.status = static_cast<phep::Status>(status);
    return problem;
  }
  return Answer(std::move(held));
}

// Reads facts from JSON text.
inline phep::Expected<Facts> read(std::string_view json, const Options& options) {
  ::{{name}}_facts c{};
  c.size = sizeof c;
  c.layout = {{name}}_facts_LAYOUT;
  const inside::Chosen chosen(options);
  const phep_options c_options = chosen.with(options);
  phep_problem found{};
  std::vector<std::uint64_t> memory;
  const int status = phep::inside::with_arena(memory, [&](void* arena, std::size_t size) {
    return {{name}}_read(json.data(), json.size(), &c_options, &c, &found, arena, size);
  });
  if (status != PHEP_OK) {
    phep::Problem problem;
    problem.status = static_cast<phep::Status>(status);
    problem.code = found.code;
    problem.offset = found.offset;
    if (found.at.ptr != nullptr) problem.at.assign(found.at.ptr, found.at_length);
    return problem;
  }
  Facts facts;
  inside::unpack_all(c, facts);
  return facts;
}

// JSON in, the canonical JSON of the answer out.
inline phep::Expected<std::string> decide_json(std::string_view json, const Options& options) {
  const inside::Chosen chosen(options);
  const phep_options c_options = chosen.with(options);
  std::string out;
  const int status = phep::inside::text_of(
      out, [&](char* to, std::size_t capacity, std::size_t* written, void* arena, std::size_t size) {
        return {{name}}_decide_json(json.data(), json.size(), &c_options, to, capacity, written, arena, size);
      });
  if (status == PHEP_OK) return out;
  phep::Problem problem;
  problem.status = static_cast<phep::Status>(status);
  if (status == PHEP_BAD_FACTS) {
    const auto again = read(json, options);
    if (!again) problem = again.error();
    problem.status = phep::Status::bad_facts;
  }
  problem.json = std::move(out);
  return problem;
}

}  // namespace policy::{{cpp}}

#endif

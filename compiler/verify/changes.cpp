#include "compiler/verify/changes.h"

#include "compiler/base/check.h"
#include "compiler/testing/expect.h"
#include "compiler/verify/inquiry.h"

#include <algorithm>
#include <array>
#include <map>

namespace phep::verify {

namespace {

using Reply = nlohmann::json;

constexpr std::size_t kMostRegions = 64;  // of one norm or output

struct Side {
  const decision::Program* program;
  const decision::Decision* decision;
  Interpreter* interpreter;
  Encoder* encoder;
  Encoded encoded;
  View view;
};

std::string key_of(const decision::Program& program, const Encoded::NormResult& norm) {
  std::string key = norm.output->key;
  if (norm.output->list.exists())
    return key + "[" + program.slots[norm.output->list].path + "/" + std::to_string(norm.index) +
           "]";
  if (norm.output->most != 0) return key + "[#" + std::to_string(norm.index + 1) + "]";
  return key;
}

std::vector<std::string> cites_of(const Reply& norm) {
  std::vector<std::string> out;
  const Reply cites = norm.value("cites", Reply::array());
  for (const Reply& one : cites) out.push_back(one.get<std::string>());
  return out;
}

class Comparison {
 public:
  Comparison(Side& before, Side& after, const Options& options, Changes& changes)
      : before_(before),
        after_(after),
        logic_(before.encoder->logic()),
        prover_({before.encoder, after.encoder}, Budget{.steps = options.steps}),
        changes_(changes) {}

  void run() {
    std::map<std::string, const Encoded::NormResult*> norms;
    for (const auto& norm : after_.encoded.norms) norms[key_of(*after_.program, norm)] = &norm;
    for (const auto& norm : before_.encoded.norms) {
      const std::string key = key_of(*before_.program, norm);
      const auto found = norms.find(key);
      one_norm(key, &norm, found == norms.end() ? nullptr : found->second);
      if (found != norms.end()) norms.erase(found);
    }
    for (const auto& [key, norm] : norms) one_norm(key, nullptr, norm);
    for (const auto& output : before_.encoded.outputs)
      for (const auto& other : after_.encoded.outputs)
        if (output.output->name == other.output->name) one_output(output, other);
    changes_.price = {prover_.cost().questions, prover_.cost().rounds, prover_.cost().steps,
                      prover_.cost().milliseconds};
  }

 private:
  struct Told {
    Reply before, after;
    Case at;
  };

  // The smallest case that is `wanted`, if there is one under the readings that are taken unless
  // somebody chooses others, and both answers to it.
  std::optional<Told> example(const std::vector<expr>& wanted, const std::string& key) {
    Found first = prover_.find(wanted);
    if (first.answer == Answer::No) return std::nullopt;
    if (first.answer == Answer::Unknown) {
      undecided(key, wanted, first.why);
      return std::nullopt;
    }
    std::vector<expr> usual = wanted;
    for (const Encoder* encoder : {before_.encoder, after_.encoder})
      for (const auto& [index, option] : encoder->readings())
        usual.push_back(
            option ==
            logic_.number(encoder->program().readings[decision::ReadingId{index}].fallback));
    Found found;
    if (usual.size() > wanted.size()) found = prover_.find(usual);
    if (found.answer == Answer::Yes) {
      first = std::move(found);
    } else {
      usual = wanted;
    }
    const Found small = prover_.smallest(usual);
    const z3::model model = small.answer == Answer::Yes ? *small.model : *first.model;
    last_ = model;
    Case a = case_of({before_.encoder, after_.encoder}, *before_.decision, model, first.names);
    Case b = case_of({after_.encoder, before_.encoder}, *after_.decision, model, first.names);
    a.law_date = before_.view.law_date;
    b.law_date = after_.view.law_date;
    return Told{before_.interpreter->decide(*before_.decision, a),
                after_.interpreter->decide(*after_.decision, b), std::move(a)};
  }

  void undecided(const std::string& key, const std::vector<expr>& wanted, const std::string& why) {
    const std::array<const Encoder*, 2> both = {before_.encoder, after_.encoder};
    changes_.undecided.emplace_back(key, blame(both, wanted, why));
  }

  Region region(const std::string& key, const std::string& aspect, const Told& told) const {
    Region out;
    out.key = key;
    out.aspect = aspect;
    out.facts = told.at.facts.dump();
    out.as_of = told.at.as_of;
    const decision::Program& program = before_.encoder->program();
    for (std::uint32_t i = 0; i < told.at.readings.size(); ++i) {
      const decision::Reading& reading = program.readings[decision::ReadingId{i}];
      const std::int32_t chosen = told.at.readings[i];
      if (chosen >= 0 && static_cast<std::uint32_t>(chosen) != reading.fallback)
        out.readings.emplace_back(reading.name,
                                  reading.options.at(static_cast<std::size_t>(chosen)));
    }
    const auto norm = [&](const Reply& answer) {
      return answer.value("norms", Reply::object()).value(key, Reply::object());
    };
    out.cites_before = cites_of(norm(told.before));
    out.cites_after = cites_of(norm(told.after));
    return out;
  }

  static std::string member(const Reply& answer, const std::string& group, const std::string& key,
                            const std::string& field) {
    const Reply groups = answer.value(group, Reply::object());
    if (!groups.contains(key)) return "none";
    const Reply& found = groups[key];
    if (field.empty()) return found.is_string() ? found.get<std::string>() : found.dump();
    if (!found.contains(field)) return "none";
    return found[field].is_string() ? found[field].get<std::string>() : found[field].dump();
  }

  // Takes one region after another away until none is left; true if that was proved.
  bool regions(const std::string& key, const std::string& aspect, const std::string& group,
               const std::string& field, expr differs, const std::vector<expr>& split) {
    std::vector<expr> wanted = {differs};
    const std::size_t undecided_before = changes_.undecided.size();
    const std::size_t regions_before = changes_.regions.size();
    for (std::size_t n = 0; n < kMostRegions; ++n) {
      const auto told = example(wanted, key);
      if (!told) break;
      Region found = region(key, aspect, *told);
      found.before = member(told->before, group, key, field);
      found.after = member(told->after, group, key, field);
      found.confirmed = found.before != found.after;
      if (!found.confirmed && !before_.view.today && !after_.view.today) {
        undecided(key, wanted, "the interpreter sees the case otherwise");
        break;
      }
      changes_.regions.push_back(std::move(found));
      if (split.empty()) break;  // one region is all of it
      // The same words on both sides are the same region.
      expr same = logic_.yes();
      for (const expr& part : split) {
        same = logic_.both(same, logic_.same(part, last_->eval(part, true)));
      }
      wanted.push_back(logic_.negate(same));
    }
    return changes_.undecided.size() == undecided_before &&
           changes_.regions.size() == regions_before;
  }

  void one_norm(const std::string& key, const Encoded::NormResult* a,
                const Encoded::NormResult* b) {
    const auto binds = [&](const Encoded::NormResult& norm) {
      return logic_.both(
          norm.there, logic_.both(norm.norm->binds.value, logic_.negate(norm.norm->binds.fails)));
    };
    if (a == nullptr || b == nullptr) {
      const bool same =
          regions(key, "presence", "norms", "status", binds(a == nullptr ? *b : *a), {});
      if (same) changes_.unchanged.push_back(key);
      return;
    }
    const auto status = [&](const Encoded::NormResult& norm) {
      return logic_.choose(norm.norm->status.fails, logic_.number(-1), norm.norm->status.value);
    };
    const expr there = logic_.both(a->there, b->there);
    const expr x = status(*a);
    const expr y = status(*b);
    bool same = regions(key, "status", "norms", "status",
                        logic_.both(there, logic_.negate(logic_.same(x, y))), {x, y});
    const expr bound = logic_.all({binds(*a), binds(*b)});
    const auto has_due = [&](const NormTerm& norm) {
      return logic_.both(norm.has_due.value,
                         logic_.negate(logic_.any(
                             {norm.has_due.fails, norm.due.fails, norm.due.from, norm.due.upto})));
    };
    const expr due = logic_.both(
        bound, logic_.all({logic_.all({has_due(*a->norm), has_due(*b->norm)}),
                           logic_.negate(before_.encoder->same(a->norm->due, b->norm->due))}));
    same = regions(key, "due", "norms", "due", due, {}) && same;
    if (a->norm->sanctions.size() == b->norm->sanctions.size()) {
      expr cap = logic_.no();
      for (std::size_t i = 0; i < a->norm->sanctions.size(); ++i) {
        const auto& p = a->norm->sanctions[i];
        const auto& q = b->norm->sanctions[i];
        const expr applies = logic_.both(p.applies.value, q.applies.value);
        // A breach that begins or ends is told as the status that changes.
        cap = logic_.either(
            cap, logic_.all({logic_.same(x, y),
                             logic_.negate(logic_.same(p.applies.value, q.applies.value))}));
        for (const auto end : {&NormTerm::Sanction::from, &NormTerm::Sanction::to})
          if ((p.*end).has_value() && (q.*end).has_value() && (p.*end)->kind == (q.*end)->kind)
            cap = logic_.either(
                cap,
                logic_.both(applies, logic_.negate(before_.encoder->same(*(p.*end), *(q.*end)))));
      }
      same = regions(key, "sanction", "norms", "sanctions", logic_.both(bound, cap), {}) && same;
    }
    if (same) changes_.unchanged.push_back(key);
  }

  void one_output(const Encoded::Output& a, const Encoded::Output& b) {
    const std::string& key = a.output->name;
    if (a.value.kind != b.value.kind) {
      changes_.undecided.emplace_back(key, "an output of another type");
      return;
    }
    const expr values = logic_.negate(before_.encoder->same(a.value, b.value));
    const expr present = logic_.both(a.present, b.present);
    const expr differs =
        logic_.choose(present, values, logic_.negate(logic_.same(a.present, b.present)));
    const bool few = a.value.kind == Kind::Bool || a.value.kind == Kind::Enum;
    std::vector<expr> split;
    if (few)
      split = {a.value.value, b.value.value, a.present, b.present, a.value.fails, b.value.fails};
    if (regions(key, "value", "outputs", "", differs, split)) changes_.unchanged.push_back(key);
  }

  Side& before_;
  Side& after_;
  const Logic& logic_;
  Prover prover_;
  Changes& changes_;
  std::optional<z3::model> last_;
};

}  // namespace

Changes changes_between(const testing::Program& before, decision::Entry of_before,
                        const View& first, const testing::Program& after, decision::Entry of_after,
                        const View& second, const Options& options) {
  Changes out;
  const auto a = subject_of(before, std::span(&of_before, 1));
  const auto b = subject_of(after, std::span(&of_after, 1));
  if (a == nullptr || b == nullptr) {
    out.undecided.emplace_back(before.def(of_before.target).qualified, "it cannot be lowered");
    return out;
  }
  const auto texts = std::make_shared<std::vector<std::string>>(1);
  const auto encode_options = [&](const View& view, const char* tag) {
    return EncodeOptions{.as_of = view.as_of,
                         .law_date = view.law_date,
                         .elements = options.elements,
                         .texts = texts,
                         .tag = tag,
                         .today = view.today};
  };
  Encoder one(a->context, a->program, a->interpreter.image(), encode_options(first, "a!"));
  Encoder other(a->context, b->program, b->interpreter.image(), encode_options(second, "b!"));
  const auto& decision_a = decision_of(a->program, before.def(of_before.target).qualified);
  const auto& decision_b = decision_of(b->program, after.def(of_after.target).qualified);
  Side left{&a->program, &decision_a, &a->interpreter, &one, one.encode(decision_a), first};
  Side right{&b->program, &decision_b, &b->interpreter, &other, other.encode(decision_b), second};
  Comparison(left, right, options, out).run();
  return out;
}

}  // namespace phep::verify

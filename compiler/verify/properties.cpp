// What an author claims of every case, or of any two cases that differ in one fact.
#include "compiler/base/check.h"
#include "compiler/hir/children.h"
#include "compiler/testing/chosen.h"
#include "compiler/testing/expect.h"
#include "compiler/verify/inquiry.h"
#include "compiler/verify/remembered.h"

#include <algorithm>
#include <array>
#include <map>

namespace phep::verify {

namespace {

using Reply = nlohmann::json;

// A module with its properties as decisions, whose outputs are `where` and the claims.
struct Ground {
  Ground(const testing::Program& program, const hir::Module& written)
      : module(written), modules(program.modules) {
    for (std::size_t i = 0; i < written.properties.size(); ++i) {
      const hir::Property& property = written.properties[i];
      hir::Decision decision;
      decision.params = property.params;
      decision.calendar = property.calendar;
      if (property.where.exists()) decision.outputs.push_back({property.premise, property.where});
      for (const hir::Claim& claim : property.claims)
        decision.outputs.push_back({claim.name, claim.value});
      hir::Def def;
      def.qualified = written.name + ".property " + std::to_string(i + 1);
      def.node = std::move(decision);
      def.span = property.span;
      def.name_span = property.title_span;
      module.defs.push_back(std::move(def));
    }
    modules[module.file] = &module;
  }

  hir::Module module;
  std::map<FileId, const hir::Module*> modules;
};

// The rules and norms that expressions ask about the property's own parameters.
class Calls {
 public:
  Calls(const hir::Module& module, const std::vector<hir::LocalId>& params)
      : module_(module), params_(params) {}

  void in(hir::ExprId id) {
    if (!id.exists()) return;
    const hir::ExprNode& node = module_.exprs[id].node;
    if (const auto* rule = std::get_if<hir::CallRule>(&node)) note(rule->rule, rule->args);
    if (const auto* norm = std::get_if<hir::CallNorm>(&node)) note(norm->norm, norm->args);
    if (const auto* local = std::get_if<hir::LocalRef>(&node))
      in(module_.locals[local->local].value);
    hir::each_child(node, [&](hir::ExprId child) { in(child); });
  }
  [[nodiscard]] const std::vector<hir::DefId>& found() const { return found_; }

 private:
  void note(hir::DefId def, const std::vector<hir::ExprId>& args) {
    if (args.size() != params_.size()) return;
    for (std::size_t i = 0; i < args.size(); ++i) {
      const auto* local = std::get_if<hir::LocalRef>(&module_.exprs[args[i]].node);
      if (local == nullptr || local->local != params_[i]) return;
    }
    if (std::ranges::find(found_, def) == found_.end()) found_.push_back(def);
  }

  const hir::Module& module_;
  const std::vector<hir::LocalId>& params_;
  std::vector<hir::DefId> found_;
};

class Properties {
 public:
  Properties(const testing::Program& program, const hir::Module& module, const Options& options,
             Report& report)
      : written_(module),
        ground_(program, module),
        program_{ground_.modules, program.types, program.names, program.outside},
        options_(options),
        report_(report) {}

  void run() {
    for (std::size_t i = 0; i < written_.properties.size(); ++i)
      if (testing::is_chosen(written_.properties[i].title, options_.filter) ||
          written_.name.contains(options_.filter))
        ask(written_.properties[i], written_.defs.size() + i);
  }

 private:
  [[nodiscard]] Result about(const hir::Property& property, const hir::Claim& claim) const {
    Result out;
    out.question = Question::Property;
    out.subject = property.title;
    if (property.claims.size() > 1) out.part = std::to_string(&claim - property.claims.data() + 1);
    out.span = claim.span;
    return out;
  }

  void ask(const hir::Property& property, std::size_t index) {
    const hir::DefId id{written_.file, static_cast<std::uint32_t>(index)};
    Calls calls(ground_.module, property.params);
    calls.in(property.where);
    for (const hir::Claim& claim : property.claims) {
      calls.in(claim.value);
    }
    std::vector<decision::Entry> entries = {{id, written_.file}};
    for (const hir::DefId def : calls.found()) entries.push_back({def, written_.file});
    const auto subject = subject_of(program_, entries);
    for (const hir::Claim& claim : property.claims) {
      Result result = about(property, claim);
      if (subject == nullptr) {
        result.why = "a declaration that cannot be lowered alone";
        report_.results.push_back(std::move(result));
        continue;
      }
      const Remembered remembered(options_, subject->program,
                                  "property " + course_key(property, claim) + result.part);
      const auto locate = [&](Result& known) {
        known.subject = property.title;
        known.span = claim.span;
      };
      if (remembered.recall(report_, locate)) continue;
      const Report before = report_;
      if (claim.course == hir::Course::None)
        always(*subject, property, claim, id, calls.found(), result);
      else
        course(*subject, property, claim, id, calls.found(), result);
      report_.results.push_back(std::move(result));
      remembered.keep(before, report_);
    }
  }

  // What of a claim no program holds: along which fact it has a course.
  [[nodiscard]] std::string course_key(const hir::Property& property,
                                       const hir::Claim& claim) const {
    if (claim.course == hir::Course::None) return "";
    return std::to_string(static_cast<int>(claim.course)) + pointer_of(property, claim.along) + " ";
  }

  // Whether an output is there, and without an error.
  struct Seen {
    expr holds;
    Term value;
  };
  Seen seen(const Encoder& encoder, const Encoded& encoded, Name name) const {
    const Logic& logic = encoder.logic();
    for (const Encoded::Output& output : encoded.outputs)
      if (output.output->name == program_.names.text(name))
        return {logic.both(output.present,
                           logic.negate(logic.any(
                               {output.value.fails, output.value.from, output.value.upto}))),
                output.value};
    PHEP_UNREACHABLE();
  }
  expr premise(const Encoder& encoder, const Encoded& encoded,
               const hir::Property& property) const {
    if (!property.where.exists()) return encoder.logic().yes();
    const Seen where = seen(encoder, encoded, property.premise);
    return encoder.logic().both(where.holds, where.value.value);
  }
  [[nodiscard]] bool fulfils(const hir::Property& property, const Reply& outputs) const {
    return !property.where.exists() ||
           outputs.value(std::string(program_.names.text(property.premise)), Reply()) ==
               Reply(true);
  }
  [[nodiscard]] Reply value_of(const hir::Claim& claim, const Reply& outputs) const {
    return outputs.value(std::string(program_.names.text(claim.name)), Reply());
  }

  // No case at all fulfils `where`, or more elements of lists might.
  bool nothing(Inquiry& inquiry, const Encoder& encoder, const expr& where, Result& result) const {
    if (where.is_true() || inquiry.possible({where}) != Answer::No) return false;
    const bool cuts_lists = encoder.cuts_lists({where});
    result.verdict = cuts_lists ? Verdict::NotDecided : Verdict::Vacuous;
    if (cuts_lists) result.why = "lists of more elements";
    return true;
  }

  // One case.
  void always(Subject& subject, const hir::Property& property, const hir::Claim& claim,
              hir::DefId id, const std::vector<hir::DefId>& asked, Result& result) {
    const decision::Decision& decision = decision_of(subject.program, program_.def(id).qualified);
    Encoder encoder(subject.context, subject.program, subject.interpreter.image(),
                    {.elements = options_.elements});
    const Encoded encoded = encoder.encode(decision);
    const Logic& logic = encoder.logic();
    Inquiry inquiry(encoder, options_);
    const expr where = premise(encoder, encoded, property);
    if (nothing(inquiry, encoder, where, result)) return;
    const Seen claimed = seen(encoder, encoded, claim.name);
    const expr fails = logic.negate(logic.both(claimed.holds, claimed.value.value));
    const auto refuted = inquiry.refute({{where, fails},
                                         [&](const Case& one) {
                                           const Reply outputs = answer(subject, decision, one);
                                           return fulfils(property, outputs) &&
                                                  value_of(claim, outputs) != Reply(true);
                                         }},
                                        decision, result);
    if (refuted) result.test = told(subject, property, asked, *refuted, property.title);
    count_constructs(encoder, report_);
  }

  // Two encoders share all facts but one.
  void course(Subject& subject, const hir::Property& property, const hir::Claim& claim,
              hir::DefId id, const std::vector<hir::DefId>& asked, Result& result) {
    const decision::Decision& decision = decision_of(subject.program, program_.def(id).qualified);
    const auto texts = std::make_shared<std::vector<std::string>>(1);
    const std::string place = pointer_of(property, claim.along);
    Encoder less(subject.context, subject.program, subject.interpreter.image(),
                 {.elements = options_.elements, .texts = texts, .tag = "a!"});
    Encoder more(subject.context, subject.program, subject.interpreter.image(),
                 {.elements = options_.elements, .texts = texts, .tag = "b!", .apart = {place}});
    const Encoded one = less.encode(decision);
    const Encoded other = more.encode(decision);
    more.keep_order_with(less);
    const Logic& logic = less.logic();
    const expr where = logic.all({premise(less, one, property), premise(more, other, property)});
    Inquiry inquiry(less, options_);
    if (nothing(inquiry, less, premise(less, one, property), result)) return;
    const Fact* const low = fact_at(less, place);
    const Fact* const high = fact_at(more, place);
    if (low == nullptr || high == nullptr) {  // nothing here hangs on it
      result.verdict = Verdict::Proved;
      return;
    }
    const auto before = [&](const Term& a, const Term& b) {
      return less.compare(decision::Compare::Lt, a.kind, a, b).value;
    };
    const Seen x = seen(less, one, claim.name);
    const Seen y = seen(more, other, claim.name);
    const bool falls = claim.course == hir::Course::NeverFalls;
    const std::vector<expr> wanted = {where, logic.both(low->present, high->present),
                                      before(low->value, high->value), logic.both(x.holds, y.holds),
                                      falls ? before(y.value, x.value) : before(x.value, y.value)};
    result.up_to = less.cuts_lists(wanted) || more.cuts_lists(wanted);
    const std::array<const Encoder*, 2> both = {&less, &more};
    Prover prover({&less, &more}, Budget{.steps = options_.steps});
    Found found = prover.find(wanted);
    if (found.answer == Answer::No) {
      result.verdict = Verdict::Proved;
    } else if (found.answer == Answer::Unknown) {
      result.why = blame(both, wanted, found.why);
    } else {
      const Found small = prover.smallest(wanted);
      for (const Found* each : {&small, static_cast<const Found*>(&found)}) {
        if (each->answer != Answer::Yes) continue;
        const Case a = case_of({&less, &more}, decision, *each->model, each->names);
        const Case b = case_of({&more, &less}, decision, *each->model, each->names);
        const Reply left = answer(subject, decision, a);
        const Reply right = answer(subject, decision, b);
        const auto order = testing::order_of(program_, written_.exprs[claim.value].type,
                                             value_of(claim, left), value_of(claim, right));
        const bool refutes = falls ? order > 0 : order < 0;
        if (!fulfils(property, left) || !fulfils(property, right) || !refutes) continue;
        result.verdict = Verdict::Refuted;
        result.facts =
            Reply{{"less", Reply::parse(a.facts.dump())}, {"more", Reply::parse(b.facts.dump())}}
                .dump();
        result.test = told(subject, property, asked, a, property.title + " [1]") + "\n" +
                      told(subject, property, asked, b, property.title + " [2]");
        break;
      }
      if (result.verdict != Verdict::Refuted)
        result.why = blame(both, wanted, "the interpreter sees the case otherwise");
    }
    const Cost& cost = prover.cost();
    result.price = {cost.questions, cost.rounds, cost.steps, cost.milliseconds};
    count_constructs(less, report_);
  }

  static const Fact* fact_at(const Encoder& encoder, const std::string& place) {
    for (const auto& [at, fact] : encoder.facts())
      if (pointer(encoder.program(), at) == place) return &fact;
    return nullptr;
  }

  static Reply answer(Subject& subject, const decision::Decision& decision, const Case& one) {
    return subject.interpreter.decide(decision, one).value("outputs", Reply::object());
  }

  // Where in the facts the claim's fact stands.
  std::string pointer_of(const hir::Property& property, hir::ExprId id) const {
    const hir::ExprNode& node = written_.exprs[id].node;
    if (const auto* field = std::get_if<hir::FieldRef>(&node)) {
      const hir::TypeId type = written_.exprs[field->record].type;
      const auto& record = std::get<hir::Record>(program_.def(program_.types[type].def).node);
      return pointer_of(property, field->record) + "/" +
             std::string(program_.names.text(record.fields.at(field->field).name));
    }
    const hir::Local& local = written_.locals[std::get<hir::LocalRef>(node).local];
    const bool alone =
        property.params.size() == 1 && program_.types.is(local.type, hir::Sort::Record);
    return alone ? "" : "/" + std::string(program_.names.text(local.name));
  }

  // The case as a test of what the interpreter answers there.
  std::string told(Subject& subject, const hir::Property& property,
                   const std::vector<hir::DefId>& asked, const Case& one,
                   const std::string& title) {
    std::vector<Expected> expected;
    for (const hir::DefId id : asked) {
      const hir::Def& def = program_.def(id);
      const Reply reply =
          subject.interpreter.decide(decision_of(subject.program, def.qualified), one);
      std::string text;
      if (const auto* rule = std::get_if<hir::Rule>(&def.node)) {
        text = says(program_, rule->result, reply.value("outputs", Reply::object())["value"]);
      } else {
        const Reply norms = reply.value("norms", Reply::object());
        if (norms.size() == 1) text = "is " + norms.begin()->value("status", std::string());
      }
      if (!text.empty()) expected.push_back({id, std::move(text)});
    }
    return test_text(program_, title, one, subject.program, {ground_.module, property.params},
                     expected);
  }

  const hir::Module& written_;
  Ground ground_;
  testing::Program program_;
  const Options& options_;
  Report& report_;
};

}  // namespace

void verify_properties(const testing::Program& program, const hir::Module& module,
                       const Options& options, Report& report) {
  if (!module.properties.empty()) Properties(program, module, options, report).run();
}

}  // namespace phep::verify

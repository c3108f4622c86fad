// Encoding = interpreter: facts asserted, the formulas must have exactly one model, and in it every
// output and norm must be what the interpreter answers.
//   phep_proofs --programs N --cases M [--seed S] [--library N] [--sabotage N] [--report FILE]
//   phep_proofs --turned N [--seed S] [--report FILE]: mistakes in the law turn proved verdicts
// `--programs` generated ones, and `--library` decisions of the library drawn by the seed.
#include "compiler/decision/lower.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/expect.h"
#include "compiler/testing/random_facts.h"
#include "compiler/verify/case.h"
#include "compiler/verify/encoder.h"
#include "compiler/workspace/library.h"
#include "compiler/workspace/workspace.h"
#include "tests/generated/facts_writer.h"
#include "tests/generated/program_writer.h"
#include "tests/proofs/facts_in.h"
#include "tests/proofs/turned.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <map>

namespace phep::tests {
namespace {

using Json = nlohmann::json;
using decision::Kind;
using verify::Term;

struct Report {
  std::uint64_t programs = 0, cases = 0, compared = 0, wrong = 0, refused = 0, unencoded = 0,
                awaiting = 0, several = 0, refined = 0, invalid = 0, long_lists = 0;
  std::map<std::string, std::uint64_t> statuses, constructs;
};

struct Settings {
  std::uint64_t programs = 20, cases = 5, seed = 1, library = 10, turned = 0;
  int sabotage = 0;
  std::string report, only;
  bool verbose = false;
};

void complain(Report& report, const std::string& text) {
  if (++report.wrong <= 10) std::fprintf(stderr, "%s\n", text.c_str());
}

// What a term is in a model, as an answer writes it; nothing where the model leaves it open.
class Shown {
 public:
  Shown(const verify::Encoder& encoder, const z3::model& model)
      : encoder_(encoder), model_(model) {}

  Json term(const Term& term, const decision::Output* output) const {
    if (truth(term.fails)) return "error";
    if (truth(term.from) || truth(term.upto)) return "bounded";
    const auto& enums = encoder_.program().enums;
    switch (term.kind) {
      case Kind::Bool: return truth(term.value);
      case Kind::Int: return number(term.value);
      case Kind::Money: return std::to_string(number(term.value));
      case Kind::Decimal:
      case Kind::Amount: return Z3_get_numeral_string(model_.ctx(), model_.eval(term.value, true));
      case Kind::Date: return day(number(term.value));
      case Kind::Instant: return instant(term);
      case Kind::Duration: return number(term.value);
      case Kind::Text: return number(term.value);
      case Kind::Enum:
        return enums[output->enumeration].members.at(static_cast<std::size_t>(number(term.value)));
      case Kind::Set: {
        std::vector<std::string> members;
        for (std::size_t i = 0; i < term.bits.size(); ++i)
          if (truth(term.bits[i])) members.push_back(enums[output->enumeration].members.at(i));
        std::sort(members.begin(), members.end());
        return members;
      }
      case Kind::Norm: break;
    }
    return nullptr;
  }
  bool truth(const z3::expr& formula) const { return model_.eval(formula, true).is_true(); }
  std::int64_t number(const z3::expr& formula) const {
    std::int64_t out = INT64_MIN;
    verify::constant(model_.eval(formula, true), out);
    return out;
  }
  std::string instant(const Term& term) const {
    std::array<char, runtime::kInstantTextMax> text{};
    const std::int64_t ms =
        runtime::day_start(number(term.value), verify::kHomeZone) + number(term.rest);
    return {text.data(), runtime::print_instant(ms, text.data())};
  }
  static std::string day(std::int64_t days) {
    std::array<char, runtime::kDateTextMax> text{};
    return {text.data(), runtime::print_date(static_cast<std::int32_t>(days), text.data())};
  }

 private:
  const verify::Encoder& encoder_;
  const z3::model& model_;
};

// A decimal's text as a count of 10^-9.
std::string units(std::string text) {
  const bool negative = text.starts_with('-');
  if (negative) text.erase(0, 1);
  const auto point = text.find('.');
  std::string part = point == std::string::npos ? "" : text.substr(point + 1);
  std::string whole = text.substr(0, point);
  part.resize(9, '0');
  std::string out = whole + part;
  out.erase(0, std::min(out.find_first_not_of('0'), out.size() - 1));
  return negative && out != "0" ? "-" + out : out;
}

// An answer's value in the same words.
Json told(const Json& value, Kind kind) {
  if (value.is_object() && value.contains("$error")) return "error";
  if (value.is_object() && value.contains("$from")) return "bounded";
  if (value.is_object() && value.contains("$upto")) return "bounded";
  switch (kind) {
    case Kind::Money: return value.is_object() ? value.value("amount", Json()) : value;
    case Kind::Decimal: return value.is_string() ? Json(units(value.get<std::string>())) : value;
    case Kind::Amount:
      return value.is_object() ? Json(units(value.value("amount", std::string("0")))) : value;
    case Kind::Duration: return value.is_object() ? value.value("n", Json()) : value;
    default: return value;
  }
}

class Comparison {
 public:
  Comparison(const decision::Program& program, const Settings& settings, Report& report)
      : program_(program), settings_(settings), report_(report), interpreter_(program) {}

  void run(const decision::Decision& decision, const std::function<Json()>& facts, Random& random,
           std::uint64_t cases);

 private:
  void move_to_boundary(const decision::Decision& decision, const std::string& text,
                        verify::Case& one, Random& random);
  void compare(const decision::Decision& decision, const verify::Encoder& encoder,
               const verify::Encoded& encoded, const z3::model& model, const Json& answer,
               const std::string& where);
  void differs(const std::string& what, const Json& encoded, const Json& answered,
               const std::string& where) {
    complain(report_, fmt::format("{}: encoded {}, interpreted {}\n  {}", what, encoded.dump(),
                                  answered.dump(), where));
  }

  const decision::Program& program_;
  const Settings& settings_;
  Report& report_;
  verify::Interpreter interpreter_;
  std::map<const void*, bool> open_;  // terms that hang on what is not encoded
  bool open(const verify::Encoder& encoder, const Term& term) {
    const auto [found, fresh] = open_.try_emplace(&term, false);
    if (fresh)
      found->second =
          !encoder.unencoded_in(term.value).empty() || !encoder.unencoded_in(term.fails).empty();
    return found->second;
  }
};

// Often the moment is a deadline of the answer, or a millisecond beside it.
void Comparison::move_to_boundary(const decision::Decision& decision, const std::string& text,
                                  verify::Case& one, Random& random) {
  if (!random.chance(50)) return;
  const Json answer = Json::parse(interpreter_.decide(decision, text, one), nullptr, false);
  if (!answer.is_object() || !answer.contains("norms")) return;
  std::vector<std::int64_t> dues;
  for (const Json& norm : answer["norms"]) {
    const std::string due =
        norm.value("due", Json()).is_string() ? norm["due"].get<std::string>() : "";
    std::int64_t ms = 0;
    if (runtime::parse_instant(due.data(), static_cast<std::uint32_t>(due.size()), &ms) ==
        runtime::InstantStatus::Ok)
      dues.push_back(ms);
  }
  if (!dues.empty()) one.as_of = random.pick(dues) + random.in(-1, 1);
}

bool has_pending(const Json& answer) {
  const std::string text = answer.dump();
  return text.contains("\"$one_of\"") || text.contains("possibly_violated");
}

// Lists that the encoding holds whole, and judgments as plain values that hold at any time.
void fit(Json& facts) {
  if (facts.is_array() && facts.size() > 3) facts.erase(facts.begin() + 3, facts.end());
  if (facts.is_object() && facts.contains("$judgments"))
    for (Json& made : facts["$judgments"])
      if (made.is_object() && made.contains("author")) made = Json(made["value"]);
  if (facts.is_object()) facts.erase("$partial");
  if (facts.is_structured())
    for (Json& each : facts) fit(each);
}

void Comparison::run(const decision::Decision& decision, const std::function<Json()>& facts,
                     Random& random, std::uint64_t cases) {
  z3::context context;
  verify::Encoder encoder(context, program_, interpreter_.image(),
                          {.sabotage = settings_.sabotage});
  const verify::Encoded encoded = encoder.encode(decision);
  for (const auto& [name, tally] : encoder.tally()) report_.constructs[name] += tally.none;
  z3::solver solver(context);
  std::size_t added = 0;
  const auto add_axioms = [&](bool) {
    for (; added < encoder.axioms().size(); ++added) solver.add(encoder.axioms()[added]);
  };
  add_axioms(true);
  for (std::uint64_t i = 0; i < cases; ++i) {
    Json document = facts();
    fit(document);
    const std::string text = document.dump();
    verify::Case one;
    one.as_of = random.in(1'700'000'000, 1'830'000'000) * 1'000;
    std::vector<z3::expr> about;
    for (std::uint32_t r = 0; r < program_.readings.size(); ++r) {
      const decision::Reading& reading = program_.readings[decision::ReadingId{r}];
      const auto last = static_cast<std::int64_t>(reading.options.size()) - 1;
      const auto chosen = static_cast<std::int32_t>(
          reading.draft || random.chance(60) ? reading.fallback : random.in(0, last));
      one.readings.push_back(chosen);
      const auto found = encoder.readings().find(r);
      if (found != encoder.readings().end())
        about.push_back(found->second == encoder.logic().number(chosen));
    }
    ++report_.cases;
    const auto given = facts_in(encoder, interpreter_.image(), decision, text);
    if (!given) {
      ++report_.refused;
      if (settings_.verbose) std::fprintf(stderr, "refused %s\n", text.c_str());
      continue;
    }
    about.insert(about.end(), given->begin(), given->end());
    move_to_boundary(decision, text, one, random);
    for (const z3::expr& world : encoder.days().worlds())
      about.push_back(world == encoder.logic().number(0));
    const Term moment = encoder.instant_of(one.as_of);
    about.push_back(encoder.as_of().value == moment.value && encoder.as_of().rest == moment.rest);
    const Json answer = Json::parse(interpreter_.decide(decision, text, one), nullptr, false);
    if (answer.is_discarded() || answer.contains("error")) {
      ++report_.refused;
      continue;
    }
    const std::string where = fmt::format("{} {} {}", decision.name, one.as_of, text);
    if (has_pending(answer)) {
      ++report_.awaiting;
      continue;
    }
    solver.push();
    const std::size_t before = added;
    for (const z3::expr& each : about) solver.add(each);
    std::optional<z3::model> model;
    for (int round = 0; round < 200; ++round) {
      const auto result = solver.check();
      if (result != z3::sat) {
        complain(report_, fmt::format("no model ({})\n  {}",
                                      result == z3::unsat ? "unsat" : "unknown", where));
        break;
      }
      const z3::model now = solver.get_model();
      if (encoder.refine(now) == 0) {
        model = now;
        break;
      }
      ++report_.refined;
      add_axioms(false);
    }
    if (model) compare(decision, encoder, encoded, *model, answer, where);
    if (model) {  // and no other
      z3::expr other = context.bool_val(false);
      const auto add = [&](const Term& term) {
        if (open(encoder, term) || term.kind == Kind::Set) return;
        const bool fails = model->eval(term.fails, true).is_true();
        other = other || term.fails != context.bool_val(fails);
        if (!fails) other = other || (!term.fails && term.value != model->eval(term.value, true));
      };
      for (const auto& output : encoded.outputs)
        if (model->eval(output.present, true).is_true()) add(output.value);
      for (const auto& norm : encoded.norms)
        if (model->eval(norm.there, true).is_true()) add(norm.norm->status);
      solver.add(other);
      for (int round = 0; round < 200; ++round) {
        if (solver.check() != z3::sat) break;
        const z3::model second = solver.get_model();
        if (encoder.refine(second) == 0) {
          ++report_.several;
          complain(report_, "a second model\n  " + where);
          break;
        }
        add_axioms(false);
      }
    }
    solver.pop();
    added = before;
    add_axioms(false);
  }
}

void Comparison::compare(const decision::Decision& decision, const verify::Encoder& encoder,
                         const verify::Encoded& encoded, const z3::model& model, const Json& answer,
                         const std::string& where) {
  const Shown shown(encoder, model);
  const auto skipped = [&](const Term& term) {
    const bool hangs = open(encoder, term);
    report_.unencoded += hangs ? 1 : 0;
    return hangs;
  };
  for (const auto& output : encoded.outputs) {
    const std::string& name = output.output->name;
    if (!answer["outputs"].contains(name)) {
      differs(name, "an output", nullptr, where);
      continue;
    }
    if (output.value.kind == Kind::Text || skipped(output.value)) continue;
    const Json wanted = told(answer["outputs"][name], output.output->kind);
    Json found = shown.truth(output.present) || shown.truth(output.value.fails)
                     ? shown.term(output.value, output.output)
                     : Json();
    ++report_.compared;
    if (found == wanted) continue;
    differs(name, found, wanted, where);
  }
  for (const auto& result : encoded.norms) {
    if (!shown.truth(result.there)) continue;
    std::string key = result.output->key;
    if (result.output->list.exists()) {
      key +=
          "[" + program_.slots[result.output->list].path + "/" + std::to_string(result.index) + "]";
    } else if (result.output->most != 0) {
      key += "[#" + std::to_string(result.index + 1) + "]";
    }
    if (!answer["norms"].contains(key)) continue;  // beyond what the encoding holds
    const Json& norm = answer["norms"][key];
    if (skipped(result.norm->status)) continue;
    const Term& status = result.norm->status;
    ++report_.compared;
    const std::string word(
        shown.truth(status.fails)
            ? "error"
            : testing::status_word(static_cast<std::uint32_t>(shown.number(status.value))));
    const Json& said = norm["status"];
    const std::string answered = said.is_string() ? said.get<std::string>() : "error";
    ++report_.statuses[answered];
    if (word != answered) differs(key + ".status", word, said, where);
    if (norm.contains("binds") && norm["binds"].is_boolean() &&
        !shown.truth(result.norm->binds.fails) &&
        shown.truth(result.norm->binds.value) != norm["binds"].get<bool>())
      differs(key + ".binds", !norm["binds"].get<bool>(), norm["binds"], where);
    if (norm.contains("due") && norm["due"].is_string() && !skipped(result.norm->due)) {
      const Json due = shown.term(result.norm->due, nullptr);
      if (due != norm["due"]) differs(key + ".due", due, norm["due"], where);
    }
  }
  static_cast<void>(decision);
}

std::optional<decision::Program> lowered(workspace::Workspace& workspace, FileId file,
                                         const std::vector<decision::Entry>& entries) {
  auto made = decision::lower(workspace.modules(file), workspace.types(), workspace.names(),
                              entries, {}, workspace.outside_specials(file));
  if (made.diagnostics.has_errors()) return std::nullopt;
  return std::move(made.program);
}

void generated(const Settings& settings, std::uint64_t seed, Report& report) {
  const GeneratedProgram written = write_program(seed);
  ++report.programs;
  workspace::Workspace workspace(
      [&](const std::string& path) -> std::optional<std::string> {
        return path == "generated.phep" ? std::optional(written.source) : std::nullopt;
      },
      workspace::embedded_library());
  const FileId file = *workspace.open("generated.phep");
  const auto program =
      workspace.diagnostics(file).has_errors()
          ? std::nullopt
          : lowered(workspace, file, decision::declared_decisions(workspace.checked(file)->module));
  if (!program) {
    ++report.invalid;
    return;
  }
  Random random(seed ^ 0xBEEF);
  Comparison(*program, settings, report)
      .run(
          program->decisions[0],
          [&] { return complete(written, write_case(written, 40, random).facts, random); }, random,
          settings.cases);
}

void library(const Settings& settings, Report& report) {
  workspace::Workspace workspace([](const std::string&) { return std::nullopt; },
                                 workspace::embedded_library());
  std::vector<decision::Entry> all;
  for (const FileId file : workspace.open_whole_library())
    for (const decision::Entry& entry :
         decision::declared_decisions(workspace.checked(file)->module))
      all.push_back(entry);
  Random random(settings.seed ^ 0xF00D);
  const bool every = settings.library >= all.size();
  const std::uint64_t count = every ? all.size() : settings.library;
  for (std::uint64_t i = 0; i < count; ++i) {
    const decision::Entry entry = every ? all[i] : random.pick(all);
    const auto program = lowered(workspace, entry.target.file, {entry});
    if (!program) {
      ++report.invalid;
      continue;
    }
    ++report.programs;
    const decision::Decision& decision = program->decisions[0];
    if (!settings.only.empty() && !decision.name.contains(settings.only)) continue;
    if (settings.verbose) std::fprintf(stderr, "%s\n", decision.name.c_str());
    Comparison(*program, settings, report)
        .run(
            decision,
            [&] {
              return Json::parse(testing::random_facts(*program, decision, 100, random).dump());
            },
            random, settings.cases);
  }
}

Json to_json(const Report& report) {
  return {{"programs", report.programs},     {"cases", report.cases},
          {"compared", report.compared},     {"wrong", report.wrong},
          {"refused_facts", report.refused}, {"not_encoded", report.unencoded},
          {"awaiting", report.awaiting},     {"several_models", report.several},
          {"refinements", report.refined},   {"invalid_programs", report.invalid},
          {"statuses", report.statuses},     {"unencoded_constructs", report.constructs}};
}

void write(const Settings& settings, const Json& json) {
  std::puts(json.dump(2).c_str());
  if (!settings.report.empty()) std::ofstream(settings.report) << json.dump(2) << "\n";
}

// One verdict is one test: it passes if a mistake turns it.
int turn(const Settings& settings) {
  const Json json = turn_verdicts(settings.turned, settings.seed, settings.verbose);
  write(settings, json);
  const auto turned = json["turned"].get<std::uint64_t>();
  std::printf("%llu of %llu verdicts turned\n", static_cast<unsigned long long>(turned),
              static_cast<unsigned long long>(json["drawn"].get<std::uint64_t>()));
  return turned != 0 ? 0 : 1;
}

int run(const Settings& settings) {
  if (settings.turned != 0) return turn(settings);
  Report report;
  for (std::uint64_t i = 0; i < settings.programs; ++i)
    generated(settings, settings.seed + i, report);
  if (settings.library != 0) library(settings, report);
  const Json json = to_json(report);
  write(settings, json);
  const std::uint64_t failed = report.wrong + report.invalid + (report.compared == 0 ? 1 : 0);
  std::printf("%llu passed, %llu failed\n",
              static_cast<unsigned long long>(report.cases - std::min(report.cases, failed)),
              static_cast<unsigned long long>(failed));
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  phep::tests::Settings settings;
  CLI::App app("encoding against the interpreter");
  app.add_option("--programs", settings.programs);
  app.add_option("--cases", settings.cases);
  app.add_option("--seed", settings.seed);
  app.add_option("--library", settings.library);
  app.add_option("--turned", settings.turned);
  app.add_option("--only", settings.only);
  app.add_option("--sabotage", settings.sabotage);
  app.add_option("--report", settings.report);
  app.add_flag("--verbose", settings.verbose);
  CLI11_PARSE(app, argc, argv);
  return phep::tests::run(settings);
}

// `phep eval FILE --decision NAME --facts F.json --as-of T`: one decision on one case.
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/facts.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"
#include "compiler/explain/answer_text.h"
#include "compiler/explain/readings.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/expect.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <unistd.h>

namespace phep::cli {
namespace {

// The first engine's answer; nothing if the engines differ, which is printed.
std::optional<testing::CaseOutcome> decide(Session& session,
                                           const std::vector<testing::Engine>& engines,
                                           std::uint32_t decision, const std::string& facts,
                                           const testing::CaseOptions& options) {
  std::optional<testing::CaseOutcome> first;
  for (const testing::Engine& engine : engines) {
    auto outcome = engine.run(decision, facts, options);
    if (!first) {
      first = std::move(outcome);
    } else if (outcome.status != first->status || outcome.output != first->output) {
      session.fail("các bộ máy cho kết quả khác nhau: " + engines[0].name + " " + first->output +
                       ", " + engine.name + " " + outcome.output,
                   "the engines differ: " + engines[0].name + " " + first->output + ", " +
                       engine.name + " " + outcome.output);
      return std::nullopt;
    }
  }
  return first;
}

// The words of --fail-on must be statuses; a misspelt one would never match.
bool known_statuses(Session& session, const std::vector<std::string>& words) {
  std::vector<std::string_view> known;
  for (std::uint32_t i = 0; i < testing::status_count(); ++i)
    known.push_back(testing::status_word(i));
  for (const std::string& word : words) {
    if (std::ranges::find(known, word) != known.end()) continue;
    const std::string near(first_invalid_utf8(word) == kValidUtf8 ? nearest(word, known) : "");
    session.fail("--fail-on: không có tình trạng `" + word + "`" +
                     (near.empty() ? "" : "; có phải `" + near + "`?"),
                 "--fail-on: there is no status `" + word + "`" +
                     (near.empty() ? "" : "; did you mean `" + near + "`?"));
    return false;
  }
  return true;
}

}  // namespace

// What the caller asked the exit code to say of an answer.
int exit_of(const nlohmann::json& answer, const EvalOptions& options) {
  if (options.definite && !answer.value("missing", nlohmann::json::array()).empty())
    return kIndefinite;
  for (const auto& norm : answer.value("norms", nlohmann::json::object()))
    if (norm.is_object() &&
        std::ranges::find(options.fail_on, norm.value("status", "")) != options.fail_on.end())
      return kFindings;
  return kOk;
}

int run_eval(const CommonOptions& common, const EvalOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const std::string engine = !options.engine.empty() ? options.engine
                             : options.batch         ? "jit"
                                                     : "interp";
  const auto make_engines = engine_set(engine, 0);
  if (!make_engines) {
    session->fail("không có bộ máy `" + engine + "`", "there is no engine `" + engine + "`");
    return kUsage;
  }
  if (!options.when.as_of) {
    session->fail("thiếu --as-of: mọi quyết định cần một thời điểm",
                  "--as-of is missing: a decision needs its moment");
    return kUsage;
  }
  if (!known_statuses(*session, options.fail_on)) return kUsage;
  auto target = open_target(*session, options.file, options.decision);
  if (!target) return target.error();
  auto lowered = lower_targets(*session, target->file, {target->def});
  if (!lowered) return lowered.error();
  const auto case_options = case_options_of(*session, options.when, *lowered);
  if (!case_options) return kUsage;
  testing::CaseOptions chosen = *case_options;
  chosen.certificate = options.certificate;
  if (options.batch) return run_eval_batch(*session, options, *lowered, chosen);
  const auto facts = read_input(options.facts);
  if (!facts) {
    session->fail("không đọc được " + options.facts, facts.error().message);
    return kIo;
  }
  const auto image = decision::encode(*lowered);
  const auto engines = (*make_engines)(*lowered, image);
  if (!engines) {
    session->fail("không khởi động được bộ máy: " + engines.error().message,
                  engines.error().message);
    return kUsage;
  }
  const auto outcome = decide(*session, *engines, 0, *facts, chosen);
  if (!outcome) return kInternal;
  if (outcome->status == PHEP_BAD_FACTS) {
    print_facts_problem(*session, options.facts, *facts, outcome->output, *lowered,
                        lowered->decisions[0]);
    return kInvalid;
  }
  if (outcome->status != PHEP_OK) {
    session->fail("vượt giới hạn khi đánh giá", "a limit was hit while deciding");
    return kLimit;
  }
  const auto answer = nlohmann::json::parse(outcome->output, nullptr, false);
  explain::EachReading each;
  if (options.each_reading)
    each = explain::answers_of_each_reading({.program = &*lowered,
                                             .image = image,
                                             .facts = *facts,
                                             .as_of = chosen.as_of,
                                             .law_date = chosen.law_date,
                                             .readings = chosen.readings},
                                            answer);
  if (session->json()) {
    // The answer's own bytes, as every engine writes them.
    if (options.each_reading)
      write_out("{\"answer\":" + outcome->output +
                ",\"each_reading\":" + nlohmann::json(each).dump() + "}\n");
    else
      write_out(outcome->output + "\n");
    return exit_of(answer, options);
  }
  const auto modules = session->workspace().modules(target->file);
  const explain::Lexicon lexicon{modules, session->workspace().types(),
                                 session->workspace().names()};
  write_out(explain::answer_text(lexicon, target->def, answer, common.language, session->color(1)));
  if (options.each_reading)
    write_out(explain::each_reading_text(lexicon, target->def, answer, each,
                                         lowered->decisions[0].zone_minutes, common.language));
  return exit_of(answer, options);
}

}  // namespace phep::cli

// `phep ask WHAT --as-of T`: the shortest questionnaire that decides a case.
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/given_cases.h"
#include "compiler/cli/interview.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"
#include "compiler/explain/answer_text.h"
#include "compiler/explain/document.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

namespace phep::cli {
namespace {

using KeyedJson = nlohmann::json;

// Nobody's facts are written over: a file that is there must be the one that the interview begins
// with.
bool may_write(Session& session, const AskOptions& options) {
  std::error_code error;
  if (options.out.empty() || !std::filesystem::exists(options.out, error)) return true;
  if (!options.facts.empty() && std::filesystem::equivalent(options.out, options.facts, error))
    return true;
  session.fail("đã có " + options.out + "; để hỏi tiếp từ đó, thêm --facts " + options.out,
               options.out + " is there already; to go on from it, add --facts " + options.out);
  return false;
}

KeyedJson asked_json(const Interviewed& done) {
  KeyedJson out = KeyedJson::array();
  for (const Interviewed::Question& one : done.asked) {
    KeyedJson row = {{"fact", one.fact}};
    if (one.known)
      row["value"] = one.value;
    else
      row["unknown"] = true;
    out.push_back(std::move(row));
  }
  return out;
}

// What was found, as `eval` or `explain` shows it.
int show(Session& session, const Interview& with, const Interviewed& done,
         const AskOptions& options, hir::DefId target) {
  if (session.json()) {
    write_out("{\"answer\":" + done.answer + ",\"asked\":" + asked_json(done).dump() +
              ",\"facts\":" + done.facts.dump() + "}\n");
  } else if (!options.explain) {
    write_out(explain::answer_text(with.labels.lexicon(), target,
                                   KeyedJson::parse(done.answer, nullptr, false),
                                   session.options().language, session.color(1)));
  } else {
    const auto explanation = explain::explain(with.labels.lexicon(), target,
                                              {.program = &with.program,
                                               .image = with.image,
                                               .facts = done.facts.dump(),
                                               .as_of = with.options.as_of,
                                               .law_date = with.options.law_date,
                                               .readings = with.options.readings},
                                              {}, session.options().language);
    if (!explanation) {
      session.fail("vượt giới hạn khi giải thích", "a limit was hit while explaining");
      return kLimit;
    }
    write_out(explain::document_text(explain::compose(*explanation), session.color(1)));
  }
  return options.definite && !done.open.empty() ? kIndefinite : kOk;
}

void say_goodbye(const Session& session, const Interviewed& done, const AskOptions& options) {
  const std::size_t asked = done.asked.size();
  std::string text = std::string(
      session.say(fmt::format("\nĐã hỏi {} dữ kiện", asked),
                  fmt::format("\n{} {} asked", asked, asked == 1 ? "fact was" : "facts were")));
  if (done.open.empty())
    text += session.say("; không dữ kiện nào khác làm đổi kết quả.",
                        "; no other can change the outcome.");
  else
    text += session.say(
        fmt::format("; {} dữ kiện chưa biết còn có thể làm đổi kết quả.", done.open.size()),
        fmt::format("; {} that {} unknown could still change the outcome.", done.open.size(),
                    done.open.size() == 1 ? "is" : "are"));
  if (!options.out.empty())
    text += std::string(session.say(" Dữ kiện: ", " The facts: ")) + options.out;
  std::fputs((text + "\n\n").c_str(), stderr);
}

}  // namespace

int run_ask(const CommonOptions& common, const AskOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  if (!options.when.as_of) {
    session->fail("thiếu --as-of: mọi quyết định cần một thời điểm",
                  "--as-of is missing: a decision needs its moment");
    return kUsage;
  }
  if (options.facts == "-") {
    session->fail("--facts phải là tệp: đầu vào chuẩn dành cho câu trả lời",
                  "--facts must be a file: standard input is for the answers");
    return kUsage;
  }
  if (!may_write(*session, options)) return kUsage;
  if (first_invalid_utf8(options.author) != kValidUtf8) {
    session->fail("--author không phải UTF-8 hợp lệ", "--author is not valid UTF-8");
    return kUsage;
  }
  const auto [file, name] = module_and_decision(*session, options.what, options.decision);
  const auto target = open_target(*session, file, name);
  if (!target) return target.error();
  const auto lowered = lower_targets(*session, target->file, {target->def});
  if (!lowered) return lowered.error();
  const auto image = decision::encode(*lowered);
  const auto engines = (*engine_set("interp", 0))(*lowered, image);
  if (!engines) {
    session->fail("không khởi động được bộ máy: " + engines.error().message,
                  engines.error().message);
    return kUsage;
  }
  const auto chosen = case_options_of(*session, options.when, *lowered);
  if (!chosen) return kUsage;
  std::string facts = explain::no_facts(*lowered, lowered->decisions[0]).dump();
  if (!options.facts.empty()) {
    const auto given = read_input(options.facts);
    if (!given) {
      session->fail("không đọc được " + options.facts, given.error().message);
      return kIo;
    }
    facts = *given;
  }
  const auto modules = session->workspace().modules(target->file);
  const explain::Lexicon lexicon{modules, session->workspace().types(),
                                 session->workspace().names()};
  const explain::Speech speech(common.language);
  const explain::Labels labels(lexicon, target->def, speech);
  const auto keep = [&](const KeyedJson& known) -> Result<void> {
    return options.out.empty() ? Result<void>() : write_file(options.out, known.dump(2) + "\n");
  };
  const Interview with{*session,
                       labels,
                       *lowered,
                       image,
                       engines->front(),
                       *chosen,
                       options.facts.empty() ? "--facts" : options.facts,
                       options.author,
                       keep};
  const auto done = interview(with, facts, [] {
    std::string line;
    return std::getline(std::cin, line) ? std::optional(line) : std::nullopt;
  });
  if (!done) return done.error();
  if (const auto kept = keep(done->facts); !kept) {
    session->fail("không ghi được " + options.out, kept.error().message);
    return kIo;
  }
  say_goodbye(*session, *done, options);
  return show(*session, with, *done, options, target->def);
}

}  // namespace phep::cli

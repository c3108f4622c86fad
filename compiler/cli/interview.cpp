#include "compiler/cli/interview.h"

#include "compiler/base/capital.h"
#include "compiler/base/text.h"
#include "compiler/cli/facts.h"
#include "compiler/diagnostics/render.h"
#include "compiler/explain/reply.h"
#include "compiler/law/register.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/facts_refusal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <set>

namespace phep::cli {
namespace {

using KeyedJson = nlohmann::json;

void say_line(const std::string& text) {
  const std::string line = visible(text) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

class Interviewer {
 public:
  Interviewer(const Interview& with, const ReadLine& read_line)
      : with_(with), read_line_(read_line), speech_(with.labels.speech()) {}

  std::expected<Interviewed, int> run(const std::string& facts);

 private:
  enum class Next : std::uint8_t { GoOn, Stop };
  // Where an answer was given, so that it can be taken back.
  struct Step {
    KeyedJson facts;
    std::set<std::string> declined;
  };

  std::expected<KeyedJson, int> decide();
  KeyedJson decided(const testing::CaseOutcome& outcome);
  std::expected<Next, int> ask(const KeyedJson& answer, const std::string& fact, std::size_t open);
  [[nodiscard]] std::string first_open(const KeyedJson& answer) const;
  [[nodiscard]] std::string refusal_of(const KeyedJson& facts) const;
  void back();
  [[nodiscard]] KeyedJson determined(KeyedJson value) const;

  const Interview& with_;
  const ReadLine& read_line_;
  const explain::Speech& speech_;
  KeyedJson facts_;
  std::string text_;
  std::set<std::string> declined_;
  std::vector<Step> steps_;
  Interviewed out_;
};

// The facts that the figures of an answer wait for: what a breach costs is part of its outcome.
void list_unknown(const KeyedJson& value, std::vector<std::string>& out) {
  if (value.is_object() && value.contains("$unknown"))
    for (const KeyedJson& fact : value["$unknown"])
      if (fact.is_string() && std::ranges::find(out, fact.get<std::string>()) == out.end())
        out.push_back(fact.get<std::string>());
  if (value.is_structured())
    for (const KeyedJson& part : value) list_unknown(part, out);
}

// What could change the answer: first what it is not decided without, in asking order.
std::vector<std::string> missing_of(const KeyedJson& answer) {
  auto out = answer.value("missing", std::vector<std::string>());
  list_unknown(answer, out);
  return out;
}

// The answer on what is known now.
std::expected<KeyedJson, int> Interviewer::decide() {
  const testing::CaseOutcome outcome = with_.engine.run(0, text_, with_.options);
  if (outcome.status == PHEP_BAD_FACTS) {
    print_facts_problem(with_.session, with_.facts_path, text_, outcome.output, with_.program,
                        with_.program.decisions[0]);
    return std::unexpected(kInvalid);
  }
  if (outcome.status != PHEP_OK) {
    with_.session.fail("vượt giới hạn khi đánh giá", "a limit was hit while deciding");
    return std::unexpected(kLimit);
  }
  out_.answer = outcome.output;
  return KeyedJson::parse(outcome.output, nullptr, false);
}

// Why the reader of facts takes these not; "" if it takes them.
std::string Interviewer::refusal_of(const KeyedJson& facts) const {
  const testing::CaseOutcome outcome = with_.engine.run(0, facts.dump(), with_.options);
  if (outcome.status != PHEP_BAD_FACTS) return {};
  const DiagnosticList list = testing::facts_diagnostics(outcome.output, with_.program,
                                                         with_.program.decisions[0], FileId{});
  if (list.empty()) return outcome.output;
  const Diagnostic& item = list.items().front();
  return message(*item.row, item.arguments, speech_.language());
}

std::string Interviewer::first_open(const KeyedJson& answer) const {
  for (const std::string& fact : missing_of(answer))
    if (!declined_.contains(fact)) return fact;
  return {};
}

// A judgment as facts have it: by whom, and on the day that is asked about, since a later one would
// not have been made by then.
KeyedJson Interviewer::determined(KeyedJson value) const {
  if (with_.author.empty()) return value;
  const auto day = static_cast<std::int32_t>(
      runtime::local_day(with_.options.as_of, with_.program.decisions[0].zone_minutes));
  return {{"value", std::move(value)}, {"author", with_.author}, {"on", law::day_text(day)}};
}

void Interviewer::back() {
  if (steps_.empty()) {
    say_line(speech_.say("    đây là câu đầu tiên", "    this is the first question"));
    return;
  }
  facts_ = std::move(steps_.back().facts);
  declined_ = std::move(steps_.back().declined);
  steps_.pop_back();
  out_.asked.pop_back();
}

std::expected<Interviewer::Next, int> Interviewer::ask(const KeyedJson& answer,
                                                       const std::string& fact, std::size_t open) {
  const decision::Decision& decision = with_.program.decisions[0];
  const explain::Inquiry asked =
      explain::inquiry(with_.labels, with_.program, decision, answer, fact);
  if (asked.slot == nullptr) {  // a pointer that no fact stands behind: nothing to be typed
    declined_.insert(fact);
    return Next::GoOn;
  }
  const std::string pointer = asked.label == fact ? "" : "   " + fact;
  say_line("");
  say_line(
      fmt::format("[{} · {}] {}{}", out_.asked.size() + 1,
                  speech_.say(fmt::format("còn {} dữ kiện", open), fmt::format("{} open", open)),
                  capitalised(asked.label), pointer));
  for (const std::string& line : explain::inquiry_text(asked, speech_)) say_line("    " + line);
  if (asked.judgment && with_.author.empty())
    say_line("    " +
             speech_.say("được ghi không kèm người nhận định; --author TÊN thì ghi tên và ngày",
                         "kept without an author; --author NAME keeps name and day"));
  while (true) {
    std::fputs("  > ", stderr);
    std::fflush(stderr);
    const auto line = read_line_();
    if (!line) {
      say_line("");
      return Next::Stop;
    }
    explain::Reply reply = explain::read_reply(asked, *line, speech_);
    switch (reply.sort) {
      case explain::Reply::Sort::Stop: return Next::Stop;
      case explain::Reply::Sort::Back: back(); return Next::GoOn;
      case explain::Reply::Sort::Unknown:
        steps_.push_back({facts_, declined_});
        declined_.insert(fact);
        out_.asked.push_back({fact, nullptr, false});
        return Next::GoOn;
      case explain::Reply::Sort::Value: {
        KeyedJson next = facts_;
        if (asked.judgment) reply.value = determined(std::move(reply.value));
        explain::put_fact(with_.program, decision, fact, reply.value, next);
        if (std::string why = refusal_of(next); !why.empty()) {
          say_line("    ✗ " + why);
          break;
        }
        steps_.push_back({std::move(facts_), declined_});
        facts_ = std::move(next);
        out_.asked.push_back({fact, std::move(reply.value), true});
        if (const auto kept = with_.keep(facts_); !kept) {
          with_.session.fail("không ghi được các câu trả lời: " + kept.error().message,
                             kept.error().message);
          return std::unexpected(kIo);
        }
        return Next::GoOn;
      }
      case explain::Reply::Sort::Refused: say_line("    ✗ " + reply.why); break;
    }
  }
}

std::expected<Interviewed, int> Interviewer::run(const std::string& facts) {
  text_ = facts;
  auto answer = decide();
  if (!answer) return std::unexpected(answer.error());
  facts_ = KeyedJson::parse(facts, nullptr, false);  // the reader of facts has taken it
  while (true) {
    const std::string fact = first_open(*answer);
    if (fact.empty()) break;
    const auto missing = missing_of(*answer);
    const auto open = static_cast<std::size_t>(std::ranges::count_if(
        missing, [&](const std::string& one) { return !declined_.contains(one); }));
    const auto next = ask(*answer, fact, open);
    if (!next) return std::unexpected(next.error());
    if (*next == Next::Stop) break;
    text_ = facts_.dump();
    answer = decide();
    if (!answer) return std::unexpected(answer.error());
  }
  out_.facts = std::move(facts_);
  out_.open = missing_of(*answer);
  return std::move(out_);
}

}  // namespace

std::expected<Interviewed, int> interview(const Interview& with, const std::string& facts,
                                          const ReadLine& read_line) {
  return Interviewer(with, read_line).run(facts);
}

}  // namespace phep::cli

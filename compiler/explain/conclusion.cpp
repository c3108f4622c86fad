// The sentences of a norm's conclusion: who must do what towards whom, by when, what happened.
#include "compiler/base/capital.h"
#include "compiler/explain/cause_words.h"
#include "compiler/explain/norm_note.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::explain {
namespace {

using nlohmann::json;

class Conclusion {
 public:
  Conclusion(const Reasons& reasons, const decision::NormSpec& spec, NormNote& note)
      : r_(reasons),
        spec_(spec),
        note_(note),
        silent_(spec.norm == runtime::NormKind::Power && spec.silence != 0 &&
                (note.status == "granted" || note.status == "not_granted")) {}

  void write() {
    note_.headline = note_.status_words;
    row();
    const bool binds = !note_.binds_nobody && note_.status != "error";
    if (binds) who_must_what();
    if (binds && !note_.origin.empty()) add(note_.origin);
    what_holds();
    for (const std::string* more : {&note_.silence, &note_.proof})
      if (binds && !more->empty()) add(*more);
  }

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return r_.say(vi, en);
  }
  [[nodiscard]] const Speech& speech() const { return r_.speech(); }
  void add(const std::string& sentence) { note_.conclusion.push_back(capitalised(sentence) + "."); }
  [[nodiscard]] bool is(std::string_view status) const { return note_.status == status; }

  [[nodiscard]] std::string at(const char* key, Speech::Midnight midnight) const {
    const auto found = note_.result.find(key);
    if (found == note_.result.end() || !found->is_string()) return {};
    const auto ms = instant_of(*found);
    if (!ms) {
      const std::string& text = found->get_ref<const std::string&>();
      const auto days = text.size() == 10 ? instant_of(json(text + "T00:00Z")) : std::nullopt;
      return days ? speech().day(*days / 86'400'000) : text;
    }
    return speech().moment(*ms, spec_.zone_minutes, midnight);
  }
  // The deadline in words; an open one names its alternatives.
  [[nodiscard]] std::string due() const {
    const auto found = note_.result.find("due");
    if (found == note_.result.end()) return {};
    const Speech::Midnight end =
        spec_.due_before ? Speech::Midnight::Begins : Speech::Midnight::Ends;
    if (found->is_string()) return at("due", end);
    if (found->contains("$one_of")) {
      std::vector<std::string> ways;
      for (const json& one : (*found)["$one_of"])
        if (const auto ms = instant_of(one))
          ways.push_back(speech().moment(*ms, spec_.zone_minutes, end));
      return speech().listed(ways, "hoặc", "or");
    }
    if (found->contains("$from"))
      if (const auto ms = instant_of((*found)["$from"]))
        return speech().moment(*ms, spec_.zone_minutes, end) + say(" hoặc muộn hơn", " or later");
    return {};
  }

  void row();
  void who_must_what();
  void what_holds();
  void pending();
  void violated();

  const Reasons& r_;
  const decision::NormSpec& spec_;
  NormNote& note_;
  bool silent_;  // what an authority's silence gave
};

void Conclusion::row() {
  const bool no_trigger = note_.result.value("why", json::array()) == json::array({"no_trigger"});
  const auto set = [&](int number, std::string_view vi, std::string_view en) {
    note_.row = number;
    note_.row_text = say(vi, en);
  };
  const bool state = spec_.norm == runtime::NormKind::StateDuty;
  const bool forbids = spec_.norm == runtime::NormKind::Prohibition;
  if (is("not_applicable") && no_trigger)
    set(1, "sự kiện làm phát sinh không tồn tại", "what would trigger it does not exist");
  else if (is("upcoming"))
    set(1, "sự kiện làm phát sinh còn ở sau thời điểm xét",
        "its trigger lies after the moment of assessment");
  else if (is("not_in_force"))
    set(2, "căn cứ pháp lý không có hiệu lực vào ngày áp dụng luật",
        "what it rests on is not in force at the law date");
  else if (is("not_applicable"))
    set(3, "không thuộc phạm vi hoặc điều kiện áp dụng",
        "out of scope, or its condition is not met");
  else if (is("exempt"))
    set(4, "thuộc trường hợp được miễn", "an exemption holds");
  else if (forbids && (is("fulfilled") || is("violated")))
    set(5, is("violated") ? "hành vi bị cấm đã xảy ra" : "hành vi bị cấm không xảy ra",
        is("violated") ? "what is forbidden was done" : "what is forbidden was not done");
  else if (spec_.kept && (is("violated") || is("met") || is("fulfilled")))
    set(is("violated") && spec_.norm == runtime::NormKind::StateDuty ? 8 : 5,
        is("violated") ? "không được duy trì đến hết thời hạn"
        : is("met")    ? "đang được duy trì"
                       : "đã được duy trì đến hết thời hạn",
        is("violated") ? "not kept through the end"
        : is("met")    ? "kept so far"
                       : "kept through the end");
  else if (is("fulfilled"))
    set(5, "đã thực hiện trong thời hạn", "done in time");
  else if (is("late"))
    set(5, "đã thực hiện nhưng sau hạn", "done, but after the deadline");
  else if (is("met"))
    set(5, "yêu cầu đã được đáp ứng", "what is required is met");
  else if (silent_)
    set(5, "hết hạn mà không có trả lời", "no answer by the deadline");
  else if (is("granted") || is("available"))
    set(5, "đủ điều kiện", "the conditions are met");
  else if (is("not_granted") || is("not_available"))
    set(5, "không đủ điều kiện", "the conditions are not met");
  else if (is("deferred"))
    set(6, "thời điểm xét nằm trong thời gian được hoãn",
        "the moment of assessment lies within a deferral");
  else if (is("pending") && !note_.result.contains("due"))
    set(7, "không có hạn tính được", "there is no deadline that can be computed");
  else if (is("pending"))
    set(8, "chưa thực hiện, còn trong thời hạn", "not done, and the deadline has not passed");
  else if (is("violated"))
    set(8, state ? "yêu cầu không được đáp ứng" : "chưa thực hiện và đã quá hạn",
        state ? "what is required is not met" : "not done, and the deadline has passed");
}

void Conclusion::who_must_what() {
  std::vector<std::string> bearers;
  for (const std::string& bearer : note_.bearers) bearers.push_back(speech().the(bearer));
  if (bearers.empty()) return add(Speech::quoted(note_.label));
  const bool several = bearers.size() > 1;
  const bool each = note_.bearer_mode == "each";
  std::string who = speech().listed(bearers, each ? "và" : "hoặc", each ? "and" : "or");
  if (several)
    who += each ? say(", mỗi bên đều", "") : say(" (một bên thực hiện là đủ)", " (one suffices)");
  const std::string toward = note_.toward.empty()
                                 ? std::string()
                                 : say(" đối với ", ", towards ") + speech().the(note_.toward);
  const std::string& kind = note_.kind;
  const std::string what = (note_.action.empty() ? Speech::quoted(note_.label) : note_.action) +
                           (note_.period.empty() ? "" : " (" + note_.period + ")");
  const std::string alone = several && each ? say("", " each") : std::string();
  // What is not known to be granted is told with its condition.
  const std::string if_met = say(" nếu đủ điều kiện", " if the conditions are met");
  if (spec_.norm == runtime::NormKind::Prohibition) {
    // Labels of prohibitions are written as commands: "Không …", "Do not …".
    add(say("điều cấm ", "the prohibition ") + Speech::quoted(note_.label) +
        say(" áp dụng đối với ", " binds ") + speech().listed(bearers, "và", "and"));
  } else if (kind == "permission") {
    add(who +
        (is("not_granted") ? say(" chưa đủ điều kiện để ", " cannot" + alone + " yet ")
                           : say(" được ", " may" + alone + " ")) +
        what + toward + (is("granted") || is("not_granted") ? std::string() : if_met));
  } else if (kind == "power") {
    std::string sentence = who +
                           (is("not_available") ? say(" chưa có thẩm quyền ", " has no power to ")
                                                : say(" có thẩm quyền ", " has power to ")) +
                           what + toward;
    if (!is("available") && !is("not_available") && !silent_) sentence += if_met;
    if (const std::string by = due(); !by.empty() && !is("not_available") && !is("upcoming"))
      sentence += say("; hạn trả lời: ", "; an answer is due by ") + by;
    add(sentence);
  } else {
    const std::string verb = kind == "encouragement"
                                 ? say(" được khuyến khích ", " should" + alone + " ")
                                 : say(" có nghĩa vụ ", " must" + alone + " ");
    std::string sentence = who + verb + what + toward;
    const std::string by = spec_.kept ? note_.kept_through : due();
    if (!by.empty() && !is("upcoming"))
      sentence += spec_.kept         ? say(", duy trì đến hết ", ", kept through ") + by
                  : spec_.due_before ? say(", trước ", ", before ") + by
                                     : say(", chậm nhất lúc ", ", by ") + by;
    add(sentence);
  }
  if (!note_.fallback.empty()) {
    std::vector<std::string> others;
    for (const std::string& bearer : note_.fallback) others.push_back(speech().the(bearer));
    add(say("khi bên này không thể thực hiện thì đến ", "failing them it falls to ") +
        speech().listed(others, "và", "and"));
  }
}

void Conclusion::what_holds() {
  const std::string as_of = speech().moment(r_.now(), spec_.zone_minutes, Speech::Midnight::Begins);
  const std::string at_that_time =
      say("tại thời điểm xét (" + as_of + ")", "at the moment of assessment (" + as_of + ")");
  // Evidence of a day counts at the end of it.
  const bool evidence = !spec_.evidence.empty() && note_.result.contains("why");
  const std::string moment =
      at("done", evidence ? Speech::Midnight::Ends : Speech::Midnight::Begins);
  const bool whole_day = spec_.done_kind == decision::Kind::Date;
  const std::string done =
      moment.empty() ? moment : (whole_day ? say("vào ", "on ") : say("lúc ", "at ")) + moment;
  if (is("late")) {
    const auto by = note_.result.value("by_ms", std::int64_t{0});
    note_.headline += " " + speech().span(by);
    add(say("việc này được thực hiện " + done + ", trễ hạn " + speech().span(by),
            "this was done " + done + ", " + speech().span(by) + " late"));
  } else if (is("fulfilled") && spec_.norm == runtime::NormKind::Prohibition) {
    add(say("hành vi bị cấm không xảy ra", "what is forbidden was not done"));
  } else if (spec_.kept && (is("fulfilled") || is("met"))) {
    add(is("met") ? say(at_that_time + " việc này vẫn đang được duy trì",
                        at_that_time + " this is being kept")
                  : say("việc này đã được duy trì đến hết thời hạn",
                        "this was kept through the end of its time"));
  } else if (is("fulfilled")) {
    add(done.empty() ? say("việc này đã được thực hiện trong thời hạn", "this was done in time")
                     : say("việc này đã được thực hiện " + done + ", trong thời hạn",
                           "this was done " + done + ", in time"));
  } else if (is("met")) {
    add(say(at_that_time + " yêu cầu này đã được đáp ứng", "this is met " + at_that_time));
  } else if (is("pending")) {
    pending();
  } else if (is("violated")) {
    violated();
  } else if (is("possibly_violated")) {
    add(
        say("tùy quyết định còn chờ về lịch nghỉ mà đây là vi phạm hoặc chưa phải vi phạm: mỗi khả "
            "năng cho một hạn khác nhau",
            "whether this is a breach depends on a calendar decision that is awaited: each "
            "alternative gives another deadline"));
  } else if (is("undetermined")) {
    add(say("chưa kết luận được vì còn thiếu dữ kiện",
            "no conclusion is possible yet: facts are missing"));
  } else if (is("open")) {
    add(say("chưa kết luận được: còn chờ người có thẩm quyền đánh giá",
            "no conclusion is possible yet: a person's determination is awaited"));
  } else if (is("deferred")) {
    add(say("nghĩa vụ này được hoãn: chưa phải thực hiện trước ",
            "this is deferred: nothing need be done before ") +
        at("until", Speech::Midnight::Begins));
  } else if (is("upcoming")) {
    add(say("sự kiện làm phát sinh còn ở sau thời điểm xét nên chưa phải thực hiện",
            "its trigger lies after the moment of assessment, so nothing is due yet"));
  } else if (is("not_applicable")) {
    add(note_.row == 1 ? say("quy định này chưa được áp dụng vì không có sự kiện làm phát sinh",
                             "this does not arise: nothing has triggered it")
                       : say("quy định này không áp dụng cho trường hợp đang xét",
                             "this does not apply to the case"));
  } else if (is("not_in_force")) {
    add(say("quy định này không có hiệu lực vào ngày áp dụng luật",
            "this is not in force at the law date"));
  } else if (is("exempt")) {
    add(say("không phải thực hiện: thuộc trường hợp được miễn",
            "nothing need be done: an exemption holds"));
  } else if (silent_) {
    add(is("granted") ? say("đã hết hạn mà không có trả lời, nên được coi là đã chấp thuận",
                            "the time has passed without an answer, which counts as granted")
                      : say("đã hết hạn mà không có trả lời, nên bị coi là đã từ chối",
                            "the time has passed without an answer, which counts as refused"));
  } else if (is("granted") || is("available")) {
    add(say("các điều kiện đã được đáp ứng", "the conditions are met"));
  } else if (is("not_granted") || is("not_available")) {
    add(say("các điều kiện chưa được đáp ứng", "the conditions are not met"));
  } else if (is("error")) {
    add(say("không tính được kết quả từ các dữ kiện này: ",
            "no result can be computed from these facts: ") +
        error_words(note_.result.value("$error", json::object()).value("kind", std::string("?")),
                    speech().language()));
  } else {
    add(note_.status_words);
  }
}

void Conclusion::pending() {
  const std::string as_of = speech().moment(r_.now(), spec_.zone_minutes, Speech::Midnight::Begins);
  if (!note_.result.contains("due")) {
    add(say("văn bản không ấn định hạn, hoặc mốc tính hạn chưa có, nên chưa thể quá hạn",
            "no deadline is fixed, or what it would run from does not exist, so it cannot have "
            "passed"));
    return;
  }
  const auto ms = instant_of(note_.result["due"]);
  add(say("việc này chưa được thực hiện", "this has not been done") +
      (ms ? say("; đến thời điểm xét (" + as_of + ") còn " + speech().span(*ms - r_.now()),
                "; at the moment of assessment (" + as_of + ") " + speech().span(*ms - r_.now()) +
                    " remain")
          : std::string()));
}

void Conclusion::violated() {
  const std::string as_of = speech().moment(r_.now(), spec_.zone_minutes, Speech::Midnight::Begins);
  if (spec_.norm == runtime::NormKind::Prohibition)
    return add(say("hành vi bị cấm đã xảy ra", "what is forbidden was done"));
  if (spec_.kept) {
    const std::string& given_up = note_.given_up;
    return add(given_up.empty()
                   ? say("tại thời điểm xét (" + as_of + ") việc này không được duy trì",
                         "at the moment of assessment (" + as_of + ") this is not kept")
                   : say("việc duy trì đã chấm dứt vào " + given_up + ", trước khi hết thời hạn",
                         "it was given up on " + given_up + ", before its time was over"));
  }
  if (spec_.norm == runtime::NormKind::StateDuty)
    return add(say("tại thời điểm xét (" + as_of + ") yêu cầu này chưa được đáp ứng",
                   "at the moment of assessment (" + as_of + ") this is not met"));
  const auto ms = note_.result.contains("due") ? instant_of(note_.result["due"]) : std::nullopt;
  add(ms ? say("đến thời điểm xét (" + as_of + ") việc này chưa được thực hiện và đã quá hạn " +
                   speech().span(r_.now() - *ms),
               "at the moment of assessment (" + as_of + ") this has not been done and is " +
                   speech().span(r_.now() - *ms) + " overdue")
         : say("đến thời điểm xét (" + as_of + ") việc này chưa được thực hiện và đã quá hạn",
               "at the moment of assessment (" + as_of +
                   ") this has not been done and the deadline has passed"));
}

}  // namespace

void conclude(const Reasons& reasons, const decision::NormSpec& spec, NormNote& note) {
  Conclusion(reasons, spec, note).write();
}

}  // namespace phep::explain

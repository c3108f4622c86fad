#include "compiler/testing/case_file.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/diagnostics/kinds/facts.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/determination.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "compiler/testing/expect.h"
#include "compiler/testing/facts_refusal.h"

#include <algorithm>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

constexpr std::int32_t kVietnam = 420;  // minutes east of UTC: a bare date is its 00:00 there

std::optional<std::int64_t> moment(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::int32_t day = 0;
  if (runtime::parse_date(text.data(), size, &day)) return runtime::day_start(day, kVietnam);
  std::int64_t ms = 0;
  if (runtime::parse_instant(text.data(), size, &ms) != runtime::InstantStatus::Ok)
    return std::nullopt;
  return ms;
}

// `use `x`` beside a diagnostic, when a candidate is near.
void suggest(Diagnostic& diagnostic, std::string_view wanted,
             const std::vector<std::string_view>& candidates) {
  const std::string near(nearest(wanted, candidates));
  if (!near.empty())
    diagnostic.fix(FixGrade::Guess, {"dùng `" + near + "`", "use `" + near + "`"}, {});
}

std::string_view simple(std::string_view qualified) {
  const auto dot = qualified.rfind('.');
  return dot == std::string_view::npos ? qualified : qualified.substr(dot + 1);
}

// The base of a key: `notify` of `notify.due`; norms of a list are `answer[/requests/3]`.
std::string_view base_of(std::string_view key) {
  const auto bracket = key.find('[');
  if (bracket != std::string_view::npos) return key.substr(0, bracket);
  return key.substr(0, key.find('.'));
}

}  // namespace

CaseOptions CaseReader::fresh_options() const {
  CaseOptions options;
  options.readings.assign(program.readings.size(), -1);
  return options;
}

void CaseReader::too_long(std::uint32_t begin) {
  const auto line = 1 + std::ranges::count(source.text.substr(0, begin), '\n');
  list.report(diag::CaseTooLong, source.named_at, static_cast<std::int64_t>(line),
              static_cast<std::int64_t>(kLongestCase >> 10U));
}

bool CaseReader::as_of(std::string_view text, Span at, CaseOptions& options) {
  const auto ms = moment(text);
  if (ms)
    options.as_of = *ms;
  else
    list.report(diag::CaseMoment, at, "as_of", visible(text));
  return ms.has_value();
}

bool CaseReader::law_date(std::string_view text, Span at, CaseOptions& options) {
  std::int32_t day = 0;
  const bool good = runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &day);
  if (good)
    options.law_date = day;
  else
    list.report(diag::CaseMoment, at, "law_date", visible(text));
  return good;
}

bool CaseReader::reading(std::string_view name, std::string_view option, Span at,
                         CaseOptions& options) {
  std::vector<std::string_view> names;
  std::size_t index = 0;
  for (const decision::Reading& one : program.readings) {
    if (one.name == name || simple(one.name) == name) {
      const auto place = std::ranges::find(one.options, option);
      if (place != one.options.end()) {
        options.readings[index] = static_cast<std::int32_t>(place - one.options.begin());
        return true;
      }
      const std::vector<std::string_view> words(one.options.begin(), one.options.end());
      suggest(list.report(diag::CaseUnknownReading, at, visible(name), visible(option)), option,
              words);
      return false;
    }
    names.push_back(simple(one.name));
    ++index;
  }
  suggest(list.report(diag::CaseUnknownReading, at, visible(name), visible(option)), name, names);
  return false;
}

bool CaseReader::expectation(const CaseExpectation& expected) {
  const std::string_view base = base_of(expected.key);
  const bool whole = base.size() == expected.key.size();
  std::vector<std::string_view> names{"missing"};
  for (const decision::Output& output : decision.outputs) {
    names.push_back(output.name);
    if (output.name != base) continue;
    if (output.kind != decision::Kind::Enum || !expected.wanted.is_string()) return true;
    const auto& members = program.enums[output.enumeration].members;
    const auto word = expected.wanted.get<std::string>();
    if (std::ranges::find(members, word) != members.end()) return true;
    const std::vector<std::string_view> words(members.begin(), members.end());
    suggest(list.report(diag::CaseUnknownWord, expected.span, visible(expected.key), visible(word)),
            word, words);
    return false;
  }
  for (const decision::NormOutput& norm : decision.norms) {
    const std::string_view name = base_of(norm.key);
    names.push_back(name);
    if (name != base) continue;
    const bool status = whole || expected.key.ends_with(".status") || expected.key.ends_with(']');
    if (!status || !expected.wanted.is_string()) return true;
    const auto word = expected.wanted.get<std::string>();
    std::vector<std::string_view> words;
    for (std::uint32_t i = 0; i < status_count(); ++i) words.push_back(status_word(i));
    if (std::ranges::find(words, word) != words.end()) return true;
    suggest(list.report(diag::CaseUnknownWord, expected.span, visible(expected.key), visible(word)),
            word, words);
    return false;
  }
  if (expected.key == "missing") return true;
  suggest(list.report(diag::CaseUnknownOutput, expected.span, visible(simple(decision.name)),
                      visible(base)),
          base, names);
  return false;
}

std::vector<RecordedCase> read_cases(const CaseText& source, const decision::Program& program,
                                     const decision::Decision& decision, DiagnosticList& list) {
  std::vector<RecordedCase> out;
  if (const auto bad = first_invalid_utf8(source.text); bad != kValidUtf8) {
    const auto at = static_cast<std::uint32_t>(bad);
    list.report(diag::FactBadText, {source.file, at, at + 1}, static_cast<std::int64_t>(bad));
    return out;
  }
  CaseReader reader{source, program, decision, list};
  if (source.path.ends_with(".csv")) {
    read_case_table(reader, out);
  } else {
    read_case_lines(reader, out);
  }
  if (out.empty() && !list.has_errors()) list.report(diag::CaseFileEmpty, source.named_at);
  return out;
}

std::optional<std::string> facts_refusal(std::span<const std::uint8_t> image,
                                         const decision::Decision& decision,
                                         std::string_view facts) {
  constexpr std::size_t kMost = std::size_t{1} << 28U;  // bytes: facts are at most 16 MiB of text
  const auto* header = reinterpret_cast<const runtime::Header*>(image.data());
  const std::uint32_t index =
      runtime::find_decision(header, decision.name.data(), decision.name.size());
  PHEP_CHECK(index != runtime::kNone, "the image holds its program's decisions");
  for (std::size_t size = std::size_t{1} << 20U; size <= kMost; size *= 4) {
    std::vector<std::uint64_t> memory(size / sizeof(std::uint64_t));
    auto* begin = reinterpret_cast<char*>(memory.data());
    runtime::Arena arena{begin, begin + size, false};
    runtime::FactsProblem problem{};
    void* read = nullptr;
    runtime::Determinations determinations{};  // when they hold is not asked here
    const int status = runtime::read_facts(header, index, facts.data(), facts.size(), arena, &read,
                                           &problem, &determinations);
    if (status == PHEP_OK) return std::nullopt;
    if (status != PHEP_BAD_FACTS) continue;
    // The writer of answers writes refusals, too.
    std::vector<char> out(std::size_t{64} << 10U);
    phep_options options{};
    options.size = sizeof options;
    options.law_date = PHEP_NO_DATE;
    std::size_t written = 0;
    arena = {begin, begin + size, false};
    runtime::decide_json(header, index, nullptr, facts.data(), facts.size(), &options, out.data(),
                         out.size(), &written, arena, &problem);
    return std::string(out.data(), std::min(written, out.size()));
  }
  return R"({"error":{"at":"","code":"too_large","offset":0}})";
}

DiagnosticList facts_problem(const RecordedCase& recorded, std::string_view refusal,
                             const decision::Program& program, const decision::Decision& decision) {
  const DiagnosticList found = facts_diagnostics(refusal, program, decision, recorded.span.file);
  DiagnosticList out;
  const Json json = Json::parse(refusal, nullptr, false);
  const std::string at = json.is_object() && json.contains("error") && json["error"].is_object()
                             ? json["error"].value("at", "")
                             : std::string();
  for (Diagnostic item : found.items()) {
    if (recorded.cells.empty()) {
      item.span.begin += recorded.facts_at;
      item.span.end += recorded.facts_at;
    } else {
      item.span = recorded.span;
      for (const auto& [pointer, span] : recorded.cells)
        if (at == pointer || at.starts_with(pointer + "/")) item.span = span;
    }
    out.add(std::move(item));
  }
  return out;
}

const Json* part_of_answer(const Json& answer, std::string_view key) {
  if (key == "missing" && answer.contains("missing")) return &answer["missing"];
  // The longest name that the answer holds; what is left are members.
  for (std::size_t end = key.size();; end = key.rfind('.', end - 1)) {
    if (end == std::string_view::npos) return nullptr;
    const std::string name(key.substr(0, end));
    for (const char* section : {"norms", "outputs"}) {
      const auto part = answer.find(section);
      if (part == answer.end() || !part->contains(name)) continue;
      const Json* at = &(*part)[name];
      for (std::size_t from = end; from < key.size();) {
        const std::size_t dot = std::min(key.find('.', from + 1), key.size());
        const std::string member(key.substr(from + 1, dot - from - 1));
        if (!at->is_object() || !at->contains(member)) return nullptr;
        at = &(*at)[member];
        from = dot;
      }
      return at;
    }
    if (end == 0) return nullptr;
  }
}

bool matches(const Json& wanted, const Json& found) {
  if (wanted.is_string() && found.is_object() && found.contains("status"))
    return found["status"] == wanted;
  if (wanted.is_object() && found.is_object())
    return std::ranges::all_of(wanted.items(), [&](const auto& item) {
      return found.contains(item.key()) && matches(item.value(), found[item.key()]);
    });
  if (wanted.is_string() && found.is_string() && wanted != found) {
    const auto a = wanted.get<std::string>();
    const auto b = found.get<std::string>();
    std::int64_t left = 0, right = 0;
    const auto instant = [](const std::string& text, std::int64_t* ms) {
      return runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), ms) ==
             runtime::InstantStatus::Ok;
    };
    return instant(a, &left) && instant(b, &right) && left == right;
  }
  return wanted == found;
}

}  // namespace phep::testing

// One JSON object a line: {"name", "as_of", "law_date", "readings", "facts", "expect"}, and whether
// a person has looked at it yet.
#include "compiler/base/read_json.h"
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/diagnostics/kinds/facts.h"
#include "compiler/testing/case_file.h"

#include <algorithm>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

const std::vector<std::string_view> kKeys = {"name",  "as_of",  "law_date",   "readings",
                                             "facts", "expect", "unreviewed", "accepted_by"};

// One line with where it stands in the file.
struct Line {
  CaseReader& reader;
  std::string_view text;
  std::uint32_t at;

  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const {
    return reader.span(at + begin, at + end);
  }
  [[nodiscard]] Span key(const JsonMember& member) const {
    return span(member.key_at, member.key_end);
  }
  [[nodiscard]] Span value(const JsonMember& member) const {
    return span(member.begin, member.end);
  }
  [[nodiscard]] Json json(const JsonMember& member) const {
    return Json::parse(text.substr(member.begin, member.end - member.begin), nullptr, false);
  }
};

// A text member; another kind of value is reported.
std::optional<std::string> text_of(const Line& line, const JsonMember& member) {
  const Json value = line.json(member);
  if (value.is_string()) return value.get<std::string>();
  line.reader.list.report(diag::FactWrongType, line.value(member), "/" + member.key,
                          Argument("chuỗi", "a text"));
  return std::nullopt;
}

bool read_readings(const Line& line, const JsonMember& member, CaseOptions& options) {
  bool good = true;
  for (const JsonMember& one : json_members(line.text, member.begin)) {
    const Json option = line.json(one);
    good = line.reader.reading(one.key, option.is_string() ? option.get<std::string>() : "?",
                               line.value(one), options) &&
           good;
  }
  return good;
}

bool read_expectations(const Line& line, const JsonMember& member, RecordedCase& out) {
  if (line.text[member.begin] != '{') {
    line.reader.list.report(diag::FactWrongType, line.value(member), "/expect",
                            Argument("đối tượng JSON", "a JSON object"));
    return false;
  }
  bool good = true;
  for (const JsonMember& one : json_members(line.text, member.begin)) {
    CaseExpectation expected{one.key, line.json(one), line.span(one.key_at, one.end)};
    good = line.reader.expectation(expected) && good;
    out.expectations.push_back(std::move(expected));
  }
  return good;
}

std::optional<RecordedCase> read_line(const Line& line, std::size_t number) {
  DiagnosticList& list = line.reader.list;
  if (const auto error = json_error(line.text)) {
    const Span at = line.span(error->at, error->at + 1);
    if (error->too_deep)
      list.report(diag::FactTooLarge, at, "/");
    else
      list.report(diag::FactSyntax, at, static_cast<std::int64_t>(line.at + error->at));
    return std::nullopt;
  }
  if (const auto twin = json_twin(line.text)) {
    list.report(diag::FactDuplicateKey, line.span(twin->begin, twin->end), visible(twin->pointer));
    return std::nullopt;
  }
  const auto members = json_members(line.text, 0);
  RecordedCase out;
  out.span = line.span(0, static_cast<std::uint32_t>(line.text.size()));
  out.title = std::string(line.reader.source.path) + " [" + std::to_string(number) + "]";
  out.options = line.reader.fresh_options();
  bool good = true;
  bool dated = false;
  for (const JsonMember& member : members) {
    if (member.key == "name") {
      const auto name = text_of(line, member);
      good = good && name;
      if (name) out.title = *name;
    } else if (member.key == "as_of") {
      dated = true;
      const auto text = text_of(line, member);
      good = text && line.reader.as_of(*text, line.value(member), out.options) && good;
    } else if (member.key == "law_date") {
      const auto text = text_of(line, member);
      good = text && line.reader.law_date(*text, line.value(member), out.options) && good;
    } else if (member.key == "readings") {
      good = read_readings(line, member, out.options) && good;
    } else if (member.key == "facts") {
      out.facts = line.text.substr(member.begin, member.end - member.begin);
      out.facts_at = line.at + member.begin;
    } else if (member.key == "expect") {
      good = read_expectations(line, member, out) && good;
    } else if (member.key == "unreviewed") {
      const Json value = line.json(member);
      out.unreviewed = value.is_boolean() && value.get<bool>();
      if (!value.is_boolean()) {
        list.report(diag::FactWrongType, line.value(member), "/unreviewed",
                    Argument("true hoặc false", "true or false"));
        good = false;
      }
    } else if (member.key == "accepted_by") {
      good = text_of(line, member) && good;
    } else {
      auto& diagnostic = list.report(diag::CaseUnknownKey, line.key(member), visible(member.key));
      if (const auto near = nearest(member.key, kKeys); !near.empty())
        diagnostic.fix(FixGrade::Guess,
                       {"dùng `" + std::string(near) + "`", "use `" + std::string(near) + "`"}, {});
      good = false;
    }
  }
  if (!good) return std::nullopt;
  if (members.empty() || !dated) {
    list.report(diag::CaseWithoutMoment, out.span);
    return std::nullopt;
  }
  if (out.facts.empty()) out.facts = "{}";
  if (out.expectations.empty() && !out.unreviewed) {
    list.report(diag::CaseExpectsNothing, out.span);
    return std::nullopt;
  }
  return out;
}

}  // namespace

void read_case_lines(CaseReader& reader, std::vector<RecordedCase>& out) {
  const std::string_view text = reader.source.text;
  std::size_t number = 0;
  for (std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto begin = static_cast<std::uint32_t>(at);
    at = end + 1;
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (line.size() > kLongestCase) {
      reader.too_long(begin);
      continue;
    }
    ++number;
    if (auto one = read_line({reader, line, begin}, number)) out.push_back(std::move(*one));
  }
}

}  // namespace phep::testing

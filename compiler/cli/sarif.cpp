#include "compiler/cli/sarif.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/cli/digest.h"
#include "compiler/diagnostics/explanation.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

namespace phep::cli {
namespace {

using SarifJson = nlohmann::ordered_json;

constexpr std::string_view kBase = "%SRCROOT%";
constexpr std::size_t kLongestSnippet = 2000;  // bytes; a longer region is shown by no viewer

// What RFC 3986 does not let stand as it is, as percent and two digits.
std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/:@!$&'()*+,;=";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.contains(c)) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

const char* level_of(Severity severity) {
  switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Lint:
    case Severity::Note: return "note";
  }
  PHEP_UNREACHABLE();
}

// What GitHub shows beside a rule.
const char* problem_word(Severity severity) {
  return severity == Severity::Error     ? "error"
         : severity == Severity::Warning ? "warning"
                                         : "recommendation";
}

// The catalogue's thousands, as tags.
const char* subject_of(std::uint16_t code) {
  constexpr std::array<const char*, 10> kSubjects = {"general",  "syntax",   "names",   "types",
                                                     "coverage", "lowering", "project", "law",
                                                     "proofs",   "notes"};
  return kSubjects.at(code / 1000 % 10);
}

// A message of the catalogue as SARIF writes it: braces that are no holes are doubled.
std::string message_string(std::string_view shape) {
  std::string out;
  for (std::size_t at = 0; at < shape.size(); ++at) {
    const bool hole = shape[at] == '{' && at + 2 < shape.size() && shape[at + 2] == '}' &&
                      shape[at + 1] >= '0' && shape[at + 1] <= '9';
    if (hole) {
      out += shape.substr(at, 3);
      at += 2;
    } else {
      out += std::string(shape[at] == '{' || shape[at] == '}' ? 2 : 1, shape[at]);
    }
  }
  return out;
}

// The first paragraph below the heading, on one line.
std::string first_paragraph(const std::string& text) {
  const auto begin = text.find("\n\n");
  if (begin == std::string::npos) return text;
  std::string out = text.substr(begin + 2, text.find("\n\n", begin + 2) - begin - 2);
  while (out.ends_with('\n')) out.pop_back();
  std::ranges::replace(out, '\n', ' ');
  return out;
}

class SarifWriter {
 public:
  SarifWriter(const Session& session, const SarifRun& run)
      : sources_(session.sources()), language_(session.options().language), run_(run) {}

  SarifJson document(const std::string& library) {
    for (const FileId file : run_.targets) artifact(file);
    SarifJson results = SarifJson::array();
    for (const SarifResult& one : run_.results) results.push_back(result(one));
    SarifJson invocation = {{"executionSuccessful", !run_.broken_by.has_value()},
                            {"exitCode", run_.exit}};
    if (run_.broken_by)
      invocation["toolExecutionNotifications"] = SarifJson::array(
          {{{"level", "error"}, {"message", {{"text", in_language(*run_.broken_by)}}}}});
    const SarifJson run = {
        {"tool",
         {{"driver",
           {{"name", "phep"},
            {"fullName", "Phép " PHEP_VERSION},
            {"version", PHEP_VERSION},
            {"semanticVersion", PHEP_VERSION},
            {"language", language_ == Language::Vietnamese ? "vi" : "en"},
            {"rules", rules_},
            {"properties", {{"language", PHEP_EDITION}, {"library", library}}}}}}},
        {"automationDetails",
         {{"id", "phep/" + std::string(run_.command) + "/"},
          {"description", {{"text", "phep " + std::string(run_.command)}}}}},
        {"language", language_ == Language::Vietnamese ? "vi" : "en"},
        {"columnKind", "utf16CodeUnits"},
        {"originalUriBaseIds",
         {{kBase,
           {{"description",
             {{"text",
               say("thư mục mà phep được chạy trong đó", "the folder in which phep was run")}}}}}}},
        {"invocations", SarifJson::array({invocation})},
        {"artifacts", artifacts_},
        {"results", results}};
    return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
            {"version", "2.1.0"},
            {"runs", SarifJson::array({run})}};
  }

 private:
  [[nodiscard]] std::string say(const char* vi, const char* en) const {
    return language_ == Language::Vietnamese ? vi : en;
  }
  [[nodiscard]] std::string in_language(const Argument& words) const {
    return language_ == Language::Vietnamese ? words.vi : words.en;
  }
  [[nodiscard]] std::string text_of(const CatalogRow& row,
                                    const std::vector<Argument>& arguments) const {
    return message(row, arguments, language_);
  }

  static SarifJson uri_of(const std::string& path) {
    if (path.starts_with("phep:")) return {{"uri", percent_encoded(path)}};
    if (path.starts_with('/')) return {{"uri", "file://" + percent_encoded(path)}};
    const std::string plain = std::filesystem::path(path).lexically_normal().generic_string();
    std::string uri;
    for (const char c : percent_encoded(plain)) uri += c == ':' ? "%3A" : std::string(1, c);
    return {{"uri", uri}, {"uriBaseId", kBase}};
  }

  SarifJson artifact(FileId file) {
    const SourceFile& source = sources_.file(file);
    SarifJson location = uri_of(source.path);
    const auto [known, fresh] = numbers_.try_emplace(file, artifacts_.size());
    location["index"] = known->second;
    if (!fresh) return location;
    const bool law = source.path.ends_with(".phep") || source.path.ends_with(".phep.md");
    const bool target = std::ranges::find(run_.targets, file) != run_.targets.end();
    SarifJson one = {{"location", location}, {"length", source.text.size()}};
    if (law) one["sourceLanguage"] = "phep";
    one["encoding"] = "UTF-8";
    one["hashes"] = {{"sha-256", hex_digest(source.text)}};
    if (target) one["roles"] = SarifJson::array({"analysisTarget"});
    artifacts_.push_back(one);
    return location;
  }

  // Line, and column in UTF-16 code units; a byte order mark is no column.
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> place(FileId file,
                                                              std::uint32_t offset) const {
    const SourceFile& source = sources_.file(file);
    const LineColumn at = sources_.place(file, offset);
    const std::uint32_t start = source.line_starts[at.line - 1];
    std::string_view before = std::string_view(source.text).substr(start, offset - start);
    if (first_invalid_utf8(before) != kValidUtf8) return {at.line, at.column};
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (start == 0 && before.starts_with(kMark)) before.remove_prefix(kMark.size());
    return {at.line, utf16_length(before) + 1};
  }

  [[nodiscard]] SarifJson region(Span span) const {
    const auto [line, column] = place(span.file, span.begin);
    const auto [end_line, end_column] = place(span.file, span.end);
    return {{"startLine", line},
            {"startColumn", column},
            {"endLine", end_line},
            {"endColumn", end_column}};
  }

  SarifJson physical(Span span) {
    SarifJson where = region(span);
    const std::string_view text = sources_.text(span);
    if (!text.empty() && text.size() <= kLongestSnippet && first_invalid_utf8(text) == kValidUtf8)
      where["snippet"] = {{"text", text}};
    return {{"artifactLocation", artifact(span.file)}, {"region", where}};
  }

  std::size_t rule(const CatalogRow& row) {
    const auto [known, fresh] = rule_numbers_.try_emplace(row.code, rules_.size());
    if (!fresh) return known->second;
    const std::vector<Argument> holes(static_cast<std::size_t>(row.parameters), Argument("…"));
    const std::string text = explanation(row.code, language_).value_or("");
    rules_.push_back(
        {{"id", code_text(row.code)},
         {"name", row.name},
         {"shortDescription", {{"text", text_of(row, holes)}}},
         {"fullDescription", {{"text", first_paragraph(text)}}},
         {"help", {{"text", text}, {"markdown", text}}},
         {"messageStrings",
          {{"vi", {{"text", message_string(row.vi)}}}, {"en", {{"text", message_string(row.en)}}}}},
         {"defaultConfiguration", {{"level", level_of(row.severity)}}},
         {"properties",
          {{"tags", SarifJson::array({subject_of(row.code)})},
           {"precision", "very-high"},
           {"problem.severity", problem_word(row.severity)}}}});
    return known->second;
  }

  // The same wherever the line moves: code, words and the line without its layout; equal ones of a
  // file are counted.
  std::string fingerprint(const Diagnostic& item) {
    std::string said = code_text(item.row->code);
    for (const Argument& one : item.arguments) said += "\n" + one.en;
    said += "\n";
    if (item.span.file.exists()) {
      const LineColumn at = sources_.place(item.span.file, item.span.begin);
      bool blank = false;
      for (const char c : sources_.line(item.span.file, at.line)) {
        const bool space = c == ' ' || c == '\t' || c == '\r';
        if (!space && blank && !said.ends_with('\n')) said += ' ';
        if (!space) said += c;
        blank = space;
      }
    }
    const std::size_t nth = ++seen_[{item.span.file, said}];
    return hex_digest(said).substr(0, 32) + ":" + std::to_string(nth);
  }

  SarifJson message_of(const SarifResult& one) const {
    if (one.message) return {{"text", in_language(*one.message)}};
    SarifJson out = {{"text", text_of(*one.item.row, one.item.arguments)},
                     {"id", language_ == Language::Vietnamese ? "vi" : "en"}};
    if (one.item.arguments.empty()) return out;
    out["arguments"] = SarifJson::array();
    for (const Argument& argument : one.item.arguments)
      out["arguments"].push_back(in_language(argument));
    return out;
  }

  SarifJson related(const SarifResult& one) {
    SarifJson out = SarifJson::array();
    const auto add = [&](Span span, const std::string& text) {
      SarifJson place = {{"id", out.size() + 1}};
      if (span.file.exists()) place["physicalLocation"] = physical(span);
      place["message"] = {{"text", text}};
      out.push_back(place);
    };
    for (const Note& note : one.item.notes) add(note.span, text_of(*note.row, note.arguments));
    for (const auto& [span, words] : one.related) add(span, in_language(words));
    return out;
  }

  SarifJson fixes(const Diagnostic& item) {
    SarifJson out = SarifJson::array();
    for (const Fix& fix : item.fixes) {
      std::map<FileId, SarifJson> by_file;
      for (const Edit& edit : fix.edits)
        by_file[edit.span.file].push_back(
            {{"deletedRegion", region(edit.span)}, {"insertedContent", {{"text", edit.text}}}});
      if (by_file.empty()) continue;
      SarifJson changes = SarifJson::array();
      for (const auto& [file, replacements] : by_file)
        changes.push_back({{"artifactLocation", artifact(file)}, {"replacements", replacements}});
      out.push_back({{"description", {{"text", in_language(fix.title)}}},
                     {"artifactChanges", changes},
                     {"properties", {{"safe", fix.grade == FixGrade::Safe}}}});
    }
    return out;
  }

  SarifJson result(const SarifResult& one) {
    const Diagnostic& item = one.item;
    constexpr std::array<const char*, 3> kKinds = {"fail", "open", "pass"};
    SarifJson out = {{"ruleId", code_text(item.row->code)},
                     {"ruleIndex", rule(*item.row)},
                     {"kind", kKinds.at(static_cast<std::size_t>(one.kind))},
                     {"level", one.kind == SarifKind::Fail ? level_of(item.row->severity) : "none"},
                     {"message", message_of(one)}};
    if (item.span.file.exists())
      out["locations"] = SarifJson::array({{{"physicalLocation", physical(item.span)}}});
    if (SarifJson places = related(one); !places.empty()) out["relatedLocations"] = places;
    out["partialFingerprints"] = {{"phepFinding/v1", fingerprint(item)}};
    if (SarifJson ways = fixes(item); !ways.empty()) out["fixes"] = ways;
    // An empty list says that nothing suppresses it.
    out["suppressions"] = SarifJson::array();
    if (one.allowed)
      out["suppressions"].push_back(
          {{"kind", "inSource"},
           {"status", "accepted"},
           {"justification", one.allowed->reason},
           {"location", {{"physicalLocation", physical(one.allowed->comment)}}},
           {"properties", {{"until", one.allowed->until}}}});
    SarifJson words = one.properties;
    words["vi"] =
        one.message ? one.message->vi : message(*item.row, item.arguments, Language::Vietnamese);
    words["en"] =
        one.message ? one.message->en : message(*item.row, item.arguments, Language::English);
    out["properties"] = words;
    return out;
  }

  const SourceMap& sources_;
  Language language_;
  const SarifRun& run_;
  SarifJson rules_ = SarifJson::array(), artifacts_ = SarifJson::array();
  std::map<std::uint16_t, std::size_t> rule_numbers_;
  std::map<FileId, std::size_t> numbers_;
  std::map<std::pair<FileId, std::string>, std::size_t> seen_;
};

}  // namespace

std::string sarif_text(const Session& session, const SarifRun& run) {
  SarifWriter writer(session, run);
  return writer.document(workspace::library_hash(session.library()))
             .dump(2, ' ', false, SarifJson::error_handler_t::replace) +
         "\n";
}

void add_results(SarifRun& run, const DiagnosticList& list) {
  for (const Diagnostic& item : list.items()) run.results.push_back({.item = item});
}

void add_results(SarifRun& run, const std::vector<workspace::Allowed>& allowed) {
  for (const workspace::Allowed& one : allowed)
    run.results.push_back({.item = one.item, .allowed = one});
}

}  // namespace phep::cli

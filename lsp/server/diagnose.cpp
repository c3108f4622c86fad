// Diagnostics as the protocol has them: written once a file and language, asked for by clients that
// pull, sent to those that do not.
#include "compiler/diagnostics/kinds/names.h"
#include "lsp/ide/force.h"
#include "lsp/server/analysis.h"
#include "lsp/server/files.h"
#include "lsp/server/methods.h"

#include <algorithm>
#include <array>

namespace phep::server {
namespace {

// By what editors show: a lint is information, never a squiggle in red.
std::uint32_t severity_of(Severity severity) {
  switch (severity) {
    case Severity::Error: return 1;
    case Severity::Warning: return 2;
    case Severity::Lint: return 3;
    case Severity::Note: return 4;
  }
  return 1;
}

// What editors fade: nothing hangs on it.
bool is_unnecessary(const CatalogRow& row) {
  const std::array<const CatalogRow*, 3> rows = {&diag::UnusedImport.row, &diag::UnusedLocal.row,
                                                 &diag::UnusedDefinition.row};
  return std::ranges::find(rows, &row) != rows.end();
}

Json fixes_json(Analysis& analysis, const Diagnostic& item, Language language) {
  Json fixes = Json::array();
  for (const Fix& fix : item.fixes) {
    Json edits = Json::array();
    for (const Edit& edit : fix.edits)
      edits.push_back({{"uri", analysis.uri(edit.span.file)},
                       {"range", analysis.range(edit.span)},
                       {"newText", edit.text}});
    fixes.push_back({{"title", language == Language::Vietnamese ? fix.title.vi : fix.title.en},
                     {"safe", fix.grade == FixGrade::Safe},
                     {"edits", std::move(edits)}});
  }
  return fixes;
}

std::string hash_of(const std::string& text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += kHex[(hash >> shift) & 15U];
  return out;
}

void write_message(JsonText& out, std::string_view text) {
  out.key("message");
  out.value(text);
}

void write_range(Analysis& analysis, JsonText& out, Span span) {
  out.key("range");
  analysis.write_range(out, span);
}

void write_severity(JsonText& out, std::uint32_t severity, std::string_view source) {
  out.key("severity");
  out.value(severity);
  out.key("source");
  out.value(source);
}

void write_unnecessary(JsonText& out) {
  out.key("tags");
  out.part("[1]");
}

// `relatedInformation`, if there is any.
using Related = std::vector<std::pair<Span, std::string>>;
void write_related(Analysis& analysis, JsonText& out, const Related& related) {
  if (related.empty()) return;
  out.key("relatedInformation");
  out.open('[');
  for (const auto& [span, words] : related) {
    out.open('{');
    out.key("location");
    analysis.write_location(out, span);
    write_message(out, words);
    out.close('}');
  }
  out.close(']');
}

void write_finding(Analysis& analysis, JsonText& out, const Finding& finding) {
  out.open('{');
  write_message(out, finding.text);
  write_range(analysis, out, finding.span);
  write_severity(out, 1, "phép test");
  out.close('}');
}

void write_out_of_force(Analysis& analysis, JsonText& out, const ide::OutOfForce& found) {
  out.open('{');
  write_message(out, found.text);
  write_range(analysis, out, found.span);
  if (analysis.client().related)
    write_related(analysis, out, {found.because.begin(), found.because.end()});
  write_severity(out, 4, "phep");
  if (analysis.client().unnecessary) write_unnecessary(out);
  out.close('}');
}

}  // namespace

// Case files and manifests are no modules: others say what is wrong with them.
bool Analysis::is_checked(FileId file) const {
  return (is_ours(file) || workspace_.present(file)) &&
         is_module(workspace_.sources().file(file).path);
}

DiagnosticList Analysis::told(FileId file) {
  DiagnosticList list;
  if (is_checked(file)) list = workspace_.diagnostics(file);
  for (const Diagnostic* item : slow_tier_->problems(file)) list.add(*item);
  return list;
}

const Report& Analysis::report(FileId file) {
  Report& known = reports_[file];
  const bool present = is_checked(file);
  if (present) workspace_.refresh(file);
  const std::uint64_t slow = slow_count_[file];
  if (known.made == workspace_.made(file) && known.settings == settings_count_ &&
      known.slow == slow)
    return known;
  known.made = workspace_.made(file);
  known.settings = settings_count_;
  known.slow = slow;
  JsonText items;
  items.open('[');
  const DiagnosticList list = told(file);
  for (const Diagnostic& item : list.items()) write_item(items, item);
  for (const Diagnostic& item : workspace_.manifest_problems().items())
    if (item.span.file == file) write_item(items, item);
  for (const Finding& one : slow_tier_->findings(file)) write_finding(*this, items, one);
  if (present && settings_.as_of)
    for (const ide::OutOfForce& one :
         ide::out_of_force(workspace_, file, *settings_.as_of, settings_.language))
      write_out_of_force(*this, items, one);
  items.close(']');
  known.items = items.text();
  known.id = hash_of(known.items);
  return known;
}

void Analysis::write_item(JsonText& out, const Diagnostic& item) {
  const Language language = settings_.language;
  const std::string code = code_text(item.row->code);
  std::string text = message(*item.row, item.arguments, language);
  Related related;
  for (const Note& note : item.notes) {
    const std::string words = message(*note.row, note.arguments, language);
    if (client_.related) {
      related.emplace_back(note.span.file.exists() ? note.span : item.span, words);
    } else {
      text += "\n" + words;  // it is worth reading all the same
    }
  }
  out.open('{');
  out.key("code");
  out.value(code);
  if (client_.code_pages) {
    out.key("codeDescription");
    out.tree(Json{{"href", "phep:/explain/" + code}});
  }
  if (!item.fixes.empty()) {
    out.key("data");
    out.tree(Json{{"fixes", fixes_json(*this, item, language)}});
  }
  write_message(out, text);
  server::write_range(*this, out, item.span);
  write_related(*this, out, related);
  write_severity(out, severity_of(item.row->severity), "phep");
  if (is_unnecessary(*item.row) && client_.unnecessary) write_unnecessary(out);
  out.close('}');
}

// Manifests are met when files are opened, and forgotten when they change.
void Analysis::say_manifests() {
  std::set<FileId> wrong;
  for (const Diagnostic& item : workspace_.manifest_problems().items())
    wrong.insert(item.span.file);
  std::set<FileId> all = wrong;
  all.insert(wrong_manifests_.begin(), wrong_manifests_.end());
  wrong_manifests_ = std::move(wrong);
  for (const FileId file : all) {
    ++slow_count_[file];
    say(file);
  }
}

// One file has been settled: tells the client, if it has not heard this yet.
void Analysis::say(FileId file) {
  if (held_) return say_held(file, *held_);
  if (client_.pull) return;
  const std::string& path = workspace_.sources().file(file).path;
  const std::int64_t version = version_of(path);
  const auto known = published_.find(path);
  std::string items = "[]";
  if (is_ours(file)) {
    const Report& now = report(file);
    if (known != published_.end() && known->second == std::pair(now.id, version)) return;
    if (known == published_.end() && now.items == items && version < 0) return;
    items = now.items;
    published_[path] = {now.id, version};
  } else {
    if (known == published_.end()) return;
    published_.erase(known);
  }
  JsonText params;
  params.open('{');
  params.key("diagnostics");
  params.part(items);
  params.key("uri");
  params.value(uri(file));
  if (version >= 0) {
    params.key("version");
    params.tree(Json(version));
  }
  params.close('}');
  outbox_.notify("textDocument/publishDiagnostics", params.take());
}

void Report::write(JsonText& out) const {
  out.key("items");
  out.part(items);
  out.key("kind");
  out.value("full");
  out.key("resultId");
  out.value(id);
}

void Analysis::write_report(JsonText& out, FileId file, const Report& report) const {
  const std::int64_t version = version_of(workspace_.sources().file(file).path);
  out.open('{');
  report.write(out);
  out.key("uri");
  out.value(uri(file));
  out.key("version");
  out.tree(version < 0 ? Json(nullptr) : Json(version));
  out.close('}');
}

void Analysis::hold(const Ask& ask, WorkspaceDiagnosticParams params) {
  if (held_) {
    // One is enough: the older one's client has gone on to this.
    outbox_.respond(held_->ask->id, Json{{"items", Json::array()}});
    lanes_.done(std::const_pointer_cast<Ask>(held_->ask));
  }
  held_ = Held{ask.shared_from_this(), std::move(params)};
  unsettle_all();
}

void Analysis::say_held(FileId file, Held& held) {
  const std::string& path = workspace_.sources().file(file).path;
  auto& previous = held.params.previous;
  const auto known = previous.find(path);
  const Report gone;
  const bool ours = is_ours(file);
  if (!ours && known == previous.end()) return;
  const Report& now = ours ? report(file) : gone;
  if (known != previous.end() && known->second == now.id) return;
  if (known == previous.end() && now.items == gone.items) {
    previous[path] = now.id;
    return;
  }
  previous[path] = now.id;
  if (!ours) previous.erase(path);
  JsonText out;
  write_report(out, file, now);
  pending_.push_back(out.text());
  if (held.params.token.is_null()) return;
  JsonText params;
  params.open('{');
  params.key("token");
  params.tree(held.params.token);
  params.key("value");
  params.part(take_pending());
  params.close('}');
  outbox_.notify("$/progress", params.take());
}

// { items }: the reports that were not told yet.
std::string Analysis::take_pending() {
  JsonText out;
  out.open('{');
  out.key("items");
  out.open('[');
  for (const std::string& one : std::exchange(pending_, {})) out.part(one);
  out.close(']');
  out.close('}');
  return out.text();
}

// All is settled, or the request was stopped. Without a token the answer goes out once there is
// something to say; with one, only stopping ends it.
void Analysis::finish_held() {
  const std::shared_ptr<Ask> ask = std::const_pointer_cast<Ask>(held_->ask);
  if (ask->stop) {
    outbox_.respond(ask->id, refuse(ErrorCode::RequestCancelled, "cancelled"));
  } else if (!pending_.empty()) {
    outbox_.respond(ask->id, written(take_pending()));
  } else {
    return;
  }
  pending_.clear();
  lanes_.done(ask);
  held_.reset();
}

}  // namespace phep::server

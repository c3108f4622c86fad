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
int severity_of(Severity severity) {
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

Json item_json(Analysis& analysis, const Diagnostic& item, Language language) {
  Json out = {{"range", analysis.range(item.span)},
              {"severity", severity_of(item.row->severity)},
              {"code", code_text(item.row->code)},
              {"source", "phep"},
              {"message", message(*item.row, item.arguments, language)}};
  const Client& client = analysis.client();
  if (is_unnecessary(*item.row) && client.unnecessary) out["tags"] = Json::array({1});
  if (client.code_pages)
    out["codeDescription"] = {{"href", "phep:/explain/" + code_text(item.row->code)}};
  Json related = Json::array();
  for (const Note& note : item.notes) {
    const std::string words = message(*note.row, note.arguments, language);
    if (!client.related) {
      // It is worth reading all the same.
      out["message"].get_ref<std::string&>() += "\n" + words;
      continue;
    }
    const Span span = note.span.file.exists() ? note.span : item.span;
    related.push_back({{"location", analysis.location(span)}, {"message", words}});
  }
  if (!related.empty()) out["relatedInformation"] = std::move(related);
  if (!item.fixes.empty()) out["data"] = {{"fixes", fixes_json(analysis, item, language)}};
  return out;
}

std::string hash_of(const std::string& text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += kHex[(hash >> shift) & 15U];
  return out;
}

Json full(const Report& report) {
  return {{"kind", "full"}, {"resultId", report.id}, {"items", report.items}};
}

Json unchanged(const std::string& id) {
  return {{"kind", "unchanged"}, {"resultId", id}};
}

}  // namespace

const Report& Analysis::report(FileId file) {
  Report& known = reports_[file];
  // Case files and manifests are no modules: others say what is wrong with them.
  const bool present = (is_ours(file) || workspace_.present(file)) &&
                       is_module(workspace_.sources().file(file).path);
  DiagnosticList list;
  if (present) workspace_.checked(file);
  const std::uint64_t slow = slow_count_[file];
  if (known.made == workspace_.made(file) && known.settings == settings_count_ &&
      known.slow == slow)
    return known;
  if (present) list = workspace_.diagnostics(file);
  known.made = workspace_.made(file);
  known.settings = settings_count_;
  known.slow = slow;
  known.items = Json::array();
  for (const Diagnostic& item : list.items())
    known.items.push_back(item_json(*this, item, settings_.language));
  for (const Diagnostic* item : slow_tier_->case_problems(file))
    known.items.push_back(item_json(*this, *item, settings_.language));
  for (const Diagnostic& item : workspace_.manifest_problems().items())
    if (item.span.file == file) known.items.push_back(item_json(*this, item, settings_.language));
  for (const Finding& one : slow_tier_->findings(file))
    known.items.push_back({{"range", range(one.span)},
                           {"severity", 1},
                           {"source", "phép test"},
                           {"message", one.text}});
  if (present && settings_.as_of)
    for (const ide::OutOfForce& one :
         ide::out_of_force(workspace_, file, *settings_.as_of, settings_.language)) {
      known.items.push_back(
          {{"range", range(one.span)}, {"severity", 4}, {"source", "phep"}, {"message", one.text}});
      if (client_.unnecessary) known.items.back()["tags"] = Json::array({1});
      if (!client_.related) continue;
      for (const auto& [span, words] : one.because)
        known.items.back()["relatedInformation"].push_back(
            {{"location", location(span)}, {"message", words}});
    }
  known.id = hash_of(known.items.dump(-1, ' ', false, Json::error_handler_t::replace));
  return known;
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
  Json items = Json::array();
  if (is_ours(file)) {
    const Report& now = report(file);
    if (known != published_.end() && known->second == std::pair(now.id, version)) return;
    if (known == published_.end() && now.items.empty() && version < 0) return;
    items = now.items;
    published_[path] = {now.id, version};
  } else {
    if (known == published_.end()) return;
    published_.erase(known);
  }
  Json params = {{"uri", uri(file)}, {"diagnostics", std::move(items)}};
  if (version >= 0) params["version"] = version;
  outbox_.notify("textDocument/publishDiagnostics", std::move(params));
}

Json Analysis::report_json(FileId file, const Report& report, const std::string* previous) const {
  Json out = previous != nullptr && *previous == report.id ? unchanged(report.id) : full(report);
  out["uri"] = uri(file);
  const std::int64_t version = version_of(workspace_.sources().file(file).path);
  out["version"] = version < 0 ? Json(nullptr) : Json(version);
  return out;
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
  Report gone;
  gone.items = Json::array();
  const bool ours = is_ours(file);
  if (!ours && known == previous.end()) return;
  const Report& now = ours ? report(file) : gone;
  if (known != previous.end() && known->second == now.id) return;
  if (known == previous.end() && now.items.empty()) {
    previous[path] = now.id;
    return;
  }
  previous[path] = now.id;
  if (!ours) previous.erase(path);
  Json item = report_json(file, now, nullptr);
  if (held.params.token.is_null()) {
    pending_.push_back(std::move(item));
  } else {
    outbox_.notify("$/progress", {{"token", held.params.token},
                                  {"value", {{"items", Json::array({std::move(item)})}}}});
  }
}

// All is settled, or the request was stopped. Without a token the answer goes out once there is
// something to say; with one, only stopping ends it.
void Analysis::finish_held() {
  const std::shared_ptr<Ask> ask = std::const_pointer_cast<Ask>(held_->ask);
  if (ask->stop) {
    outbox_.respond(ask->id, refuse(ErrorCode::RequestCancelled, "cancelled"));
  } else if (!pending_.empty()) {
    outbox_.respond(ask->id, Json{{"items", std::exchange(pending_, Json::array())}});
  } else {
    return;
  }
  pending_ = Json::array();
  lanes_.done(ask);
  held_.reset();
}

}  // namespace phep::server

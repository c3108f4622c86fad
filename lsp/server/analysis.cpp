#include "lsp/server/analysis.h"

#include "lsp/server/clock.h"
#include "lsp/server/files.h"
#include "lsp/server/methods.h"
#include "lsp/server/uri.h"

#include <algorithm>

namespace phep::server {
namespace {

// What rests on an edited text is checked only then: the next edit may come at once.
constexpr std::chrono::milliseconds kTyping{15};
constexpr std::size_t kOpenedAtOnce = 16;  // files read between two looks at `stop`

RpcError cancelled() {
  return {ErrorCode::RequestCancelled, "cancelled"};  // the caller answers by why it was stopped
}

}  // namespace

Analysis::Analysis(Documents& documents, Outbox& outbox, Lanes& lanes, const Client& client,
                   Settings settings)
    : documents_(documents),
      outbox_(outbox),
      lanes_(lanes),
      client_(client),
      settings_(settings),
      workspace_([this](const std::string& path) { return read(path); },
                 workspace::embedded_library()) {
  workspace_.keep_inside([this](const std::string& path, const std::string& folder) {
    return documents_.find(path) != nullptr || lies_in(path, folder);
  });
  if (!settings_.wrong_as_of.empty()) tell_wrong_as_of(settings_.wrong_as_of);
}

// The buffer wins over the disk.
std::optional<std::string> Analysis::read(const std::string& path) const {
  if (const DocumentPtr open = documents_.find(path); open != nullptr && !open->lost)
    return open->text;
  return read_disk(path);
}

// ---- in step with the client -------------------------------------------------------------------

void Analysis::sync() {
  if (const std::int32_t today = today_in_vietnam(); today != today_) {
    // Allowances end with a day: everything is said anew.
    today_ = today;
    workspace_.set_today(today);
    ++settings_count_;
    unsettle_all();
  }
  const std::vector<std::string> changed = documents_.take_changed();
  if (changed.empty()) return;
  edited_ = std::chrono::steady_clock::now();
  asked();
  for (const std::string& path : changed) take_text(path);
  for (const std::string& path : changed) note_change(path);
  unsettle_all();
}

void Analysis::note_change(const std::string& path) {
  changed_.insert(path);
  const FileId file = workspace_.find(path);
  if (!file.exists()) return;
  slow_tier_->changed(file, std::chrono::steady_clock::now());
  ++slow_count_[file];
}

// Case files that nobody has touched yet are looked at once everything is read.
void Analysis::look_at_cases() {
  if (looked_at_cases_ || ours_.empty()) return;
  looked_at_cases_ = true;
  for (const FileId file : ours_)
    if (workspace_.present(file) && !workspace_.checked(file)->module.case_files.empty())
      slow_tier_->changed(file, std::chrono::steady_clock::now());
}

void Analysis::step_slow_tier(const std::atomic<bool>& stop) {
  for (const FileId file : slow_tier_->advance(std::chrono::steady_clock::now(), stop)) {
    ++slow_count_[file];
    say(file);
    refreshes_.want(Refresh::Diagnostics);
  }
}

// Views of a document rest on all that it imports: whoever looks at one is told once all is
// settled.
void Analysis::tell_dependents() {
  if (changed_.empty()) return;
  std::set<FileId> touched;
  for (const std::string& path : changed_)
    if (const FileId file = workspace_.find(path); file.exists()) touched.insert(file);
  changed_.clear();
  for (const FileId file : ours_) {
    if (!workspace_.present(file)) continue;
    for (const FileId import : workspace_.imports(file))
      if (touched.contains(import)) return refreshes_.want(Refresh::Own);
  }
}

std::optional<std::chrono::steady_clock::time_point> Analysis::wakes_at() const {
  std::optional<std::chrono::steady_clock::time_point> first;
  for (const auto& one : {refreshes_.next(), slow_tier_->wakes_at(),
                          ours_.empty() ? std::nullopt : warm_up_.wakes_at(),
                          unsettled_.empty() ? std::nullopt : std::optional(edited_ + kTyping)})
    if (one && (!first || *one < *first)) first = one;
  return first;
}

void Analysis::take_text(const std::string& path) {
  auto text = read(path);
  const FileId known = workspace_.find(path);
  const bool open = documents_.find(path) != nullptr;
  if (known.exists() && known.index < uris_.size()) uris_[known.index].clear();  // renamed, maybe
  if (!text) {
    if (known.exists() && workspace_.present(known)) workspace_.remove(known);
    return;
  }
  if (!open) kept_.erase(known);
  if (known.exists()) {
    // A document that is opened is given anew once, so that what its first edit needs is there.
    const bool opened = open && is_module(path) && kept_.insert(known).second;
    if (opened || !workspace_.present(known) || workspace_.sources().file(known).text != *text)
      workspace_.set_text(known, std::move(*text));
    if (open && is_module(path)) ours_.insert(known);
    return;
  }
  // A new file may be what some `use` line was missing.
  workspace_.look_again();
  if (const auto file = workspace_.open(path); file && (open ? is_module(path) : is_source(path))) {
    ours_.insert(*file);
    if (open && kept_.insert(*file).second) workspace_.set_text(*file, std::move(*text));
  }
}

bool Analysis::is_ours(FileId file) const {
  if (!workspace_.present(file)) return false;
  const std::string& path = workspace_.sources().file(file).path;
  return documents_.find(path) != nullptr || std::ranges::any_of(folders_, [&](const Folder& one) {
           return path.starts_with(one.path);
         });
}

bool Analysis::may_read(const std::string& path) const {
  // What begins with a slash and is on no disk of ours has a host; other schemes never reach one.
  const bool elsewhere = !is_on_disk(path) && !path.starts_with('/');
  return elsewhere || documents_.find(path) != nullptr || workspace_.find(path).exists() ||
         std::ranges::any_of(folders_,
                             [&](const Folder& one) { return path.starts_with(one.path); });
}

void Analysis::unsettle_all() {
  unsettled_.clear();
  std::set<FileId> open;
  for (const DocumentPtr& one : documents_.all()) open.insert(workspace_.find(one->path));
  std::deque<FileId> closed;
  for (const FileId file : ours_) (open.contains(file) ? unsettled_ : closed).push_back(file);
  unsettled_.insert(unsettled_.end(), closed.begin(), closed.end());
}

void Analysis::set_folders(const FoldersParams& folders) {
  for (const Folder& one : folders.removed)
    std::erase_if(folders_, [&](const Folder& known) { return known.path == one.path; });
  for (const Folder& one : folders.added) {
    folders_.push_back(one);
    to_scan_.push_back(one.path);
  }
  unsettle_all();  // what lies in no folder any more is taken back
}

std::vector<std::string> Analysis::folder_paths() const {
  std::vector<std::string> out;
  for (const Folder& one : folders_) out.push_back(one.path);
  return out;
}

void Analysis::tell_wrong_as_of(const std::string& given) {
  outbox_.notify(
      "window/showMessage",
      {{"type", 2},
       {"message", vi() ? "phep.asOf: “" + given + "” không phải là ngày (năm-tháng-ngày)"
                        : "phep.asOf: “" + given + "” is no date (YYYY-MM-DD)"}});
}

void Analysis::set_settings(const Settings& settings) {
  const Settings before = settings_;
  settings_ = settings;
  if (!settings.wrong_as_of.empty()) {
    settings_.as_of = before.as_of;
    if (settings.wrong_as_of != before.wrong_as_of) tell_wrong_as_of(settings.wrong_as_of);
  }
  if (settings_.as_of == before.as_of && settings_.language == before.language) return;
  refreshes_.want_all();
  ++settings_count_;
  unsettle_all();
}

void Analysis::look_at(const std::vector<std::string>& paths) {
  bool manifest = false;
  std::set<std::string> once(paths.begin(), paths.end());
  for (const std::string& path : once) {
    manifest = manifest || path.ends_with("/phep.json");
    if ((is_source(path) && may_read(path)) || workspace_.find(path).exists()) take_text(path);
    note_change(path);
    // A folder that came or went: its files are looked for anew.
    if (!is_source(path))
      for (const Folder& one : folders_)
        if (path.starts_with(one.path) && !manifest) to_scan_.push_back(path + "/");
  }
  if (manifest) workspace_.forget_manifests();
  unsettle_all();
}

// ---- work without a request --------------------------------------------------------------------

bool Analysis::step(const std::atomic<bool>& stop) {
  if (held_ && held_->ask->stop) finish_held();
  const bool running = runs_.advance(stop);
  const bool busy = !to_scan_.empty() || !to_open_.empty() || !unsettled_.empty();
  if (busy && !progress_)
    progress_ = Progress{.since = std::chrono::steady_clock::now(), .token = {}};
  while (!stop) {
    if (!to_scan_.empty()) {
      if (!scan_folder(stop)) break;
    } else if (!to_open_.empty()) {
      for (std::size_t i = 0; i < kOpenedAtOnce && !to_open_.empty(); ++i) {
        if (const auto file = workspace_.open(to_open_.front()); file && ours_.insert(*file).second)
          unsettled_.push_back(*file);
        to_open_.pop_front();
      }
    } else if (!unsettled_.empty()) {
      if (waits_for_typing()) return running;
      if (!settle_next(stop)) break;
    } else {
      break;
    }
    tell_progress();
  }
  const bool more = !to_scan_.empty() || !to_open_.empty() || !unsettled_.empty();
  if (!more) {
    tell_dependents();
    say_manifests();
    look_at_cases();
    step_slow_tier(stop);
    refreshes_.send(std::chrono::steady_clock::now());
    end_progress();
    if (held_) finish_held();
  }
  if (!more && !running && !ours_.empty())
    warm_up_.advance(workspace_, std::chrono::steady_clock::now(), stop);
  return more || running;
}

// Nothing but files that are not open is left to settle, and somebody types.
bool Analysis::waits_for_typing() const {
  return std::chrono::steady_clock::now() < edited_ + kTyping &&
         documents_.find(workspace_.sources().file(unsettled_.front()).path) == nullptr;
}

bool Analysis::scan_folder(const std::atomic<bool>& stop) {
  std::vector<std::string> found = sources_below(to_scan_.front(), stop);
  if (stop) return false;  // from the beginning, later
  to_scan_.pop_front();
  to_open_.insert(to_open_.end(), found.begin(), found.end());
  return true;
}

bool Analysis::settle_next(const std::atomic<bool>& stop) {
  const FileId file = unsettled_.front();
  if (workspace_.present(file) && !workspace_.settle(file, stop)) return false;
  unsettled_.pop_front();
  say(file);
  if (!is_ours(file)) ours_.erase(file);
  if (progress_) ++progress_->done;
  return true;
}

void Analysis::tell_progress() {
  if (!progress_ || !client_.progress) return;
  const std::size_t left = to_open_.size() + unsettled_.size();
  if (!progress_->shown) {
    if (std::chrono::steady_clock::now() - progress_->since < client_.silent) return;
    progress_->shown = true;
    progress_->token = "phep/index";
    outbox_.ask("window/workDoneProgress/create", {{"token", progress_->token}}, {});
    outbox_.notify("$/progress", {{"token", progress_->token},
                                  {"value",
                                   {{"kind", "begin"},
                                    {"title", vi() ? "Đang đọc các tệp" : "Reading files"},
                                    {"cancellable", false},
                                    {"percentage", 0}}}});
  } else if (progress_->done % 64 == 0) {
    const std::size_t all = std::max<std::size_t>(progress_->done + left, 1);
    outbox_.notify("$/progress",
                   {{"token", progress_->token},
                    {"value", {{"kind", "report"}, {"percentage", progress_->done * 100 / all}}}});
  }
}

void Analysis::end_progress() {
  if (progress_ && progress_->shown)
    outbox_.notify("$/progress", {{"token", progress_->token}, {"value", {{"kind", "end"}}}});
  progress_.reset();
}

// ---- for handlers ------------------------------------------------------------------------------

std::expected<FileId, RpcError> Analysis::file(const std::string& path, const Ask& ask) {
  if (const DocumentPtr open = documents_.find(path); open != nullptr && open->lost)
    return refuse(ErrorCode::RequestFailed, "the document is out of step; open it anew");
  FileId file;
  if (path.starts_with("phep:")) {
    std::string module = path.substr(5);
    for (const std::string_view ending : {".phep.md", ".phep"})
      if (module.ends_with(ending)) {
        module.resize(module.size() - ending.size());
        break;
      }
    std::ranges::replace(module, '/', '.');
    file = workspace_.open_library(module);
  } else if (may_read(path)) {
    if (const auto opened = workspace_.open(path)) file = *opened;
  }
  if (!file.exists()) return refuse(ErrorCode::RequestFailed, "no such document");
  if (!workspace_.settle(file, ask.stop)) return std::unexpected(cancelled());
  return file;
}

std::expected<Place, RpcError> Analysis::place(const PositionParams& at, const Ask& ask) {
  const auto found = file(at.path, ask);
  if (!found) return std::unexpected(found.error());
  const auto offset = offset_at(lines(*found), at.position, client_.encoding);
  if (!offset) return refuse(ErrorCode::InvalidParams, "the document has no such line");
  return Place{*found, *offset};
}

std::expected<std::vector<FileId>, RpcError> Analysis::everything(const Ask& ask) {
  while (!to_scan_.empty())
    if (!scan_folder(ask.stop)) return std::unexpected(cancelled());
  for (; !to_open_.empty(); to_open_.pop_front()) {
    if (ask.stop) return std::unexpected(cancelled());
    if (const auto file = workspace_.open(to_open_.front()); file && ours_.insert(*file).second)
      unsettled_.push_back(*file);
  }
  std::vector<FileId> out;
  for (const FileId file : ours_) {
    if (!is_ours(file)) continue;
    if (!workspace_.settle(file, ask.stop)) return std::unexpected(cancelled());
    out.push_back(file);
  }
  std::ranges::sort(out, {}, [this](FileId file) -> const std::string& {
    return workspace_.sources().file(file).path;
  });
  return out;
}

Lines Analysis::lines(FileId file) {
  const SourceFile& source = workspace_.sources().file(file);
  Starts& known = starts_[file];
  const std::uint64_t revision = workspace_.revision(file);
  if (known.revision != revision) {
    known.returns = source.text.contains('\r');
    if (known.returns) known.starts = line_starts(source.text);
    known.revision = revision;
  }
  return {source.text, known.returns ? known.starts : source.line_starts};
}

std::string Analysis::uri(FileId file) const {
  const std::string& path = workspace_.sources().file(file).path;
  if (const DocumentPtr open = documents_.find(path)) return open->uri;
  if (uris_.size() <= file.index) uris_.resize(workspace_.size());
  std::string& known = uris_[file.index];
  if (known.empty()) known = uri_of_path(spelled_on_disk(path));
  return known;
}

Json Analysis::range(Span span) {
  return range_json(lines(span.file), span.begin, span.end, client_.encoding);
}

Json Analysis::location(Span span) {
  return {{"uri", uri(span.file)}, {"range", range(span)}};
}

void Analysis::write_range(JsonText& out, Span span) {
  const Lines of = lines(span.file);
  const auto position = [&](std::string_view end, std::uint32_t offset) {
    const Position at = position_of(of, offset, client_.encoding);
    out.key(end);
    out.open('{');
    out.key("character");
    out.value(at.character);
    out.key("line");
    out.value(at.line);
    out.close('}');
  };
  out.open('{');
  position("end", span.end);
  position("start", span.begin);
  out.close('}');
}

void Analysis::write_location(JsonText& out, Span span) {
  out.open('{');
  out.key("range");
  write_range(out, span);
  out.key("uri");
  out.value(uri(span.file));
  out.close('}');
}

std::int32_t Analysis::today() const {
  return today_in_vietnam();
}

std::int64_t Analysis::version_of(const std::string& path) const {
  const DocumentPtr open = documents_.find(path);
  return open == nullptr ? -1 : open->version;
}

}  // namespace phep::server

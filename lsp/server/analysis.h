// What the analysis lane owns: the workspace, kept in step with the open documents and the disk,
// and the work that it does when nobody asks.
#pragma once

#include "compiler/workspace/workspace.h"
#include "lsp/ide/folded_names.h"
#include "lsp/ide/saying.h"
#include "lsp/server/case_runs.h"
#include "lsp/server/client.h"
#include "lsp/server/convert.h"
#include "lsp/server/documents.h"
#include "lsp/server/json_text.h"
#include "lsp/server/lanes.h"
#include "lsp/server/outbox.h"
#include "lsp/server/protocol.h"
#include "lsp/server/refreshes.h"
#include "lsp/server/slow_tier.h"
#include "lsp/server/warm_up.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phep::server {

struct Place {
  FileId file;
  std::uint32_t offset = 0;
};

// What is said about one file, ready to be sent.
struct Report {
  std::uint64_t made = 0;      // of the workspace, when it was written
  std::uint64_t settings = 0;  // likewise
  std::uint64_t slow = 0;      // likewise
  std::string id;              // hash of `items`
  std::string items = "[]";    // JSON

  // Items, kind and id, as members of an object that is being written.
  void write(JsonText& out) const;
};

// The semantic tokens that a client has, for telling it what changed.
struct SentTokens {
  std::string id;
  std::vector<std::uint32_t> data;
};

class Analysis {
 public:
  Analysis(Documents& documents, Outbox& outbox, Lanes& lanes, const Client& client,
           Settings settings);

  // Takes over what was opened, edited and closed since. What hangs on it is settled by `step`.
  void sync();

  // Somebody asks something.
  void asked() { warm_up_.rest(std::chrono::steady_clock::now()); }

  // Some work without a request, until it is done or `stop` is set. False: nothing is left to do.
  bool step(const std::atomic<bool>& stop);
  // When there will be something to do again, if nobody asks.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> wakes_at() const;

  // ---- for handlers
  // ------------------------------------------------------------------------------

  // The file, with all it imports checked. Refuses what is unknown, out of step, or stopped.
  std::expected<FileId, RpcError> file(const std::string& path, const Ask& ask);
  std::expected<Place, RpcError> place(const PositionParams& at, const Ask& ask);
  // Every file of the open folders and documents, all checked; those of the library apart.
  std::expected<std::vector<FileId>, RpcError> everything(const Ask& ask);

  Lines lines(FileId file);
  std::string uri(FileId file) const;
  Json range(Span span);
  Json location(Span span);
  // The same as text.
  void write_range(JsonText& out, Span span);
  void write_location(JsonText& out, Span span);
  // Detail, kind, name and both ranges of what has them, as members of an object.
  template <class Named>
  void write_named(JsonText& out, int kind, const Named& named) {
    if (!named.detail.empty()) {
      out.key("detail");
      out.value(named.detail);
    }
    out.key("kind");
    out.value(static_cast<std::uint32_t>(kind));
    out.key("name");
    out.value(named.name);
    out.key("range");
    write_range(out, named.whole);
    out.key("selectionRange");
    write_range(out, named.own);
  }
  const Report& report(FileId file);
  // What is wrong in the file, as its report begins: by checking it, then what the slow tier knows.
  DiagnosticList told(FileId file);
  SentTokens& sent_tokens(FileId file) { return sent_tokens_[file]; }
  [[nodiscard]] ide::Saying saying() const { return {settings_.language, settings_.as_of}; }

  void set_folders(const FoldersParams& folders);
  [[nodiscard]] std::vector<std::string> folder_paths() const;  // each ends in `/`
  void set_settings(const Settings& settings);
  // Paths that something happened to on disk.
  void look_at(const std::vector<std::string>& paths);
  // Keeps workspace/diagnostic open; its answer comes from `step`.
  void hold(const Ask& ask, WorkspaceDiagnosticParams params);
  // Something that the client is to do; whether it did is its own matter.
  void ask_client(std::string_view method, Json params) {
    outbox_.ask(method, std::move(params), {});
  }
  // A warning that somebody should read.
  void show(std::string message) {
    outbox_.notify("window/showMessage", {{"type", 2}, {"message", std::move(message)}});
  }

  // The file made executable, as it is now.
  std::shared_ptr<ide::CaseBench> bench(FileId file) {
    return benches_.get(workspace_, file, settings_.language);
  }
  CaseRuns& runs() { return runs_; }
  Refreshes& refreshes() { return refreshes_; }
  ide::FoldedNames& folded_names() { return folded_names_; }
  SlowTier& slow_tier() { return *slow_tier_; }
  // The files of the open folders and documents, as far as they were met.
  [[nodiscard]] const std::set<FileId>& own_files() const { return ours_; }
  // The document and test whose values stand in the text; "": none.
  std::pair<std::string, std::string>& chosen_case() { return chosen_case_; }
  // The day that it is in Vietnam, in days since 1970.
  [[nodiscard]] std::int32_t today() const;

  workspace::Workspace& workspace() { return workspace_; }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const Client& client() const { return client_; }
  [[nodiscard]] bool vi() const { return settings_.language == Language::Vietnamese; }
  [[nodiscard]] std::int64_t version_of(const std::string& path) const;

 private:
  struct Starts {
    std::uint64_t revision = 0;
    bool returns = false;               // the text holds carriage returns, which end lines, too
    std::vector<std::uint32_t> starts;  // if so; else those of the source
  };
  struct Held {
    std::shared_ptr<const Ask> ask;
    WorkspaceDiagnosticParams params;
  };
  struct Progress {
    std::chrono::steady_clock::time_point since;
    std::size_t done = 0;
    bool shown = false;
    Json token;
  };

  std::optional<std::string> read(const std::string& path) const;
  void take_text(const std::string& path);
  void unsettle_all();
  void tell_dependents();
  void note_change(const std::string& path);
  void step_slow_tier(const std::atomic<bool>& stop);
  void tell_wrong_as_of(const std::string& given);
  bool scan_folder(const std::atomic<bool>& stop);
  bool settle_next(const std::atomic<bool>& stop);
  void say(FileId file);
  void say_manifests();
  void look_at_cases();
  void say_held(FileId file, Held& held);
  std::string take_pending();
  void finish_held();
  void tell_progress();
  void end_progress();
  bool is_ours(FileId file) const;
  bool is_checked(FileId file) const;
  // An open document, what one rests on, or a file in a folder: nothing else is read because a
  // request names it.
  bool may_read(const std::string& path) const;
  bool waits_for_typing() const;
  void write_item(JsonText& out, const Diagnostic& item);
  void write_report(JsonText& out, FileId file, const Report& report) const;

  Documents& documents_;
  Outbox& outbox_;
  Lanes& lanes_;
  Client client_;
  Settings settings_;
  std::uint64_t settings_count_ = 1;
  std::int32_t today_ = 0;
  std::chrono::steady_clock::time_point edited_;  // when a text changed last
  workspace::Workspace workspace_;

  std::vector<Folder> folders_;
  std::deque<std::string> to_scan_;  // folders
  std::deque<std::string> to_open_;  // files that were found there
  std::set<FileId> ours_;            // of the folders and the open documents
  std::set<FileId> kept_;            // open documents whose words and declarations are kept
  std::deque<FileId> unsettled_;
  WarmUp warm_up_;
  std::map<FileId, Report> reports_;
  std::map<FileId, Starts> starts_;
  mutable std::vector<std::string> uris_;  // of files that are not open, by number; "": not made
  std::map<FileId, SentTokens> sent_tokens_;
  std::map<std::string, std::pair<std::string, std::int64_t>> published_;  // path → id, version
  std::vector<std::string> pending_;  // reports for a held request without a token
  std::optional<Held> held_;
  std::optional<Progress> progress_;
  Benches benches_;
  ide::FoldedNames folded_names_;
  CaseRuns runs_{*this, outbox_, lanes_};
  Refreshes refreshes_{client_, outbox_};
  std::map<FileId, std::uint64_t> slow_count_;  // grows with what the slow tier finds, or no more
  std::unique_ptr<SlowTier> slow_tier_ = std::make_unique<AffectedTests>(*this);
  std::set<FileId> wrong_manifests_;
  bool looked_at_cases_ = false;  // of the files that were there at the beginning
  std::pair<std::string, std::string> chosen_case_;
  std::set<std::string> changed_;  // documents, since others were told to look again
};

}  // namespace phep::server

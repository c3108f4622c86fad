#include "compiler/cli/target.h"

#include "compiler/base/text.h"
#include "compiler/decision/lower.h"
#include "compiler/decision/verify.h"

#include <algorithm>
#include <filesystem>

namespace phep::cli {
namespace {

bool is_callable(const hir::Def& def) {
  return std::holds_alternative<hir::Decision>(def.node) ||
         std::holds_alternative<hir::Rule>(def.node) || std::holds_alternative<hir::Norm>(def.node);
}

// "vn/pdpl/breach.phep" → "vn.pdpl.breach".
std::string module_of(const std::string& path) {
  std::string out = path.substr(0, path.find(".phep"));
  std::ranges::replace(out, '/', '.');
  return out;
}

// Neither a file nor a module of the library: what was probably meant.
void fail_unfound(const Session& session, const workspace::Library& library,
                  const std::string& given, const std::string& why) {
  std::vector<std::string> modules;
  for (const workspace::LibraryFile& one : library.files) modules.push_back(module_of(one.path));
  const std::string near(nearest(given, {modules.begin(), modules.end()}));
  session.fail("không đọc được " + given + (near.empty() ? "" : "; có phải `" + near + "`?"),
               why + (near.empty() ? "" : "; did you mean `" + near + "`?"));
}

}  // namespace

std::expected<FileId, int> open_checked(Session& session, const std::string& given) {
  workspace::Workspace& workspace = session.workspace();
  FileId file;
  std::error_code error;
  if (!std::filesystem::exists(given, error)) file = workspace.open_library(given);
  if (!file.exists()) {
    workspace.trust(given);
    const auto opened = workspace.open(given);
    if (!opened) {
      fail_unfound(session, workspace.library(), given, opened.error().message);
      return std::unexpected(kIo);
    }
    file = *opened;
  }
  const DiagnosticList list = session.diagnostics_with_imports({file});
  if (list.has_errors()) {
    session.print(list);
    return std::unexpected(kInvalid);
  }
  return file;
}

std::vector<hir::DefId> decisions_of(Session& session, FileId file) {
  std::vector<hir::DefId> out;
  const auto checked = session.workspace().checked(file);
  for (const decision::Entry& entry : decision::declared_decisions(checked->module))
    out.push_back(entry.target);
  if (!checked->module.defs.empty()) return out;
  for (const FileId used : checked->module.imports)
    for (const hir::DefId def : decisions_of(session, used))
      if (std::ranges::find(out, def) == out.end()) out.push_back(def);
  return out;
}

std::expected<Target, int> open_target(Session& session, const std::string& given,
                                       const std::string& name) {
  const auto file = open_checked(session, given);
  if (!file) return std::unexpected(file.error());
  const auto decisions = decisions_of(session, *file);
  if (name.empty()) {
    if (decisions.size() == 1) return Target{*file, decisions[0]};
    std::string names;
    for (const hir::DefId one : decisions)
      names += (names.empty() ? ": " : ", ") +
               std::string(session.workspace().names().text(
                   session.workspace().checked(one.file)->module.defs.at(one.index).name));
    session.fail(
        "thiếu --decision: tệp có " + std::to_string(decisions.size()) + " quyết định" + names,
        "--decision is missing: the file has " + std::to_string(decisions.size()) + " decisions" +
            names);
    return std::unexpected(kUsage);
  }
  // Its own rules and norms may be named as well.
  std::vector<hir::DefId> named = decisions;
  const auto own = session.workspace().checked(*file);
  for (std::uint32_t i = 0; i < own->module.defs.size(); ++i)
    if (is_callable(own->module.defs[i])) named.push_back({*file, i});
  std::vector<std::string_view> candidates;
  for (const hir::DefId one : named) {
    const hir::Def& def = session.workspace().checked(one.file)->module.defs.at(one.index);
    const std::string_view simple = session.workspace().names().text(def.name);
    if (simple == name || def.qualified == name) return Target{*file, one};
    candidates.push_back(simple);
  }
  const std::string near(nearest(name, candidates));
  session.fail(
      "không có quyết định `" + name + "`" + (near.empty() ? "" : "; có phải `" + near + "`?"),
      "there is no decision `" + name + "`" +
          (near.empty() ? "" : "; did you mean `" + near + "`?"));
  return std::unexpected(kUsage);
}

std::expected<decision::Program, int> lower_targets(Session& session, FileId file,
                                                    const std::vector<hir::DefId>& targets,
                                                    const decision::Layouts& layouts) {
  workspace::Workspace& workspace = session.workspace();
  std::vector<decision::Entry> entries;
  for (const hir::DefId target : targets) entries.push_back({target});
  auto lowered = decision::lower(workspace.modules(file), workspace.types(), workspace.names(),
                                 entries, layouts, workspace.outside_specials(file));
  if (lowered.diagnostics.has_errors()) {
    session.print(lowered.diagnostics);
    return std::unexpected(kInvalid);
  }
  return std::move(lowered.program);
}

std::optional<testing::CaseOptions> case_options_of(Session& session, const CaseFlags& flags,
                                                    const decision::Program& program) {
  testing::CaseOptions options;
  options.as_of = flags.as_of.value_or(0);
  options.law_date = flags.law_date;
  for (std::size_t i = 0; i < program.readings.size(); ++i) options.readings.push_back(-1);
  for (const auto& [name, option] : flags.readings) {
    bool found = false;
    std::size_t index = 0;
    for (const decision::Reading& reading : program.readings) {
      const std::string simple = reading.name.substr(reading.name.rfind('.') + 1);
      const auto place = std::ranges::find(reading.options, option);
      if (!reading.draft && (reading.name == name || simple == name) &&
          place != reading.options.end()) {
        options.readings[index] = static_cast<std::int32_t>(place - reading.options.begin());
        found = true;
      }
      ++index;
    }
    if (!found) {
      session.fail("quyết định này không dựa trên cách hiểu `" + name + "=" + option + "`",
                   "this decision rests on no reading `" + name + "=" + option + "`");
      return std::nullopt;
    }
  }
  for (const std::string& name : flags.supposed) {
    bool found = false;
    std::size_t index = 0;
    for (const decision::Reading& reading : program.readings) {
      const std::string simple = reading.name.substr(reading.name.rfind('.') + 1);
      if (reading.draft && (reading.name == name || simple == name)) {
        options.readings[index] = 1;
        found = true;
      }
      ++index;
    }
    if (!found) {
      session.fail("quyết định này không dựa vào dự thảo nào tên là `" + name + "`",
                   "this decision rests on no draft called `" + name + "`");
      return std::nullopt;
    }
  }
  return options;
}

}  // namespace phep::cli

// `phep law …`: the law of the library and of the project, offline.
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/law_words.h"
#include "compiler/cli/project.h"
#include "compiler/cli/session.h"
#include "compiler/law/coverage.h"
#include "compiler/law/coverage_text.h"
#include "compiler/law/export.h"
#include "compiler/law/page_text.h"
#include "compiler/law/pages.h"

#include <algorithm>

namespace phep::cli {
namespace {

using Json = law::Json;

void print(Session& session, const Json& page, std::string (*text)(const Json&, Language)) {
  write_out(session.json() ? page.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                           : text(page, session.options().language));
}

// Which parts of the instruments are encoded.
int run_coverage(Session& session, const law::Register& all, const LawOptions& options) {
  const auto chosen = chosen_instruments(session, all, options.instruments);
  if (!chosen) return chosen.error();
  const Json page = law::coverage_page(all, *chosen);
  write_out(session.json() ? page.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                           : law::coverage_text(page, options.missing, session.options().language));
  return kOk;
}

}  // namespace

int run_law(const CommonOptions& common, const LawOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const auto files = open_everything(*session, options.paths);
  if (!files) return kIo;
  workspace::Workspace& workspace = session->workspace();
  std::map<FileId, const hir::Module*> modules;
  for (const FileId file : *files) modules.merge(workspace.modules(file));
  const law::Register all{modules, workspace.types(), workspace.names(), workspace.sources()};

  if (options.question == LawQuestion::Export) {
    std::map<FileId, const ast::Module*> trees;
    std::vector<std::shared_ptr<const syntax::Parsed>> kept;
    for (const auto& [file, module] : modules) {
      kept.push_back(workspace.parsed(file));
      trees[file] = &kept.back()->module;
    }
    Json out = law::export_law(all, trees);
    out["library"] = workspace::library_hash(workspace.library());
    write_out(out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
    return kOk;
  }
  if (options.question == LawQuestion::Coverage) return run_coverage(*session, all, options);
  if (options.question == LawQuestion::Matrix) return run_law_matrix(*session, all, options);
  if (options.question == LawQuestion::Review) return run_law_review(*session, all, options);
  if (options.question == LawQuestion::Index) return run_law_index(*session, all, options);
  std::string words;
  for (const std::string& word : options.words) words += (words.empty() ? "" : " ") + word;
  if (options.question == LawQuestion::Search) {
    if (first_invalid_utf8(words) != kValidUtf8 || words.size() > law::kLongestCitation) {
      fail_citation(*session, law::Misread::BadText, "?");
      return kUsage;
    }
    const Json page = law::search_page(all, words, options.limit);
    if (!page["hits"].empty() || session->json()) {
      print(*session, page, law::search_text);
      return page["hits"].empty() ? kFindings : kOk;
    }
    std::string near;
    for (const Json& one : page["suggestions"])
      near += (near.empty() ? "" : ", ") + one["suggestion"].get<std::string>();
    session->fail(
        "không tìm thấy gì có `" + words + "`" + (near.empty() ? "" : "; có phải `" + near + "`?"),
        "nothing holds `" + words + "`" + (near.empty() ? "" : "; did you mean `" + near + "`?"));
    return kFindings;
  }
  const auto asked = find_provision(*session, all, words);
  if (!asked) return asked.error();
  switch (options.question) {
    case LawQuestion::Show:
      print(*session, law::show_page(all, asked->instrument, asked->said, options.day),
            law::show_text);
      break;
    case LawQuestion::History:
      print(*session, law::history_page(all, asked->instrument, asked->said.path),
            law::history_text);
      break;
    case LawQuestion::CitedBy:
      print(*session, law::cited_by_page(all, asked->instrument, asked->said.path),
            law::cited_by_text);
      break;
    case LawQuestion::Search:
    case LawQuestion::Coverage:
    case LawQuestion::Matrix:
    case LawQuestion::Review:
    case LawQuestion::Index:
    case LawQuestion::Export: break;
  }
  return kOk;
}

}  // namespace phep::cli

// `phep law matrix|review|index`: what is asked of the norms and of their tests.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/law_words.h"
#include "compiler/cli/test_sights.h"
#include "compiler/law/index.h"
#include "compiler/law/matrix.h"
#include "compiler/law/matrix_text.h"
#include "compiler/law/review.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <optional>
#include <set>

namespace phep::cli {
namespace {

std::string dumped(const law::Json& page) {
  return page.dump(2, ' ', false, law::Json::error_handler_t::replace) + "\n";
}

// The modules of the register, all without errors; else their diagnostics have been printed.
std::expected<std::vector<FileId>, int> checked_files(Session& session, const law::Register& all) {
  std::vector<FileId> files;
  for (const auto& [file, module] : all.modules) files.push_back(file);
  const DiagnosticList found = session.diagnostics_with_imports(files);
  if (!found.has_errors()) return files;
  session.print(found);
  return std::unexpected(kInvalid);
}

std::expected<std::vector<law::Sight>, int> sights_of(Session& session, const law::Register& all) {
  const auto files = checked_files(session, all);
  if (!files) return std::unexpected(files.error());
  return test_sights(session, *files);
}

}  // namespace

int run_law_matrix(Session& session, const law::Register& all, const LawOptions& options) {
  const auto chosen = chosen_instruments(session, all, options.instruments);
  if (!chosen) return chosen.error();
  const auto sights = sights_of(session, all);
  if (!sights) return sights.error();
  const law::Json page = law::matrix_page(all, *sights, *chosen);
  write_out(options.csv      ? law::matrix_csv(page)
            : session.json() ? dumped(page)
                             : law::matrix_text(page, options.missing, session.options().language));
  return kOk;
}

int run_law_index(Session& session, const law::Register& all, const LawOptions& options) {
  const auto chosen = chosen_instruments(session, all, options.instruments);
  if (!chosen) return chosen.error();
  const law::IndexBy by = options.by == "bearer"     ? law::IndexBy::Bearer
                          : options.by == "deadline" ? law::IndexBy::Deadline
                                                     : law::IndexBy::Article;
  const law::Json page = law::index_page(all, by, *chosen);
  write_out(session.json() ? dumped(page) : law::index_text(page, session.options().language));
  return kOk;
}

int run_law_review(Session& session, const law::Register& all, const LawOptions& options) {
  std::vector<std::pair<hir::DefId, law::Path>> wanted;
  std::string words;
  for (const std::string& word : options.words) words += (words.empty() ? "" : " ") + word;
  if (words.empty() && options.instruments.empty()) {
    session.fail("chưa nêu điều khoản nào; hoặc --instrument VĂN_BẢN",
                 "no provision is named; or --instrument NAME");
    return kUsage;
  }
  if (!words.empty()) {
    const auto asked = find_provision(session, all, words);
    if (!asked) return asked.error();
    wanted.emplace_back(asked->instrument, asked->said.path);
  }
  const auto chosen = chosen_instruments(session, all, options.instruments);
  if (!chosen) return chosen.error();
  for (const hir::DefId id : *chosen)
    for (const law::Path& path : law::reviewed_provisions(all, id)) wanted.emplace_back(id, path);
  const auto sights = sights_of(session, all);
  if (!sights) return sights.error();
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(options.out, error);
  std::vector<std::string> written;
  constexpr std::array<std::pair<Language, const char*>, 2> kLanguages = {
      {{Language::Vietnamese, "vi"}, {Language::English, "en"}}};
  for (const auto& [instrument, path] : wanted)
    for (const auto& [language, ending] : kLanguages) {
      const std::string name =
          fmt::format("{}.{}.html", law::sheet_name(all, instrument, path), ending);
      const auto sheet = law::review_sheet(all, instrument, path, *sights, language);
      const std::string file = (fs::path(options.out) / name).string();
      if (const auto done = write_file(file, explain::document_html(sheet)); !done) {
        session.fail("không ghi được " + file, done.error().message);
        return kIo;
      }
      written.push_back(file);
    }
  if (session.json()) {
    write_out(dumped({{"written", written}}));
  } else {
    for (const std::string& file : written) write_out(file + "\n");
  }
  return kOk;
}

}  // namespace phep::cli

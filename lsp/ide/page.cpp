#include "lsp/ide/page.h"

#include "compiler/law/page_text.h"
#include "compiler/law/pages.h"
#include "lsp/ide/days.h"
#include "lsp/ide/law_view.h"

#include <algorithm>

namespace phep::ide {
namespace {

struct Wishes {
  Saying saying;
  std::string_view view;
};

// What stands behind the question mark.
Wishes wishes_of(std::string_view address, const Saying& saying) {
  Wishes out{saying, "show"};
  const auto mark = address.find('?');
  if (mark == std::string_view::npos) return out;
  std::string_view rest = address.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (one == "lang=vi") out.saying.language = Language::Vietnamese;
    if (one == "lang=en") out.saying.language = Language::English;
    if (one.starts_with("on=")) out.saying.as_of = read_date(one.substr(3));
    if (one.starts_with("view=")) out.view = one.substr(5);
  }
  return out;
}

// From the narrowest folder that holds the file; of several folders it says which one.
std::string path_within(std::span<const std::string> folders, const std::string& path) {
  const std::string* home = nullptr;
  for (const std::string& folder : folders)
    if (path.starts_with(folder) && (home == nullptr || folder.size() > home->size()))
      home = &folder;
  if (home == nullptr) return path;
  if (folders.size() == 1) return path.substr(home->size());
  const auto above = home->rfind('/', home->size() - 2);
  return path.substr(above == std::string::npos ? 0 : above + 1);
}

// Places are { path, line }, wherever they stand.
void shorten_places(law::Json& page, std::span<const std::string> folders) {
  for (const auto& [key, value] : page.items()) {
    if (value.is_structured()) {
      shorten_places(value, folders);
    } else if (key == "path") {
      value = path_within(folders, value.get<std::string>());
    }
  }
}

}  // namespace

std::optional<std::string> page(workspace::Workspace& workspace, std::string_view address,
                                std::span<const FileId> files, std::span<const std::string> folders,
                                const Saying& saying, const std::atomic<bool>& stop) {
  const auto view = LawView::make(workspace, files, Reach::Library, stop);
  if (!view) return std::nullopt;
  const law::Register law = view->law();
  const auto found = provision_at(law, address);
  if (!found) return std::nullopt;
  const Wishes wishes = wishes_of(address, saying);
  const Language language = wishes.saying.language;
  if (wishes.view == "history")
    return law::history_text(law::history_page(law, found->instrument, found->path), language);
  if (wishes.view == "cited-by") {
    auto shown = law::cited_by_page(law, found->instrument, found->path);
    shorten_places(shown, folders);
    return law::cited_by_text(shown, language);
  }
  law::Spoken said;
  said.path = found->path;
  auto shown = law::show_page(law, found->instrument, said, wishes.saying.as_of);
  shorten_places(shown, folders);
  return law::show_text(shown, language);
}

}  // namespace phep::ide

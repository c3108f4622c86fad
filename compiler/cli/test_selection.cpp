#include "compiler/cli/test_selection.h"

#include "compiler/base/text.h"

#include <set>
#include <string_view>

namespace phep::cli {
namespace {

constexpr std::size_t kMostTold = 8;  // tags

// "#tet, #leap_day": what there is to choose from.
std::string listed(const std::set<std::string_view>& tags) {
  std::string out;
  std::size_t told = 0;
  for (const std::string_view tag : tags) {
    if (told == kMostTold) return out + ", …";
    out += (told++ == 0 ? "" : ", ") + std::string(tag);
  }
  return out;
}

// The words of a title that begin with `#`.
void add_tags(std::string_view title, std::set<std::string_view>& tags) {
  for (auto at = title.find('#'); at != std::string_view::npos; at = title.find('#', at + 1))
    tags.insert(title.substr(at, title.find_first_of(" \t,;.:)]", at) - at));
}

}  // namespace

void fail_none_chosen(const Session& session, const std::string& filter,
                      const std::vector<const hir::Module*>& modules) {
  const bool tag = filter.starts_with('#');
  std::set<std::string_view> offered;
  const auto offer = [&](std::string_view title) {
    if (tag)
      add_tags(title, offered);
    else
      offered.insert(title);
  };
  for (const hir::Module* module : modules) {
    for (const hir::Test& test : module->tests) offer(test.title);
    for (const hir::Property& property : module->properties) offer(property.title);
  }
  const std::string near(nearest(filter, {offered.begin(), offered.end()}));
  std::string hint_vi, hint_en;
  if (!near.empty()) {
    hint_vi = "; có phải `" + near + "`?";
    hint_en = "; did you mean `" + near + "`?";
  } else if (tag && !offered.empty()) {
    hint_vi = "; các nhãn có ở đây: " + listed(offered);
    hint_en = "; the tags here are " + listed(offered);
  }
  const std::string vi = tag ? "không có kiểm thử nào mang nhãn `" + filter + "`"
                             : "không có kiểm thử nào có tên chứa `" + filter + "`";
  const std::string en =
      tag ? "no test has the tag `" + filter + "`" : "no title of a test holds `" + filter + "`";
  session.fail(vi + hint_vi, en + hint_en);
}

}  // namespace phep::cli

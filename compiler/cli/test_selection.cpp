#include "compiler/cli/test_selection.h"

#include "compiler/base/text.h"

#include <charconv>
#include <cstdint>
#include <optional>
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

constexpr std::uint32_t kMostShards = 1'000;

struct Part {
  std::uint32_t shard = 1, shards = 1;
};
std::optional<Part> part_of(std::string_view text) {
  Part out;
  const char* const end = text.data() + text.size();
  const auto [slash, first] = std::from_chars(text.data(), end, out.shard);
  if (first != std::errc{} || slash == end || *slash != '/') return std::nullopt;
  const auto [last, second] = std::from_chars(slash + 1, end, out.shards);
  const bool good = second == std::errc{} && last == end && out.shard >= 1 &&
                    out.shard <= out.shards && out.shards <= kMostShards;
  return good ? std::optional(out) : std::nullopt;
}

}  // namespace

testing::Choice choice_of(const TestOptions& options) {
  const Part part = part_of(options.shard).value_or(Part{});
  return {.filter = options.filter, .shard = part.shard, .shards = part.shards};
}

std::string shard_problem(const std::string& text) {
  if (part_of(text)) return {};
  return "`" + text + "`: K/N, 1 <= K <= N <= " + std::to_string(kMostShards);
}

void fail_none_chosen(const Session& session, const std::string& filter,
                      const std::vector<std::string>& titles) {
  const bool tag = filter.starts_with('#');
  std::set<std::string_view> offered;
  for (const std::string_view title : titles) {
    if (tag)
      add_tags(title, offered);
    else
      offered.insert(title);
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

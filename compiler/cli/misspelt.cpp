#include "compiler/cli/misspelt.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::cli {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

// What CLI11 says of a command line: the pieces that it puts around words of the line, and ours.
struct Saying {
  std::array<std::string_view, 5> pieces;  // around its words, the last of them at its end
  std::string_view vi;                     // with {0}, {1} … in their place
};
constexpr std::array kSayings = {
    Saying{{"The following argument was not expected: ", ""}, "không rõ `{0}` để làm gì"},
    Saying{{"The following arguments were not expected: ", ""}, "không rõ `{0}` để làm gì"},
    Saying{{"Could not convert: ", " = ", ""}, "{0}: không đọc được `{1}`"},
    Saying{{"", ": Value ", " not in range ", " to ", ""},
           "{0}: {1} không nằm trong khoảng từ {2} đến {3}"},
    Saying{{"", ": ", " not in {", "}"}, "{0}: {1} không thuộc {{2}}"},
    Saying{{"", ": At least ", " required but received ", ""}, "{0}: cần ít nhất {1}, chỉ có {2}"},
    Saying{{"", ": At Most ", " required but received ", ""}, "{0}: nhiều nhất {1}, đã có {2}"},
    Saying{{"", ": ", " required ", " missing"}, "{0}: còn thiếu {1} giá trị"},
    Saying{{"", " is required"}, "thiếu {0}"},
    Saying{{"", " requires ", ""}, "{0} chỉ dùng cùng với {1}"},
    Saying{{"", " excludes ", ""}, "{0} không dùng cùng với {1}"},
};

// The words of the line between the pieces of a saying; none where it is not said.
std::optional<std::vector<std::string_view>> words_between(const Saying& saying,
                                                           std::string_view what) {
  std::size_t last = saying.pieces.size() - 1;
  while (last > 1 && saying.pieces[last].empty() && saying.pieces[last - 1].empty()) --last;
  if (!what.starts_with(saying.pieces[0]) || !what.ends_with(saying.pieces[last]))
    return std::nullopt;
  what.remove_prefix(saying.pieces[0].size());
  std::vector<std::string_view> out;
  for (std::size_t i = 1; i <= last; ++i) {
    const std::string_view piece = saying.pieces[i];
    const std::size_t at = i < last ? what.find(piece) : what.size() - piece.size();
    if (at == std::string_view::npos || what.size() < piece.size()) return std::nullopt;
    out.push_back(what.substr(0, at));
    what.remove_prefix(at + piece.size());
  }
  return out;
}

std::string in_vietnamese(std::string_view what) {
  for (const Saying& saying : kSayings) {
    const auto words = words_between(saying, what);
    if (!words) continue;
    std::string out(saying.vi);
    for (std::size_t i = 0; i < words->size(); ++i)
      if (const auto at = out.find("{" + std::to_string(i) + "}"); at != std::string::npos)
        out.replace(at, 3, (*words)[i]);
    return out;
  }
  return std::string(what);
}

}  // namespace

UnknownCommand unknown_command(const CLI::App& shell, const std::vector<std::string>& words) {
  const CLI::App* app = &shell;
  for (const std::string& word : words) {
    const std::vector<std::string> names = command_names(*app);
    if (names.empty() || word.starts_with('-')) break;
    if (std::ranges::find(names, word) == names.end()) {
      const bool readable = first_invalid_utf8(word) == kValidUtf8;
      const std::vector<std::string_view> candidates(names.begin(), names.end());
      return {readable ? word : "?", readable ? std::string(nearest(word, candidates)) : ""};
    }
    for (const CLI::App* command : app->get_subcommands({}))
      if (command->get_name() == word) app = command;
  }
  return {};
}

std::string refusal(const Shell& shell, std::string_view what,
                    const std::vector<std::string>& words) {
  const std::string said(first_invalid_utf8(what) == kValidUtf8 ? what : "?");
  const bool vi = shell.language == Language::Vietnamese;
  std::string text = "phep: " + visible(vi ? in_vietnamese(said) : said);
  if (const auto [word, near] = unknown_command(shell.app, words); !word.empty()) {
    text = "phep: " + shell.say("không có lệnh `", "there is no command `") + visible(word) + "`";
    if (!near.empty()) text += shell.say("; có phải `", "; did you mean `") + near + "`?";
  }
  return text + "\n" + shell.say("Xem: phep --help\n", "See: phep --help\n");
}

}  // namespace phep::cli

#include "compiler/cli/manual.h"

#include "compiler/base/capital.h"
#include "compiler/cli/options.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace phep::cli {
namespace {

struct ManualWords {
  std::string_view vi, en;
  [[nodiscard]] std::string_view in(Language language) const {
    return language == Language::Vietnamese ? vi : en;
  }
};

struct ExitWords {
  int code;
  ManualWords meaning;
};
constexpr std::array<ExitWords, 9> kExits = {{
    {kOk, {"đã chạy, không có gì phải báo", "it ran, and there is nothing to report"}},
    {kFindings,
     {"đã chạy và tìm thấy điều phải sửa: lỗi, kiểm thử không đạt, tệp khác chuẩn",
      "it ran and found something: errors, tests that fail, files that are not formatted"}},
    {kUsage,
     {"dòng lệnh sai, hoặc không có bộ thực thi được yêu cầu",
      "the command line is wrong, or an engine that was asked for is not there"}},
    {kInvalid,
     {"nguồn hoặc dữ kiện sai nên không làm được",
      "sources or facts are invalid, so the work could not be done"}},
    {kLimit, {"chạm giới hạn", "a limit was hit"}},
    {kIntegrity,
     {"chứng thư không dựng lại được, hoặc tệp biên dịch không chứng minh được",
      "a certificate is not reproduced, or an artefact is not proved"}},
    {kIndefinite,
     {"còn thiếu dữ kiện mà --definite đòi hỏi", "a fact is missing that --definite asks for"}},
    {kInternal, {"lỗi của chính phep", "a defect of phep itself"}},
    {kIo, {"không đọc hoặc không ghi được tệp", "a file could not be read or written"}},
}};

struct Variable {
  std::string_view name;
  ManualWords meaning;
};
constexpr std::array<Variable, 5> kVariables = {{
    {"PHEP_LANG",
     {"vi hoặc en; nếu không có thì theo LC_ALL, LC_MESSAGES, LANG",
      "vi or en; without it LC_ALL, LC_MESSAGES and LANG decide"}},
    {"PHEP_TODAY",
     {"ngày mà các dòng cho phép hết hạn theo đó, thay cho đồng hồ",
      "the day by which allowances end, in place of the clock's"}},
    {"NO_COLOR", {"không tô màu", "no colour"}},
    {"TERM", {"dumb: không tô màu", "dumb: no colour"}},
    {"XDG_CACHE_HOME",
     {"nơi `phep test --changed` ghi nhớ", "where `phep test --changed` keeps what it remembers"}},
}};

// Text of a paragraph: nothing in it speaks to the formatter.
std::string roff(std::string_view text) {
  std::string out;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '`') {
      out += "\\(ga";
    } else {
      out += c;
    }
  }
  return out;
}

std::string sentence(std::string_view text) {
  std::string out = roff(capitalised(text));
  if (!out.ends_with('.') && !out.ends_with('?')) out += '.';
  return out;
}

// How a value is shown: its choices, or a word for it.
std::string value_text(const OptionRow& row, Language language) {
  if (!row.choices.empty()) {
    std::string out;
    for (const std::string& one : row.choices)
      out += (out.empty() ? "" : "|") + ("\\fB" + roff(one) + "\\fR");
    return out + (row.takes == Takes::Choices ? "[,...]" : "");
  }
  constexpr ManualWords kText{"CHỮ", "TEXT"};
  constexpr ManualWords kFile{"TỆP", "FILE"};
  constexpr ManualWords kFolder{"THƯ_MỤC", "FOLDER"};
  const bool file = row.takes == Takes::File || row.takes == Takes::Facts ||
                    row.takes == Takes::Artefact || row.takes == Takes::Sources;
  const ManualWords word = row.takes == Takes::Folder ? kFolder : file ? kFile : kText;
  return fmt::format("\\fI{}\\fR", word.in(language));
}

std::string option_item(const OptionRow& row, Language language) {
  std::string names;
  for (const std::string& name : row.names) {
    names += (names.empty() ? "" : ", ") + ("\\fB" + roff(name) + "\\fR");
    if (row.takes != Takes::Nothing) names += " " + value_text(row, language);
  }
  // A list of words to choose from is no sentence.
  const bool list = !row.choices.empty() && row.help.starts_with(row.choices.front());
  const std::string help = list ? roff(row.help) + "." : sentence(row.help);
  return ".TP\n" + names + "\n" + (row.help.empty() ? "\\&" : help) + "\n";
}

std::string synopsis(const CommandRow& command, Language language) {
  const bool vi = language == Language::Vietnamese;
  std::string name = "phep";
  if (const std::string words = command.words(); !words.empty()) name += " " + words;
  std::string out = fmt::format("\\fB{}\\fR", roff(name));
  if (!command.commands.empty())
    return out + fmt::format(" \\fI{}\\fR [\\fI{}\\fR]", vi ? "LỆNH" : "COMMAND",
                             vi ? "ĐỐI_SỐ" : "ARGUMENTS");
  out += fmt::format(" [\\fI{}\\fR]", vi ? "TÙY_CHỌN" : "OPTIONS");
  for (const OptionRow& row : command.arguments) {
    const std::string one =
        fmt::format("\\fI{}\\fR{}", roff(row.names.front()), row.many ? " ..." : "");
    out += row.required ? " " + one : " [" + one + "]";
  }
  return out;
}

std::string page_of(const CommandRow& command) {
  std::string out;
  for (const std::string& word : command.path) out += (out.empty() ? "" : "-") + word;
  return out;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::string reference(const CommandRow& command) {
  return fmt::format("\\fB{}\\fR(1)", roff(page_of(command)));
}

std::string heading(std::string_view vi, std::string_view en, Language language) {
  return fmt::format(".SH \"{}\"\n", language == Language::Vietnamese ? vi : en);
}

std::string see_also(const CommandRow& root, const CommandRow& command) {
  std::string out;
  const auto add = [&](const CommandRow& other) {
    out += (out.empty() ? "" : ",\n") + reference(other);
  };
  if (command.path.size() > 1) add(root);
  const CommandRow* above = &root;
  for (std::size_t i = 1; i + 1 < command.path.size(); ++i)
    for (const CommandRow& next : above->commands)
      if (next.name() == command.path[i]) {
        above = &next;
        add(next);
        break;
      }
  for (const CommandRow& below : command.commands) add(below);
  return out + "\n";
}

}  // namespace

std::string manual_name(const CommandRow& command) {
  return page_of(command) + ".1";
}

std::string manual_page(const CommandRow& root, const CommandRow& command, Language language) {
  const auto head = [&](std::string_view vi, std::string_view en) {
    return heading(vi, en, language);
  };
  std::string out =
      fmt::format(".TH \"{}\" \"1\" \"" PHEP_DATE "\" \"phep " PHEP_VERSION "\" \"Phép\"\n",
                  roff(upper(page_of(command))));
  out += head("TÊN", "NAME") + roff(page_of(command)) + " \\- " + roff(command.help) + "\n";
  out += head("CÁCH DÙNG", "SYNOPSIS") + synopsis(command, language) + "\n";
  out += head("MÔ TẢ", "DESCRIPTION") + sentence(command.help) + "\n";
  if (!command.commands.empty()) {
    out += head("LỆNH", "COMMANDS");
    for (const CommandRow& below : command.commands)
      out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(below.name()), sentence(below.help));
  }
  if (!command.arguments.empty()) {
    out += head("ĐỐI SỐ", "ARGUMENTS");
    for (const OptionRow& row : command.arguments)
      out += fmt::format(".TP\n\\fI{}\\fR\n{}\n", roff(row.names.front()),
                         row.help.empty() ? "\\&" : sentence(row.help));
  }
  if (!command.options.empty()) {
    out += head("TÙY CHỌN", "OPTIONS");
    for (const OptionRow& row : command.options) out += option_item(row, language);
  }
  out += head("MÃ KẾT THÚC", "EXIT STATUS");
  for (const ExitWords& row : kExits)
    out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", row.code, sentence(row.meaning.in(language)));
  out += head("BIẾN MÔI TRƯỜNG", "ENVIRONMENT");
  for (const Variable& row : kVariables)
    out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(row.name), sentence(row.meaning.in(language)));
  return out + head("XEM THÊM", "SEE ALSO") + see_also(root, command);
}

}  // namespace phep::cli

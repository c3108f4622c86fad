#include "compiler/cli/parse_args.h"

#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <map>
#include <string>

namespace phep::cli {
namespace {

// One command line being described; the texts follow the user's language.
struct Shell {
  CLI::App app;
  Language language;
  CommonOptions common;
  std::function<int()> chosen;

  [[nodiscard]] std::string say(const char* vi, const char* en) const {
    return language == Language::Vietnamese ? vi : en;
  }
};

void add_common(Shell& shell, CLI::App* command) {
  command
      ->add_option_function<std::string>(
          "--format",
          [&shell](const std::string& word) {
            shell.common.format = word == "json" ? Format::Json : Format::Human;
          },
          shell.say("human hoặc json", "human or json"))
      ->check(CLI::IsMember({"human", "json"}));
  command->add_flag_callback(
      "--json", [&shell] { shell.common.format = Format::Json; },
      shell.say("như --format json", "the same as --format json"));
  command
      ->add_option_function<std::string>(
          "--lang",
          [&shell](const std::string& word) {
            shell.common.language = word == "vi" ? Language::Vietnamese : Language::English;
          },
          shell.say("vi hoặc en", "vi or en"))
      ->check(CLI::IsMember({"vi", "en"}));
  command
      ->add_option_function<std::string>(
          "--color",
          [&shell](const std::string& word) {
            shell.common.color = word == "always"  ? Color::Always
                                 : word == "never" ? Color::Never
                                                   : Color::Auto;
          },
          shell.say("auto, always hoặc never", "auto, always or never"))
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_option(
      "--stdlib", shell.common.stdlib,
      shell.say("thư mục thay cho thư viện có sẵn", "a folder in place of the embedded library"));
}

CLI::App* add_command(Shell& shell, const char* name, const char* vi, const char* en) {
  CLI::App* command = shell.app.add_subcommand(name, shell.say(vi, en));
  add_common(shell, command);
  return command;
}

// An option whose text is read by `read`; what it refuses is a usage error.
template <class T>
void add_parsed(CLI::App* command, const char* flag, std::optional<T>& out,
                std::optional<T> (*read)(const std::string&), const std::string& help,
                const std::string& refusal) {
  command->add_option_function<std::string>(
      flag,
      [&out, read, flag, refusal](const std::string& text) {
        out = read(text);
        if (!out) throw CLI::ValidationError(flag, refusal);  // CLI11's own way to refuse a value
      },
      help);
}

void add_case(Shell& shell, CLI::App* command, CaseFlags& flags) {
  add_parsed<std::int64_t>(
      command, "--as-of", flags.as_of, parse_moment,
      shell.say("thời điểm xét, ví dụ 2026-03-10T09:00+07:00 hoặc 2026-03-10",
                "the moment of the decision, as 2026-03-10T09:00+07:00 or 2026-03-10"),
      shell.say("cần ngày, hoặc thời điểm có múi giờ",
                "needs a date, or a moment with its offset"));
  add_parsed<std::int32_t>(
      command, "--law-date", flags.law_date, parse_day,
      shell.say("áp dụng luật của ngày này (giả định)", "apply the law of this day (a what-if)"),
      shell.say("cần ngày dạng 2026-03-10", "needs a date such as 2026-03-10"));
  command->add_option_function<std::vector<std::string>>(
      "--reading",
      [&flags](const std::vector<std::string>& words) {
        for (const std::string& word : words) {
          const auto equals = word.find('=');
          if (equals == std::string::npos) throw CLI::ValidationError("--reading", "NAME=OPTION");
          flags.readings.emplace_back(word.substr(0, equals), word.substr(equals + 1));
        }
      },
      shell.say("chọn cách hiểu, ví dụ K_01=lenient", "choose a reading, as K_01=lenient"));
  command->add_option("--suppose", flags.supposed,
                      shell.say("coi dự thảo này như có hiệu lực từ ngày dự kiến (giả định)",
                                "treat this draft as in force from its planned day (a what-if)"));
}

void add_check(Shell& shell, CheckOptions& options) {
  CLI::App* command = add_command(shell, "check", "kiểm tra nguồn", "check sources");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->required();
  command->callback([&] { shell.chosen = [&] { return run_check(shell.common, options); }; });
}

void add_eval(Shell& shell, EvalOptions& options) {
  CLI::App* command = add_command(shell, "eval", "quyết định một trường hợp", "decide one case");
  command
      ->add_option(
          "file", options.file,
          shell.say("tệp, hoặc tên mô đun của thư viện", "a file, or a library module's name"))
      ->required();
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định", "name of the decision"));
  command
      ->add_option(
          "--facts", options.facts,
          shell.say("tệp JSON, hoặc - là đầu vào chuẩn", "a JSON file, or - for standard input"))
      ->required();
  command->add_option("--engine", options.engine, "interp, jit, native, wasm, all");
  command->add_flag("--certificate", options.certificate,
                    shell.say("kèm chứng thư", "with the certificate"));
  command->add_flag("--each-reading", options.each_reading,
                    shell.say("kèm kết quả theo từng cách hiểu mà câu trả lời dựa vào",
                              "with the result under each option of each reading it rests on"));
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_eval(shell.common, options); }; });
}

void add_test(Shell& shell, TestOptions& options) {
  CLI::App* command = add_command(shell, "test", "chạy kiểm thử", "run tests");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->required();
  command->add_option("--filter", options.filter,
                      shell.say("chỉ những tên có chuỗi này", "only titles that hold this text"));
  command->add_option("--engine", options.engine, "interp, jit, native, wasm, all");
  command
      ->add_option("--sabotage", options.sabotage,
                   shell.say("làm sai một bước sinh mã, để chứng minh kiểm thử phát hiện được",
                             "flip one lowering, to prove that the tests would notice"))
      ->check(CLI::Range(0, 20));
  command->callback([&] { shell.chosen = [&] { return run_test(shell.common, options); }; });
}

void add_build(Shell& shell, BuildOptions& options) {
  CLI::App* command = add_command(shell, "build", "biên dịch để nhúng", "compile for embedding");
  command
      ->add_option(
          "file", options.file,
          shell.say("tệp, hoặc tên mô đun của thư viện", "a file, or a library module's name"))
      ->required();
  command->add_option("--target", options.target, "native, wasm")
      ->check(CLI::IsMember({"native", "wasm"}));
  command->add_option("--out", options.out, shell.say("thư mục kết quả", "folder of the results"));
  command->add_option("--decision", options.decisions,
                      shell.say("chỉ những quyết định này", "only these decisions"));
  command->callback([&] { shell.chosen = [&] { return run_build(shell.common, options); }; });
}

void add_fmt(Shell& shell, FmtOptions& options) {
  CLI::App* command = add_command(shell, "fmt", "định dạng nguồn", "format sources");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->required();
  command->add_flag("--check", options.check,
                    shell.say("chỉ báo tệp khác chuẩn", "only name the files that differ"));
  command->add_option("--keywords", options.keywords, "vi, en")->check(CLI::IsMember({"vi", "en"}));
  command->callback([&] { shell.chosen = [&] { return run_fmt(shell.common, options); }; });
}

void add_explain(Shell& shell, ExplainOptions& options) {
  CLI::App* command =
      add_command(shell, "explain", "giải thích một mã chẩn đoán, hoặc vì sao có một kết quả",
                  "explain a diagnostic's code, or why a decision is what it is");
  command
      ->add_option("what", options.what,
                   shell.say("mã, ví dụ P2001; hoặc tệp, tên mô đun, cùng với --facts",
                             "a code, as P2001; or a file or a library module, with --facts"))
      ->required();
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định", "name of the decision"));
  command->add_option("--facts", options.facts,
                      shell.say("tệp JSON, hoặc - là đầu vào chuẩn",
                                "a JSON file, or - for standard input"));
  command->add_option("--certificate", options.certificate,
                      shell.say("chứng thư, hoặc câu trả lời có chứng thư, phải được dựng lại đúng",
                                "a certificate, or an answer with one, that must be reproduced"));
  command->add_option("--norm", options.norm,
                      shell.say("chỉ quy phạm này", "this norm only"));
  command->remove_option(command->get_option("--format"));
  command
      ->add_option_function<std::string>(
          "--format",
          [&](const std::string& word) {
            options.page = word == "html"   ? Page::Html
                           : word == "json" ? Page::Json
                                            : Page::Text;
            shell.common.format = word == "json" ? Format::Json : Format::Human;
          },
          shell.say("text, json hoặc html", "text, json or html"))
      ->check(CLI::IsMember({"text", "json", "html", "human"}));
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_explain(shell.common, options); }; });
}

// The command that a misspelt word was probably meant to be.
std::string suggestion(const CLI::App& app, int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return {};
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  for (const std::string_view name : candidates)
    if (name == argv[1]) return {};
  return first_invalid_utf8(argv[1]) == kValidUtf8 ? std::string(nearest(argv[1], candidates))
                                                   : std::string();
}

// What was wrong with the command line, and where to look.
std::string refusal(const Shell& shell, const CLI::ParseError& error, int argc,
                    const char* const* argv) {
  const bool readable = first_invalid_utf8(error.what()) == kValidUtf8;
  std::string text = "phep: " + visible(readable ? error.what() : "?");
  bool known = argv[1][0] == '-';
  for (const CLI::App* command : shell.app.get_subcommands({}))
    known = known || command->get_name() == argv[1];
  if (!known && first_invalid_utf8(argv[1]) == kValidUtf8) {
    const std::string near = suggestion(shell.app, argc, argv);
    text =
        "phep: " + shell.say("không có lệnh `", "there is no command `") + visible(argv[1]) + "`";
    if (!near.empty()) text += shell.say("; có phải `", "; did you mean `") + near + "`?";
  }
  return text + "\n" + shell.say("Xem: phep --help\n", "See: phep --help\n");
}

}  // namespace

int run(int argc, const char* const* argv) {
  const Language language = default_language(argc, argv);
  Shell shell{
      CLI::App(language == Language::Vietnamese ? "Phép: luật viết thành mã" : "Phép: law as code",
               "phep"),
      language,
      {},
      {}};
  shell.common.language = language;
  shell.app.require_subcommand(1);
  CheckOptions check;
  EvalOptions eval;
  TestOptions test;
  BuildOptions build;
  FmtOptions fmt;
  ExplainOptions explain;
  add_check(shell, check);
  add_eval(shell, eval);
  add_test(shell, test);
  add_build(shell, build);
  add_fmt(shell, fmt);
  add_explain(shell, explain);
  CLI::App* version = add_command(shell, "version", "phiên bản", "versions");
  version->callback([&] { shell.chosen = [&] { return run_version(shell.common); }; });
  shell.app.add_flag_callback(
      "--version",
      [&] {
        shell.chosen = [&] { return run_version(shell.common); };
        throw CLI::Success();
      },
      shell.say("phiên bản", "versions"));
  try {
    shell.app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    if (shell.chosen) return shell.chosen();
    return shell.app.exit(done);
  } catch (const CLI::ParseError& error) {
    if (argc < 2) {
      std::fputs(shell.app.help().c_str(), stderr);
      return kUsage;
    }
    std::fputs(refusal(shell, error, argc, argv).c_str(), stderr);
    return kUsage;
  }
  return shell.chosen();
}

}  // namespace phep::cli

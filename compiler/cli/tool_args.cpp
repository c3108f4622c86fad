// The command line of the tools around a policy.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/shell.h"

namespace phep::cli {
namespace {

void add_lint(Shell& shell, LintOptions& options) {
  CLI::App* command = add_command(
      shell, "lint",
      "xem cách soạn thảo của cả dự án: thiếu kiểm thử, nhãn, căn cứ; thứ không ai dùng",
      "look at how the whole project is drafted: tests, labels, grounds, what nobody uses");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->required()
      ->type_name(value::kSources);
  command->add_flag("--fix", options.fix,
                    shell.say("sửa những chỗ sửa được mà không đổi nghĩa",
                              "apply the fixes that cannot change a meaning"));
  command
      ->add_option(
          "--select", options.select,
          shell.say("chỉ những mã này, ví dụ P7501,P7502", "only these codes, as P7501,P7502"))
      ->delimiter(',');
  command
      ->add_option("--ignore", options.ignore, shell.say("trừ những mã này", "all but these codes"))
      ->delimiter(',');
  command->add_flag("--statistics", options.statistics,
                    shell.say("chỉ đếm theo mã", "only count, by code"));
  offer_sarif(shell, command);
  command->callback([&] { shell.chosen = [&] { return run_lint(shell.common, options); }; });
}

void add_bench(Shell& shell, BenchOptions& options) {
  CLI::App* command = add_command(shell, "bench", "đo một quyết định trên từng bộ máy",
                                  "measure a decision on each engine");
  command
      ->add_option(
          "file", options.file,
          shell.say("tệp, hoặc tên mô đun của thư viện", "a file, or a library module's name"))
      ->required()
      ->type_name(value::kModule);
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định", "name of the decision"));
  command
      ->add_option(
          "--facts", options.facts,
          shell.say("tệp JSON, hoặc NDJSON với nhiều trường hợp; nếu không có: 256 trường hợp ngẫu "
                    "nhiên đủ dữ kiện",
                    "a JSON file, or NDJSON with many cases; else 256 random complete cases"))
      ->type_name(value::kFacts);
  command->add_option("--engine", options.engine, "interp, jit, native, wasm, all")
      ->type_name(value::kEngine);
  command->add_flag("--certificate", options.certificate,
                    shell.say("kèm chứng thư", "with the certificate"));
  command->add_option("--seed", options.seed,
                      shell.say("số sinh trường hợp ngẫu nhiên", "what random cases are drawn by"));
  command
      ->add_option("--time", options.budget_ms,
                   shell.say("mili giây cho mỗi bộ máy", "milliseconds for each engine"))
      ->check(CLI::Range(1.0, 600'000.0));
  CLI::Option* const baseline =
      command
          ->add_option("--baseline", options.baseline,
                       shell.say("so với kết quả json của lần trước",
                                 "compare with the json result of an earlier run"))
          ->type_name(value::kFacts);
  command
      ->add_option("--threshold", options.threshold,
                   shell.say("kết thúc bằng mã 1 nếu trung vị chậm hơn ngần ấy phần trăm",
                             "end with code 1 when a median is worse by more than this per cent"))
      ->needs(baseline);
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_bench(shell.common, options); }; });
}

void add_completions(Shell& shell, CompletionsOptions& options) {
  CLI::App* command =
      add_command(shell, "completions", "tập lệnh để shell tự hoàn thành dòng lệnh",
                  "a script by which a shell completes commands, options and values");
  command->add_option("shell", options.shell, "bash, zsh, fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&] {
    shell.chosen = [&] { return run_completions(shell.common, command_table(shell.app), options); };
  });
}

void add_schema(Shell& shell, SchemaOptions& options) {
  CLI::App* command = add_command(shell, "schema", "lược đồ JSON của những gì các lệnh xuất ra",
                                  "the JSON Schema of what a command writes with --format json");
  command->add_option(
      "name", options.name,
      shell.say("ví dụ check; nếu không nêu: danh sách", "as check; if none is named, a list"));
  command->callback([&] { shell.chosen = [&] { return run_schema(shell.common, options); }; });
}

void add_man(Shell& shell, ManOptions& options) {
  CLI::App* command = add_command(shell, "man", "trang hướng dẫn của một lệnh, cho `man`",
                                  "the manual page of a command, for `man`");
  command
      ->add_option("command", options.command,
                   shell.say("lệnh, ví dụ law show; nếu không nêu: phep",
                             "the command, as law show; if none is named, phep"))
      ->type_name(value::kCommand);
  command
      ->add_option("--out", options.out,
                   shell.say("ghi mọi trang vào thư mục này", "write all pages into this folder"))
      ->type_name(value::kFolder);
  command->callback([&] {
    shell.chosen = [&] { return run_man(shell.common, command_table(shell.app), options); };
  });
}

}  // namespace

void add_tools(Shell& shell, ToolOptions& options) {
  add_lint(shell, options.lint);
  add_bench(shell, options.bench);
  add_completions(shell, options.completions);
  add_schema(shell, options.schema);
  add_man(shell, options.man);
}

}  // namespace phep::cli

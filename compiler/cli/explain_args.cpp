// The commands that tell of decided cases: explain, report, graph.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/report_options.h"
#include "compiler/cli/shell.h"

namespace phep::cli {
namespace {

// `--format` of pages: the words, and whether errors are to be JSON, too.
void add_page_format(Shell& shell, CLI::App* command, std::string& out,
                     const std::vector<std::string>& words) {
  command->remove_option(option_of(command, "--format"));
  command
      ->add_option_function<std::string>(
          "--format",
          [&shell, &out](const std::string& word) {
            out = word;
            shell.common.format = word == "json" ? Format::Json : Format::Human;
          },
          CLI::detail::join(words, ", "))
      ->check(CLI::IsMember(words));
  command->remove_option(option_of(command, "--json"));
  command->add_flag_callback(
      "--json",
      [&shell, &out] {
        out = "json";
        shell.common.format = Format::Json;
      },
      shell.say("như --format json", "the same as --format json"));
}

void add_output(Shell& shell, CLI::App* command, std::string& out) {
  command->add_option("-o,--output,--out", out,
                      shell.say("ghi vào tệp này; nếu không thì ra đầu ra chuẩn",
                                "write to this file; else to standard output"));
}

}  // namespace

void add_explain(Shell& shell, ExplainOptions& options) {
  CLI::App* command =
      add_command(shell, "explain", "giải thích một mã chẩn đoán, hoặc vì sao có một kết quả",
                  "explain a diagnostic's code, or why a decision is what it is");
  command
      ->add_option("what", options.what,
                   shell.say("mã, ví dụ P2001; hoặc tệp, tên mô đun, cùng với --facts",
                             "a code, as P2001; or a file or a library module, with --facts"))
      ->type_name(value::kTopic)
      ->required();
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định", "name of the decision"));
  command
      ->add_option(
          "--facts", options.facts,
          shell.say("tệp JSON, hoặc - là đầu vào chuẩn", "a JSON file, or - for standard input"))
      ->type_name(value::kFacts);
  command
      ->add_option("--certificate", options.certificate,
                   shell.say("chứng thư, hoặc câu trả lời có chứng thư, phải được dựng lại đúng",
                             "a certificate, or an answer with one, that must be reproduced"))
      ->type_name(value::kFacts);
  command->add_option("--norm", options.norm, shell.say("chỉ quy phạm này", "this norm only"));
  command->remove_option(option_of(command, "--format"));
  command
      ->add_option_function<std::string>(
          "--format",
          [&](const std::string& word) {
            options.page = word == "html" ? Page::Html : word == "json" ? Page::Json : Page::Text;
            shell.common.format = word == "json" ? Format::Json : Format::Human;
          },
          shell.say("text, json hoặc html", "text, json or html"))
      ->check(CLI::IsMember({"text", "json", "html", "human"}));
  command->remove_option(option_of(command, "--json"));
  command->add_flag_callback(
      "--json",
      [&] {
        options.page = Page::Json;
        shell.common.format = Format::Json;
      },
      shell.say("như --format json", "the same as --format json"));
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_explain(shell.common, options); }; });
}

void add_report(Shell& shell, ReportOptions& options) {
  CLI::App* command =
      add_command(shell, "report", "báo cáo về các hồ sơ: nghĩa vụ, hạn, lý do, sổ theo dõi",
                  "report on cases: obligations, due dates, reasons, a register");
  command
      ->add_option("cases", options.cases,
                   shell.say("tệp dữ kiện JSON, tệp hồ sơ (.jsonl, .csv), mô đun nêu tệp hồ sơ, "
                             "thư mục, hoặc -",
                             "JSON facts, case files (.jsonl, .csv), modules that name case files, "
                             "folders, or -"))
      ->required();
  command->add_option("--of", options.of,
                      shell.say("quyết định của các hồ sơ: tệp, mô đun, hoặc MÔ_ĐUN.QUYẾT_ĐỊNH",
                                "the decision of the cases: a file, a library module, or "
                                "MODULE.DECISION"));
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định, nếu --of không nêu",
                                "name of the decision, where --of does not say it"));
  command->add_option(
      "--only", options.only,
      shell.say("chỉ những hồ sơ có tên chứa chuỗi này", "only cases whose name holds this text"));
  command->add_flag("--register", options.rows,
                    shell.say("chỉ sổ theo dõi nghĩa vụ (html hoặc csv)",
                              "only the register of obligations (html or csv)"));
  command->add_flag("!--no-bom", options.mark,
                    shell.say("CSV không có dấu thứ tự byte ở đầu (Excel cần dấu này)",
                              "no byte order mark before the CSV (Excel needs one)"));
  add_page_format(shell, command, options.format, {"html", "ics", "csv", "json"});
  add_output(shell, command, options.out);
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_report(shell.common, options); }; });
}

void add_graph(Shell& shell, GraphOptions& options) {
  CLI::App* command = add_command(shell, "graph", "vẽ một quyết định: dữ kiện, quy tắc, quy định",
                                  "draw a decision: facts, rules, norms");
  command
      ->add_option(
          "file", options.file,
          shell.say("tệp, hoặc tên mô đun của thư viện", "a file, or a library module's name"))
      ->type_name(value::kModule)
      ->required();
  command->add_option(
      "decision", options.decision,
      shell.say("tên quyết định, quy tắc hoặc quy phạm", "name of the decision, rule or norm"));
  command->add_option("case", options.facts,
                      shell.say("tệp dữ kiện JSON hoặc tệp hồ sơ: con đường đã đi được tô đậm",
                                "JSON facts or a case file: the path that was taken is bold"));
  command->add_option(
      "--only", options.only,
      shell.say("hồ sơ có tên chứa chuỗi này", "the case whose name holds this text"));
  command->add_option("--norm", options.norm,
                      shell.say("chỉ những gì quy phạm hoặc kết luận này dựa vào",
                                "only what this norm or output rests on"));
  command->add_flag("--taken", options.taken,
                    shell.say("chỉ con đường đã đi", "only the path that was taken"));
  add_page_format(shell, command, options.format, {"svg", "dot", "json"});
  add_output(shell, command, options.out);
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_graph(shell.common, options); }; });
}

}  // namespace phep::cli

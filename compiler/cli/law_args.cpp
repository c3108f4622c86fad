#include "compiler/cli/commands/commands.h"
#include "compiler/cli/shell.h"

namespace phep::cli {
namespace {

struct Question {
  LawQuestion question;
  const char *name, *vi, *en;
};
constexpr Question kQuestions[] = {
    {LawQuestion::Show, "show", "một điều khoản: hiệu lực, quan hệ, được viết thành gì",
     "a provision: force, relations, what encodes it"},
    {LawQuestion::Search, "search", "tìm theo từ, có dấu hay không dấu",
     "search by words, with or without diacritics"},
    {LawQuestion::History, "history", "hiệu lực và ai thay đổi, theo ngày",
     "force, and who changed it, by date"},
    {LawQuestion::CitedBy, "cited-by", "những gì viện dẫn điều khoản này",
     "what cites a provision"},
    {LawQuestion::Export, "export", "mọi quy phạm, quy tắc, chế tài dưới dạng JSON",
     "every norm, rule and sanction as JSON"},
    {LawQuestion::Coverage, "coverage",
     "từng văn bản: điều khoản nào đã được viết, bỏ ngoài, chưa có",
     "by instrument: which provisions are encoded, left out, or neither"},
};

void add_question(Shell& shell, CLI::App* law, LawOptions& options, const Question& row) {
  CLI::App* command = add_command(shell, row.name, row.vi, row.en, law);
  if (row.question != LawQuestion::Export && row.question != LawQuestion::Coverage)
    command
        ->add_option("words", options.words,
                     row.question == LawQuestion::Search
                         ? shell.say("các từ cần tìm", "the words to look for")
                         : shell.say("điều khoản, ví dụ PDPL@23.1 hoặc \"khoản 1 điều 23 luật 91\"",
                                     "a provision, as PDPL@23.1 or \"article 23(1) law 91\""))
        ->required();
  command->add_option("--in", options.paths,
                      shell.say("tệp hoặc thư mục của dự án; mặc định: dự án chứa thư mục hiện tại",
                                "files or folders of the project; default: the project around the "
                                "current folder"));
  if (row.question == LawQuestion::Show)
    add_parsed<std::int32_t>(
        command, "--as-of,--at", options.day, parse_day,
        shell.say("ngày xét hiệu lực", "the day on which force is asked about"),
        shell.say("cần ngày dạng 2026-03-10", "needs a date such as 2026-03-10"));
  if (row.question == LawQuestion::Search)
    command
        ->add_option("--limit", options.limit,
                     shell.say("số kết quả nhiều nhất", "the most results to show"))
        ->check(CLI::Range(1, 1000));
  if (row.question == LawQuestion::Coverage) {
    command->add_option("--instrument", options.instruments,
                        shell.say("chỉ văn bản này: tên hoặc số, ví dụ PDPL",
                                  "only this instrument: a name or a number, as PDPL"));
    command->add_flag("--missing", options.missing,
                      shell.say("liệt kê những điều khoản chưa viết và chưa nêu lý do",
                                "list the provisions that nothing encodes and nobody left out"));
  }
  command->callback([&shell, &options, question = row.question] {
    options.question = question;
    shell.chosen = [&shell, &options] { return run_law(shell.common, options); };
  });
}

}  // namespace

void add_law(Shell& shell, LawOptions& options) {
  CLI::App* law = shell.app.add_subcommand(
      "law", shell.say("tra cứu văn bản pháp luật, không cần mạng", "look up the law, offline"));
  law->group(shell.say("Lệnh", "Commands"));
  law->require_subcommand(1);
  for (const Question& row : kQuestions) add_question(shell, law, options, row);
}

}  // namespace phep::cli

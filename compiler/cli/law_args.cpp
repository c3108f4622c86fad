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
    {LawQuestion::Matrix, "matrix",
     "từng quy phạm: ranh giới nào về hạn và hiệu lực đã có kiểm thử, không thể có, còn thiếu",
     "by norm: which boundaries of deadline and force are tested, impossible, or missing"},
    {LawQuestion::Review, "review", "phiếu rà soát để ký: nội dung, mã, kiểm thử, nguồn",
     "sheets to sign: what a provision says, its code, tests and sources"},
    {LawQuestion::Index, "index", "mục lục quy phạm theo điều khoản, người có nghĩa vụ, thời hạn",
     "an index of the norms by article, bearer or deadline"},
};

bool takes_words(LawQuestion question) {
  return question != LawQuestion::Export && question != LawQuestion::Coverage &&
         question != LawQuestion::Matrix && question != LawQuestion::Index;
}

// What the reports on norms and their tests take.
void add_report(Shell& shell, CLI::App* command, LawOptions& options, LawQuestion question) {
  if (question == LawQuestion::Coverage || question == LawQuestion::Matrix ||
      question == LawQuestion::Review || question == LawQuestion::Index)
    command->add_option("--instrument", options.instruments,
                        shell.say("chỉ văn bản này: tên hoặc số, ví dụ PDPL",
                                  "only this instrument: a name or a number, as PDPL"));
  if (question == LawQuestion::Coverage)
    command->add_flag("--missing", options.missing,
                      shell.say("liệt kê những điều khoản chưa viết và chưa nêu lý do",
                                "list the provisions that nothing encodes and nobody left out"));
  if (question == LawQuestion::Matrix) {
    command->add_flag("--missing", options.missing,
                      shell.say("liệt kê những ranh giới chưa có kiểm thử, theo quy phạm",
                                "list the boundaries that no test meets, norm by norm"));
    command->add_flag("--csv", options.csv, shell.say("in dạng bảng CSV", "print a table as CSV"));
  }
  if (question == LawQuestion::Index)
    command
        ->add_option("--by", options.by,
                     shell.say("xếp theo: article, bearer hoặc deadline",
                               "in the order of: article, bearer or deadline"))
        ->check(CLI::IsMember({"article", "bearer", "deadline"}));
  if (question == LawQuestion::Review)
    command
        ->add_option("--out", options.out,
                     shell.say("thư mục nhận các phiếu", "the folder that receives the sheets"))
        ->type_name(value::kFolder)
        ->required();
}

void add_question(Shell& shell, CLI::App* law, LawOptions& options, const Question& row) {
  CLI::App* command = add_command(shell, row.name, row.vi, row.en, law);
  if (takes_words(row.question)) {
    CLI::Option* words = command->add_option(
        "words", options.words,
        row.question == LawQuestion::Search
            ? shell.say("các từ cần tìm", "the words to look for")
            : shell.say("điều khoản, ví dụ PDPL@23.1 hoặc \"khoản 1 điều 23 luật 91\"",
                        "a provision, as PDPL@23.1 or \"article 23(1) law 91\""));
    words->required(row.question != LawQuestion::Review);
  }
  command
      ->add_option("--in", options.paths,
                   shell.say("tệp hoặc thư mục của dự án; mặc định: dự án chứa thư mục hiện tại",
                             "files or folders of the project; default: the project around the "
                             "current folder"))
      ->type_name(value::kSources);
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
  add_report(shell, command, options, row.question);
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

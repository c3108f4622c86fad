#include "compiler/cli/parse_args.h"

#include "compiler/cli/bundle_options.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/heap.h"
#include "compiler/cli/misspelt.h"
#include "compiler/cli/report_options.h"
#include "compiler/cli/shell.h"
#include "compiler/cli/test_selection.h"

#include <cstdio>
#include <functional>
#include <map>
#include <string>

namespace phep::cli {
namespace {

std::string needs_day(const Shell& shell) {
  return shell.say("cần ngày dạng 2026-03-10", "needs a date such as 2026-03-10");
}
std::string needs_moment(const Shell& shell) {
  return shell.say("cần ngày, hoặc thời điểm có múi giờ",
                   "needs a date, or a moment with its offset");
}

void add_check(Shell& shell, CheckOptions& options) {
  CLI::App* command = add_command(shell, "check", "kiểm tra nguồn", "check sources");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->type_name(value::kSources)
      ->required();
  command->add_flag("--fix", options.fix,
                    shell.say("sửa những chỗ sửa được mà không đổi nghĩa",
                              "apply the fixes that cannot change a meaning"));
  command->add_flag("!--no-cache", options.cache,
                    shell.say("đọc lại cả những gì lần trước không có lỗi và chưa đổi",
                              "read anew what was clean before and has not changed"));
  offer_sarif(shell, command);
  command->callback([&] { shell.chosen = [&] { return run_check(shell.common, options); }; });
}

void add_batch(Shell& shell, CLI::App* command, EvalOptions& options) {
  CLI::Option* const batch = command->add_flag(
      "--batch", options.batch,
      shell.say(
          "mỗi hàng của dữ kiện (NDJSON hoặc CSV) là một trường hợp; mỗi câu trả lời một dòng",
          "each row of the facts (NDJSON or CSV) is one case; each answer one line"));
  command
      ->add_option("--input", options.input,
                   shell.say("ndjson hoặc csv; nếu không nêu thì theo tên tệp",
                             "ndjson or csv; else as the file's name says"))
      ->check(CLI::IsMember({"ndjson", "csv"}))
      ->needs(batch);
  command
      ->add_option("--on-error", options.on_error,
                   shell.say("khi một hàng bị từ chối: stop, skip, report",
                             "when a row is refused: stop, skip, report"))
      ->check(CLI::IsMember({"stop", "skip", "report"}))
      ->needs(batch);
  command
      ->add_option("--jobs", options.jobs,
                   shell.say("số luồng; 0 là theo số bộ xử lý", "threads; 0 is one a processor"))
      ->check(CLI::Range(0, 256))
      ->needs(batch);
  command->add_flag(
      "!--no-progress", options.progress,
      shell.say("không hiện tiến độ trên màn hình", "show no progress on a terminal"));
}

void add_eval(Shell& shell, EvalOptions& options) {
  CLI::App* command = add_command(shell, "eval", "quyết định một trường hợp", "decide one case");
  command
      ->add_option(
          "file", options.file,
          shell.say("tệp, hoặc tên mô đun của thư viện", "a file, or a library module's name"))
      ->type_name(value::kModule)
      ->required();
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định", "name of the decision"));
  command
      ->add_option(
          "--facts", options.facts,
          shell.say("tệp JSON, hoặc - là đầu vào chuẩn", "a JSON file, or - for standard input"))
      ->type_name(value::kFacts)
      ->required();
  command->add_option("--engine", options.engine, "interp, jit, native, wasm, all")
      ->type_name(value::kEngine);
  command->add_flag("--certificate", options.certificate,
                    shell.say("kèm chứng thư", "with the certificate"));
  command->add_flag("--each-reading", options.each_reading,
                    shell.say("kèm kết quả theo từng cách hiểu mà câu trả lời dựa vào",
                              "with the result under each option of each reading it rests on"));
  command->add_flag("--definite", options.definite,
                    shell.say("kết thúc bằng mã 6 nếu còn thiếu dữ kiện",
                              "end with code 6 when a fact is missing"));
  command
      ->add_option(
          "--fail-on", options.fail_on,
          shell.say("kết thúc bằng mã 1 nếu có quy phạm ở tình trạng này, ví dụ violated,late",
                    "end with code 1 when a norm has this status, as violated,late"))
      ->type_name(value::kStatuses)
      ->delimiter(',');
  add_batch(shell, command, options);
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_eval(shell.common, options); }; });
}

void add_ask(Shell& shell, AskOptions& options) {
  CLI::App* command =
      add_command(shell, "ask", "hỏi từng dữ kiện còn thiếu, cho tới khi có kết quả",
                  "ask for the facts that are missing, one by one, until a case is decided");
  command
      ->add_option("what", options.what,
                   shell.say("tệp, tên mô đun của thư viện, hoặc MÔ_ĐUN.QUYẾT_ĐỊNH",
                             "a file, a library module's name, or MODULE.DECISION"))
      ->type_name(value::kModule)
      ->required();
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định", "name of the decision"));
  command
      ->add_option(
          "--facts", options.facts,
          shell.say("tệp JSON với những gì đã biết", "a JSON file with what is known already"))
      ->type_name(value::kFacts);
  command
      ->add_option("--out", options.out,
                   shell.say("ghi dữ kiện vào tệp này, sau mỗi câu trả lời",
                             "write the facts to this file, after every answer"))
      ->type_name(value::kFile);
  command->add_option(
      "--author", options.author,
      shell.say("người đưa ra các nhận định được trả lời; ghi cùng ngày của --as-of",
                "who determines the judgments that are answered; kept with the day "
                "of --as-of"));
  command->add_flag("--explain", options.explain,
                    shell.say("kết quả kèm lý do, như phep explain",
                              "the result with its reasons, as phep explain gives them"));
  command->add_flag("--definite", options.definite,
                    shell.say("kết thúc bằng mã 6 nếu còn thiếu dữ kiện",
                              "end with code 6 when a fact is missing"));
  add_case(shell, command, options.when);
  command->callback([&] { shell.chosen = [&] { return run_ask(shell.common, options); }; });
}

void add_mutation(Shell& shell, CLI::App* command, MutationOptions& options) {
  CLI::Option* const mutate = command->add_flag(
      "--mutate", options.wanted,
      shell.say("làm sai từng chỗ của luật, xem kiểm thử có phát hiện không",
                "make one mistake in the law at a time and see whether the tests notice"));
  command
      ->add_option("--mutate-file", options.files,
                   shell.say("chỉ làm sai trong những tệp này", "change these files alone"))
      ->type_name(value::kSources)
      ->needs(mutate);
  command
      ->add_option("--mutate-sample", options.sample,
                   shell.say("chỉ bấy nhiêu chỗ sai, chọn theo --seed",
                             "so many mistakes alone, chosen by --seed"))
      ->needs(mutate);
  command
      ->add_option("--seed", options.seed, shell.say("số chọn mẫu", "what a sample is chosen by"))
      ->needs(mutate);
  command
      ->add_option("--min-mutation", options.minimum,
                   shell.say("kết thúc bằng mã 1 nếu phát hiện ít hơn ngần ấy phần trăm",
                             "end with code 1 when less than this per cent is noticed"))
      ->check(CLI::Range(0.0, 100.0))
      ->needs(mutate);
  command
      ->add_flag("!--no-search", options.search,
                 shell.say("không tìm trường hợp phát hiện được chỗ sai còn sót",
                           "look for no case that would notice what is left"))
      ->needs(mutate);
}

void add_mutation_proof(Shell& shell, CLI::App* command, MutationOptions& options) {
  command
      ->add_flag("--mutate-prove", options.prove,
                 shell.say("chỗ sai nào không trường hợp nào phân biệt được thì chứng minh",
                           "prove of what is left, where it is so, that no case tells it apart"))
      ->needs(option_of(command, "--mutate"));
}

void add_coverage(Shell& shell, CLI::App* command, CoverageOptions& options) {
  CLI::Option* const coverage = command->add_flag(
      "--coverage", options.wanted,
      shell.say("kiểm thử chạm tới đâu của luật", "what the tests reach of the law"));
  command->add_option("--coverage-format", options.format, "human, json, lcov, cobertura, html")
      ->check(CLI::IsMember({"human", "json", "lcov", "cobertura", "html"}))
      ->needs(coverage);
  command
      ->add_option("--out", options.out,
                   shell.say("ghi báo cáo vào tệp này", "write the report to this file"))
      ->type_name(value::kFile)
      ->needs(coverage);
  command
      ->add_option("--coverage-merge", options.merge,
                   shell.say("cộng thêm báo cáo json của lần chạy khác",
                             "add the json report of another run"))
      ->type_name(value::kFacts)
      ->needs(coverage);
  for (const char* measure : {"cases", "conditions", "boundaries", "provisions"})
    command
        ->add_option_function<double>(
            "--min-" + std::string(measure),
            [&options, measure](double value) { options.minimum[measure] = value; },
            shell.say("kết thúc bằng mã 1 nếu thấy ít hơn ngần ấy phần trăm",
                      "end with code 1 when less than this per cent is seen"))
        ->check(CLI::Range(0.0, 100.0))
        ->needs(coverage);
}

// When tests are run, and in what order.
void add_runs(Shell& shell, CLI::App* command, TestOptions& options) {
  command->add_option("--shuffle", options.shuffle,
                      shell.say("theo thứ tự khác, do số này quyết định",
                                "in another order, which this number decides"));
  command->add_option(
      "--slowest", options.slowest,
      shell.say("kể bấy nhiêu kiểm thử chậm nhất", "name so many of the slowest tests"));
  command->add_flag("!--no-cache", options.cache,
                    shell.say("sinh lại mọi mã máy", "make all code anew"));
  command->add_flag("--changed", options.changed,
                    shell.say("chỉ những tệp mà căn cứ đã đổi từ lần đạt trước",
                              "only files that rest on something else than when they last passed"));
  command->add_flag(
      "--watch", options.watch,
      shell.say("chạy lại mỗi khi tệp thay đổi", "run again whenever a file changes"));
}

// Cases that a machine recorded.
void add_review(Shell& shell, CLI::App* command, TestOptions& options) {
  command->add_flag("--update", options.update,
                    shell.say("ghi câu trả lời vào các trường hợp chưa duyệt",
                              "record the answers of unreviewed cases"));
  CLI::Option* const accept = command->add_option(
      "--accept", options.accept,
      shell.say("duyệt trường hợp có tên này", "accept the recorded case of this name"));
  command->add_option("--by", options.by, shell.say("ai đã duyệt", "who has reviewed it"))
      ->needs(accept);
}

void add_test(Shell& shell, TestOptions& options) {
  CLI::App* command = add_command(shell, "test", "chạy kiểm thử", "run tests");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->type_name(value::kSources)
      ->required();
  CLI::Option* const only = command->add_option(
      "--only,--filter", options.filter,
      shell.say("chỉ những tên có chuỗi này", "only titles that hold this text"));
  CLI::Option* const tag = command->add_option_function<std::string>(
      "--tag", [&options](const std::string& word) { options.filter = "#" + word; },
      shell.say("chỉ những tên có nhãn #NHÃN", "only titles that have the word #TAG"));
  tag->type_name("TAG")->excludes(only);
  CLI::Option* const shard =
      command
          ->add_option("--shard", options.shard,
                       shell.say("phần K trong N phần của các kiểm thử, chia theo tên",
                                 "part K of N of the tests, which their titles decide"))
          ->type_name("K/N")
          ->check([](const std::string& text) { return shard_problem(text); });
  command->add_option("--engine", options.engine, "interp, jit, native, wasm, all")
      ->type_name(value::kEngine);
  command
      ->add_option("--sabotage", options.sabotage,
                   shell.say("làm sai một bước sinh mã, để chứng minh kiểm thử phát hiện được",
                             "flip one lowering, to prove that the tests would notice"))
      ->check(CLI::Range(0, 21));
  command
      ->add_option("--jobs", options.jobs,
                   shell.say("số luồng; 0 là theo số bộ xử lý", "threads; 0 is one a processor"))
      ->check(CLI::Range(0, 256));
  command->add_flag(
      "!--no-progress", options.progress,
      shell.say("không hiện tiến độ trên màn hình", "show no progress on a terminal"));
  command->remove_option(option_of(command, "--format"));
  command
      ->add_option_function<std::string>(
          "--format",
          [&](const std::string& word) {
            shell.common.format = word == "json" ? Format::Json : Format::Human;
            options.report = word == "json" || word == "human" ? "" : word;
          },
          "human, json, junit, tap, github")
      ->check(CLI::IsMember({"human", "json", "junit", "tap", "github"}));
  add_runs(shell, command, options);
  add_review(shell, command, options);
  add_mutation(shell, command, options.mutation);
  add_mutation_proof(shell, command, options.mutation);
  add_coverage(shell, command, options.coverage);
  // They look at all tests.
  for (const char* whole : {"--mutate", "--coverage"})
    option_of(command, whole)->excludes(only)->excludes(tag)->excludes(shard);
  command->callback([&] { shell.chosen = [&] { return run_test(shell.common, options); }; });
}

void add_verify(Shell& shell, VerifyOptions& options) {
  CLI::App* command = add_command(
      shell, "verify",
      "chứng minh: khoảng trống, kết luận trái nhau, trường hợp chết, buộc làm điều bị cấm",
      "prove: gaps, overlaps, dead cases and norms, duties against prohibitions");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->type_name(value::kSources)
      ->required();
  command->add_option("--filter", options.filter,
                      shell.say("chỉ những tên có chuỗi này", "only names that hold this text"));
  command->add_option(
      "--steps", options.steps,
      shell.say("số bước của bộ giải cho mỗi câu hỏi", "steps of the solver for one question"));
  command
      ->add_option("--elements", options.elements,
                   shell.say("số phần tử của mỗi danh sách", "elements of each list"))
      ->check(CLI::Range(0, 8));
  command->add_flag("--all", options.every,
                    shell.say("nêu cả những gì đã chứng minh", "name what was proved, too"));
  command->add_flag("!--no-cache", options.cache,
                    shell.say("chứng minh lại tất cả", "prove everything anew"));
  command->add_flag("--pairs", options.pairs,
                    shell.say("cả những cặp nghĩa vụ và điều cấm mà một quyết định hỏi chung",
                              "also duties and prohibitions that one decision asks together"));
  offer_sarif(shell, command);
  command->callback([&] { shell.chosen = [&] { return run_verify(shell.common, options); }; });
}

void add_diff(Shell& shell, DiffOptions& options) {
  CLI::App* command = add_command(
      shell, "diff", "những trường hợp có kết quả khác giữa hai luật, hai ngày hoặc hai văn bản",
      "the cases whose outcome changes between two laws, two days or two texts");
  command
      ->add_option("files", options.files,
                   shell.say("một tệp hay mô đun của thư viện, hoặc hai",
                             "a file or library module, or two"))
      ->type_name(value::kModule)
      ->required();
  command->add_option(
      "--decision", options.decision,
      shell.say("tên quyết định, quy tắc hoặc quy phạm", "name of the decision, rule or norm"));
  const auto read_all = [](auto& out, auto* read, const char* flag, const std::string& refusal) {
    return [&out, read, flag, refusal](const std::vector<std::string>& words) {
      for (const std::string& word : words) {
        const auto value = read(word);
        if (!value) throw CLI::ValidationError(flag, refusal);
        out.push_back(*value);
      }
    };
  };
  command->add_option_function<std::vector<std::string>>(
      "--law-date", read_all(options.law_date, parse_day, "--law-date", needs_day(shell)),
      shell.say("luật của ngày này; nêu hai lần để so sánh",
                "the law of this day; twice, to compare"));
  command->add_option_function<std::vector<std::string>>(
      "--as-of", read_all(options.as_of, parse_moment, "--as-of", needs_moment(shell)),
      shell.say("thời điểm xét; nêu hai lần để so sánh",
                "the moment of the decision; twice, to compare"));
  command->add_option(
      "--steps", options.steps,
      shell.say("số bước của bộ giải cho mỗi câu hỏi", "steps of the solver for one question"));
  command->callback([&] { shell.chosen = [&] { return run_diff(shell.common, options); }; });
}

void add_gen(Shell& shell, GenOptions& options) {
  CLI::App* command = add_command(shell, "gen", "đề xuất trường hợp đáng bàn với luật sư",
                                  "propose cases worth discussing with a lawyer");
  command
      ->add_option(
          "file", options.file,
          shell.say("tệp, hoặc tên mô đun của thư viện", "a file, or a library module's name"))
      ->type_name(value::kModule)
      ->required();
  command->add_option("--decision", options.decision,
                      shell.say("tên quyết định", "name of the decision"));
  add_parsed<std::int64_t>(command, "--as-of", options.as_of, parse_moment,
                           shell.say("thời điểm xét để bắt đầu", "the moment to set out from"),
                           needs_moment(shell));
  command
      ->add_option("--out", options.out,
                   shell.say("tệp .cases.jsonl nhận các trường hợp chưa duyệt",
                             "the .cases.jsonl file for the unreviewed cases"))
      ->type_name(value::kFile);
  command->add_option("--count", options.count,
                      shell.say("nhiều nhất bấy nhiêu", "at most so many"));
  command->add_option(
      "--budget", options.budget,
      shell.say("xem nhiều nhất bấy nhiêu trường hợp", "look at most at so many cases"));
  command->add_flag("--pairs", options.pairs,
                    shell.say("thêm các trường hợp mà mọi cặp giá trị của hai dữ kiện gặp nhau",
                              "also cases in which every two values of two facts meet"));
  command->callback([&] { shell.chosen = [&] { return run_gen(shell.common, options); }; });
}

void add_build(Shell& shell, BuildOptions& options) {
  CLI::App* command = add_command(shell, "build", "biên dịch để nhúng", "compile for embedding");
  command
      ->add_option(
          "file", options.file,
          shell.say("tệp, hoặc tên mô đun của thư viện", "a file, or a library module's name"))
      ->type_name(value::kModule)
      ->required();
  command->add_option("--target", options.target, "native, wasm, npm, c, python, postgres")
      ->check(CLI::IsMember({"native", "wasm", "npm", "c", "python", "postgres"}));
  command
      ->add_option("--emit", options.emit,
                   shell.say("library, obj (đối tượng để liên kết vào chương trình khác)",
                             "library, obj (an object to be linked into something larger)"))
      ->check(CLI::IsMember({"library", "obj"}));
  command->add_flag("--debug-info", options.debug_info,
                    shell.say("cho trình gỡ lỗi biết lệnh máy thuộc dòng luật nào (native)",
                              "tell debuggers which line of law machine code is of (native)"));
  command
      ->add_option("--sanitize", options.sanitizer,
                   shell.say("address, thread: đối tượng tự canh chừng bộ nhớ (native, obj)",
                             "address, thread: the object watches its memory (native, obj)"))
      ->check(CLI::IsMember({"address", "thread"}));
  command
      ->add_option("--layout", options.layout,
                   shell.say("NAME.layout.json của bản trước: dữ kiện cũ giữ nguyên chỗ",
                             "NAME.layout.json of an earlier build: facts stay where they were"))
      ->type_name(value::kFacts);
  command->add_option("--package-name", options.package_name,
                      shell.say("tên gói; nếu không có thì theo quyết định hoặc tệp",
                                "name of the package; else that of the decision or the file"));
  command->add_option("--package-version", options.package_version,
                      shell.say("phiên bản gói, ví dụ 1.0.0", "version of the package, as 1.0.0"));
  command->add_option("--update-from", options.update_from,
                      shell.say("phiên bản cũ mà gói postgres nâng cấp được",
                                "an earlier version that a postgres package updates"));
  command
      ->add_option("--vectors", options.vectors,
                   shell.say("số trường hợp đối chiếu mà gói mang theo",
                             "conformance vectors that a package brings"))
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--out", options.out, shell.say("thư mục kết quả", "folder of the results"))
      ->type_name(value::kFolder);
  command->add_option("--decision", options.decisions,
                      shell.say("chỉ những quyết định này", "only these decisions"));
  command->callback([&] { shell.chosen = [&] { return run_build(shell.common, options); }; });
}

void add_inspect(Shell& shell, InspectOptions& options) {
  CLI::App* command =
      add_command(shell, "inspect", "xem trong tệp đã biên dịch có gì, và chứng minh",
                  "show what an artefact holds, and prove what it promises");
  command
      ->add_option("file", options.file,
                   shell.say("tệp .wasm, .so, .o hoặc .a", "a .wasm, .so, .o or .a file"))
      ->type_name(value::kArtefact)
      ->required();
  command->add_flag("--verify", options.verify,
                    shell.say("chứng minh mọi lời gọi của mô-đun WebAssembly đều kết thúc",
                              "prove that every call of a WebAssembly module ends"));
  command->callback([&] { shell.chosen = [&] { return run_inspect(shell.common, options); }; });
}

void add_fmt(Shell& shell, FmtOptions& options) {
  CLI::App* command = add_command(shell, "fmt", "định dạng nguồn", "format sources");
  command->add_option("paths", options.paths, shell.say("tệp hoặc thư mục", "files or folders"))
      ->type_name(value::kSources)
      ->required();
  command->add_flag("--check", options.check,
                    shell.say("chỉ báo tệp khác chuẩn", "only name the files that differ"));
  command->add_option("--keywords", options.keywords, "vi, en")->check(CLI::IsMember({"vi", "en"}));
  command->callback([&] { shell.chosen = [&] { return run_fmt(shell.common, options); }; });
}

void add_lsp(Shell& shell, LspOptions& options) {
  CLI::App* command = add_command(shell, "lsp", "máy chủ ngôn ngữ cho trình soạn thảo",
                                  "the language server, for editors");
  command->add_option("words", options.words,
                      shell.say("chuyển cho phep-lsp", "handed to phep-lsp"));
  command->allow_extras();  // clients add `--stdio` and the like
  command->callback(
      [&shell, &options] { shell.chosen = [&] { return run_lsp(shell.common, options); }; });
}

void add_new(Shell& shell, NewOptions& options) {
  CLI::App* command = add_command(shell, "new", "tạo một dự án mới", "make a new project");
  command
      ->add_option(
          "name", options.name,
          shell.say("thư mục của dự án; chưa được có", "folder of the project; must not exist"))
      ->type_name(value::kFolder)
      ->required();
  command->add_option("--template", options.kind, "min, ai-risk, personal-data")
      ->check(CLI::IsMember({"min", "ai-risk", "personal-data"}));
  command->callback([&] { shell.chosen = [&] { return run_new(shell.common, options); }; });
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
  speak(shell);
  CheckOptions check;
  EvalOptions eval;
  AskOptions ask;
  TestOptions test;
  VerifyOptions verify;
  DiffOptions diff;
  GenOptions gen;
  BuildOptions build;
  BundleOptions bundle;
  InspectOptions inspect;
  FmtOptions fmt;
  ExplainOptions explain;
  ReportOptions report;
  GraphOptions graph;
  LawOptions law;
  NewOptions fresh;
  LspOptions lsp;
  ToolOptions tools;
  add_check(shell, check);
  add_eval(shell, eval);
  add_ask(shell, ask);
  add_test(shell, test);
  add_verify(shell, verify);
  add_diff(shell, diff);
  add_gen(shell, gen);
  add_build(shell, build);
  add_bundle(shell, bundle);
  add_inspect(shell, inspect);
  add_fmt(shell, fmt);
  add_explain(shell, explain);
  add_report(shell, report);
  add_graph(shell, graph);
  add_law(shell, law);
  add_new(shell, fresh);
  add_lsp(shell, lsp);
  add_tools(shell, tools);
  CLI::App* version = add_command(shell, "version", "phiên bản", "versions");
  version->callback([&] { shell.chosen = [&] { return run_version(shell.common); }; });
  shell.app.add_flag_callback(
      "--version",
      [&] {
        shell.chosen = [&] { return run_version(shell.common); };
        throw CLI::Success();
      },
      shell.say("phiên bản", "versions"));
  // `phep help law show` is `phep law show --help`.
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words.front() == "help") {
    words.erase(words.begin());
    if (const auto unknown = unknown_command(shell.app, words); !unknown.word.empty()) {
      std::fputs(refusal(shell, "", words).c_str(), stderr);
      return kUsage;
    }
    words.emplace_back("--help");
  }
  if (words.empty()) {
    std::fputs(shell.app.help().c_str(), stderr);
    return kUsage;
  }
  try {
    // CLI11 takes its words from the back.
    shell.app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::Success& done) {
    if (shell.chosen) return shell.chosen();
    return shell.app.exit(done);
  } catch (const CLI::ParseError& error) {
    std::fputs(refusal(shell, error.what(), words).c_str(), stderr);
    return kUsage;
  }
  // A stream of cases takes as little memory as it can; everything else takes what is fastest.
  if (!eval.batch) grow_in_large_pages();
  return shell.chosen();
}

}  // namespace phep::cli

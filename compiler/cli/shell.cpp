#include "compiler/cli/shell.h"

#include "compiler/base/check.h"

#include <utility>

namespace phep::cli {
namespace {

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
  command
      ->add_option("--stdlib", shell.common.stdlib,
                   shell.say("thư mục thay cho thư viện có sẵn",
                             "a folder in place of the embedded library"))
      ->type_name(value::kFolder);
}

}  // namespace

void speak(Shell& shell) {
  shell.app.set_help_flag("-h,--help", shell.say("in trang này", "print this page"));
  if (shell.language != Language::Vietnamese) return;
  const auto formatter = shell.app.get_formatter();
  for (const auto& [key, word] : {std::pair{"Usage", "Cách dùng"},
                                  {"OPTIONS", "TÙY CHỌN"},
                                  {"SUBCOMMAND", "LỆNH"},
                                  {"SUBCOMMANDS", "LỆNH"},
                                  {"Positionals", "Đối số"},
                                  {"REQUIRED", "BẮT BUỘC"},
                                  {"TEXT", "CHỮ"},
                                  {"INT", "SỐ"},
                                  {"UINT", "SỐ"},
                                  {value::kSources, "NGUỒN"},
                                  {value::kModule, "NGUỒN"},
                                  {value::kTopic, "MÃ_HOẶC_NGUỒN"},
                                  {value::kFacts, "TỆP"},
                                  {value::kFile, "TỆP"},
                                  {value::kArtefact, "TỆP"},
                                  {value::kFolder, "THƯ_MỤC"},
                                  {value::kEngine, "BỘ_THỰC_THI"},
                                  {value::kStatuses, "TÌNH_TRẠNG"},
                                  {value::kCommand, "LỆNH"}})
    formatter->label(key, word);
  shell.app.option_defaults()->group("Tùy chọn");
}

CLI::Option* option_of(CLI::App* command, std::string_view name) {
  for (CLI::Option* const option : command->get_options())
    for (const std::string& known : option->get_lnames())
      if (name == "--" + known) return option;
  PHEP_UNREACHABLE();
}

void offer_sarif(Shell& shell, CLI::App* command) {
  command->remove_option(option_of(command, "--format"));
  command
      ->add_option_function<std::string>(
          "--format",
          [&shell](const std::string& word) {
            shell.common.format = word == "json"    ? Format::Json
                                  : word == "sarif" ? Format::Sarif
                                                    : Format::Human;
          },
          shell.say("human, json hoặc sarif", "human, json or sarif"))
      ->check(CLI::IsMember({"human", "json", "sarif"}));
}

CLI::App* add_command(Shell& shell, const char* name, const char* vi, const char* en,
                      CLI::App* under) {
  CLI::App* command =
      (under == nullptr ? &shell.app : under)->add_subcommand(name, shell.say(vi, en));
  command->group(shell.say("Lệnh", "Commands"));
  add_common(shell, command);
  return command;
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
  command
      ->add_option_function<std::vector<std::string>>(
          "--reading",
          [&flags](const std::vector<std::string>& words) {
            for (const std::string& word : words) {
              const auto equals = word.find('=');
              flags.readings.emplace_back(word.substr(0, equals), word.substr(equals + 1));
            }
          },
          shell.say("chọn cách hiểu, ví dụ K_01=lenient", "choose a reading, as K_01=lenient"))
      ->check(CLI::Validator(
          [refusal = shell.say("cần TÊN=LỰA_CHỌN, ví dụ K_01=lenient",
                               "needs NAME=OPTION, as K_01=lenient")](const std::string& word) {
            return word.contains('=') ? std::string() : refusal;
          },
          ""));
  command->add_option("--suppose", flags.supposed,
                      shell.say("coi dự thảo này như có hiệu lực từ ngày dự kiến (giả định)",
                                "treat this draft as in force from its planned day (a what-if)"));
}

}  // namespace phep::cli

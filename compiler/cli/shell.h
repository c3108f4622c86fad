// The command line being described: what its commands share. Private to this room.
#pragma once

#include "compiler/cli/command_table.h"
#include "compiler/cli/options.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>

namespace phep::cli {

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

// CLI11 speaks English of its own accord; now it speaks the user's language.
void speak(Shell& shell);

// A command with the options that all have; `under` is the command that it belongs to, if any.
CLI::App* add_command(Shell& shell, const char* name, const char* vi, const char* en,
                      CLI::App* under = nullptr);

// When a case is decided, and by which readings.
void add_case(Shell& shell, CLI::App* command, CaseFlags& flags);

// The option of a command that has it, by its long name. CLI11's own search ends the process where
// memory runs out.
CLI::Option* option_of(CLI::App* command, std::string_view name);

// `--format sarif` for a command whose findings have places.
void offer_sarif(Shell& shell, CLI::App* command);

// `phep law …` and `phep new`, with their options.
void add_law(Shell& shell, LawOptions& options);

// What the tools around a policy take: `lint`, `bench`, `completions`, `man`.
struct ToolOptions {
  LintOptions lint;
  BenchOptions bench;
  CompletionsOptions completions;
  SchemaOptions schema;
  ManOptions man;
};
void add_tools(Shell& shell, ToolOptions& options);

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

}  // namespace phep::cli

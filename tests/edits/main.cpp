// Random edit sessions: after every edit, all that is asked of the file equals a fresh reading and
// check.
//   phep_edits --sessions 300 --edits 30 [--seed 1] [--skip-one-word]
//     [--skip-one-declaration] [--read-after-free] [--report FILE]
#include "compiler/base/text.h"
#include "tests/bench/sources.h"
#include "tests/edits/sessions.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace phep::tests {
namespace {

constexpr std::size_t kLongest = 6000;  // bytes of a source: a session asks for all of it each time

struct Source {
  std::string path, text;
};

// Parts of our own files, from their beginning to the end of some declaration, and written ones.
std::vector<Source> sources() {
  namespace fs = std::filesystem;
  std::vector<Source> out;
  for (const std::string_view folder : {"stdlib", "tests/data"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(PHEP_SOURCE_DIR) / folder)) {
      const std::string path = entry.path().string();
      if (!path.ends_with(".phep")) continue;
      std::ifstream in(path, std::ios::binary);
      std::string text(std::istreambuf_iterator<char>(in), {});
      if (first_invalid_utf8(text) != kValidUtf8) continue;  // no editor can hold such a text
      if (text.size() > kLongest)
        text.resize(std::min(text.rfind("\n}", kLongest) + 3, text.size()));
      out.push_back({fs::path(path).lexically_relative(PHEP_SOURCE_DIR).string(), std::move(text)});
    }
  std::ranges::sort(out, {}, &Source::path);
  for (const int lines : {40, 100, 150}) {
    std::string text = long_source(lines);
    out.push_back({fmt::format("long{}.phep", lines), text});
    std::string windows;
    for (const char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
    out.push_back({fmt::format("windows{}.phep", lines), "\uFEFF" + windows});
  }
  return out;
}

void write_report(const Tally& tally, const std::string& path) {
  nlohmann::json out = {{"sessions", tally.sessions},
                        {"edits", tally.edits},
                        {"wrong", tally.wrong},
                        {"read_whole", tally.whole},
                        {"read_in_part", tally.part},
                        {"checked_in_part", tally.checked_part},
                        {"checked_whole", tally.checked_whole},
                        {"gestures", tally.gestures}};
  std::ofstream(path) << out.dump(1) << "\n";
}

// What a sanitizer must stop, so that its silence is known to mean something.
char read_after_free() {
  const auto* text = new std::string(kLongest, 'a');
  const volatile char* first = text->data();
  delete text;
  return *first;
}

int run(int argc, char** argv) {
  std::uint64_t sessions = 300;
  SessionSettings settings;
  std::string report;
  CLI::App app("Random edit sessions against fresh readings");
  app.add_option("--sessions", sessions);
  app.add_option("--edits", settings.edits);
  app.add_option("--seed", settings.seed);
  app.add_flag("--skip-one-word", settings.skip_one_word);
  app.add_flag("--skip-one-declaration", settings.skip_one_declaration);
  bool plant_read = false;
  app.add_flag("--read-after-free", plant_read);
  app.add_option("--report", report);
  CLI11_PARSE(app, argc, argv);
  if (plant_read) return read_after_free() == 0 ? 0 : 1;
  const std::vector<Source> all = sources();
  Tally tally;
  for (std::uint64_t i = 0; i < sessions; ++i, ++settings.seed) {
    const Source& source = all[settings.seed % all.size()];
    run_session(source.path, source.text, settings, tally);
  }
  for (const auto& [name, count] : tally.gestures) fmt::print("{:>8}  {}\n", count, name);
  fmt::print("{} edits; read in part {}, as a whole {}; checked in part {}, as a whole {}\n",
             tally.edits, tally.part, tally.whole, tally.checked_part, tally.checked_whole);
  fmt::print("{} passed, {} failed\n", tally.sessions - tally.wrong, tally.wrong);
  if (!report.empty()) write_report(tally, report);
  return tally.wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  return phep::tests::run(argc, argv);
}

// What the user typed, as one struct a command. Parsing knows nothing of files or policies.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phep::cli {

enum class Format : std::uint8_t { Human, Json, Sarif };
enum class Color : std::uint8_t { Auto, Always, Never };

// Exit codes: documented in grammar/REFERENCE.md and never reused.
enum Exit : int {
  kOk = 0,
  kFindings =
      1,       // ran; errors were found in what was to be judged: tests failed, fmt --check differs
  kUsage = 2,  // the command line is wrong, or an engine that was asked for is not there
  kInvalid = 3,    // sources or facts are invalid, so the work could not be done
  kLimit = 4,      // a stated limit was hit
  kIntegrity = 5,  // a certificate is not reproduced, an artefact not proved, a bundle refused
  kIndefinite = 6,
  kInternal = 70,  // our bug
  kIo = 74,        // a file could not be read or written
};

struct CommonOptions {
  Format format = Format::Human;
  Language language = Language::English;
  Color color = Color::Auto;
  std::optional<std::string> stdlib;
};

struct CaseFlags {
  std::optional<std::int64_t> as_of;  // UTC milliseconds
  std::optional<std::int32_t> law_date;
  std::vector<std::pair<std::string, std::string>> readings;  // name, option
  std::vector<std::string> supposed;                          // drafts
};

struct CheckOptions {
  std::vector<std::string> paths;
  bool fix = false;
  bool cache = true;  // what was clean before need not be read again
};
struct EvalOptions {
  std::string file, decision, facts;
  CaseFlags when;
  std::string engine;  // "": interp, and jit for a batch
  bool certificate = false;
  bool each_reading = false;
  bool definite = false;             // a missing fact is exit code 6
  std::vector<std::string> fail_on;  // statuses of norms that are exit code 1
  bool batch = false;                // `facts` is a stream, each row of it one case
  std::string input;                 // of a batch: ndjson or csv; "": as the file's name says
  std::string on_error = "report";   // of a batch: stop, skip or report
  int jobs = 0;                      // of a batch: threads; 0: one a processor
  bool progress = true;
};
struct AskOptions {
  std::string what;      // a file, a module of the library, or a decision of one
  std::string decision;  // where `what` does not say it
  std::string facts;     // what is known already
  std::string out;       // where the facts go
  std::string author;    // who determines the judgments that are answered
  CaseFlags when;
  bool explain = false;   // the result with its reasons
  bool definite = false;  // a missing fact is exit code 6
};
struct MutationOptions {
  bool wanted = false;
  std::vector<std::string> files;  // only what these define is changed; none: all paths
  std::size_t sample = 0;          // so many mutants; 0: all
  std::uint64_t seed = 0;
  bool search = true;             // for a case that would kill a survivor
  bool prove = false;             // that no case tells a survivor from the law
  std::optional<double> minimum;  // per cent that must be killed
};
struct CoverageOptions {
  bool wanted = false;
  std::string format;  // "": human, or json where --format says so
  std::string out;     // a file; "": standard output
  std::vector<std::string> merge;
  std::map<std::string, double> minimum;  // per cent, by the word of the measure
};
struct TestOptions {
  std::vector<std::string> paths;
  std::string filter;
  std::string shard = "1/1";
  std::string engine = "interp";
  int sabotage = 0;
  int jobs = 0;  // threads; 0: one a processor
  bool progress = true;
  std::string report;  // junit, tap or github; "": as the common format says
  std::size_t slowest = 0;
  std::optional<std::uint64_t> shuffle;
  bool changed = false;  // only files whose tests rest on something else than when they passed
  bool watch = false;
  bool cache = true;       // code that was made before may be taken again
  bool update = false;     // records what unreviewed cases are answered
  std::string accept, by;  // the name of one recorded case, and who accepts it
  MutationOptions mutation;
  CoverageOptions coverage;
};
struct GenOptions {
  std::string file, decision;
  std::optional<std::int64_t> as_of;  // where no test asks the decision yet
  std::string out;                    // a case file; "": standard output
  std::size_t count = 20;
  std::size_t budget = 20'000;  // cases to look at
  bool pairs = false;           // also cases in which every two values of two facts meet
};
struct VerifyOptions {
  std::vector<std::string> paths;
  std::string filter;
  unsigned steps = 20'000'000;  // the solver's own, for one question
  unsigned elements = 3;        // of each list
  bool every = false;           // name what was proved, too
  bool cache = true;            // verdicts of former runs count
  bool pairs = false;           // also pairs of duty and prohibition that decisions join
};
// One pair of laws, moments or files.
struct DiffOptions {
  std::vector<std::string> files;
  std::string decision;
  std::vector<std::int32_t> law_date;
  std::vector<std::int64_t> as_of;
  unsigned steps = 20'000'000;
};
struct BuildOptions {
  std::string file, target = "native", out = ".";
  std::string emit = "library";  // or obj
  bool debug_info = false;       // native: which line of law each instruction comes from
  std::string sanitizer;         // "", address or thread: of native objects
  std::string layout;            // a committed layout; "": those beside the source
  std::string package_name, package_version = "1.0.0";  // of c, python and postgres
  std::vector<std::string> update_from;                 // versions that a postgres package updates
  std::uint64_t vectors = 200;         // conformance vectors of each decision of a package
  std::vector<std::string> decisions;  // none: all of the file
};
struct InspectOptions {
  std::string file;
  bool verify = false;
};
struct FmtOptions {
  std::vector<std::string> paths;
  bool check = false;
  std::string keywords;  // "", "vi", "en"
};
enum class LawQuestion : std::uint8_t {
  Show,
  Search,
  History,
  CitedBy,
  Export,
  Coverage,
  Matrix,
  Review,
  Index
};
struct LawOptions {
  LawQuestion question = LawQuestion::Show;
  std::vector<std::string> words;
  std::vector<std::string> paths;  // of the project; none: the project around the current folder
  std::optional<std::int32_t> day;
  std::size_t limit = 20;
  std::vector<std::string> instruments;  // names or numbers; none: all
  bool missing =
      false;         // of coverage: list what nothing encodes; of the matrix: what no test meets
  bool csv = false;  // of the matrix
  std::string by = "article";  // of the index: or bearer, deadline
  std::string out;             // of review: a folder
};
struct NewOptions {
  std::string name;
  std::string kind = "min";  // the template
};
struct LintOptions {
  std::vector<std::string> paths;
  std::vector<std::string> select, ignore;  // codes
  bool fix = false;
  bool statistics = false;  // counts by code, in place of the findings
};
struct BenchOptions {
  std::string file, decision;
  std::string facts;  // one case, or NDJSON; "": random complete ones
  CaseFlags when;
  std::string engine = "interp,jit,native";
  bool certificate = false;
  std::uint64_t seed = 1;
  double budget_ms = 1000;          // for each engine
  std::string baseline;             // an earlier json result
  std::optional<double> threshold;  // per cent by which a median may be worse
};
struct CompletionsOptions {
  std::string shell;  // bash, zsh or fish
};
struct SchemaOptions {
  std::string name;  // of an output; "": a list of them
};
struct ManOptions {
  std::vector<std::string> command;  // none: phep itself
  std::string out;                   // a folder for all pages; "": one page to standard output
};
struct LspOptions {
  std::vector<std::string> words;  // handed on
};
enum class Page : std::uint8_t { Text, Json, Html };
// A diagnostic's code; or, with facts, the file of a decision to be explained.
struct ExplainOptions {
  std::string what;
  std::string decision, facts, certificate, norm;
  CaseFlags when;
  Page page = Page::Text;
};

// "2026-03-10T09:00+07:00", or a bare date, which is its 00:00 in Vietnam. None if it is neither.
std::optional<std::int64_t> parse_moment(const std::string& text);
std::optional<std::int32_t> parse_day(const std::string& text);

// vi or en from --lang, PHEP_LANG, LC_ALL, LC_MESSAGES or LANG, in that order; English otherwise.
Language default_language(int argc, const char* const* argv);

}  // namespace phep::cli

#include "compiler/cli/given_cases.h"

#include "compiler/cli/case_files.h"
#include "compiler/decision/image.h"
#include "compiler/diagnostics/render.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

bool is_module(const std::string& path) {
  return path.ends_with(".phep") || path.ends_with(".phep.md");
}
bool is_facts(const std::string& path) {
  return path == "-" || path.ends_with(".json");
}
bool is_case_file(const std::string& path) {
  return path.ends_with(".jsonl") || path.ends_with(".csv");
}

// Diagnostics whose places are in sources of their own: a picture, or what the first one says.
void print_apart(const Session& session, const DiagnosticList& list, const SourceMap& sources) {
  if (!session.json()) {
    const std::string text = render(list, sources, {session.options().language, session.color(2)});
    std::fwrite(text.data(), 1, text.size(), stderr);
    return;
  }
  const Diagnostic& first = list.items().front();
  const std::string code = code_text(first.row->code) + ": ";
  session.fail(code + message(*first.row, first.arguments, Language::Vietnamese),
               code + message(*first.row, first.arguments, Language::English));
}

class Reader {
 public:
  Reader(Session& session, const CaseWish& wish) : session_(session), wish_(wish) {}

  std::expected<std::vector<GivenCase>, int> read();

 private:
  // Each gives an exit code.
  int folder(const std::string& path);
  int one(const std::string& path);
  int facts(const std::string& path);
  int case_file(const std::string& path);
  int module(const std::string& path, bool named);
  int take(const testing::CaseText& text, const Lowered& of,
           const std::shared_ptr<const SourceMap>& sources);
  std::expected<Lowered, int> wanted();
  std::expected<Lowered, int> lowered(const Target& target);
  bool override_options(const Lowered& of, testing::CaseOptions& options);
  void add(GivenCase given);
  [[nodiscard]] bool is_wanted(const std::string& name) const { return name.contains(wish_.only); }

  Session& session_;
  const CaseWish& wish_;
  std::map<hir::DefId, Lowered> lowered_;
  std::set<std::string> names_;
  std::vector<GivenCase> out_;
};

std::expected<Lowered, int> Reader::lowered(const Target& target) {
  if (const auto found = lowered_.find(target.def); found != lowered_.end()) return found->second;
  auto made = lower_one(session_, target);
  if (made) lowered_.emplace(target.def, *made);
  return made;
}

std::expected<Lowered, int> Reader::wanted() {
  if (wish_.of) return lowered(*wish_.of);
  session_.fail(
      "thiếu --of: dữ kiện và tệp hồ sơ không nói chúng là của quyết định nào, "
      "ví dụ --of vn.entry.breach_clocks.breach_clocks",
      "--of is missing: facts and case files do not say of which decision they are, "
      "as --of vn.entry.breach_clocks.breach_clocks");
  return std::unexpected(kUsage);
}

// What the command line says of the moment, the law and readings goes before what a case says.
bool Reader::override_options(const Lowered& of, testing::CaseOptions& options) {
  const auto flags = case_options_of(session_, wish_.when, of->program);
  if (!flags) return false;
  if (wish_.when.as_of) options.as_of = flags->as_of;
  if (flags->law_date) options.law_date = flags->law_date;
  options.readings.resize(flags->readings.size(), -1);
  for (std::size_t i = 0; i < flags->readings.size(); ++i)
    if (flags->readings[i] >= 0) options.readings[i] = flags->readings[i];
  return true;
}

void Reader::add(GivenCase given) {
  if (!is_wanted(given.name)) return;
  const std::string plain = given.name;
  for (int i = 2; !names_.insert(given.name).second; ++i)
    given.name = plain + " (" + std::to_string(i) + ")";
  out_.push_back(std::move(given));
}

int Reader::take(const testing::CaseText& text, const Lowered& of,
                 const std::shared_ptr<const SourceMap>& sources) {
  DiagnosticList list;
  auto cases = testing::read_cases(text, of->program, of->decision(), list);
  if (list.has_errors()) {
    print_apart(session_, list, sources ? *sources : session_.sources());
    return kInvalid;
  }
  for (testing::RecordedCase& recorded : cases) {
    if (!override_options(of, recorded.options)) return kUsage;
    std::string name = recorded.title;
    add({.name = std::move(name), .of = of, .recorded = std::move(recorded), .sources = sources});
  }
  return kOk;
}

int Reader::facts(const std::string& path) {
  const auto of = wanted();
  if (!of) return of.error();
  if (!wish_.when.as_of) {
    session_.fail("thiếu --as-of: mọi quyết định cần một thời điểm",
                  "--as-of is missing: a decision needs its moment");
    return kUsage;
  }
  const auto text = read_input(path);
  if (!text) {
    session_.fail("không đọc được " + path, text.error().message);
    return kIo;
  }
  auto sources = std::make_shared<SourceMap>();
  const FileId file = sources->add(path == "-" ? "<stdin>" : path, *text);
  testing::RecordedCase recorded;
  recorded.title =
      path == "-" ? std::string(session_.say("hồ sơ", "case")) : fs::path(path).stem().string();
  recorded.span = {file, 0, static_cast<std::uint32_t>(text->size())};
  recorded.facts = *text;
  if (!override_options(*of, recorded.options)) return kUsage;
  std::string name = recorded.title;
  add({.name = std::move(name), .of = *of, .recorded = std::move(recorded), .sources = sources});
  return kOk;
}

int Reader::case_file(const std::string& path) {
  const auto of = wanted();
  if (!of) return of.error();
  auto text = read_input(path);
  if (!text) {
    session_.fail("không đọc được " + path, text.error().message);
    return kIo;
  }
  auto sources = std::make_shared<SourceMap>();
  const FileId file = sources->add(path, std::move(*text));
  return take({.decision = (*of)->target.def,
               .file = file,
               .path = path,
               .text = sources->file(file).text,
               .named_at = {file, 0, 0}},
              *of, sources);
}

// A module that was named must name a case file itself; one of a folder need not.
int Reader::module(const std::string& path, bool named) {
  const auto file = open_checked(session_, path);
  if (!file) return file.error();
  DiagnosticList list;
  const auto texts = case_texts(session_.workspace(), *file, list);
  if (list.has_errors()) {
    session_.print(list);
    return kInvalid;
  }
  if (texts.empty() && named) {
    session_.fail(path + " không nêu tệp hồ sơ nào (`cases \"…\" of …`)",
                  path + " names no case file (`cases \"…\" of …`)");
    return kInvalid;
  }
  for (const testing::CaseText& text : texts) {
    if (wish_.of && wish_.of->def != text.decision) continue;
    const auto of = lowered({text.decision.file, text.decision});
    if (!of) return of.error();
    if (const int code = take(text, *of, nullptr); code != kOk) return code;
  }
  return kOk;
}

int Reader::one(const std::string& path) {
  if (is_facts(path)) return facts(path);
  if (is_case_file(path)) return case_file(path);
  return module(path, true);
}

// With a decision the facts and case files of the folder are its cases; without one, those that
// modules name. Links are not followed.
int Reader::folder(const std::string& path) {
  std::vector<std::string> files;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(
           path, fs::directory_options::skip_permission_denied, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const std::string file = it->path().generic_string();
    const bool fits = wish_.of ? is_facts(file) || is_case_file(file) : is_module(file);
    if (it->is_regular_file(error) && fits) files.push_back(file);
  }
  std::ranges::sort(files);
  const std::size_t before = out_.size();
  for (const std::string& file : files)
    if (const int code = is_module(file) ? module(file, false) : one(file); code != kOk)
      return code;
  if (out_.size() > before || !wish_.only.empty()) return kOk;
  if (wish_.of)
    session_.fail("không có hồ sơ nào (.json, .jsonl, .csv) trong " + path,
                  "no case (.json, .jsonl, .csv) in " + path);
  else
    session_.fail(
        "không mô đun nào trong " + path + " nêu tệp hồ sơ; với dữ kiện rời, thêm --of QUYẾT_ĐỊNH",
        "no module in " + path + " names a case file; for facts alone, add --of DECISION");
  return kInvalid;
}

std::expected<std::vector<GivenCase>, int> Reader::read() {
  for (const std::string& path : wish_.paths) {
    std::error_code error;
    const int code = fs::is_directory(path, error) ? folder(path) : one(path);
    if (code != kOk) return std::unexpected(code);
  }
  if (out_.empty()) {
    session_.fail("không hồ sơ nào có tên chứa `" + wish_.only + "`",
                  "no case has a name that holds `" + wish_.only + "`");
    return std::unexpected(kUsage);
  }
  return std::move(out_);
}

}  // namespace

std::pair<std::string, std::string> module_and_decision(Session& session, const std::string& what,
                                                        const std::string& decision) {
  std::error_code error;
  const std::size_t point = what.rfind('.');
  if (!decision.empty() || point == std::string::npos || fs::exists(what, error) ||
      session.workspace().open_library(what).exists())
    return {what, decision};
  const std::string module = what.substr(0, point);
  if (!session.workspace().open_library(module).exists()) return {what, decision};
  return {module, what.substr(point + 1)};
}

int deliver(const Session& session, const std::string& path, std::string_view bytes) {
  if (path.empty() || path == "-") {
    write_out(bytes);
  } else if (const auto done = write_file(path, bytes); !done) {
    session.fail("không ghi được " + path, done.error().message);
    return kIo;
  }
  return kOk;
}

std::expected<Lowered, int> lower_one(Session& session, const Target& target) {
  auto program = lower_targets(session, target.file, {target.def});
  if (!program) return std::unexpected(program.error());
  auto out = std::make_shared<LoweredDecision>();
  out->target = target;
  out->program = std::move(*program);
  out->image = decision::encode(out->program);
  return out;
}

std::expected<std::vector<GivenCase>, int> given_cases(Session& session, const CaseWish& wish) {
  return Reader(session, wish).read();
}

std::expected<explain::Explanation, int> explain_given(Session& session, const GivenCase& given) {
  const LoweredDecision& of = *given.of;
  const auto modules = session.workspace().modules(of.target.file);
  const explain::Lexicon lexicon{modules, session.workspace().types(), session.workspace().names()};
  auto out = explain::explain(lexicon, of.target.def,
                              {.program = &of.program,
                               .image = of.image,
                               .facts = given.recorded.facts,
                               .as_of = given.recorded.options.as_of,
                               .law_date = given.recorded.options.law_date,
                               .readings = given.recorded.options.readings},
                              {.flips = false}, session.options().language);
  if (out) return std::move(*out);
  if (out.error().status == PHEP_BAD_FACTS) {
    print_apart(
        session,
        testing::facts_problem(given.recorded, out.error().output, of.program, of.decision()),
        given.sources ? *given.sources : session.sources());
    return std::unexpected(kInvalid);
  }
  session.fail(given.name + ": vượt giới hạn khi đánh giá",
               given.name + ": a limit was hit while deciding");
  return std::unexpected(kLimit);
}

}  // namespace phep::cli

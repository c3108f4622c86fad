#include "tests/edits/sessions.h"

#include "compiler/diagnostics/render.h"
#include "compiler/syntax/moved.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/tokens.h"
#include "compiler/workspace/workspace.h"
#include "lsp/ide/fold.h"
#include "lsp/ide/outline.h"
#include "lsp/ide/paint.h"
#include "lsp/server/documents.h"
#include "tests/edits/edits.h"
#include "tests/edits/meaning.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <optional>

namespace phep::tests {
namespace {

// Everything that is asked of a file, as text: where two of them differ, so do the answers.
struct Answers {
  std::string tree, places, said, rows, paints, folds, seen, meaning;
};

std::string place(Span span) {
  return std::to_string(span.file.index) + ":" + std::to_string(span.begin) + "-" +
         std::to_string(span.end);
}

// Files that others import are numbered as they are met: their paths are compared.
void say(std::string& out, const Diagnostic& one, const SourceMap& sources) {
  out += code_text(one.row->code) + " " + place(one.span);
  for (const Language language : {Language::Vietnamese, Language::English})
    out += " " + message(*one.row, one.arguments, language);
  for (const Note& note : one.notes)
    out += "\n  note " +
           (note.span.file == one.span.file ? "" : sources.file(note.span.file).path + " ") +
           std::to_string(note.span.begin) + "-" + std::to_string(note.span.end) + " " +
           message(*note.row, note.arguments, Language::English);
  for (const Fix& fix : one.fixes) {
    out += "\n  fix " + fix.title.en;
    for (const Edit& edit : fix.edits) out += " " + place(edit.span) + "=" + edit.text;
  }
  out += "\n";
}

std::string all_said(workspace::Workspace& workspace, FileId file) {
  std::string out;
  const DiagnosticList list = workspace.diagnostics(file);
  for (const Diagnostic& one : list.items()) say(out, one, workspace.sources());
  return out;
}

void write(std::string& out, const std::vector<ide::Row>& rows, int depth) {
  for (const ide::Row& row : rows) {
    out += std::string(static_cast<std::size_t>(depth), ' ') + row.name + " | " + row.detail + " " +
           place(row.whole) + " " + place(row.own) + "\n";
    write(out, row.inner, depth + 1);
  }
}

Answers answers(workspace::Workspace& workspace, FileId file, bool tree_first = false) {
  Answers out;
  // The tree alone, or what is said, may be what is asked for first.
  if (tree_first) workspace.parsed(file);
  out.said = all_said(workspace, file);
  const auto parsed = workspace.parsed(file);
  const std::string& text = workspace.sources().file(file).text;
  out.tree = syntax::print(parsed->module, workspace.names());
  for (const Span span : syntax::places_of(parsed->module)) out.places += place(span) + "\n";
  write(out.rows, ide::outline(workspace, file, Language::English), 0);
  const std::atomic<bool> stop = false;
  for (const ide::Paint& one : ide::paints(workspace, file, {}, std::nullopt, stop))
    out.paints += std::to_string(one.begin) + "-" + std::to_string(one.end) + " " +
                  std::to_string(static_cast<int>(one.sort)) + " " + std::to_string(one.modifiers) +
                  "\n";
  for (const ide::Fold& one : ide::folds(text, syntax::SourceForm::Plain))
    out.folds += std::to_string(one.begin) + "-" + std::to_string(one.end) + "\n";
  out.seen = std::to_string(parsed->surface) + " " + std::to_string(parsed->interface);
  out.meaning = meaning(workspace, file);
  return out;
}

// The first line that two texts do not share.
std::string first_difference(const std::string& a, const std::string& b) {
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const auto around = [at](const std::string& text) {
    const auto line = text.rfind('\n', at == 0 ? 0 : at - 1);
    const std::size_t begin = line == std::string::npos ? 0 : line;
    return text.substr(begin, 200);
  };
  return "in part: " + around(a) + "\n  whole:   " + around(b);
}

bool compare(const Answers& part, const Answers& whole, const std::string& where) {
  const std::pair<std::string_view, std::string Answers::*> all[] = {
      {"tree", &Answers::tree},    {"places", &Answers::places},  {"diagnostics", &Answers::said},
      {"symbols", &Answers::rows}, {"tokens", &Answers::paints},  {"folds", &Answers::folds},
      {"surface", &Answers::seen}, {"meaning", &Answers::meaning}};
  for (const auto& [name, member] : all)
    if (part.*member != whole.*member) {
      std::fprintf(stderr, "%s: %s differ\n  %s\n", where.c_str(), std::string(name).c_str(),
                   first_difference(part.*member, whole.*member).c_str());
      return false;
    }
  return true;
}

// ---- the editor's side
// --------------------------------------------------------------------------

// The position of a byte as the protocol counts, by a way of our own: in UTF-16, a letter beyond
// the first plane is two units, and inside it counts as before it.
server::Position position_at(const std::string& text, std::size_t offset, bool inside_pair) {
  server::Position out;
  for (std::size_t at = 0; at < offset; ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool crlf = byte == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    if (byte == '\n' || (byte == '\r' && !crlf)) {
      ++out.line;
      out.character = 0;
    } else if ((byte & 0xC0U) != 0x80) {
      out.character += byte >= 0xF0 ? 2 : 1;
    }
  }
  if (inside_pair && offset < text.size() && static_cast<unsigned char>(text[offset]) >= 0xF0)
    ++out.character;
  return out;
}

// Between the two halves of \r\n there is no place.
std::size_t not_between(const std::string& text, std::size_t at) {
  return at > 0 && at < text.size() && text[at] == '\n' && text[at - 1] == '\r' ? at - 1 : at;
}

// The change through the server's documents, which must agree with a plain replacement of bytes.
bool edit(server::Document& document, const Gesture& gesture, Hands& hands) {
  if (gesture.impossible) {
    const std::string before = document.text;
    const server::Position begin{static_cast<std::uint32_t>(document.starts.size()) + 3, 0};
    const server::Position end{begin.line + 1, 0};
    return !apply(document, {std::pair(begin, end), "x"}, server::Encoding::Utf16) &&
           document.text == before;
  }
  for (const Step& step : gesture.steps) {
    const std::size_t begin =
        not_between(document.text, std::min(step.begin, document.text.size()));
    const std::size_t end =
        std::max(begin, not_between(document.text, std::min(step.end, document.text.size())));
    std::string wanted = document.text;
    wanted.replace(begin, end - begin, step.text);
    const bool inside = hands.below(2) == 0;
    const std::pair range{position_at(document.text, begin, inside),
                          position_at(document.text, end, inside)};
    if (!apply(document, {range, step.text}, server::Encoding::Utf16)) return false;
    if (document.text != wanted) return false;
  }
  return true;
}

}  // namespace

void run_session(const std::string& path, std::string text, const SessionSettings& settings,
                 Tally& tally) {
  const std::string importer_path = path.substr(0, path.rfind('/') + 1) + "importer_.phep";
  std::string importer;
  const auto read = [&](const std::string& wanted) -> std::optional<std::string> {
    if (wanted == importer_path) return importer;
    return wanted == path ? std::optional(text) : std::nullopt;
  };
  workspace::Workspace live(read, workspace::embedded_library());
  workspace::Workspace fresh(read, workspace::embedded_library());
  const FileId file = *live.open(path);
  const FileId same = *fresh.open(path);
  answers(live, file);
  answers(fresh, same);  // so that both number files alike
  importer = importer_of(live, file);
  const FileId user = *live.open(importer_path);
  const FileId same_user = *fresh.open(importer_path);
  answers(live, user);
  answers(fresh, same_user);
  const bool careful = settings.seed % 3 != 0;
  server::Document document;
  document.uri = document.path = path;
  document.text = text;
  document.starts = server::line_starts(text);
  Hands hands(settings.seed);
  ++tally.sessions;
  for (std::uint64_t i = 0; i < settings.edits; ++i) {
    const bool with_care = careful && hands.below(6) != 0;
    const Gesture gesture = with_care ? hands.careful(document.text) : hands.next(document.text);
    ++tally.gestures[std::string(gesture.name)];
    ++tally.edits;
    const std::string where = path + ", seed " + std::to_string(settings.seed) + ", edit " +
                              std::to_string(i + 1) + " (" + std::string(gesture.name) + ")";
    if (!edit(document, gesture, hands)) {
      std::fprintf(stderr, "%s: the text is not what the editor has\n", where.c_str());
      ++tally.wrong;
      return;
    }
    if (settings.skip_one_word && i + 1 == settings.edits) live.skip_one_word(file);
    if (settings.skip_one_declaration) live.skip_one_declaration(file);
    live.set_text(file, document.text);
    if (hands.below(8) == 0) continue;  // nobody asks before the next edit
    if (hands.below(3) == 0) {          // as while typing: what is said alone is asked for
      fresh.remove(same);
      fresh.set_text(same, document.text);
      const std::string own = all_said(live, file);
      const std::string wanted = all_said(fresh, same);
      if (own == wanted) continue;
      std::fprintf(stderr, "%s: diagnostics differ\n  %s\n", where.c_str(),
                   first_difference(own, wanted).c_str());
      ++tally.wrong;
      return;
    }
    const bool by_importer = hands.below(2) == 0;  // who is asked first
    Answers of_user;
    const bool tree_first = hands.below(2) == 0;
    if (by_importer) of_user = answers(live, user, tree_first);
    // Without what is remembered of it, the whole is read.
    fresh.remove(same);
    fresh.set_text(same, document.text);
    const Answers own = answers(live, file, tree_first);
    if (!by_importer) of_user = answers(live, user);
    if (!compare(own, answers(fresh, same), where) ||
        !compare(of_user, answers(fresh, same_user), where + ", importer")) {
      ++tally.wrong;
      return;
    }
  }
  tally.whole += live.work().parsed - live.work().in_part;
  tally.part += live.work().in_part;
  tally.checked_whole += live.work().checked - live.work().checked_in_part;
  tally.checked_part += live.work().checked_in_part;
}

}  // namespace phep::tests

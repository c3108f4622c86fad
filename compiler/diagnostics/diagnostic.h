// Diagnostics as data: a stable code, a span, arguments, notes and fixes. Language and drawing come
// later.
#pragma once

#include "compiler/base/span.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep {

enum class Severity : std::uint8_t { Error, Warning, Lint, Note };
enum class Language : std::uint8_t { Vietnamese, English };

// What stands in a {n} of a message. Most arguments read the same in both languages; words do not.
struct Argument {
  std::string vi;
  std::string en;

  Argument(std::string_view same) : vi(same), en(same) {}    // NOLINT(google-explicit-constructor)
  Argument(const std::string& same) : vi(same), en(same) {}  // NOLINT(google-explicit-constructor)
  Argument(const char* same) : vi(same), en(same) {}         // NOLINT(google-explicit-constructor)
  Argument(std::int64_t number);                             // NOLINT(google-explicit-constructor)
  Argument(std::string vietnamese, std::string english)
      : vi(std::move(vietnamese)), en(std::move(english)) {}
};

// One row of the catalogue.
struct CatalogRow {
  std::string_view name;
  std::uint16_t code;  // shown as P and four digits
  Severity severity;
  int parameters;
  std::string_view vi;
  std::string_view en;
};

namespace diag {

// A row with its number of parameters in its type. The constructor refuses a row that breaks the
// message rules: every {n} in both languages, no final period, no capital first letter.
template <int Parameters>
struct Kind {
  CatalogRow row;

  consteval Kind(std::string_view name, std::uint16_t code, Severity severity, std::string_view vi,
                 std::string_view en)
      : row{name, code, severity, Parameters, vi, en} {
    check(vi);
    check(en);
  }

 private:
  static consteval void check(std::string_view text) {
    if (text.empty()) throw "a message is empty";
    if (text.back() == '.') throw "a message ends in a period";
    if (text.front() >= 'A' && text.front() <= 'Z') throw "a message begins with a capital letter";
    for (char c : text)
      if (c == '\n') throw "a message is longer than one line";
    for (int n = 0; n < Parameters; ++n) {
      bool found = false;
      for (std::size_t at = 0; at + 2 < text.size(); ++at)
        if (text[at] == '{' && text[at + 1] == '0' + n && text[at + 2] == '}') found = true;
      if (!found) throw "a message lacks one of its parameters";
    }
  }
};

}  // namespace diag

// Every row of the catalogue, in the order of catalog.def.
const std::vector<CatalogRow>& catalog();

// The row with this code, or null.
const CatalogRow* find_in_catalog(std::uint16_t code);

struct Edit {
  Span span;  // replaced; empty to insert
  std::string text;
};

// Safe: applying it cannot change what a correct program means. Guess: a person decides.
enum class FixGrade : std::uint8_t { Safe, Guess };

struct Fix {
  FixGrade grade;
  Argument title;  // "use `x`"
  std::vector<Edit> edits;
};

struct Note {
  const CatalogRow* row;
  Span span;
  std::vector<Argument> arguments;
};

struct Diagnostic {
  const CatalogRow* row;
  Span span;
  std::vector<Argument> arguments;
  std::vector<Note> notes;
  std::vector<Fix> fixes;

  template <int N, class... Args>
  Diagnostic& note(const diag::Kind<N>& kind, Span at, Args&&... args) {
    static_assert(sizeof...(Args) == N, "the message has another number of parameters");
    notes.push_back({&kind.row, at, {Argument(std::forward<Args>(args))...}});
    return *this;
  }
  Diagnostic& fix(FixGrade grade, Argument title, std::vector<Edit> edits) {
    fixes.push_back({grade, std::move(title), std::move(edits)});
    return *this;
  }
};

// What a stage has to say about its input. Order is the order of reporting until sorted.
class DiagnosticList {
 public:
  // Reports one cause, once. `report(diag::UnknownName, span, "x")`; a missing argument does not
  // compile.
  template <int N, class... Args>
  Diagnostic& report(const diag::Kind<N>& kind, Span at, Args&&... args) {
    static_assert(sizeof...(Args) == N, "the message has another number of parameters");
    items_.push_back({&kind.row, at, {Argument(std::forward<Args>(args))...}, {}, {}});
    return items_.back();
  }

  void append(const DiagnosticList& other);
  void add(Diagnostic item) { items_.push_back(std::move(item)); }

  // By file, place and code, so that output never depends on the order of passes.
  void sort();

  // Of neighbours that say the same of the same place, keeps the first. For sorted lists.
  void drop_repeats();

  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] const std::vector<Diagnostic>& items() const { return items_; }
  [[nodiscard]] std::vector<Diagnostic>& items() { return items_; }
  [[nodiscard]] bool empty() const { return items_.empty(); }

 private:
  std::vector<Diagnostic> items_;
};

// "P2001".
std::string code_text(std::uint16_t code);

// The message with its arguments in place.
std::string message(const CatalogRow& row, const std::vector<Argument>& arguments,
                    Language language);

std::string_view severity_word(Severity severity, Language language);

}  // namespace phep

// A text that is edited: what is read in part equals a fresh reading, to the last place.
//
// The text ends at the first zero byte; behind it edits follow: two bytes where, one how many are
// taken away, one how many come, and those. A text without edits loses its middle and gets it back.
#include "compiler/diagnostics/render.h"
#include "compiler/syntax/live_text.h"
#include "compiler/syntax/moved.h"
#include "compiler/syntax/print.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <string>

namespace {

using namespace phep;
using fuzz::holds;

constexpr FileId kFile{0};

std::string all_of(const syntax::Parsed& parsed, const Interner& names) {
  std::string out = syntax::print(parsed.module, names);
  for (const Span span : syntax::places_of(parsed.module))
    out += std::to_string(span.begin) + "-" + std::to_string(span.end) + " ";
  for (const Diagnostic& one : parsed.diagnostics.items()) {
    out += "\n" + code_text(one.row->code) + " " + std::to_string(one.span.begin) + "-" +
           std::to_string(one.span.end) + message(*one.row, one.arguments, Language::English);
    for (const Note& note : one.notes)
      out += "\n " + std::to_string(note.span.begin) + "-" + std::to_string(note.span.end);
    for (const Fix& fix : one.fixes)
      for (const Edit& edit : fix.edits)
        out += "\n =" + std::to_string(edit.span.begin) + "-" + std::to_string(edit.span.end) +
               edit.text;
  }
  return out + "\n" + std::to_string(parsed.surface) + " " + std::to_string(parsed.interface);
}

class Session {
 public:
  // In how many readings a part was enough.
  int in_part = 0;

  void read(const std::string& text) {
    const auto parsed = live_.read(text, names_);
    live_.place();
    in_part += live_.in_part() ? 1 : 0;
    Interner fresh;
    const syntax::Parsed whole = syntax::parse(kFile, text, fresh);
    const std::string wanted = all_of(whole, fresh);
    if (const std::string found = all_of(*parsed, names_); found != wanted) {
      const auto at =
          static_cast<std::size_t>(std::ranges::mismatch(found, wanted).in1 - found.begin());
      const std::size_t from = at < 60 ? 0 : at - 60;
      std::fprintf(stderr, "in part: %s\nwhole:   %s\n", found.substr(from, 120).c_str(),
                   wanted.substr(from, 120).c_str());
      fuzz::broken("what is read in part equals a fresh reading");
    }
    clean = whole.diagnostics.empty();
    decls = whole.module.decls.size();
  }
  bool clean = false;
  std::size_t decls = 0;

 private:
  Interner names_;
  syntax::LiveText live_{kFile, syntax::SourceForm::Plain};
};

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string_view all = fuzz::text_of(data, size);
  const std::size_t zero = std::min(all.find('\0'), size);
  std::string text(all.substr(0, zero));
  Session session;
  session.read(text);
  const bool clean_before = session.clean;
  if (zero + 1 >= size) {
    const std::string kept = text;
    text.erase(text.size() / 2, 7);
    session.read(text);
    session.read(kept);
    return 0;
  }
  fuzz::Bytes in(data + zero + 1, size - zero - 1);
  int edits = 0;
  for (; !in.empty() && edits < 12; ++edits) {
    const std::size_t at = std::min<std::size_t>(in.take<std::uint16_t>(), text.size());
    const std::size_t gone = in.take<std::uint8_t>();
    const std::string_view come = in.text(in.take<std::uint8_t>());
    text.replace(at, gone, come);
    session.read(text);
  }
  fuzz::plant(1, edits >= 3 && session.in_part >= 2);
  fuzz::plant(2, clean_before && session.clean && session.in_part >= 1 && session.decls == 0);
  fuzz::plant(3, clean_before && session.clean && session.in_part == edits && edits >= 2 &&
                     session.decls >= 2);
  return 0;
}

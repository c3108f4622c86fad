// Prints where the lexer sees keywords, `FILE<tab>BEGIN<tab>END` in bytes: what the editor's
// grammar is held against (vscode-extension/test/grammar.mjs).
//   phep_words FILE...
#include "compiler/syntax/parse.h"
#include "compiler/syntax/prepare.h"
#include "compiler/syntax/reports.h"
#include "compiler/syntax/tokens.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    if (!in) {
      std::fprintf(stderr, "phep_words: cannot read %s\n", argv[i]);
      return 1;
    }
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    phep::syntax::Reports reports;
    const auto prepared =
        phep::syntax::prepare(phep::FileId{0}, bytes, phep::syntax::form_of(argv[i]), reports);
    for (const auto& token : phep::syntax::scan(prepared.text)) {
      if (!phep::syntax::is_keyword(token.kind)) continue;
      const phep::Span span = prepared.positions.span(token.begin, token.end);
      std::printf("%s\t%u\t%u\n", argv[i], span.begin, span.end);
    }
  }
}

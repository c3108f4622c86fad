#include "compiler/cli/facts.h"

#include "compiler/diagnostics/render.h"
#include "compiler/testing/facts_refusal.h"

namespace phep::cli {

void print_facts_problem(Session& session, const std::string& path, const std::string& text,
                         const std::string& refusal, const decision::Program& program,
                         const decision::Decision& decision) {
  SourceMap sources;
  const FileId file = sources.add(path == "-" ? "<stdin>" : path, text);
  const DiagnosticList list = testing::facts_diagnostics(refusal, program, decision, file);
  if (session.json()) {
    write_out(refusal + "\n");
    return;
  }
  std::fputs(render(list, sources, {session.options().language, session.color(2)}).c_str(), stderr);
}

}  // namespace phep::cli

// `phep explain FILE --decision NAME --facts F.json --as-of T`: the reasons of one decision.
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/facts.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"
#include "compiler/explain/certificate.h"
#include "compiler/explain/document.h"
#include "compiler/runtime/phep_abi.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::cli {
namespace {

std::string hex(const std::array<std::uint8_t, 32>& bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

// The certificate that was named on the command line; an exit code when it cannot be read.
std::expected<std::optional<explain::Certificate>, int> certificate_of(Session& session,
                                                                       const std::string& path) {
  if (path.empty()) return std::optional<explain::Certificate>();
  const auto text = read_input(path);
  if (!text) {
    session.fail("không đọc được " + path, text.error().message);
    return std::unexpected(kIo);
  }
  auto certificate = explain::read_certificate(*text);
  if (!certificate) {
    session.fail(path + " không phải chứng thư, cũng không phải câu trả lời có chứng thư",
                 path + " is no certificate, nor an answer that carries one");
    return std::unexpected(kInvalid);
  }
  return certificate;
}

// What the certificate says holds, unless the command line says something else: then the replay
// will tell.
CaseFlags flags_with(const CaseFlags& given, const std::optional<explain::Certificate>& from) {
  CaseFlags out = given;
  if (!from) return out;
  if (!out.as_of) out.as_of = from->as_of;
  if (!out.law_date) out.law_date = from->law_date;
  return out;
}

// Its readings and supposed drafts, where the command line chose none.
void take_readings(const explain::Certificate& from, const decision::Program& program,
                   testing::CaseOptions& options) {
  std::size_t index = 0;
  for (const decision::Reading& reading : program.readings) {
    std::int32_t& chosen = options.readings.at(index++);
    const auto said = from.readings.find(reading.name);
    if (chosen >= 0 || said == from.readings.end()) continue;
    const auto option = std::ranges::find(reading.options, said->second);
    if (option != reading.options.end())
      chosen = static_cast<std::int32_t>(option - reading.options.begin());
  }
}

int refuse_certificate(Session& session, const std::vector<std::string>& differs) {
  std::string why;
  for (const std::string& one : differs) why += (why.empty() ? "" : "; ") + one;
  session.fail("chứng thư không được dựng lại: " + why,
               "the certificate is not reproduced: " + why);
  return kIntegrity;
}

std::string page_of(const explain::Explanation& explanation, Page page, bool color) {
  if (page == Page::Json) return explain::explanation_json(explanation).dump() + "\n";
  const explain::Document document = explain::compose(explanation);
  return page == Page::Html ? explain::document_html(document)
                            : explain::document_text(document, color);
}

// A norm that was asked for and is not in the answer.
int unknown_norm(Session& session, const ExplainOptions& options,
                 const decision::Decision& decision) {
  std::vector<std::string_view> keys;
  for (const decision::NormOutput& output : decision.norms) keys.push_back(output.key);
  const std::string near(nearest(options.norm, keys));
  session.fail("quyết định không có quy phạm `" + options.norm + "`" +
                   (near.empty() ? "" : "; có phải `" + near + "`?"),
               "the decision has no norm `" + options.norm + "`" +
                   (near.empty() ? "" : "; did you mean `" + near + "`?"));
  return kUsage;
}

}  // namespace

int run_explain_case(Session& session, const ExplainOptions& options) {
  const auto certificate = certificate_of(session, options.certificate);
  if (!certificate) return certificate.error();
  const CaseFlags flags = flags_with(options.when, *certificate);
  if (!flags.as_of) {
    session.fail("thiếu --as-of: mọi quyết định cần một thời điểm",
                 "--as-of is missing: a decision needs its moment");
    return kUsage;
  }
  const auto target = open_target(session, options.what, options.decision);
  if (!target) return target.error();
  const auto lowered = lower_targets(session, target->file, {target->def});
  if (!lowered) return lowered.error();
  const Language language = session.options().language;
  if (*certificate && (*certificate)->release != hex(lowered->release))
    return refuse_certificate(
        session, explain::other_release(**certificate, hex(lowered->release), language));
  const auto facts = read_input(options.facts);
  if (!facts) {
    session.fail("không đọc được " + options.facts, facts.error().message);
    return kIo;
  }
  auto chosen = case_options_of(session, flags, *lowered);
  if (!chosen) return kUsage;
  if (*certificate) take_readings(**certificate, *lowered, *chosen);
  const auto image = decision::encode(*lowered);
  const explain::Question question{.program = &*lowered,
                                   .image = image,
                                   .facts = *facts,
                                   .as_of = chosen->as_of,
                                   .law_date = chosen->law_date,
                                   .readings = chosen->readings};
  const auto modules = session.workspace().modules(target->file);
  const explain::Lexicon lexicon{modules, session.workspace().types(), session.workspace().names()};
  const auto explanation = explain::explain(
      lexicon, target->def, question,
      {.norm = options.norm, .certificate = *certificate ? &**certificate : nullptr}, language);
  if (!explanation) {
    const explain::Refusal& refusal = explanation.error();
    if (!refusal.differs.empty()) return refuse_certificate(session, refusal.differs);
    if (refusal.status == PHEP_BAD_FACTS) {
      print_facts_problem(session, options.facts, *facts, refusal.output, *lowered,
                          lowered->decisions[0]);
      return kInvalid;
    }
    session.fail("vượt giới hạn khi đánh giá", "a limit was hit while deciding");
    return kLimit;
  }
  if (!options.norm.empty() && explanation->norms.empty())
    return unknown_norm(session, options, lowered->decisions[0]);
  write_out(page_of(*explanation, options.page, session.color(1)));
  return kOk;
}

}  // namespace phep::cli

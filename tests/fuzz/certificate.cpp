// Certificates from elsewhere: read or refused, printed back equal, and held against a replay. A
// release of zeros stands for that of this build, which no committed input can name.
#include "compiler/explain/certificate.h"

#include "compiler/testing/time_text.h"
#include "tests/fuzz/shared/decide.h"
#include "tests/fuzz/shared/programs.h"
#include "tests/fuzz/shared/target.h"

namespace {

using namespace phep;
using fuzz::holds;

std::string printed(const explain::Certificate& certificate) {
  nlohmann::json out = {{"as_of", testing::moment_text(certificate.as_of, 0)},
                        {"release", certificate.release},
                        {"bits", certificate.bits},
                        {"readings", certificate.readings}};
  if (certificate.law_date) out["law_date"] = testing::day_text(*certificate.law_date);
  return out.dump();
}

// An answer of the interpreter, which carries a certificate.
const nlohmann::json& replayed() {
  static const nlohmann::json answer = [] {
    const fuzz::Executable& made = fuzz::executable("tests/fuzz/programs/judged.phep");
    const auto* image = reinterpret_cast<const runtime::Header*>(made.image.data());
    return nlohmann::json::parse(
        fuzz::decide(image, 0, R"({"at":"2026-02-01T08:00+07:00","people":5})").text);
  }();
  return answer;
}

}  // namespace

PHEP_FUZZ_TARGET {
  auto certificate = explain::read_certificate(fuzz::text_of(data, size));
  if (!certificate) return 0;
  holds(certificate->release.size() == 64, "a release is a digest");
  const auto again = explain::read_certificate(printed(*certificate));
  holds(again && again->as_of == certificate->as_of && again->law_date == certificate->law_date &&
            again->readings == certificate->readings && again->bits == certificate->bits,
        "a certificate prints back equal");
  const auto mine = explain::read_certificate(replayed().dump());
  if (mine && certificate->release == std::string(64, '0')) certificate->release = mine->release;
  const decision::Program& program = fuzz::executable("tests/fuzz/programs/judged.phep").program;
  const auto said = explain::mismatches(*certificate, replayed(), program, Language::English);
  holds(said.size() ==
            explain::mismatches(*certificate, replayed(), program, Language::Vietnamese).size(),
        "as much is said in both languages");
  holds(mine && explain::mismatches(*mine, replayed(), program, Language::English).empty(),
        "a replay reproduces itself");
  fuzz::plant(1, certificate->law_date && !certificate->readings.empty());
  fuzz::plant(2, said.size() == 2);
  fuzz::plant(3, certificate->release == mine->release && !said.empty());
  return 0;
}

#include "compiler/testing/vectors.h"

#include "compiler/base/text.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/nearby.h"
#include "compiler/testing/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace phep::testing {

namespace {

using VectorJson = nlohmann::ordered_json;

constexpr std::uint64_t kRound = 20;  // lines after which the kinds come again
constexpr int kAttempts = 40;         // to draw a case of the kind that is due

std::string moment_text(std::int64_t ms) {
  std::array<char, runtime::kInstantTextMax> text{};
  return {text.data(), runtime::print_instant(ms, text.data())};
}
// Days at which some text's force begins or ends, and the days before.
std::vector<std::int32_t> days_of_beginnings(const decision::Program& program) {
  const std::set<std::int32_t> days = days_of_force(program);
  return {days.begin(), days.end()};
}

// Moments at which a deadline of the answer falls.
std::vector<std::int64_t> deadlines(const std::string& answer) {
  std::vector<std::int64_t> out;
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object() || !json.contains("norms")) return out;
  for (const auto& norm : json["norms"]) {
    if (!norm.is_object() || !norm.contains("due") || !norm["due"].is_string()) continue;
    const auto text = norm["due"].get<std::string>();
    std::int64_t moment = 0;
    const auto length = static_cast<std::uint32_t>(text.size());
    if (runtime::parse_instant(text.data(), length, &moment) == runtime::InstantStatus::Ok)
      out.push_back(moment);
  }
  return out;
}

bool names_missing(const std::string& answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  return json.is_object() && json.contains("missing") && !json["missing"].empty();
}

}  // namespace

Vectors::Vectors(const decision::Program& program, std::uint32_t decision, const Engine& engine,
                 std::uint64_t seed)
    : program_(program),
      decision_(decision),
      engine_(engine),
      random_(seed),
      days_(days_of_beginnings(program)) {}

std::string Vectors::next() {
  const std::uint64_t turn = count_++ % kRound;
  const Aim aim = turn < 3    ? Aim::Malformed
                  : turn < 9  ? Aim::Unknown
                  : turn < 11 ? Aim::Boundary
                              : Aim::Any;
  Vector vector = drawn(aim);
  for (int left = kAttempts; left > 0 && !is_met(aim, vector); --left) vector = drawn(aim);
  return line(aim, vector);
}

bool Vectors::is_met(Aim aim, const Vector& vector) const {
  switch (aim) {
    case Aim::Any: return true;
    case Aim::Malformed: return vector.outcome.status == PHEP_BAD_FACTS;
    case Aim::Unknown:
      return vector.outcome.status == PHEP_OK && names_missing(vector.outcome.output);
    case Aim::Boundary: return vector.outcome.status == PHEP_OK;
  }
  PHEP_UNREACHABLE();
}

Vectors::Vector Vectors::drawn(Aim aim) {
  const decision::Decision& decision = program_.decisions[decision_];
  const bool all = aim == Aim::Boundary || (aim == Aim::Any && random_.chance(70));
  const int known = all ? 100 : static_cast<int>(random_.in(30, 95));
  const FactsDocument facts = random_facts(program_, decision, known, random_);
  Vector made{options(), aim == Aim::Malformed ? spoiled(facts, random_) : facts.dump(), {}};
  made.outcome = engine_.run(decision_, made.facts, made.options);
  if (aim == Aim::Boundary) move_to_boundary(made);
  return made;
}

void Vectors::move_to_boundary(Vector& vector) {
  const auto moments = deadlines(vector.outcome.output);
  const std::int32_t zone = program_.decisions[decision_].zone_minutes;
  if (!moments.empty() && (days_.empty() || random_.chance(60))) {
    vector.options.as_of = random_.pick(moments) + random_.in(-1, 1);
  } else {
    const std::int32_t day =
        days_.empty() ? static_cast<std::int32_t>(random_.in(19'724, 21'100)) : random_.pick(days_);
    vector.options.as_of = runtime::day_start(day, zone) + random_.in(-1, 1);
    if (random_.chance(30))
      vector.options.law_date = day + static_cast<std::int32_t>(random_.in(-1, 0));
  }
  vector.options.as_of =
      std::clamp(vector.options.as_of, runtime::kFirstInstant, runtime::kLastInstant);
  vector.outcome = engine_.run(decision_, vector.facts, vector.options);
}

CaseOptions Vectors::options() {
  CaseOptions out;
  out.certificate = random_.chance(10);
  out.as_of = random_.in(1'700'000'000, 1'830'000'000) * 1'000;
  if (random_.chance(15)) out.law_date = static_cast<std::int32_t>(random_.in(19'700, 21'000));
  for (const decision::Reading& reading : program_.readings) {
    const auto last = static_cast<std::int64_t>(reading.options.size()) - 1;
    out.readings.push_back(random_.chance(70) ? -1
                                              : static_cast<std::int32_t>(random_.in(0, last)));
  }
  return out;
}

std::string Vectors::line(Aim aim, const Vector& vector) const {
  const CaseOptions& options = vector.options;
  const char* const kind = vector.outcome.status == PHEP_BAD_FACTS ? "malformed"
                           : aim == Aim::Boundary                  ? "boundary"
                           : names_missing(vector.outcome.output)  ? "unknown"
                                                                   : "complete";
  VectorJson out = {{"decision", program_.decisions[decision_].export_name},
                    {"kind", kind},
                    {"as_of", moment_text(options.as_of)},
                    {"as_of_ms", options.as_of}};
  if (options.law_date) {
    out["law_date"] = day_text(*options.law_date);
    out["law_day"] = *options.law_date;
  }
  if (options.certificate) out["certificate"] = true;
  std::size_t index = 0;
  for (const decision::Reading& reading : program_.readings) {
    const std::int32_t option = options.readings[index++];
    if (option < 0) continue;
    if (!reading.draft)
      out["readings"][reading.name] = reading.options[static_cast<std::size_t>(option)];
    if (reading.draft && option == 1) out["suppose"].push_back(reading.name);
  }
  out["choices"] = options.readings;
  if (first_invalid_utf8(vector.facts) == kValidUtf8) {
    out["facts"] = vector.facts;
  } else {
    std::string hex;
    for (const char byte : vector.facts)
      hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    out["facts_hex"] = hex;
  }
  out["status"] = vector.outcome.status;
  out["answer"] = vector.outcome.output;
  return out.dump();
}

std::string conformance(const decision::Program& program, std::uint32_t decision,
                        const Engine& engine, std::uint64_t count, std::uint64_t seed) {
  Vectors vectors(program, decision, engine, seed);
  std::string out;
  for (std::uint64_t i = 0; i < count; ++i) out += vectors.next() + "\n";
  return out;
}

}  // namespace phep::testing

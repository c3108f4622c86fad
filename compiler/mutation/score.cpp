#include "compiler/mutation/score.h"

#include "compiler/base/check.h"
#include "compiler/testing/time_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::mutation {
namespace {

constexpr std::int32_t kVietnam = 420;  // minutes east of UTC

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// One step of a generator whose sequence is the same everywhere (splitmix64).
std::uint64_t next(std::uint64_t& state) {
  state += 0x9E37'79B9'7F4A'7C15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
  return z ^ (z >> 31U);
}

}  // namespace

void Tally::count(Verdict verdict) {
  switch (verdict) {
    case Verdict::Killed: ++killed; return;
    case Verdict::Survived: ++survived; return;
    case Verdict::Untested: ++untested; return;
    case Verdict::Same: ++same; return;
    case Verdict::Equal: ++equal; return;
    case Verdict::Stillborn: ++stillborn; return;
  }
  PHEP_UNREACHABLE();
}

double Tally::score() const {
  return counted() == 0 ? 1.0 : static_cast<double>(killed) / static_cast<double>(counted());
}

Score score_of(const std::vector<Mutant>& mutants, const std::vector<Outcome>& outcomes) {
  Score out;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    const Mutant& mutant = mutants[i];
    const Verdict verdict = outcomes[i].verdict;
    out.all.count(verdict);
    out.by_fault.at(static_cast<std::size_t>(mutant.fault)).count(verdict);
    out.by_definition[mutant.of].count(verdict);
    for (const std::string& cite : mutant.cites) out.by_provision[cite].count(verdict);
  }
  return out;
}

LineDiff diff_of(const SourceMap& sources, const Mutant& mutant) {
  const std::string& text = sources.file(mutant.at.file).text;
  const auto before =
      mutant.at.begin == 0 ? std::string::npos : text.rfind('\n', mutant.at.begin - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find('\n', mutant.at.end), text.size());
  const std::string head = text.substr(begin, mutant.at.begin - begin);
  const std::string tail = text.substr(mutant.at.end, end - mutant.at.end);
  LineDiff out{lines_of(std::string_view(text).substr(begin, end - begin)),
               lines_of(head + mutant.instead + tail)};
  const auto blank = [](const std::string& line) {
    return line.find_first_not_of(" \t") == std::string::npos;
  };
  std::erase_if(out.added, blank);
  return out;
}

std::string case_line(const Witness& witness, const std::string& name) {
  using Ordered = nlohmann::ordered_json;
  Ordered out = {{"name", name}, {"as_of", testing::moment_text(witness.as_of, kVietnam)}};
  if (witness.law_date) out["law_date"] = testing::day_text(*witness.law_date);
  out["facts"] = Ordered::parse(witness.facts, nullptr, false);
  out["expect"] = {{witness.key, Ordered::parse(witness.lawful, nullptr, false)}};
  return out.dump();
}

std::vector<Mutant> sample(std::vector<Mutant> mutants, std::size_t count, std::uint64_t seed) {
  if (count >= mutants.size()) return mutants;
  std::vector<std::size_t> order(mutants.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = 0; i < count; ++i)
    std::swap(order[i], order[i + next(seed) % (order.size() - i)]);
  order.resize(count);
  std::ranges::sort(order);
  std::vector<Mutant> out;
  for (const std::size_t i : order) out.push_back(std::move(mutants[i]));
  return out;
}

}  // namespace phep::mutation

#include "compiler/coverage/hits.h"

#include "compiler/decision/mark_text.h"
#include "compiler/runtime/date.h"

#include <nlohmann/json.hpp>

namespace phep::coverage {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kDay = 86'400'000;

std::optional<std::int64_t> moment(const Json& norm, const char* key) {
  const auto found = norm.find(key);
  if (found == norm.end() || !found->is_string()) return std::nullopt;
  const auto text = found->get<std::string>();
  std::int64_t ms = 0;
  if (runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms) !=
      runtime::InstantStatus::Ok)
    return std::nullopt;
  return ms;
}

// A deadline is seen from its last day, or from the day after, by what was done or by who asks.
void boundary(const std::string& symbol, const Json& norm, std::int64_t as_of, Hits& hits) {
  const auto due = moment(norm, "due");
  if (!due) return;
  const std::int64_t at = moment(norm, "done").value_or(as_of);
  if (at <= *due && *due - at <= kDay) ++hits[symbol + " due=last"];
  if (at > *due && at - *due <= kDay) ++hits[symbol + " due=after"];
}

void norms(const decision::Program& program, const testing::Case& one, const Json& answer,
           Hits& hits) {
  const decision::Decision& decision = program.decisions[0];
  const Json results = answer.value("norms", Json::object());
  for (const auto& [key, norm] : results.items()) {
    for (const decision::NormOutput& output : decision.norms) {
      // An element of a list carries its place behind the key.
      if (key != output.key && !key.starts_with(output.key + "[")) continue;
      const std::string& symbol = program.norms[output.norm].symbol;
      ++hits[symbol + " is=" + norm.value("status", "")];
      boundary(symbol, norm, one.as_of, hits);
      break;
    }
  }
}

}  // namespace

void add_hits(const decision::Program& program, const testing::Case& one, Hits& hits) {
  const Json answer = Json::parse(one.answer, nullptr, false);
  if (!answer.is_object()) return;
  const std::string bits = answer.value("certificate", Json::object()).value("bits", std::string());
  const std::vector<std::string>& names = program.certificate_bits;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const unsigned mark = decision::mark_at(bits, i);
    if ((mark & 1U) != 0) ++hits[names[i] + "=true"];
    if (mark == 0) ++hits[names[i] + "=false"];
  }
  norms(program, one, answer, hits);
}

Hits hits_of(const testing::Suite& suite) {
  Hits hits;
  for (const testing::Target& target : suite.targets)
    for (const testing::Case& one : target.cases) add_hits(target.program, one, hits);
  return hits;
}

void merge(Hits& all, const Hits& some) {
  for (const auto& [key, count] : some) all[key] += count;
}

std::uint64_t seen(const Point& point, const Hits& hits) {
  const auto found = hits.find(point.key);
  return found == hits.end() ? 0 : found->second;
}

Total total(const std::vector<Point>& points, const Hits& hits, Measure measure) {
  Total out;
  for (const Point& point : points) {
    if (point.measure != measure) continue;
    ++out.of;
    if (seen(point, hits) != 0) ++out.seen;
  }
  return out;
}

}  // namespace phep::coverage

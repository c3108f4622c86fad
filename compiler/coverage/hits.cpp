#include "compiler/coverage/hits.h"

#include "compiler/decision/mark_text.h"
#include "compiler/runtime/date.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

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

// `seen` is given each norm of the answer: its key, its qualified name and its result.
void each_norm(const decision::Program& program, const Json& answer,
               const std::function<void(const std::string& key, const std::string& symbol,
                                        const Json& norm)>& seen) {
  const decision::Decision& decision = program.decisions[0];
  const Json results = answer.value("norms", Json::object());
  for (const auto& [key, norm] : results.items()) {
    for (const decision::NormOutput& output : decision.norms) {
      // An element of a list carries its place behind the key.
      if (key != output.key && !key.starts_with(output.key + "[")) continue;
      seen(key, program.norms[output.norm].symbol, norm);
      break;
    }
  }
}

void add_bound(const std::string& symbol, const Json& norm, std::set<std::string>& out) {
  const Json bearers = norm.value("bearer", Json::object());
  if (!bearers.is_object()) return;  // unknown
  for (const auto& [party, cites] : bearers.items()) out.insert(symbol + " binds " + party);
}

}  // namespace

std::set<std::string> bound_in(const decision::Program& program, const testing::Case& one) {
  std::set<std::string> out;
  const Json answer = Json::parse(one.answer, nullptr, false);
  if (!answer.is_object()) return out;
  each_norm(program, answer, [&](const std::string&, const std::string& symbol, const Json& norm) {
    add_bound(symbol, norm, out);
  });
  return out;
}

std::set<std::string> bound_as_expected(const decision::Program& program,
                                        const testing::Case& one) {
  std::set<std::string> out;
  const Json answer = Json::parse(one.answer, nullptr, false);
  if (!answer.is_object()) return out;
  const auto expects = [&](const std::string& key) {
    return std::ranges::any_of(one.recorded, [&](const testing::CaseExpectation& expected) {
      return expected.key == key + ".bearer" ||
             (expected.key == key && expected.wanted.is_object() &&
              expected.wanted.contains("bearer"));
    });
  };
  each_norm(program, answer,
            [&](const std::string& key, const std::string& symbol, const Json& norm) {
              if (expects(key)) add_bound(symbol, norm, out);
            });
  return out;
}

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
  each_norm(program, answer, [&](const std::string&, const std::string& symbol, const Json& norm) {
    ++hits[symbol + " is=" + norm.value("status", "")];
    boundary(symbol, norm, one.as_of, hits);
  });
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

#include "compiler/coverage/formats.h"

#include "compiler/base/read_json.h"
#include "compiler/explain/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace phep::coverage {
namespace {

using Ordered = nlohmann::ordered_json;

struct Rate {
  std::size_t seen = 0, of = 0;
  void add(bool hit) {
    ++of;
    if (hit) ++seen;
  }
  [[nodiscard]] double rate() const {
    return of == 0 ? 1.0 : static_cast<double>(seen) / static_cast<double>(of);
  }
};

struct Rates {
  Rate lines, branches;
  void add(const Line& line) {
    lines.add(line.hits != 0);
    for (const std::uint64_t hits : line.branches) branches.add(hits != 0);
  }
  void add(const Rates& other) {
    lines.seen += other.lines.seen;
    lines.of += other.lines.of;
    branches.seen += other.branches.seen;
    branches.of += other.branches.of;
  }
};

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

std::string line_xml(std::uint32_t number, const Line& line) {
  if (line.branches.empty())
    return fmt::format("            <line number=\"{}\" hits=\"{}\"/>\n", number, line.hits);
  Rate rate;
  for (const std::uint64_t hits : line.branches) rate.add(hits != 0);
  return fmt::format(
      "            <line number=\"{}\" hits=\"{}\" branch=\"true\" condition-coverage=\"{:.0f}% "
      "({}/{})\"/>\n",
      number, line.hits, 100 * rate.rate(), rate.seen, rate.of);
}

}  // namespace

std::map<std::string, std::map<std::uint32_t, Line>> lines_of(const Report& report) {
  std::map<std::string, std::map<std::uint32_t, Line>> out;
  for (const Point& point : report.points) {
    const std::uint64_t hits = seen(point, report.hits);
    const std::uint32_t number = report.sources.place(point.at.file, point.at.begin).line;
    Line& line = out[report.sources.file(point.at.file).path][number];
    line.hits = std::max(line.hits, hits);
    // Statuses are of the law, not of a line.
    if (point.measure != Measure::Provisions) line.branches.push_back(hits);
  }
  return out;
}

std::string lcov(const Report& report) {
  std::string out;
  for (const auto& [path, lines] : lines_of(report)) {
    out += "TN:phep\nSF:" + path + "\n";
    Rates rates;
    for (const auto& [number, line] : lines) {
      rates.add(line);
      for (std::size_t i = 0; i < line.branches.size(); ++i)
        out += fmt::format("BRDA:{},0,{},{}\n", number, i,
                           line.hits == 0 ? std::string("-") : std::to_string(line.branches[i]));
    }
    out += fmt::format("BRF:{}\nBRH:{}\n", rates.branches.of, rates.branches.seen);
    for (const auto& [number, line] : lines) out += fmt::format("DA:{},{}\n", number, line.hits);
    out += fmt::format("LF:{}\nLH:{}\nend_of_record\n", rates.lines.of, rates.lines.seen);
  }
  return out;
}

std::string cobertura(const Report& report) {
  std::map<std::string, std::string> packages;  // their classes
  std::map<std::string, Rates> package_rates;
  Rates all;
  for (const auto& [path, lines] : lines_of(report)) {
    Rates rates;
    std::string body;
    for (const auto& [number, line] : lines) {
      rates.add(line);
      body += line_xml(number, line);
    }
    const std::string name = explain::escaped_html(path);
    packages[folder_of(path)] += fmt::format(
        "        <class name=\"{}\" filename=\"{}\" line-rate=\"{:.4f}\" branch-rate=\"{:.4f}\" "
        "complexity=\"0\">\n"
        "          <methods/>\n          <lines>\n{}          </lines>\n        </class>\n",
        name, name, rates.lines.rate(), rates.branches.rate(), body);
    package_rates[folder_of(path)].add(rates);
    all.add(rates);
  }
  // No moment of writing: the same run gives the same bytes.
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n"
      "<coverage line-rate=\"{:.4f}\" branch-rate=\"{:.4f}\" lines-covered=\"{}\" "
      "lines-valid=\"{}\" "
      "branches-covered=\"{}\" branches-valid=\"{}\" complexity=\"0\" version=\"phep\" "
      "timestamp=\"0\">\n"
      "  <sources>\n    <source>.</source>\n  </sources>\n  <packages>\n",
      all.lines.rate(), all.branches.rate(), all.lines.seen, all.lines.of, all.branches.seen,
      all.branches.of);
  for (const auto& [folder, classes] : packages)
    out += fmt::format(
        "    <package name=\"{}\" line-rate=\"{:.4f}\" branch-rate=\"{:.4f}\" complexity=\"0\">\n"
        "      <classes>\n{}      </classes>\n    </package>\n",
        explain::escaped_html(folder), package_rates[folder].lines.rate(),
        package_rates[folder].branches.rate(), classes);
  return out + "  </packages>\n</coverage>\n";
}

nlohmann::ordered_json coverage_json(const Report& report) {
  Ordered measures = Ordered::object();
  for (const Measure measure : kMeasures) {
    const Total all = total(report.points, report.hits, measure);
    measures[std::string(word(measure))] = {
        {"seen", all.seen}, {"of", all.of}, {"percent", all.percent()}};
  }
  Ordered missing = Ordered::array();
  for (const Point& point : report.points) {
    if (seen(point, report.hits) != 0) continue;
    const LineColumn at = report.sources.place(point.at.file, point.at.begin);
    missing.push_back({{"measure", word(point.measure)},
                       {"definition", report.def(point.of).qualified},
                       {"outcome", point.outcome},
                       {"path", report.sources.file(point.at.file).path},
                       {"line", at.line},
                       {"column", at.column},
                       {"cites", point.cites}});
  }
  Ordered instruments = Ordered::array();
  for (const Instrument& instrument : instruments_of(report)) {
    Ordered provisions = Ordered::object();
    for (const auto& [provision, fared] : instrument.provisions)
      provisions[provision] = {{"seen", fared.statuses.seen}, {"of", fared.statuses.of}};
    instruments.push_back({{"name", instrument.name}, {"provisions", provisions}});
  }
  Ordered hits = Ordered::object();
  for (const auto& [key, count] : report.hits) hits[key] = count;
  return {{"coverage",
           {{"measures", measures},
            {"instruments", instruments},
            {"missing", missing},
            {"hits", hits}}}};
}

std::optional<Hits> read_hits(std::string_view text) {
  const auto json = read_json(text);
  if (!json || !json->is_object() || !json->contains("coverage") ||
      !(*json)["coverage"].is_object())
    return std::nullopt;
  const auto found = (*json)["coverage"].find("hits");
  if (found == (*json)["coverage"].end() || !found->is_object()) return std::nullopt;
  Hits out;
  for (const auto& [key, count] : found->items()) {
    if (!count.is_number_unsigned()) return std::nullopt;
    out[key] = count.get<std::uint64_t>();
  }
  return out;
}

}  // namespace phep::coverage

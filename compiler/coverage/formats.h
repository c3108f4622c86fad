// Coverage as other tools and people read it. Paths are as the source map has them.
#pragma once

#include "compiler/coverage/hits.h"
#include "compiler/diagnostics/diagnostic.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace phep::coverage {

// What a report speaks of.
struct Report {
  const Modules& modules;
  const SourceMap& sources;
  const Interner& names;
  const std::vector<Point>& points;
  const Hits& hits;

  [[nodiscard]] const hir::Def& def(hir::DefId id) const {
    return modules.at(id.file)->defs[id.index];
  }
};

// The points of one line of a file.
struct Line {
  std::uint64_t hits = 0;  // of the point that was seen most
  std::vector<std::uint64_t> branches;
};
// By line from 1, for each file that has points, by path.
std::map<std::string, std::map<std::uint32_t, Line>> lines_of(const Report& report);

std::string lcov(const Report& report);
std::string cobertura(const Report& report);

// {"coverage": {"measures", "instruments", "missing", "hits"}}: `hits` is what merges.
nlohmann::ordered_json coverage_json(const Report& report);
// The hits of a document that coverage_json wrote; nothing if it is none.
std::optional<Hits> read_hits(std::string_view text);

// One page without scripts: a heat map by instrument, article, clause and point.
std::string heat_map(const Report& report, Language language);

// How the provisions of the law fare, by citation in the order of the law.
struct Fared {
  Total statuses;                    // of the norms that cite it
  std::array<Total, 4> measures{};   // by Measure
  std::vector<std::string> missing;  // outcomes that nothing saw, with what they are of
};
struct Instrument {
  std::string name, title_vi, title_en;
  std::vector<std::pair<std::string, Fared>> provisions;  // "23.1.a"
};
std::vector<Instrument> instruments_of(const Report& report);

}  // namespace phep::coverage

#include "compiler/law/matrix_text.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

namespace phep::law {
namespace {

using Row = std::vector<std::string>;

// The first column begins on the left, numbers end on the right.
std::string table(const std::vector<Row>& rows) {
  std::vector<std::uint32_t> widths;
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i >= widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  std::string out;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill(widths[i] - display_width(row[i]), ' ');
      out += (i == 0 ? "" : "  ") + (i == 0 ? row[i] + fill : fill + row[i]);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += "\n";
  }
  return out;
}

// A cell of comma-separated values. What a spreadsheet would take for a formula stands behind an
// apostrophe.
std::string quoted(const std::string& plain) {
  const bool formula = !plain.empty() && std::string_view("=+-@\t\r").contains(plain.front());
  const std::string text = formula ? "'" + plain : plain;
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string matrix_text(const Json& page, bool missing, Language language) {
  const bool vi = language == Language::Vietnamese;
  const char* const spoken = vi ? "vi" : "en";
  constexpr std::array<const char*, 3> kStates = {"covered", "n/a", "missing"};
  std::vector<Row> rows = {{vi ? "ranh giới" : "boundary", vi ? "có kiểm thử" : "tested",
                            vi ? "không thể có" : "n/a", vi ? "còn thiếu" : "missing"}};
  std::array<std::size_t, 3> sums{};
  std::map<std::string, std::string> labels;
  for (const Json& one : page["totals"]) {
    labels[one["cell"].get<std::string>()] = one["label"][spoken].get<std::string>();
    Row row = {one["label"][spoken].get<std::string>()};
    for (std::size_t i = 0; i < kStates.size(); ++i) {
      const auto count = one[kStates.at(i)].get<std::size_t>();
      sums.at(i) += count;
      row.push_back(std::to_string(count));
    }
    rows.push_back(std::move(row));
  }
  Row all = {vi ? "tổng" : "sum"};
  for (const std::size_t sum : sums) all.push_back(std::to_string(sum));
  rows.push_back(std::move(all));
  std::string out = table(rows);
  out +=
      "\n" + std::to_string(page["norms"].size()) +
      (vi ? " quy phạm. Không thể có: do thời hạn, lịch và hiệu lực của chính quy phạm; --json nêu "
            "lý do từng ô.\n"
          : " norms. n/a: by the norm's own deadline, calendar and force; --json gives the reason "
            "of each cell.\n");
  if (!missing) return out;
  for (const Json& norm : page["norms"]) {
    std::string cells;
    for (const Json& cell : norm["cells"])
      if (cell["state"] == "missing")
        cells += (cells.empty() ? "" : "; ") + labels[cell["cell"].get<std::string>()];
    if (cells.empty()) continue;
    out += "\n" + visible(norm["name"].get<std::string>()) + "  " +
           visible(norm["label"][spoken].get<std::string>()) + "\n    " + cells + "\n";
  }
  return out;
}

std::string matrix_csv(const Json& page) {
  std::string out = "norm,cell,state,reason,test,path,line\r\n";
  for (const Json& norm : page["norms"])
    for (const Json& cell : norm["cells"]) {
      out += quoted(norm["name"].get<std::string>()) + "," + cell["cell"].get<std::string>() + "," +
             cell["state"].get<std::string>() + ",";
      if (cell.contains("reason")) out += quoted(cell["reason"]["key"].get<std::string>());
      out += ",";
      if (cell.contains("test")) {
        const Json& test = cell["test"];
        out += quoted(test["title"].get<std::string>()) + "," +
               quoted(test["path"].get<std::string>()) + "," +
               std::to_string(test["line"].get<std::uint64_t>());
      } else {
        out += ",,";
      }
      out += "\r\n";
    }
  return out;
}

}  // namespace phep::law

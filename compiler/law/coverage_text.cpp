#include "compiler/law/coverage_text.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace phep::law {
namespace {

class Report {
 public:
  explicit Report(Language language) : vi_(language == Language::Vietnamese) {}

  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return std::string(vi_ ? vi : en);
  }
  [[nodiscard]] std::string spoken(const Json& label) const {
    const std::string own = label.value(vi_ ? "vi" : "en", "");
    return visible(own.empty() ? label.value(vi_ ? "en" : "vi", "") : own);
  }

  void table(const Json& page);
  void notes(const Json& page);
  void missing(const Json& page);
  std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string in_the_law(const Json& one) const;
  [[nodiscard]] std::string articles(const Json& one) const;
  void rows(const std::vector<std::vector<std::string>>& rows);

  bool vi_;
  std::string out_;
};

std::string number(const Json& value) {
  return std::to_string(value.get<std::uint64_t>());
}
std::string sum(const Json& one, const char* key) {
  return std::to_string(one["articles"][key].get<std::uint64_t>() +
                        one["annex_parts"][key].get<std::uint64_t>());
}

// "39" where the outline is closed; else that nobody knows, and that there are no fewer.
std::string Report::in_the_law(const Json& one) const {
  const Json& law = one["law"];
  if (!law["articles"].is_null()) return number(law["articles"]);
  const auto most = law["articles_at_least"].get<std::uint64_t>();
  return say("chưa biết", "not known") + (most > 0 ? ", ≥ " + std::to_string(most) : "");
}

// "1..39" where the outline numbers them without a gap, "4" where only some
// were read.
std::string Report::articles(const Json& one) const {
  const Json& law = one["law"];
  const auto most = law["articles_at_least"].get<std::uint64_t>();
  const auto named = one["outline"]["articles"].get<std::uint64_t>();
  std::string out;
  if (named > 0)
    out = law["without_gap"].get<bool>() && most == named
              ? (most == 1 ? std::string("1") : "1.." + std::to_string(most))
              : std::to_string(named);
  if (const auto annexes = one["outline"]["annex_parts"].get<std::uint64_t>(); annexes > 0)
    out += (out.empty() ? "" : " + ") + std::to_string(annexes) + " PL";
  return out.empty() ? "–" : out;
}

void Report::rows(const std::vector<std::vector<std::string>>& rows) {
  constexpr std::size_t kTexts = 4;  // columns that begin on the left
  std::vector<std::uint32_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i >= widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill(widths[i] - display_width(row[i]), ' ');
      line += (i == 0 ? "" : "  ") + (i < kTexts ? row[i] + fill : fill + row[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out_ += line + "\n";
  }
}

void Report::table(const Json& page) {
  std::vector<std::vector<std::string>> all;
  all.push_back({say("văn bản", "instrument"), "",
                 say("số điều của văn bản", "articles in the law"), say("nêu ở đây", "named here"),
                 say("viết", "encoded"), say("một phần", "in part"), say("bỏ ngoài", "left out"),
                 say("bỏ một phần", "left in part"), say("chưa có", "nothing"), "|",
                 say("điều khoản", "provisions"), say("viết", "encoded"),
                 say("bỏ ngoài", "left out"), say("chưa có", "nothing")});
  const auto counts = [&](std::vector<std::string> row, const Json& one) {
    for (const char* key : {"encoded", "in_part", "excluded", "excluded_in_part", "missing"})
      row.push_back(sum(one, key));
    const Json& provisions = one["provisions"];
    std::uint64_t leaves = 0;
    for (const char* key : {"encoded", "in_part", "excluded", "excluded_in_part", "missing"})
      leaves += provisions[key].get<std::uint64_t>();
    row.insert(row.end(), {"|", std::to_string(leaves),
                           std::to_string(provisions["encoded"].get<std::uint64_t>() +
                                          provisions["in_part"].get<std::uint64_t>()),
                           std::to_string(provisions["excluded"].get<std::uint64_t>() +
                                          provisions["excluded_in_part"].get<std::uint64_t>()),
                           number(provisions["missing"])});
    all.push_back(std::move(row));
  };
  for (const Json& one : page["instruments"])
    counts({visible(one["name"].get<std::string>()), visible(one["number"].get<std::string>()),
            in_the_law(one), articles(one)},
           one);
  if (page["instruments"].size() > 1) counts({say("tổng", "sum"), "", "", ""}, page["totals"]);
  rows(all);
}

void Report::notes(const Json& page) {
  std::uint64_t through = 0, unread = 0, open = 0;
  for (const Json& one : page["instruments"]) {
    through += one["provisions"]["encoded_through_whole"].get<std::uint64_t>();
    unread += one["excluded_because"]["unread"].get<std::uint64_t>();
    open += one["law"]["articles"].is_null() ? 1 : 0;
  }
  out_ += "\n";
  out_ +=
      say("Viết: có quy phạm, quy tắc, danh sách, chế tài hoặc lịch dựa vào; đã viết hết ý hay "
          "chưa thì chỉ người đọc biết.\n",
          "Encoded: a norm, rule, list, sanction or calendar rests on it; whether all it says is, "
          "only a reader can tell.\n");
  if (open > 0)
    out_ +=
        say("chưa biết, ≥ n: không nguồn nào đã đọc nói văn bản có bao nhiêu điều; n là số lớn "
            "nhất được nêu, và những gì nêu ở đây có thể chỉ là một phần.\n",
            "not known, ≥ n: nothing that was read says how many articles the law has; n is the "
            "highest number named, and what is named here may be only a part.\n");
  if (through > 0)
    out_ +=
        say(std::to_string(through) + " điều khoản chỉ được viết qua cả điều hoặc khoản chứa nó.\n",
            std::to_string(through) +
                " provisions are encoded only through a whole that holds them.\n");
  if (unread > 0)
    out_ += say(std::to_string(unread) + " điều khoản bị bỏ ngoài vì chưa đọc được.\n",
                std::to_string(unread) + " provisions are left out because they were not read.\n");
}

void Report::missing(const Json& page) {
  for (const Json& one : page["instruments"]) {
    if (one["missing"].empty()) continue;
    out_ += "\n" + spoken(one) + ", " + spoken(one["title"]) + "\n";
    for (const Json& row : one["missing"]) {
      out_ += "    " + row["citation"].get<std::string>();
      if (row.contains("heading")) out_ += "  " + spoken(row["heading"]);
      if (row.contains("digest")) out_ += "  — " + spoken(row["digest"]);
      out_ += "\n";
    }
  }
}

}  // namespace

std::string coverage_text(const Json& page, bool missing, Language language) {
  Report report(language);
  report.table(page);
  report.notes(page);
  if (missing) report.missing(page);
  return report.take();
}

}  // namespace phep::law

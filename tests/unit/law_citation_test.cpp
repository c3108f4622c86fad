// Provisions as people write them.
#include "compiler/law/citation_reader.h"
#include "compiler/law/instrument_names.h"

#include <doctest/doctest.h>

namespace phep::law {
namespace {

const std::vector<NamedInstrument> kInstruments = {
    {"PDPL", "vn.instruments.pdpl.PDPL", "91/2025/QH15", "law", "Luật Bảo vệ dữ liệu cá nhân",
     "Law on Personal Data Protection"},
    {"D356", "vn.instruments.pdpl.D356", "356/2025/NĐ-CP", "decree",
     "Nghị định quy định chi tiết Luật Bảo vệ dữ liệu cá nhân",
     "Decree detailing the Law on Personal Data Protection"},
    {"AIL", "vn.instruments.ai.AIL", "134/2025/QH15", "law", "Luật Trí tuệ nhân tạo",
     "Law on Artificial Intelligence"},
    {"QD33", "vn.instruments.ai.QD33", "33/2026/QĐ-TTg", "agency_decision",
     "Quyết định ban hành danh mục hệ thống rủi ro cao", "Decision on the list of systems"},
    {"ND142", "vn.instruments.ai.ND142", "142/2026/NĐ-CP", "decree",
     "Nghị định quy định chi tiết Luật Trí tuệ nhân tạo", "Decree detailing the Law on AI"},
};
// Titles that hold words of levels, as the library has them.
const std::vector<std::string> kTitles = {
    "Nghị định quy định chi tiết một số điều và biện pháp thi hành Luật Trí tuệ nhân tạo",
    "Quyết định ban hành Danh mục hệ thống trí tuệ nhân tạo có rủi ro cao",
    "Decree detailing a number of articles of, and measures to implement, the Law on AI"};
const std::vector<std::string> kNames = {"pdpl", "d356", "ail", "qd33", "nd142"};

// "PDPL|AIL@12.2.b": the instruments that fit and the provision, or the misreading.
std::string read(std::string_view text) {
  const auto spoken = read_citation(text, kNames);
  if (!spoken) return "!" + std::to_string(static_cast<int>(spoken.error()));
  std::string out;
  for (const std::size_t i : match_instruments(spoken->instrument, kInstruments))
    out += (out.empty() ? "" : "|") + kInstruments[i].name;
  if (spoken->instrument.empty()) out = "*";
  out += "@" + dotted(spoken->path);
  if (!spoken->last.empty()) out += ".." + dotted(spoken->last);
  if (!spoken->fragment.empty()) out += "#" + spoken->fragment;
  return out;
}

struct Row {
  std::string_view said, meant;
};

}  // namespace

TEST_CASE("law: a provision is read however it is written") {
  const std::vector<Row> rows = {
      // As the language writes it, and nearly.
      {"PDPL@23.1", "PDPL@23.1"},
      {"pdpl@23.1", "PDPL@23.1"},
      {"pdpl 23.1", "PDPL@23.1"},
      {"PDPL@7.1.đ", "PDPL@7.1.đ"},
      {"PDPL@7.1.dd", "PDPL@7.1.đ"},
      {"PDPL@7.1.Đ", "PDPL@7.1.đ"},
      {"PDPL@8.5..@8.7", "PDPL@8.5..8.7"},
      {"AIL@11.4#2", "AIL@11.4#2"},
      {"AIL@11.4#s2", "AIL@11.4#s2"},
      {"QD33@PL.VI.6", "QD33@PL.VI.6"},
      {"qd33@pl.vi.6", "QD33@PL.VI.6"},
      {"vn.instruments.ai.AIL@12", "AIL@12"},
      {"PDPL", "PDPL@"},
      {"d356", "D356@"},
      {"d356 điều 5", "D356@5"},
      {"ND142@9", "ND142@9"},
      // Vietnamese, in any order, with and without marks.
      {"điểm b khoản 2 Điều 12 Luật 134/2025", "AIL@12.2.b"},
      {"Điều 12 khoản 2 điểm b Luật Trí tuệ nhân tạo", "AIL@12.2.b"},
      {"diem b khoan 2 dieu 12 luat tri tue nhan tao", "AIL@12.2.b"},
      {"ĐIỀU 12, KHOẢN 2, ĐIỂM B LUẬT SỐ 134/2025/QH15", "AIL@12.2.b"},
      {"điều 12.2.b", "*@12.2.b"},
      {"khoản 2 điều 20 luật 91/2025", "PDPL@20.2"},
      {"khoản 2 Điều 20 của Luật số 91/2025/QH15", "PDPL@20.2"},
      {"Điều 8 nghị định 356/2025/NĐ-CP", "D356@8"},
      {"Điều 8 ND 356/2025/ND-CP", "D356@8"},
      {"dieu 8 nd356", "D356@8"},
      {"điều 8 nghị định 356", "D356@8"},
      {"luật BVDLCN điều 23", "PDPL@23"},
      {"luat ttnt d11k4", "AIL@11.4"},
      {"luat91 d20k2", "PDPL@20.2"},
      {"điểm đ khoản 1 điều 7 PDPL", "PDPL@7.1.đ"},
      {"điểm d khoản 1 điều 7 PDPL", "PDPL@7.1.d"},
      {"điểm dd khoản 1 điều 7 PDPL", "PDPL@7.1.đ"},
      {"khoản 5 đến khoản 7 Điều 8 PDPL", "PDPL@8.5..8.7"},
      {"từ khoản 5 đến 7 Điều 8 PDPL", "PDPL@8.5..8.7"},
      {"khoản 5 - 7 điều 8 pdpl", "PDPL@8.5..8.7"},
      {"điều 5 - 9 pdpl", "PDPL@5..9"},
      {"phụ lục VI mục 6 quyết định 33/2026", "QD33@PL.VI.6"},
      {"mục 6 phụ lục VI quyết định 33/2026", "QD33@PL.VI.6"},
      {"mục 6.1 phụ lục VI quyết định 33/2026", "QD33@PL.VI.6.1"},
      {"câu 2 khoản 4 điều 11 AIL", "AIL@11.4#s2"},
      {"đoạn 2 khoản 4 điều 11 AIL", "AIL@11.4#2"},
      {"Điều 37a ND142", "ND142@37a"},
      // Short hand.
      {"d20k2", "*@20.2"},
      {"đ20k2", "*@20.2"},
      {"Đ20K2", "*@20.2"},
      {"d20k2a", "*@20.2.a"},
      {"d20k2dd", "*@20.2.đ"},
      {"đ20k2đb", "*@20.2.b"},
      {"đ.20 k.2", "*@20.2"},
      {"điều20 khoản2", "*@20.2"},
      {"pdpl d23", "PDPL@23"},
      // English.
      {"Article 12(2)(b) of the Law on Artificial Intelligence", "AIL@12.2.b"},
      {"Art. 12, clause 2, point b AIL", "AIL@12.2.b"},
      {"Point b, Clause 2, Article 12 of Law No. 134/2025/QH15", "AIL@12.2.b"},
      {"clauses", "@"},
      {"luật AI điều 9", "AIL@9"},
      // Combining marks (NFD), and the letter that only looks like Đ.
      {"Đie\u0302\u0300u 20 khoa\u0309n 2 pdpl", "PDPL@20.2"},
      {"Ðiều 20 pdpl", "PDPL@20"},
  };
  for (const Row& row : rows) {
    INFO(row.said);
    CHECK(read(row.said) == row.meant);
  }
}

TEST_CASE("law: a level's word amid a title is no level") {
  const auto path = [](std::string_view text) {
    const auto spoken = read_citation(text, kNames, kTitles);
    if (!spoken) return "!" + std::to_string(static_cast<int>(spoken.error()));
    std::string out = dotted(spoken->path) + ":";
    for (const std::string& word : spoken->instrument) out += " " + word;
    return out;
  };
  CHECK(path("khoản 2 điều 5 nghị định quy định chi tiết một số điều và biện pháp thi hành luật "
             "trí tuệ nhân tạo") ==
        "5.2: nd quy dinh chi tiet mot dieu bien phap thi hanh luat tri tue nhan tao");
  CHECK(path("Nghi dinh quy dinh chi tiet mot so dieu va bien phap thi hanh Luat TTNT, d5k2") ==
        "5.2: nd quy dinh chi tiet mot dieu bien phap thi hanh luat ttnt");
  CHECK(path("một số điều 142/2026/ND-CP điều 9 khoản 1 điểm dd") ==
        "9.1.đ: mot dieu 142/2026/nd-cp");
  CHECK(path("điều 3 quyết định ban hành danh mục hệ thống trí tuệ nhân tạo có rủi ro cao") ==
        "3: qd ban hanh danh muc he thong tri tue nhan tao co rui ro cao");
  CHECK(path("danh mục rủi ro cao phụ lục VI mục 6") == "PL.VI.6: danh muc rui ro cao");
  CHECK(path("phụ lục VI danh mục 6") == "PL.VI.6: danh");  // labelled: a level
  CHECK(path("điều khoản 2") == "!4");
}

TEST_CASE("law: what is no provision is told apart") {
  const auto error = [](std::string_view text) { return read_citation(text, kNames).error(); };
  CHECK(error("") == Misread::Nothing);
  CHECK(error("  , ") == Misread::Nothing);
  CHECK(error("khoản 2") == Misread::NoArticle);
  CHECK(error("điểm a khoản 2 PDPL") == Misread::NoArticle);
  CHECK(error("điều") == Misread::NoLabel);
  CHECK(error("khoản PL điều 8 pdpl") == Misread::NoLabel);  // an annex is no clause
  CHECK(error("điều PL pdpl") == Misread::NoLabel);
  CHECK(error("Article pl12(2)(b) pdpl") == Misread::NoLabel);
  CHECK(error("điều khoản 2") == Misread::NoLabel);
  CHECK(error("điều 3 điều 4 pdpl") == Misread::TwoOfOneLevel);
  // A range begins at the level at which it ends.
  CHECK(error("điều 8 đến khoản 7 pdpl") == Misread::NoLabel);
  CHECK(error("khoản 5 điều 8 đến điểm b pdpl") == Misread::NoLabel);
  CHECK(error("điều 5 đến k pdpl") == Misread::NoLabel);
  CHECK(error("điểm 1.2 khoản 1 điều 8 pdpl") == Misread::NoLabel);
  CHECK(error("PDPL@") == Misread::NoLabel);
  CHECK(error("PDPL@x y z") == Misread::NoLabel);
  CHECK(error("PDPL@1..") == Misread::NoLabel);
  CHECK(error("\xFF\xFE") == Misread::BadText);
  CHECK(error(std::string(kLongestCitation + 1, 'a')) == Misread::TooLong);
  // Nothing that fits: the caller says so.
  CHECK(read("luật đất đai điều 5") == "@5");
  CHECK(read("356/2024 điều 5") == "@5");
}

TEST_CASE("law: any bytes are read or refused") {
  std::uint32_t seed = 1;
  const std::string_view pieces[] = {"điều", "d",   "20", "k",     "2",    "đ",    ".",
                                     "..",   "@",   "#",  " ",     "pl",   "vi",   "(",
                                     ")",    "đến", "-",  "khoản", "\xC4", "PDPL", ""};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 8; ++i) {
      seed = seed * 1'664'525 + 1'013'904'223;
      text += pieces[(seed >> 16) % std::size(pieces)];
    }
    const auto spoken = read_citation(text, kNames);
    if (spoken) match_instruments(spoken->instrument, kInstruments);
  }
}

TEST_CASE("law: how a citation lies to a provision") {
  const auto lie = [](Path path, Path last, const Path& provision) {
    return overlap(Citation{{}, std::move(path), {}, std::move(last), {}}, provision);
  };
  CHECK(lie({"23", "1"}, {}, {"23", "1"}) == Overlap::Same);
  CHECK(lie({"23", "1", "a"}, {}, {"23", "1"}) == Overlap::Part);
  CHECK(lie({"23"}, {}, {"23", "1"}) == Overlap::Whole);
  CHECK(lie({}, {}, {"23", "1"}) == Overlap::Whole);
  CHECK(lie({"23", "10"}, {}, {"23", "1"}) == Overlap::None);
  CHECK(lie({"8", "5"}, {"8", "7"}, {"8", "6"}) == Overlap::Whole);
  CHECK(lie({"8", "5"}, {"8", "7"}, {"8", "10"}) == Overlap::None);
  CHECK(lie({"8", "5"}, {"8", "7"}, {"8"}) == Overlap::Part);
  CHECK(lie({"8", "5"}, {"8", "7"}, {"8", "6", "a"}) == Overlap::Whole);
  CHECK(lie({"7", "1", "d"}, {"7", "1", "e"}, {"7", "1", "đ"}) == Overlap::Whole);
  CHECK(label_less("9", "10"));
  CHECK(label_less("37", "37a"));
  CHECK(label_less("37đ", "37e"));
  CHECK(label_less("d", "đ"));
  CHECK_FALSE(label_less("đ", "d"));
}

}  // namespace phep::law

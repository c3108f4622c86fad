// Looking law up: pages over invented statutes are recorded; the library answers what it must.
#include "compiler/base/text.h"
#include "compiler/law/coverage.h"
#include "compiler/law/coverage_text.h"
#include "compiler/law/export.h"
#include "compiler/law/index.h"
#include "compiler/law/page_text.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

namespace phep::tests {
namespace {

using law::Json;

// The modules of a workspace as a register.
struct Shelf {
  workspace::Workspace workspace;
  std::map<FileId, const hir::Module*> modules{};
  std::map<FileId, const ast::Module*> trees{};
  std::vector<std::shared_ptr<const syntax::Parsed>> kept{};

  void add(FileId file) { modules.merge(workspace.modules(file)); }
  [[nodiscard]] law::Register all() const {
    return {modules, workspace.types(), workspace.names(), workspace.sources()};
  }
  void read_trees() {
    for (const auto& [file, module] : modules) {
      kept.push_back(workspace.parsed(file));
      trees[file] = &kept.back()->module;
    }
  }
};

std::unique_ptr<Shelf> library() {
  auto shelf = std::make_unique<Shelf>(workspace::Workspace(
      [](const std::string&) { return std::nullopt; }, workspace::embedded_library()));
  for (const FileId file : shelf->workspace.open_whole_library()) shelf->add(file);
  return shelf;
}

std::unique_ptr<Shelf> samples() {
  const std::string folder = source_dir() + "/tests/data/law/";
  auto shelf = std::make_unique<Shelf>(workspace::Workspace(
      [folder](const std::string& path) -> std::optional<std::string> {
        if (path == "norms.phep" || path == "statutes.phep" || path == "ends.phep")
          return read_file(folder + path);
        return std::nullopt;
      },
      workspace::embedded_library()));
  const auto file = shelf->workspace.open("norms.phep");
  REQUIRE(file.has_value());
  shelf->add(*file);
  return shelf;
}

hir::DefId instrument(const law::Register& all, std::string_view name) {
  for (const hir::DefId id : law::instruments(all))
    if (law::naming(all, id).name == name) return id;
  FAIL("no instrument ", name);
  return {};
}

std::vector<std::string> names_in(const Json& list) {
  std::vector<std::string> out;
  for (const Json& one : list)
    if (!one["name"].is_null()) out.push_back(one["name"].get<std::string>());
  return out;
}

bool has(const std::vector<std::string>& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

constexpr std::int32_t k20260301 = 20'513;

}  // namespace

TEST_CASE("law: pages in both languages, as recorded") {
  const auto shelf = samples();
  const law::Register all = shelf->all();
  const hir::DefId sample = instrument(all, "SAMPLE");
  const hir::DefId detail = instrument(all, "DETAIL");
  law::Spoken clause;
  clause.path = {"3", "1"};
  law::Spoken later;
  later.path = {"4"};
  law::Spoken described;
  described.path = {"5", "2"};
  for (const Language language : {Language::Vietnamese, Language::English}) {
    std::string text;
    const auto add = [&](std::string_view command, const std::string& page) {
      text += "$ phep law " + std::string(command) + "\n" + page + "\n";
    };
    add("show SAMPLE", law::show_text(law::show_page(all, sample, {}, {}), language));
    add("show SAMPLE@3.1 --as-of 2026-03-01",
        law::show_text(law::show_page(all, sample, clause, k20260301), language));
    add("show SAMPLE@4 --as-of 2026-03-01",
        law::show_text(law::show_page(all, sample, later, k20260301), language));
    add("show SAMPLE@5.2", law::show_text(law::show_page(all, sample, described, {}), language));
    add("history SAMPLE@3.1",
        law::history_text(law::history_page(all, sample, {"3", "1"}), language));
    add("history SAMPLE", law::history_text(law::history_page(all, sample, {}), language));
    add("history DETAIL", law::history_text(law::history_page(all, detail, {}), language));
    add("cited-by SAMPLE@3", law::cited_by_text(law::cited_by_page(all, sample, {"3"}), language));
    add("cited-by DETAIL@5", law::cited_by_text(law::cited_by_page(all, detail, {"5"}), language));
    add("search bao tin", law::search_text(law::search_page(all, "bao tin", 20), language));
    check_recorded(source_dir() + "/tests/data/law/pages." +
                       (language == Language::Vietnamese ? "vi" : "en") + ".txt",
                   text);
  }
  Json documents = {law::show_page(all, sample, clause, k20260301),
                    law::history_page(all, detail, {}), law::cited_by_page(all, sample, {"3"}),
                    law::search_page(all, "bao tin", 20)};
  check_recorded(source_dir() + "/tests/data/law/pages.json", documents.dump(2) + "\n");
}

TEST_CASE("law: what has no name, no option, no term is passed over or told with its place") {
  const std::string text =
      "module a\n"
      "instrument { number \"1/2026\" rank law title vi \"giữ\" en \"keep\" outline 1..2 { 1 vi "
      "\"giữ\" en \"keep\" } }\n"
      "party keeper vi \"giữ\" en \"keep\"\n"
      "record R { : int vi \"giữ\" en \"keep\" }\n"
      "reading READ { }\n"
      "duty { bearer keeper }\n"
      "calendar { }\n"
      "rule () : int = 1\n";
  Shelf shelf{workspace::Workspace(
      [&](const std::string& path) {
        return path == "a.phep" ? std::optional(text) : std::nullopt;
      },
      workspace::embedded_library())};
  const auto file = shelf.workspace.open("a.phep");
  REQUIRE(file.has_value());
  shelf.add(*file);
  shelf.read_trees();
  const law::Register all = shelf.all();
  CHECK(law::instruments(all).empty());
  const Json hits = law::search_page(all, "giữ", 20)["hits"];
  CHECK(std::ranges::any_of(hits, [](const Json& hit) { return hit["name"] == "a.keeper"; }));
  const Json out = law::export_law(all, shelf.trees);
  REQUIRE(out["norms"].size() == 1);
  CHECK(out["norms"][0]["at"]["line"] == 6);
  REQUIRE(out["readings"].size() == 1);
  CHECK(out["readings"][0]["default"].is_null());
  for (const law::IndexBy by :
       {law::IndexBy::Article, law::IndexBy::Bearer, law::IndexBy::Deadline})
    CHECK(law::index_page(all, by, {}).contains("format"));
  CHECK(law::coverage_page(all, {}).is_object());
}

TEST_CASE("law: search folds diacritics, knows both languages, suggests") {
  const auto shelf = samples();
  const law::Register all = shelf->all();
  const auto first = [&](std::string_view words) -> std::string {
    const Json page = law::search_page(all, words, 5);
    if (page["hits"].empty()) return "";
    const Json& hit = page["hits"][0];
    return hit.contains("citation") ? hit["citation"].get<std::string>()
                                    : hit["name"].get<std::string>();
  };
  CHECK(first("báo tin cho cơ quan") == "norms.report");
  CHECK(first("bao tin cho co quan") == "norms.report");
  CHECK(first("BÁO TIN CHO CƠ QUAN") == "norms.report");
  CHECK(first("bao\u0301 tin cho cơ quan") == "norms.report");
  CHECK(first("Report to the authority") == "norms.report");
  CHECK(first("nghia vu bao tin") == "SAMPLE@3");
  CHECK(first("finds a leak") == "SAMPLE@3");
  CHECK(first("phat hien ro ri") == "SAMPLE@3");
  CHECK(first("trong 72 gio") == "SAMPLE@3.1");
  CHECK(first("keeping files") == "SAMPLE@5.2");
  CHECK(first("1/2025/qh15") == "SAMPLE");
  CHECK(first("decree detailing") == "DETAIL");
  CHECK(first("so nguoi anh huong") == "norms.Leak.people");
  CHECK(first("dien rong") == "norms.wide");
  CHECK(first("") == "");
  const Json lost = law::search_page(all, "authorty", 5);
  CHECK(lost["hits"].empty());
  REQUIRE(lost["suggestions"].size() == 1);
  CHECK(lost["suggestions"][0]["suggestion"] == "authority");
  CHECK(law::search_page(all, "a", 1)["hits"].size() == 1);
}

TEST_CASE("law: the library tells what rests on a provision, across modules") {
  const auto shelf = library();
  const law::Register all = shelf->all();
  const hir::DefId pdpl = instrument(all, "PDPL");
  law::Spoken said;
  said.path = {"23", "1"};
  const Json page = law::show_page(all, pdpl, said, k20260301);
  CHECK(page["en"] == "Clause 1, Article 23 of Law No. 91/2025/QH15");
  CHECK(page["in_force"] == true);
  CHECK(has(names_in(page["encoded_by"]), "vn.pdpl.breach.notify_authority"));
  CHECK_FALSE(page["sources"].empty());
  const Json before = law::show_page(all, pdpl, said, k20260301 - 365);
  CHECK(before["in_force"] == false);

  const Json fines = law::cited_by_page(all, instrument(all, "D330"), {"54", "3"});
  const bool priced = std::ranges::any_of(fines["cited_by"], [](const Json& one) {
    return one["name"] == "vn.pdpl.breach.notify_authority" && one.contains("part") &&
           one["part"]["kind"] == "sanction" && one["part"]["label"] == "late";
  });
  CHECK(priced);
  // The calendar's days rest on the Labour Code.
  CHECK(has(names_in(law::cited_by_page(all, instrument(all, "LAB"), {"112"})["cited_by"]),
            "vn.state"));
  // Left out, and why.
  CHECK(law::show_page(all, instrument(all, "DR25"), {}, {})["left_out"][0]["reason"] == "policy");
  // Every instrument can be named by its number, its short name and its titles, with and without
  // diacritics, before and after the article; a whole title names no other one.
  std::vector<law::NamedInstrument> named;
  std::vector<std::string> names, titles;
  for (const hir::DefId id : law::instruments(all)) {
    named.push_back(law::naming(all, id));
    names.push_back(fold(named.back().name));
    titles.push_back(named.back().title_vi);
    titles.push_back(named.back().title_en);
  }
  for (std::size_t i = 0; i < named.size(); ++i) {
    const law::NamedInstrument& one = named[i];
    for (const std::string& name : {one.number, one.name, one.title_vi, one.title_en}) {
      if (name.empty()) continue;
      for (const std::string& words :
           {"điều 1 " + name, name + ", dieu 1", "điều 1 " + fold(name)}) {
        const auto spoken = law::read_citation(words, names, titles);
        INFO(words);
        REQUIRE(spoken.has_value());
        CHECK(spoken->path == law::Path{"1"});
        const auto found = law::match_instruments(spoken->instrument, named);
        CHECK(std::ranges::find(found, i) != found.end());
        if (name == one.title_vi) CHECK(found.size() == 1);
      }
    }
  }
}

TEST_CASE("law: the export holds every norm, rule, sanction and instrument of the library") {
  const auto shelf = library();
  shelf->read_trees();
  const law::Register all = shelf->all();
  const Json out = law::export_law(all, shelf->trees);
  // Counted once more on the trees, which the export does not walk.
  std::size_t norms = 0, rules = 0, sanctions = 0, instruments = 0, unencoded = 0, readings = 0;
  for (const auto& [file, tree] : shelf->trees)
    for (const ast::DeclId id : tree->order) {
      const ast::Decl& decl = tree->decls[id];
      if (const auto* norm = std::get_if<ast::Norm>(&decl.node);
          norm != nullptr && !norm->special_of.exists()) {
        ++norms;
        sanctions += norm->sanctions.size();
      }
      if (const auto* rule = std::get_if<ast::Rule>(&decl.node);
          rule != nullptr && !rule->special_of.exists())
        ++rules;
      instruments += std::holds_alternative<ast::Instrument>(decl.node) ? 1U : 0U;
      unencoded += std::holds_alternative<ast::Unencoded>(decl.node) ? 1U : 0U;
      readings += std::holds_alternative<ast::Reading>(decl.node) ? 1U : 0U;
    }
  CHECK(norms >= 90);
  CHECK(out["counts"]["norms"] == norms);
  CHECK(out["counts"]["rules"] == rules);
  CHECK(out["counts"]["sanctions"] == sanctions);
  CHECK(out["counts"]["instruments"] == instruments);
  CHECK(out["counts"]["unencoded"] == unencoded);
  CHECK(out["counts"]["readings"] == readings);
  CHECK(out["norms"].size() == norms);
  for (const Json& norm : out["norms"]) {
    INFO(norm["name"].dump());
    CHECK_FALSE(norm["label"]["vi"].get<std::string>().empty());
    CHECK_FALSE(norm["label"]["en"].get<std::string>().empty());
    CHECK_FALSE(norm["cites"].empty());
    CHECK_FALSE(norm["confidence"].is_null());
  }
  // One row, read whole.
  const auto breach = std::ranges::find_if(out["norms"], [](const Json& norm) {
    return norm["name"] == "vn.pdpl.breach.notify_authority";
  });
  REQUIRE(breach != out["norms"].end());
  CHECK((*breach)["rows"][0] == "PDPL-23-1");
  CHECK((*breach)["cites"][0]["citation"] == "PDPL@23.1");
  CHECK((*breach)["bearer"]["mode"] == "each");
  CHECK((*breach)["bearer"]["parties"].size() == 3);
  CHECK((*breach)["due"][0]["terms"][0]["n"] == 72);
  CHECK((*breach)["due"][0]["terms"][0]["unit"] == "hours");
  CHECK((*breach)["due"][0]["terms"][0]["from"] == "trigger");
  const Json& late = (*breach)["sanctions"][0];
  CHECK(late["from"]["amount"] == "40000000");
  CHECK(late["to"]["amount"] == "60000000");
  CHECK(late["on"] == "late");
  CHECK(late["cites"][0]["citation"] == "D330@54.3");
  CHECK(late["halved_when"] == "pays_half(b.offender)");
}

TEST_CASE("law: the export of the invented statutes, as recorded") {
  const auto shelf = samples();
  shelf->read_trees();
  Json out = law::export_law(shelf->all(), shelf->trees);
  // The calendar module comes along; its own text is not this test's matter.
  const auto only = [&](const char* section, std::string_view module) {
    Json kept = Json::array();
    for (Json& one : out[section])
      if (one["at"]["path"].get<std::string>().starts_with(module)) kept.push_back(one);
    return kept;
  };
  const Json sample = {{"instruments", only("instruments", "statutes")},
                       {"norms", only("norms", "norms")},
                       {"rules", only("rules", "norms")},
                       {"unencoded", only("unencoded", "statutes")}};
  check_recorded(source_dir() + "/tests/data/law/export.json", sample.dump(1) + "\n");
}

TEST_CASE("law: coverage of the samples, as recorded") {
  const auto shelf = samples();
  const law::Register all = shelf->all();
  std::vector<hir::DefId> chosen;
  for (const char* name : {"SAMPLE", "DETAIL", "CHANGE"}) chosen.push_back(instrument(all, name));
  const Json page = law::coverage_page(all, chosen);
  const std::string folder = source_dir() + "/tests/data/law/coverage";
  check_recorded(folder + ".json", page.dump(2) + "\n");
  check_recorded(folder + ".en.txt", law::coverage_text(page, true, Language::English));
  check_recorded(folder + ".vi.txt", law::coverage_text(page, true, Language::Vietnamese));
}

TEST_CASE("law: coverage tells what is cited from what is left out and what nothing speaks of") {
  const auto shelf = samples();
  const law::Register all = shelf->all();
  const Json page = law::coverage_page(all, {instrument(all, "SAMPLE")});
  const Json& one = page["instruments"][0];
  // Of the nine articles: 1 and 2 are left out, 3 is cited by a sanction, of the others nothing is
  // said.
  CHECK(one["law"] == Json{{"articles", nullptr}, {"articles_at_least", 9}, {"without_gap", true}});
  CHECK(one["articles"]["encoded"] == 1);
  CHECK(one["articles"]["excluded"] == 2);
  CHECK(one["articles"]["missing"] == 6);
  CHECK(one["missing"][0]["citation"] == "SAMPLE@4");
}

TEST_CASE("law: what says from when an instrument is law is encoded, what it says of figures not") {
  const auto shelf = samples();
  shelf->add(shelf->workspace.open("ends.phep").value());
  const law::Register all = shelf->all();
  const Json page = law::coverage_page(all, {instrument(all, "PEN")});
  // Article 1 prices, 2 repeals, 3 is entry into force, for 4 the base of figures is told.
  CHECK(page["instruments"][0]["articles"]["encoded"] == 3);
  CHECK(page["instruments"][0]["missing"][0]["citation"] == "PEN@4");
}

TEST_CASE("law: coverage counts every article of the library once, and only what is read") {
  const auto shelf = library();
  const law::Register all = shelf->all();
  const Json page = law::coverage_page(all, {});
  CHECK(page["instruments"].size() == law::instruments(all).size());
  for (const Json& one : page["instruments"]) {
    INFO(one["name"].get<std::string>());
    for (const auto& [counts, of] : {std::pair{"articles", "articles"},
                                     {"annex_parts", "annex_parts"},
                                     {"provisions", "provisions"}}) {
      std::size_t sum = 0;
      for (const char* fate : {"encoded", "in_part", "excluded", "excluded_in_part", "missing"})
        sum += one[counts][fate].get<std::size_t>();
      CHECK(sum == one["outline"][of].get<std::size_t>());
    }
    // Without a gap only where every number from 1 on is in the outline.
    const bool all_named = one["outline"]["articles"] >= one["law"]["articles_at_least"];
    CHECK_FALSE((one["law"]["without_gap"].get<bool>() && !all_named));
  }
  const auto of = [&](std::string_view name) {
    for (const Json& one : page["instruments"])
      if (one["name"] == name) return one;
    FAIL("no ", name);
    return Json();
  };
  CHECK(of("PDPL")["law"]["articles_at_least"] == 39);
  // The reading notes say how many the first has, of the second they list four.
  CHECK(of("PDPL")["law"]["articles"] == 39);
  CHECK(of("L64")["law"]["articles"].is_null());
  CHECK_FALSE(of("L64")["law"]["without_gap"].get<bool>());
}

}  // namespace phep::tests

#include "compiler/cli/law_words.h"

#include "compiler/base/text.h"
#include "compiler/cli/json_text.h"
#include "compiler/law/pages.h"

#include <algorithm>

namespace phep::cli {
namespace {

void fail_instrument(Session& session, const std::vector<law::NamedInstrument>& named,
                     const std::vector<std::string>& words) {
  std::string said;
  for (const std::string& word : words) said += (said.empty() ? "" : " ") + word;
  std::vector<std::string_view> candidates;
  for (const law::NamedInstrument& one : named) {
    candidates.push_back(one.name);
    candidates.push_back(one.number);
  }
  std::string near(nearest(said, candidates));
  if (near.empty())
    for (const std::string& word : words)
      if (near.empty()) near = nearest(word, candidates);
  std::string list;
  for (const law::NamedInstrument& one : named)
    list +=
        (list.empty() ? "" : ", ") + one.name + (one.number.empty() ? "" : " (" + one.number + ")");
  session.fail("không có văn bản `" + said + "`" +
                   (near.empty() ? "; có: " + list : "; có phải `" + near + "`?"),
               "no instrument is called `" + said + "`" +
                   (near.empty() ? "; there are: " + list : "; did you mean `" + near + "`?"));
}

// The provision is not in the outline: what there is beside it.
void fail_absent(Session& session, const law::Register& all, const AskedProvision& asked) {
  const hir::Instrument& instrument = all.instrument(asked.instrument);
  law::Path above = asked.said.path;
  while (!above.empty() && law::known(instrument, above) == law::Known::Absent) above.pop_back();
  std::vector<law::Path> inner;
  for (const hir::OutlineEntry& entry : instrument.outline)
    if (entry.path.size() == above.size() + 1 && law::begins_with(entry.path, above))
      inner.push_back(entry.path);
  std::ranges::sort(inner, law::path_less);
  std::string there;
  if (!inner.empty())
    there = law::citation_of(all, asked.instrument, inner.front()) +
            (inner.size() > 1 ? " … " + law::citation_of(all, asked.instrument, inner.back()) : "");
  const std::string wanted = law::citation_of(all, asked.instrument, asked.said.path);
  session.fail("không có `" + wanted + "`" + (there.empty() ? "" : "; có " + there),
               "there is no `" + wanted + "`" + (there.empty() ? "" : "; there is " + there));
}

// The instruments that the words may mean, each with the provision, when it takes a choice.
void print_choices(Session& session, const law::Register& all,
                   const std::vector<AskedProvision>& choices) {
  law::Json list = law::Json::array();
  for (const AskedProvision& one : choices) {
    law::Json row = law::instrument_json(all, one.instrument);
    row["citation"] = law::citation_of(all, one.instrument, one.said.path);
    list.push_back(std::move(row));
  }
  if (session.json()) {
    write_out(json_text(law::Json{{"choices", list}}));
    return;
  }
  write_out(std::string(session.say("Văn bản nào?\n", "Which instrument?\n")));
  for (const law::Json& row : list)
    write_out("    " + row["citation"].get<std::string>() + "   " +
              row[session.vi() ? "vi" : "en"].get<std::string>() + ", " +
              visible(row["title"][session.vi() ? "vi" : "en"].get<std::string>()) + "  (" +
              row["qualified"].get<std::string>() + ")\n");
}

}  // namespace

void fail_citation(Session& session, law::Misread why, const std::string& words) {
  switch (why) {
    case law::Misread::Nothing:
      session.fail("chưa nêu điều khoản nào", "no provision is named");
      return;
    case law::Misread::TooLong:
      session.fail("viện dẫn dài hơn 400 byte", "the citation is over 400 bytes");
      return;
    case law::Misread::BadText:
      session.fail("viện dẫn không phải UTF-8 hợp lệ", "the citation is not valid UTF-8");
      return;
    case law::Misread::NoArticle:
      session.fail("`" + words + "` không nêu điều; ví dụ: khoản 1 điều 23 PDPL",
                   "`" + words + "` names no article; for example: clause 1 article 23 PDPL");
      return;
    case law::Misread::NoLabel:
      session.fail("`" + words + "` thiếu số của điều, khoản hoặc điểm; ví dụ: PDPL@23.1",
                   "`" + words +
                       "` lacks the number of an article, clause or point; for example: "
                       "PDPL@23.1");
      return;
    case law::Misread::TwoOfOneLevel:
      session.fail("`" + words + "` nêu hai số cho cùng một cấp",
                   "`" + words + "` gives two numbers for one level");
      return;
  }
}

std::expected<AskedProvision, int> find_provision(Session& session, const law::Register& all,
                                                  const std::string& words) {
  const auto ids = law::instruments(all);
  std::vector<law::NamedInstrument> named;
  std::vector<std::string> short_names, titles;
  for (const hir::DefId id : ids) {
    named.push_back(law::naming(all, id));
    short_names.push_back(fold(named.back().name));
    for (const std::string* title : {&named.back().title_vi, &named.back().title_en})
      titles.push_back(*title);
  }
  const auto said = law::read_citation(words, short_names, titles);
  if (!said) {
    const bool readable = first_invalid_utf8(words) == kValidUtf8 && words.size() < 200;
    fail_citation(session, said.error(), readable ? words : "?");
    return std::unexpected(kUsage);
  }
  std::vector<AskedProvision> choices;
  for (const std::size_t i : law::match_instruments(said->instrument, named))
    choices.push_back({ids[i], *said});
  if (choices.empty()) {
    fail_instrument(session, named, said->instrument);
    return std::unexpected(kUsage);
  }
  std::vector<AskedProvision> there;
  for (const AskedProvision& one : choices)
    if (law::known(all.instrument(one.instrument), said->path) != law::Known::Absent)
      there.push_back(one);
  if (there.size() == 1) return there.front();
  if (there.empty() && choices.size() == 1) {
    fail_absent(session, all, choices.front());
    return std::unexpected(kUsage);
  }
  print_choices(session, all, there.empty() ? choices : there);
  return std::unexpected(kOk);
}

std::expected<std::vector<hir::DefId>, int> chosen_instruments(
    Session& session, const law::Register& all, const std::vector<std::string>& words) {
  const auto ids = law::instruments(all);
  std::vector<law::NamedInstrument> named;
  for (const hir::DefId id : ids) named.push_back(law::naming(all, id));
  std::vector<hir::DefId> chosen;
  for (const std::string& word : words) {
    const std::size_t before = chosen.size();
    const bool readable = first_invalid_utf8(word) == kValidUtf8;
    for (std::size_t i = 0; readable && i < ids.size(); ++i)
      if (fold(named[i].name) == fold(word) || fold(named[i].number) == fold(word))
        chosen.push_back(ids[i]);
    if (chosen.size() == before) {
      fail_instrument(session, named, {readable ? word : "?"});
      return std::unexpected(kUsage);
    }
  }
  return chosen;
}

}  // namespace phep::cli

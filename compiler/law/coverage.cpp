#include "compiler/law/coverage.h"

#include "compiler/base/check.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace phep::law {
namespace {

// How a provision fares. A whole is `Encoded` or `Excluded` when it is cited itself or when its
// parts are all listed and all fare so; `InPart` and `ExcludedInPart` when only some are known to.
enum class Fate : std::uint8_t { Encoded, InPart, Excluded, ExcludedInPart, Missing };
constexpr std::array<std::string_view, 5> kFates = {"encoded", "in_part", "excluded",
                                                    "excluded_in_part", "missing"};

// What is said of the law by citing it, and what is not said of it.
struct Said {
  const Citation* cite;
  const hir::Unencoded* left = nullptr;  // left out, else encoded
};

bool among(const std::vector<hir::Cite>& cites, Span span) {
  return std::ranges::any_of(cites,
                             [&](const hir::Cite& cite) { return cite.written.span == span; });
}

// An instrument encodes what says that it changes others, what bounds its own scope and what says
// from when it is law; its outline, relations and figures only talk about law.
bool instrument_encodes(const Register& law, const hir::Instrument& instrument, bool own,
                        Span span) {
  for (const hir::Change& change : instrument.changes)
    if (among(change.cites, span)) return true;
  for (const hir::DefId id : instrument.scopes) {
    const auto& rule = std::get<hir::Rule>(law.def(id).node);
    if (among(rule.authority.cites, span)) return true;
    for (const hir::RuleNode& node : rule.nodes)
      if (among(node.authority.cites, span)) return true;
  }
  const auto priced = [&](const auto& figure) { return figure.first.span == span; };
  return own && std::ranges::none_of(instrument.figures, priced);
}

bool encodes(const Register& law, const hir::Def& def, const hir::Cite& cite) {
  const Span span = cite.written.span;
  const auto of = [&](const auto& node) {
    using Node = std::decay_t<decltype(node)>;
    if constexpr (std::is_same_v<Node, hir::Instrument>) {
      return instrument_encodes(law, node, &law.def(cite.instrument) == &def, span);
    } else {
      // Parties may be held by a provision; a closed list is an enum.
      return std::is_same_v<Node, hir::Norm> || std::is_same_v<Node, hir::Rule> ||
             std::is_same_v<Node, hir::Calendar> || std::is_same_v<Node, hir::Party> ||
             std::is_same_v<Node, hir::Enum> || std::is_same_v<Node, hir::Special> ||
             std::is_same_v<Node, hir::Collision>;
    }
  };
  return std::visit(of, def.node);
}

// Everything that is said of one instrument.
std::vector<Said> said_of(const Register& law, hir::DefId id) {
  std::vector<Said> out;
  for (const Mention& mention : mentions_of(law, id, {}, true)) {
    const hir::Def& by = law.def(mention.by);
    const Citation& cite = mention.cite->written;
    if (const auto* left = std::get_if<hir::Unencoded>(&by.node))
      out.push_back({&cite, left});
    else if (!mention.see && encodes(law, by, *mention.cite))
      out.push_back({&cite});
  }
  return out;
}

// One provision and what is said of it or of a whole that holds it.
struct Provision {
  const hir::OutlineEntry* entry = nullptr;
  bool leaf = true;
  bool encoded = false, through_whole = false;
  std::set<std::string> reasons;  // for which it, or a whole around it, is left out
  bool part_encoded = false, part_left = false;
};

using Provisions = std::map<Path, Provision, decltype(&path_less)>;

bool is_annex(const Path& path) {
  return !path.empty() && path.front() == kAnnex;
}

Provisions provisions_of(const Register& law, hir::DefId id, const std::vector<Said>& said) {
  Provisions out(&path_less);
  const hir::Instrument& instrument = law.instrument(id);
  for (const hir::OutlineEntry& entry : instrument.outline) out[entry.path].entry = &entry;
  // What is cited below a provision whose parts are not listed is known from then on.
  for (const Said& one : said)
    if (one.cite->last.empty() && known(instrument, one.cite->path) == Known::Accepted)
      out.try_emplace(one.cite->path);
  for (auto& [path, provision] : out) {
    for (const Said& one : said) {
      const Overlap how = overlap(*one.cite, path);
      if (how == Overlap::None || (one.cite->path.empty() && one.left == nullptr)) continue;
      if (how == Overlap::Part) {
        (one.left != nullptr ? provision.part_left : provision.part_encoded) = true;
      } else if (one.left != nullptr) {
        provision.reasons.insert(one.left->reason);
      } else {
        // A range names each of its members; beyond that a citation of a whole is not one of its
        // parts.
        const bool named = how == Overlap::Same || path.size() == one.cite->path.size();
        (named ? provision.encoded : provision.through_whole) = true;
      }
    }
  }
  for (const auto& [path, provision] : out)
    for (std::size_t n = 1; n < path.size(); ++n)
      if (const auto above =
              out.find(Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(n)));
          above != out.end())
        above->second.leaf = false;
  return out;
}

// The fate of a provision by its own citations; of one whose parts are listed by those of its
// parts.
Fate fate_of(const Provisions& all, const Path& path) {
  const Provision& provision = all.at(path);
  if (provision.encoded || (provision.through_whole && !provision.part_encoded))
    return Fate::Encoded;
  std::vector<Fate> parts;
  for (auto it = all.upper_bound(path); it != all.end() && begins_with(it->first, path); ++it)
    if (it->first.size() == path.size() + 1) parts.push_back(fate_of(all, it->first));
  const auto count = [&](Fate fate) { return std::ranges::count(parts, fate); };
  const auto total = static_cast<std::ptrdiff_t>(parts.size());
  const bool listed = provision.entry != nullptr && provision.entry->closed && total > 0;
  const bool some = provision.part_encoded || count(Fate::Encoded) + count(Fate::InPart) > 0;
  if (listed && count(Fate::Encoded) > 0 && count(Fate::Encoded) + count(Fate::Excluded) == total)
    return Fate::Encoded;
  if (some) return Fate::InPart;
  if (!provision.reasons.empty() || (listed && count(Fate::Excluded) == total))
    return Fate::Excluded;
  if (provision.part_left || count(Fate::Excluded) + count(Fate::ExcludedInPart) > 0)
    return Fate::ExcludedInPart;
  return Fate::Missing;
}

// How many articles the law has, if its outline is closed; else how far the numbers of those that
// are named go: from 1 without a gap, or only some.
Json law_json(const std::set<Path>& articles, bool closed) {
  std::uint32_t most = 0, numbered = 0;
  for (const Path& path : articles) {
    // "37a" was put in behind 37: there are at least as many, and no run from 1.
    const std::string& label = path.front();
    const std::size_t digits = std::min(label.find_first_not_of("0123456789"), label.size());
    if (digits == 0 || digits > 6) continue;
    if (digits == label.size()) ++numbered;
    most = std::max(most, static_cast<std::uint32_t>(std::stoul(label.substr(0, digits))));
  }
  return {{"articles", closed ? Json(articles.size()) : Json(nullptr)},
          {"articles_at_least", most},
          {"without_gap", most > 0 && numbered == most}};
}

Json row_json(const Register& law, hir::DefId id, const Path& path, const Provision& provision,
              Fate fate) {
  Json out = citation_json(law, id, {law.def(id).name, path, {}, {}, {}});
  out["fate"] = kFates[static_cast<std::size_t>(fate)];
  if (provision.entry != nullptr) add_words(out, *provision.entry);
  if (!provision.reasons.empty()) out["reasons"] = provision.reasons;
  return out;
}

// Counts by fate, all of them named.
class Tally {
 public:
  void add(Fate fate) { ++counts_.at(static_cast<std::size_t>(fate)); }
  [[nodiscard]] Json json() const {
    Json out = Json::object();
    for (std::size_t i = 0; i < kFates.size(); ++i) out[std::string(kFates[i])] = counts_[i];
    return out;
  }

 private:
  std::array<std::size_t, kFates.size()> counts_{};
};

Json instrument_coverage(const Register& law, hir::DefId id) {
  const hir::Instrument& instrument = law.instrument(id);
  const std::vector<Said> said = said_of(law, id);
  const Provisions all = provisions_of(law, id, said);
  std::set<Path> articles;
  Tally of_articles, of_annexes, of_provisions;
  std::map<std::string, std::size_t> reasons = {
      {"authority", 0}, {"policy", 0}, {"superseded", 0}, {"unread", 0}};
  std::size_t annexes = 0, leaves = 0, described = 0, through_whole = 0;
  Json missing = Json::array(), excluded = Json::array();
  for (const auto& [path, provision] : all) {
    const Fate fate = fate_of(all, path);
    const bool unit =
        unit_of(path) == path && (path.size() == 2 || !is_annex(path) || provision.leaf);
    if (unit && is_annex(path)) ++annexes, of_annexes.add(fate);
    if (unit && !is_annex(path)) articles.insert(path), of_articles.add(fate);
    if (provision.entry != nullptr && provision.entry->described()) ++described;
    if (provision.leaf) {
      ++leaves;
      of_provisions.add(fate);
      if (fate == Fate::Encoded && !provision.encoded) ++through_whole;
      for (const std::string& reason : provision.reasons)
        if (fate == Fate::Excluded) ++reasons[reason];
    }
    // A whole of which nothing is encoded or left out stands for its parts.
    Path above = path;
    above.pop_back();
    const auto around = all.find(above);
    const bool said_above = around != all.end() && fate_of(all, above) == fate;
    if (fate == Fate::Missing && !said_above)
      missing.push_back(row_json(law, id, path, provision, fate));
    if (fate == Fate::Excluded && !said_above)
      excluded.push_back(row_json(law, id, path, provision, fate));
  }
  const auto whole = std::ranges::count_if(
      said, [](const Said& one) { return one.cite->path.empty() && one.left == nullptr; });
  Json out = instrument_json(law, id);
  out["confidence"] = instrument.provenance.stated
                          ? Json(std::string(1, instrument.provenance.confidence))
                          : Json(nullptr);
  out["law"] = law_json(articles, instrument.outline_closed);
  out["outline"] = {{"articles", articles.size()},
                    {"annex_parts", annexes},
                    {"provisions", leaves},
                    {"described", described}};
  out["articles"] = of_articles.json();
  out["annex_parts"] = of_annexes.json();
  out["provisions"] = of_provisions.json();
  out["provisions"]["encoded_through_whole"] = through_whole;
  out["excluded_because"] = reasons;
  out["cited_as_a_whole"] = whole;
  out["missing"] = std::move(missing);
  out["excluded"] = std::move(excluded);
  return out;
}

}  // namespace

Json coverage_page(const Register& law, const std::vector<hir::DefId>& chosen) {
  Json list = Json::array();
  Json totals = {{"articles", Json::object()},
                 {"annex_parts", Json::object()},
                 {"provisions", Json::object()}};
  for (const hir::DefId id : chosen.empty() ? instruments(law) : chosen) {
    list.push_back(instrument_coverage(law, id));
    for (auto& [key, sums] : totals.items())
      for (const auto& [name, count] : list.back()[key].items())
        sums[name] = sums.value(name, std::size_t{0}) + count.get<std::size_t>();
  }
  return {{"format", "phep-law-coverage/1"}, {"instruments", list}, {"totals", totals}};
}

}  // namespace phep::law

#include "lsp/ide/identity.h"

#include "lsp/ide/law_view.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace phep::ide {
namespace {

// How official numbers shorten ranks: NĐ without its mark.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kRankLetters = {
    {{"constitution", "HP"},
     {"law", "L"},
     {"ordinance", "PL"},
     {"resolution", "NQ"},
     {"decree", "ND"},
     {"decision", "QD"},
     {"circular", "TT"},
     {"directive", "CT"}}};

// "13/2023/NĐ-CP" → "13/2023": number and year. Others stay as they are.
std::string number_words(const std::string& number) {
  const auto first = number.find('/');
  if (first == std::string::npos) return number;
  const auto second = number.find('/', first + 1);
  const std::string year =
      number.substr(first + 1, second == std::string::npos ? second : second - first - 1);
  const bool is_year =
      year.size() == 4 && year.find_first_not_of("0123456789") == std::string::npos;
  return is_year ? number.substr(0, second) : number;
}

std::string interval_words(const std::vector<hir::ForceInterval>& intervals) {
  std::string out;
  for (const hir::ForceInterval& one : intervals) {
    const auto words = [](const hir::ForceBound& bound) {
      if (bound.expr.exists()) return std::string("?");
      return bound.days == hir::kAlways || bound.days == hir::kForever ? std::string()
                                                                       : law::day_text(bound.days);
    };
    out += (out.empty() ? "" : ",") + words(one.from) + ".." + words(one.until);
  }
  return out.empty() ? ".." : out;
}

Identity of_provision(const law::Register& law, const Provision& provision, bool declares) {
  constexpr std::array<char, 3> kLevels = {'d', 'k', 0};  // Điều, khoản; a point is its letter
  const hir::Instrument& instrument = law.instrument(provision.instrument);
  const std::string& qualified = law.def(provision.instrument).qualified;
  const auto letters = std::ranges::find(kRankLetters, std::string_view(instrument.rank),
                                         &std::pair<std::string_view, std::string_view>::first);
  std::string out = qualified.starts_with("eu.") ? "law:EU/" : "law:VN/";
  out += letters == kRankLetters.end() ? instrument.rank : std::string(letters->second);
  out += "/" + number_words(instrument.number);
  const bool annex = !provision.path.empty() && provision.path.front() == "PL";
  for (std::size_t i = 0; i < provision.path.size(); ++i) {
    out += '/';
    if (!annex && i < kLevels.size() && kLevels.at(i) != 0) out += kLevels.at(i);
    out += provision.path[i];
  }
  out += "@" + interval_words(law::force_of(law, provision.instrument, provision.path).intervals);
  return {"law", std::move(out), declares ? IdentityKind::Export : IdentityKind::Import, true};
}

law::Register register_of(workspace::Workspace& workspace,
                          const std::map<FileId, const hir::Module*>& modules) {
  return {modules, workspace.types(), workspace.names(), workspace.sources()};
}

}  // namespace

std::optional<Identity> identity_at(workspace::Workspace& workspace, FileId file,
                                    std::uint32_t offset) {
  const auto checked = workspace.checked(file);
  std::optional<Provision> provision;
  bool declares = false;
  if (const hir::Mention* mention = mention_at(checked->module, offset)) {
    provision = Provision{mention->cite.instrument, mention->cite.written.path};
  } else if (const auto name = name_at(workspace, file, offset)) {
    const hir::Def* def = definition_of(workspace, name->symbol);
    if (def == nullptr) return std::nullopt;
    if (!std::holds_alternative<hir::Instrument>(def->node)) {
      std::string identifier = def->qualified;
      if (name->symbol.part != hir::SymbolPart::Whole)
        identifier += "." + std::string(workspace.sources().text(name->span));
      return Identity{"phep", std::move(identifier),
                      name->symbol.def.file == file ? IdentityKind::Export : IdentityKind::Import,
                      false};
    }
    provision = Provision{name->symbol.def, {}};
    declares = name->declares;
  } else {
    provision = outline_row_at(workspace, file, offset);
    declares = true;
  }
  if (!provision) return std::nullopt;
  const auto home = workspace.checked(provision->instrument.file);
  const std::map<FileId, const hir::Module*> modules{{provision->instrument.file, &home->module}};
  return of_provision(register_of(workspace, modules), *provision, declares);
}

}  // namespace phep::ide

// What is the general case, what excepts it, and, of a case that was decided, which of them wins.
#include "compiler/decision/mark_text.h"
#include "compiler/explain/certificate.h"
#include "compiler/explain/labels.h"
#include "compiler/runtime/phep_abi.h"
#include "lsp/ide/coverage.h"
#include "lsp/ide/views.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace phep::ide {
namespace {

// What the certificates of a case say of each part, by its qualified name: 0 false, 1 true, 2 or 3
// open. Parts that the case did not ask about are absent.
using Marks = std::map<std::string, unsigned>;

Marks marks_of(const ViewOf& of) {
  Marks out;
  for (const Answered& one : answered(of)) {
    if (one.decided.status != PHEP_OK) continue;
    const auto certificate = explain::read_certificate(one.decided.output);
    if (!certificate) continue;
    for (const std::uint32_t bit : reached_bits(of.bench.program(), one.question.decision))
      out[of.bench.program().certificate_bits.at(bit)] |= decision::mark_at(certificate->bits, bit);
  }
  return out;
}

// A rule's rows with those that special law adds, as lowering joins them.
struct Rows {
  struct One {
    const hir::RuleNode* node;
    std::string name;  // qualified, as certificates have it
    std::vector<std::uint32_t> targets;
    Span at;
  };
  std::vector<One> all;
};

class Writer {
 public:
  Writer(const ViewOf& of, const explain::Labels& labels, const Marks& marks)
      : of_(of), labels_(labels), marks_(marks) {}

  ViewRow rule(const hir::Def& def, hir::DefId id, const hir::Rule& rule) const {
    const Rows rows = rows_of(def, id, rule);
    ViewRow out = head(def, rule.authority);
    std::set<std::uint32_t> whole;
    for (std::uint32_t i = 0; i < rows.all.size(); ++i)
      if (rows.all[i].node->parents == hir::Parents::Whole) whole.insert(i);
    RowStatus fallback = RowStatus::Wins;
    for (std::uint32_t i = 0; i < rows.all.size() && fallback != RowStatus::Yields; ++i) {
      const std::optional<bool> row = effective(rows, i, 0);
      if (row != false) fallback = row ? RowStatus::Yields : RowStatus::Unknown;
    }
    if (rule.fallback.exists())
      out.rows.push_back({.label = say("mặc định", "default"),
                          .status = marks_.empty() || !asked(rows) ? RowStatus::None : fallback,
                          .at = def.name_span});
    for (std::uint32_t i = 0; i < rows.all.size(); ++i)
      if (rows.all[i].node->parents == hir::Parents::Case) out.rows.push_back(node(rows, i, 0));
    for (const std::uint32_t i : whole) out.rows.push_back(node(rows, i, 0));
    return out;
  }

  ViewRow norm(const hir::Def& def, hir::DefId id, const hir::Norm& norm) const {
    ViewRow out = head(def, norm.authority);
    parts(def.qualified, "", norm.exemptions, norm.deferrals, def, out);
    for_specials(id,
                 [&](const hir::Def& home, const hir::Special& special, const std::string& prefix) {
                   parts(def.qualified, prefix, special.exemptions, special.deferrals, home, out);
                 });
    const bool excepted = std::ranges::any_of(
        out.rows, [](const ViewRow& row) { return row.status == RowStatus::Wins; });
    if (excepted) out.status = RowStatus::Yields;
    return out;
  }

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return std::string(of_.language == Language::Vietnamese ? vi : en);
  }
  [[nodiscard]] ViewRow head(const hir::Def& def, const hir::Authority& authority) const {
    return {.label = labels_.label(def), .citation = cites(authority), .at = def.name_span};
  }
  [[nodiscard]] std::string cites(const hir::Authority& authority) const {
    std::string out;
    for (const std::string& one : labels_.cites(authority.cites))
      out += (out.empty() ? "" : "; ") + one;
    return out;
  }
  [[nodiscard]] std::string words(Name name, const hir::Label& label) const {
    const std::string spoken = labels_.spoken(label);
    return spoken.empty() ? labels_.text(name) : spoken;
  }

  template <class Then>
  void for_specials(hir::DefId of, const Then& then) const {
    for (const CaseBench::Member& member : of_.bench.members())
      for (const hir::Def& def : member.checked->module.defs)
        if (const auto* special = std::get_if<hir::Special>(&def.node);
            special != nullptr && special->of == of)
          then(def, *special, hir::special_label(member.checked->module, ""));
  }

  [[nodiscard]] Rows rows_of(const hir::Def& def, hir::DefId id, const hir::Rule& rule) const {
    Rows out;
    for (const hir::RuleNode& node : rule.nodes)
      out.all.push_back(
          {&node, def.qualified + "." + labels_.text(node.label), node.targets, node.span});
    const auto own = static_cast<std::uint32_t>(rule.nodes.size());
    for_specials(id, [&](const hir::Def&, const hir::Special& special, const std::string& prefix) {
      const auto before = static_cast<std::uint32_t>(out.all.size());
      for (const hir::RuleNode& node : special.nodes) {
        std::vector<std::uint32_t> targets = node.targets;
        for (std::uint32_t& target : targets)
          if (target >= own) target += before - own;
        out.all.push_back({&node, def.qualified + "." + prefix + labels_.text(node.label),
                           std::move(targets), node.span});
      }
    });
    return out;
  }

  // Whether any row of the rule was asked about by the case.
  [[nodiscard]] bool asked(const Rows& rows) const {
    return std::ranges::any_of(rows.all,
                               [&](const Rows::One& one) { return marks_.contains(one.name); });
  }
  [[nodiscard]] bool excepts(const Rows::One& exception, std::uint32_t row,
                             const Rows& rows) const {
    if (exception.node->parents == hir::Parents::Nodes)
      return std::ranges::find(exception.targets, row) != exception.targets.end();
    return exception.node->parents == hir::Parents::Whole &&
           rows.all[row].node->parents == hir::Parents::Case;
  }
  // Whether it holds and nothing that holds excepts it; none where facts are missing that would
  // tell. The checker refuses circles.
  [[nodiscard]] std::optional<bool> effective(const Rows& rows, std::uint32_t row,
                                              std::size_t depth) const {
    const auto mark = marks_.find(rows.all[row].name);
    if (mark == marks_.end() || mark->second == 0 || depth > rows.all.size()) return false;
    bool open = (mark->second & 2U) != 0;
    for (std::uint32_t i = 0; i < rows.all.size(); ++i) {
      if (!excepts(rows.all[i], row, rows)) continue;
      const std::optional<bool> excepted = effective(rows, i, depth + 1);
      if (excepted == true) return false;
      open = open || !excepted;
    }
    return open ? std::nullopt : std::optional(true);
  }

  [[nodiscard]] ViewRow node(const Rows& rows, std::uint32_t row, std::size_t depth) const {
    const Rows::One& one = rows.all[row];
    ViewRow out{.label = words(one.node->label, one.node->words),
                .citation = cites(one.node->authority),
                .at = one.at};
    if (const auto mark = marks_.find(one.name); mark != marks_.end()) {
      if ((mark->second & 2U) != 0) {
        out.status = RowStatus::Unknown;
        out.description = say("còn thiếu dữ kiện", "facts are missing");
      } else if (mark->second == 0) {
        out.status = RowStatus::NotApplicable;
        out.description = say("điều kiện không thỏa mãn", "its condition does not hold");
      } else {
        explain_status(rows, row, out);
      }
    }
    if (depth > rows.all.size()) return out;
    for (std::uint32_t i = 0; i < rows.all.size(); ++i)
      if (rows.all[i].node->parents == hir::Parents::Nodes && excepts(rows.all[i], row, rows))
        out.rows.push_back(node(rows, i, depth + 1));
    return out;
  }

  void explain_status(const Rows& rows, std::uint32_t row, ViewRow& out) const {
    out.status = RowStatus::Wins;
    out.description = say("điều kiện thỏa mãn", "its condition holds");
    for (std::uint32_t i = 0; i < rows.all.size(); ++i) {
      if (!excepts(rows.all[i], row, rows)) continue;
      const std::optional<bool> excepted = effective(rows, i, 0);
      const std::string exception = words(rows.all[i].node->label, rows.all[i].node->words);
      if (excepted == true) {
        out.status = RowStatus::Yields;
        out.description = say("nhường cho ngoại lệ: ", "gives way to the exception: ") + exception;
        return;
      }
      if (excepted == false || out.status == RowStatus::Unknown) continue;
      out.status = RowStatus::Unknown;
      out.description = say("điều kiện thỏa mãn; còn thiếu dữ kiện về ngoại lệ: ",
                            "its condition holds; facts are missing about the exception: ") +
                        exception;
    }
  }

  void parts(const std::string& of, const std::string& prefix,
             const std::vector<hir::Exemption>& exemptions,
             const std::vector<hir::Deferral>& deferrals, const hir::Def& home,
             ViewRow& out) const {
    const auto add = [&](std::string_view kind, std::string_view vi, std::string_view en,
                         const auto& part) {
      const std::string name = of + std::string(kind) + prefix + labels_.text(part.label);
      ViewRow row{.label = say(vi, en) + words(part.label, part.words),
                  .citation = cites(part.authority),
                  .at = place(name, home)};
      if (const auto mark = marks_.find(name); mark != marks_.end())
        row.status = (mark->second & 2U) != 0   ? RowStatus::Unknown
                     : (mark->second & 1U) != 0 ? RowStatus::Wins
                                                : RowStatus::NotApplicable;
      out.rows.push_back(std::move(row));
    };
    for (const hir::Exemption& one : exemptions) add(".exempt.", "miễn: ", "exempt: ", one);
    for (const hir::Deferral& one : deferrals) add(".deferred.", "hoãn: ", "deferred: ", one);
  }

  [[nodiscard]] Span place(const std::string& name, const hir::Def& home) const {
    for (const CaseBench::Member& member : of_.bench.members()) {
      if (member.file != home.span.file) continue;
      const auto places = named_places(member, of_.bench);
      if (const auto found = places.find(name); found != places.end()) return found->second.span;
    }
    return home.name_span.file.exists() ? home.name_span : home.span;
  }

  const ViewOf& of_;
  const explain::Labels& labels_;
  const Marks& marks_;
};

}  // namespace

std::vector<ViewRow> exceptions(const ViewOf& of) {
  const explain::Speech speech(of.language);
  const explain::Lexicon lexicon = of.bench.lexicon();
  const explain::Labels labels(lexicon, {}, speech);
  const Marks marks = marks_of(of);
  const Writer writer(of, labels, marks);
  std::vector<ViewRow> all;
  for (const CaseBench::Member& member : of.bench.members()) {
    const hir::Module& module = member.checked->module;
    for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
      const hir::Def& def = module.defs[i];
      const bool here = of.offset && def.span.file == of.bench.file() &&
                        def.span.begin <= *of.offset && *of.offset <= def.span.end;
      const bool wanted = of.one == nullptr ? member.file == of.bench.file()
                                            : std::ranges::any_of(marks, [&](const auto& mark) {
                                                return mark.first == def.qualified ||
                                                       mark.first.starts_with(def.qualified + ".");
                                              });
      if (!wanted && !here) continue;
      ViewRow row;
      if (const auto* rule = std::get_if<hir::Rule>(&def.node)) {
        row = writer.rule(def, {member.file, i}, *rule);
      } else if (const auto* norm = std::get_if<hir::Norm>(&def.node)) {
        row = writer.norm(def, {member.file, i}, *norm);
      } else {
        continue;
      }
      if (here && of.one == nullptr) return {row};
      if (!row.rows.empty()) all.push_back(std::move(row));  // what nothing excepts tells nothing
    }
  }
  return all;
}

}  // namespace phep::ide

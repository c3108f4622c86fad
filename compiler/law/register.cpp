#include "compiler/law/register.h"

#include "compiler/base/check.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <tuple>

namespace phep::law {
namespace {

// The declaration that holds a span: of those nested in each other the outermost, because hidden
// rules lie inside what they were made for.
std::optional<std::uint32_t> holder(const hir::Module& module, Span span) {
  std::optional<std::uint32_t> best;
  for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
    const Span own = module.defs[i].span;
    if (own.file != span.file || own.begin > span.begin || own.end < span.end) continue;
    if (!best || own.end - own.begin > module.defs[*best].span.end - module.defs[*best].span.begin)
      best = i;
  }
  return best;
}

bool holds(const hir::Authority& authority, Span span) {
  const auto same = [&](const hir::Cite& cite) { return cite.written.span == span; };
  return std::ranges::any_of(authority.cites, same) || std::ranges::any_of(authority.see, same);
}

// The clause of a norm or the case of a rule that a citation stands in.
std::pair<std::string, Name> part_of(const hir::Def& def, Span span) {
  if (const auto* norm = std::get_if<hir::Norm>(&def.node)) {
    for (const auto& one : norm->exemptions)
      if (holds(one.authority, span)) return {"exemption", one.label};
    for (const auto& one : norm->deferrals)
      if (holds(one.authority, span)) return {"deferral", one.label};
    for (const auto& one : norm->sanctions)
      if (holds(one.authority, span)) return {"sanction", one.label};
  } else if (const auto* rule = std::get_if<hir::Rule>(&def.node)) {
    for (const auto& one : rule->nodes)
      if (holds(one.authority, span)) return {"case", one.label};
  }
  return {};
}

KindWords norm_words(hir::NormKind kind) {
  switch (kind) {
    case hir::NormKind::Duty: return {"duty", "nghĩa vụ", "duty"};
    case hir::NormKind::Prohibition: return {"prohibition", "điều cấm", "prohibition"};
    case hir::NormKind::Permission: return {"permission", "điều được phép", "permission"};
    case hir::NormKind::Power: return {"power", "thẩm quyền", "power"};
    case hir::NormKind::Encouragement: return {"encouragement", "khuyến khích", "encouragement"};
  }
  PHEP_UNREACHABLE();
}

}  // namespace

std::vector<hir::DefId> instruments(const Register& law) {
  std::vector<hir::DefId> out;
  for (const auto& [file, module] : law.modules)
    for (std::uint32_t i = 0; i < module->defs.size(); ++i)
      if (const hir::Def& def = module->defs[i];
          def.name.exists() && std::holds_alternative<hir::Instrument>(def.node))
        out.push_back({file, i});
  std::ranges::sort(out, {}, [&](hir::DefId id) { return law.def(id).qualified; });
  return out;
}

NamedInstrument naming(const Register& law, hir::DefId id) {
  const hir::Def& def = law.def(id);
  const hir::Instrument& instrument = law.instrument(id);
  return {std::string(law.names.text(def.name)),
          def.qualified,
          instrument.number,
          instrument.rank,
          instrument.title.vi,
          instrument.title.en};
}

KindWords kind_of(const hir::Def& def) {
  const auto words = [&](const auto& node) -> KindWords {
    using Node = std::decay_t<decltype(node)>;
    if constexpr (std::is_same_v<Node, hir::Norm>) {
      return norm_words(node.kind);
    } else if constexpr (std::is_same_v<Node, hir::Rule>) {
      return node.by_judgment ? KindWords{"judgment", "nhận định", "judgment"}
                              : KindWords{"rule", "quy tắc", "rule"};
    } else if constexpr (std::is_same_v<Node, hir::Instrument>) {
      return {"instrument", "văn bản", "instrument"};
    } else if constexpr (std::is_same_v<Node, hir::Unencoded>) {
      return {"unencoded", "bỏ ngoài", "left out"};
    } else if constexpr (std::is_same_v<Node, hir::Calendar>) {
      return {"calendar", "lịch", "calendar"};
    } else if constexpr (std::is_same_v<Node, hir::Decision>) {
      return {"decision", "quyết định", "decision"};
    } else if constexpr (std::is_same_v<Node, hir::Reading>) {
      return {"reading", "cách hiểu", "reading"};
    } else if constexpr (std::is_same_v<Node, hir::Record>) {
      return {"record", "dữ kiện", "record"};
    } else if constexpr (std::is_same_v<Node, hir::Enum>) {
      return {"enum", "liệt kê", "enum"};
    } else if constexpr (std::is_same_v<Node, hir::Party>) {
      return {"party", "bên", "party"};
    } else if constexpr (std::is_same_v<Node, hir::Action>) {
      return {"action", "hành vi", "action"};
    } else if constexpr (std::is_same_v<Node, hir::Source>) {
      return {"source", "nguồn", "source"};
    } else if constexpr (std::is_same_v<Node, hir::Special>) {
      return {"special", "quy định riêng", "special law"};
    } else if constexpr (std::is_same_v<Node, hir::Collision>) {
      return {"collision", "xung đột", "collision"};
    } else {
      return {"declaration", "khai báo", "declaration"};
    }
  };
  return std::visit(words, def.node);
}

std::vector<Mention> mentions_of(const Register& law, hir::DefId instrument, const Path& provision,
                                 bool whole_instrument) {
  std::vector<Mention> out;
  for (const auto& [file, module] : law.modules) {
    for (const hir::Mention& mention : module->mentions) {
      if (mention.cite.instrument != instrument) continue;
      const Citation& written = mention.cite.written;
      const Overlap how = overlap(written, provision);
      if (how == Overlap::None) continue;
      if (how == Overlap::Whole && written.path.empty() && !whole_instrument) continue;
      const auto by = holder(*module, written.span);
      if (!by) continue;
      const auto [part, label] = part_of(module->defs[*by], written.span);
      out.push_back(
          {{file, *by}, part, std::string(law.names.text(label)), &mention.cite, mention.see, how});
    }
  }
  const auto order = [&](const Mention& m) {
    return std::tuple(m.overlap == Overlap::Whole, law.sources.file(m.by.file).path,
                      m.cite->written.span.begin, m.cite->written.span.end);
  };
  std::ranges::sort(out, {}, order);
  // One citation is met once, however often the checker asked for it.
  const auto twice =
      std::ranges::unique(out, {}, [](const Mention& m) { return m.cite->written.span; });
  out.erase(twice.begin(), twice.end());
  return out;
}

ForceOf force_of(const Register& law, hir::DefId id, const Path& provision) {
  const hir::Instrument& instrument = law.instrument(id);
  std::size_t longest = 0;
  for (const auto& [of, interval] : instrument.own_force)
    if (begins_with(provision, of.path)) longest = std::max(longest, of.path.size());
  if (longest == 0) return {{}, instrument.force};
  ForceOf out;
  for (const auto& [of, interval] : instrument.own_force)
    if (of.path.size() == longest && begins_with(provision, of.path)) {
      out.of = of.path;
      out.intervals.push_back(interval);
    }
  return out;
}

std::optional<bool> in_force(const ForceOf& force, std::int32_t day) {
  bool open = false;
  for (const hir::ForceInterval& interval : force.intervals) {
    if (interval.from.expr.exists() || interval.until.expr.exists()) {
      open = true;
    } else if (interval.from.days <= day && day < interval.until.days) {
      return true;
    }
  }
  if (open) return std::nullopt;
  return false;
}

const hir::OutlineEntry* entry_of(const hir::Instrument& instrument, const Path& provision) {
  const auto found = std::ranges::find(instrument.outline, provision, &hir::OutlineEntry::path);
  return found == instrument.outline.end() ? nullptr : &*found;
}

Known known(const hir::Instrument& instrument, const Path& provision) {
  if (instrument.outline.empty() || provision.empty()) return Known::Listed;
  if (entry_of(instrument, provision) != nullptr) return Known::Listed;
  for (std::size_t n = 1; n <= provision.size(); ++n) {
    const Path head(provision.begin(), provision.begin() + static_cast<std::ptrdiff_t>(n));
    const hir::OutlineEntry* entry = entry_of(instrument, head);
    if (entry == nullptr) return Known::Absent;
    if (n < provision.size() && !entry->closed) return Known::Accepted;
  }
  return Known::Listed;
}

std::string day_text(std::int32_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

std::string citation_of(const Register& law, hir::DefId instrument, const Path& provision) {
  std::string out(law.names.text(law.def(instrument).name));
  return provision.empty() ? out : out + "@" + dotted(provision);
}

}  // namespace phep::law

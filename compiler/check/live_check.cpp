#include "compiler/check/live_check.h"

#include "compiler/check/names.h"
#include "compiler/check/passes.h"
#include "compiler/check/shift.h"
#include "compiler/diagnostics/kinds/types.h"
#include "compiler/hir/places.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

namespace phep::check {

// What a check leaves for the next one, beside the module.
struct KeptCheck {
  bool usable = false;
  std::uint64_t interface = 0;
  std::vector<Part> parts;
  Part header;
  std::vector<std::vector<DefId>> calls;
  std::vector<bool> local_used;
  DefId calendar;
  Counting counting;
  std::size_t waste = 0;           // expressions of the store that nothing refers to any more
  std::vector<hir::ExprId> loose;  // expressions of no part
};

namespace {

using Which = std::vector<PartIndex>;

constexpr std::size_t kLeastWaste = 1000;  // expressions: so many may always be waste
constexpr std::size_t kMostAnew = 64;      // beyond that, the whole is as soon done

std::optional<Which> read_anew(std::span<const syntax::Reread> reread, std::size_t parts);
bool may_be_kept(const KeptCheck& kept, const syntax::Parsed& parsed, const Which& which);
Context resume(const Source& source, KeptCheck& kept, Checked& checked);
void suspend(Context&& ctx, KeptCheck& kept);
std::vector<Anew> anew_of(const Context& ctx, const Which& which);
std::uint64_t face_of_part(const Context& ctx, const Part& part);
std::uint32_t take_back(Context& ctx, Part& part);
bool move_kept(Context& ctx, const Shift& shift, const KeptCheck& kept);
void note_exprs(Context& ctx, const hir::Module& module, KeptCheck& kept, const Which& which,
                std::uint32_t from);
void place_parts(Context& ctx);
std::size_t reports(const Context& ctx);

// The lists of a module that are by place.
struct Lists {
  std::vector<hir::Occurrence> occurrences;
  std::vector<hir::Mention> mentions;
  std::vector<hir::Test> tests;
  std::vector<hir::CaseFile> case_files;
  std::vector<hir::Property> properties;
};
Lists take_lists(hir::Module& module);
void leave_out(hir::Module& module, std::span<const Span> gone);
void merge(hir::Module& module, Lists others);

}  // namespace

LiveCheck::LiveCheck() : kept_(std::make_unique<KeptCheck>()) {}

LiveCheck::~LiveCheck() = default;

std::shared_ptr<const Checked> LiveCheck::whole(const Source& source) {
  kept_->usable = false;
  Context ctx{.tree = source.parsed.module, .names = source.names, .types = source.types};
  start(ctx, source.imports);
  const bool cut = std::ranges::any_of(ctx.header.said.items(), [](const Diagnostic& one) {
    return one.row == &diag::RecordCycle.row;
  });
  const bool few = reports(ctx) <= kMostSuggestions;
  checked_ = std::make_shared<Checked>(finish(ctx, source.imports));
  behind_ = false;
  kept_->loose.clear();
  Which all(ctx.parts.size());
  std::iota(all.begin(), all.end(), PartIndex{0});
  note_exprs(ctx, checked_->module, *kept_, all, 0);
  suspend(std::move(ctx), *kept_);
  kept_->interface = source.parsed.interface;
  kept_->waste = 0;
  kept_->usable = few && !cut;
  return checked_;
}

void LiveCheck::place() {
  if (!std::exchange(behind_, false)) return;
  hir::Module& module = checked_->module;
  for (Part& part : kept_->parts) {
    const std::uint32_t by = std::exchange(part.behind, 0);
    if (by == 0) continue;
    for (const IdRange range : part.exprs)
      for (std::uint32_t i = range.begin; i < range.end; ++i) {
        Span& span = module.exprs[hir::ExprId{i}].span;
        if (span.file != module.file) continue;
        span.begin += by;
        span.end += by;
      }
  }
}

std::shared_ptr<const Checked> LiveCheck::in_part(const Source& source,
                                                  std::span<const syntax::Reread> reread,
                                                  Last last) {
  KeptCheck& kept = *kept_;
  std::optional<Which> which = read_anew(reread, kept.parts.size());
  if (!which || !may_be_kept(kept, source.parsed, *which)) return nullptr;
  kept.usable = false;  // unless all goes well
  if (last == Last::Copied) checked_ = std::make_shared<Checked>(*checked_);

  Context ctx = resume(source, kept, *checked_);
  ctx.now = &ctx.header;
  const Shift shift(ctx.tree, ctx.parts, anew_of(ctx, *which));
  std::vector<std::uint64_t> faces;
  std::vector<Span> gone;
  for (const PartIndex index : *which) {
    Part& part = ctx.parts[index];
    faces.push_back(face_of_part(ctx, part));
    gone.push_back(part.span);
    kept.waste += take_back(ctx, part);
  }
  leave_out(ctx.out, gone);
  bool good = move_kept(ctx, shift, kept);
  behind_ = true;
  place_parts(ctx);
  // The lists are set aside, so that a turn sees what it adds.
  Lists others = take_lists(ctx.out);
  const std::size_t defs = ctx.out.defs.size();
  const std::uint32_t exprs = ctx.out.exprs.size();
  const std::size_t said_of_header = ctx.header.said.items().size();
  open_imports(ctx, source.imports);
  for (const PartIndex index : *which) declare_again(ctx, ctx.parts[index]);
  check_parts(ctx, *which);
  settle(ctx);
  merge(ctx.out, std::move(others));
  if (std::exchange(skip_, false) && !which->empty()) {
    const Span skipped = ctx.parts[which->back()].span;
    leave_out(ctx.out, std::span(&skipped, 1));
  }
  for (std::size_t i = 0; i < which->size(); ++i) {
    const Part& part = ctx.parts[(*which)[i]];
    good = good && part.inside && part.hidden_again == part.hidden.size() &&
           face_of_part(ctx, part) == faces[i];
  }
  check_whole(ctx);
  note_exprs(ctx, ctx.out, kept, *which, exprs);
  good = good && ctx.out.defs.size() == defs && ctx.header.said.items().size() == said_of_header &&
         reports(ctx) <= kMostSuggestions && kept.waste < ctx.out.exprs.size() / 2 + kLeastWaste;
  *checked_ = finish(ctx, source.imports);
  suspend(std::move(ctx), kept);
  kept.usable = good;
  return good ? checked_ : nullptr;
}

namespace {

// Nothing where declarations came or went.
std::optional<Which> read_anew(std::span<const syntax::Reread> reread, std::size_t parts) {
  std::vector<bool> anew(parts);
  for (const syntax::Reread& one : reread) {
    if (one.header || one.removed != one.added || one.first + one.added > parts)
      return std::nullopt;
    std::fill_n(anew.begin() + static_cast<std::ptrdiff_t>(one.first), one.added, true);
  }
  Which out;
  for (PartIndex i = 0; i < parts; ++i)
    if (anew[i]) out.push_back(i);
  if (out.size() > kMostAnew) return std::nullopt;
  return out;
}

// Declarations of which others see no more than their interface, and which fill nothing but their
// own definition.
bool stands_alone(const ast::DeclNode& node) {
  if (const auto* rule = std::get_if<ast::Rule>(&node)) return !rule->special_of.exists();
  if (const auto* norm = std::get_if<ast::Norm>(&node)) return !norm->special_of.exists();
  return std::holds_alternative<ast::Decision>(node) || std::holds_alternative<ast::Test>(node) ||
         std::holds_alternative<ast::TestTable>(node) || std::holds_alternative<ast::Cases>(node) ||
         std::holds_alternative<ast::Property>(node) || std::holds_alternative<ast::Party>(node) ||
         std::holds_alternative<ast::Action>(node) || std::holds_alternative<ast::Enum>(node) ||
         std::holds_alternative<ast::Record>(node);
}

bool may_be_kept(const KeptCheck& kept, const syntax::Parsed& parsed, const Which& which) {
  const ast::Module& module = parsed.module;
  if (!kept.usable || kept.interface != parsed.interface ||
      kept.parts.size() != module.order.size())
    return false;
  for (const PartIndex index : which) {
    const Part& part = kept.parts[index];
    const ast::Decl& decl = module.decls[module.order[index]];
    const bool same = decl.node.index() == part.sort && decl.name.name == part.name;
    if (!same || !part.inside || !stands_alone(decl.node)) return false;
  }
  return true;
}

Context resume(const Source& source, KeptCheck& kept, Checked& checked) {
  return {.tree = source.parsed.module,
          .names = source.names,
          .types = source.types,
          .out = std::move(checked.module),
          .parts = std::move(kept.parts),
          .header = std::move(kept.header),
          .again = true,
          .own = std::move(checked.names),
          .members = std::move(checked.members),
          .calendar = kept.calendar,
          .counting = std::move(kept.counting),
          .calls = std::move(kept.calls),
          .local_used = std::move(kept.local_used)};
}

void suspend(Context&& ctx, KeptCheck& kept) {
  kept.parts = std::move(ctx.parts);
  kept.header = std::move(ctx.header);
  kept.calls = std::move(ctx.calls);
  kept.local_used = std::move(ctx.local_used);
  kept.calendar = ctx.calendar;
  kept.counting = std::move(ctx.counting);
}

// What others see of what a declaration defines.
std::uint64_t face_of_part(const Context& ctx, const Part& part) {
  std::uint64_t out = 0;
  if (part.def != Id<FileTag>::kNone) out = face_of(ctx.out, ctx.out.defs[part.def]);
  for (const HiddenDef& hidden : part.hidden)
    out = out * 31 + face_of(ctx.out, ctx.out.defs[hidden.index]);
  return out;
}

std::vector<Anew> anew_of(const Context& ctx, const Which& which) {
  std::vector<Anew> out;
  for (const PartIndex index : which) {
    const Part& part = ctx.parts[index];
    const ast::Decl& now = ctx.tree.decls[ctx.tree.order[index]];
    const bool defines = part.def != Id<FileTag>::kNone;
    out.push_back(
        {index, part.span, defines ? ctx.out.defs[part.def].name_span : Span{}, now.name.span});
  }
  return out;
}

// Undoes what the declaration defined and noted. The number of expressions that are waste now.
std::uint32_t take_back(Context& ctx, Part& part) {
  std::uint32_t waste = 0;
  part.behind = 0;
  for (const IdRange range : std::exchange(part.exprs, {}))
    for (std::uint32_t i = range.begin; i < range.end; ++i, ++waste)
      ctx.out.exprs[hir::ExprId{i}] = {hir::ErrorExpr{}, ctx.types.error(), {}};
  for (const IdRange range : std::exchange(part.locals, {}))
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      ctx.out.locals[hir::LocalId{i}] = {};
      ctx.local_used[i] = true;
    }
  const auto empty = [&](std::uint32_t index) {
    ctx.calls[index].clear();
    ctx.out.defs[index] = {};
  };
  if (part.def != Id<FileTag>::kNone) empty(part.def);
  for (const HiddenDef& hidden : part.hidden) empty(hidden.index);
  part.hidden_again = 0;
  part.said = {};
  part.used.clear();
  part.lines.clear();
  part.unread.clear();
  return waste;
}

// Expressions are many, and most are of one declaration: they are moved when somebody looks at
// them.
bool move_kept(Context& ctx, const Shift& shift, const KeptCheck& kept) {
  bool good = shift.sound();
  const auto move_place = [&](Span& span) { good = shift.move(span) && good; };
  hir::visit_places_beside_exprs(ctx.out, move_place);
  for (const hir::ExprId id : kept.loose) move_place(ctx.out.exprs[id].span);
  for (PartIndex i = 0; i < ctx.parts.size(); ++i) {
    Part& part = ctx.parts[i];
    if (!part.scattered) {
      part.behind += part.exprs.empty() ? 0 : shift.by(i);
      continue;
    }
    for (const IdRange range : part.exprs)
      for (std::uint32_t e = range.begin; e < range.end; ++e)
        move_place(ctx.out.exprs[hir::ExprId{e}].span);
  }
  const auto move = [&](Part& part) {
    for (Diagnostic& one : part.said.items()) good = shift.move(one) && good;
    for (UnreadName& one : part.unread) good = shift.move(one.span) && good;
  };
  move(ctx.header);
  for (Part& part : ctx.parts) move(part);
  return good;
}

// Which parts have expressions with places elsewhere, and which expressions from `from` on are of
// no part; `which` are the parts that have such.
void note_exprs(Context& ctx, const hir::Module& module, KeptCheck& kept, const Which& which,
                std::uint32_t from) {
  std::vector<bool> of_part(module.exprs.size() - from);
  for (const PartIndex index : which) {
    Part& part = ctx.parts[index];
    part.scattered = false;
    for (const IdRange range : part.exprs)
      for (std::uint32_t i = range.begin; i < range.end; ++i) {
        of_part[i - from] = true;
        const Span span = module.exprs[hir::ExprId{i}].span;
        const bool inside = part.span.begin <= span.begin && span.end <= part.span.end;
        if (span.file == module.file && !inside) part.scattered = true;
      }
  }
  for (std::uint32_t i = 0; i < of_part.size(); ++i)
    if (!of_part[i]) kept.loose.push_back(hir::ExprId{from + i});
}

void place_parts(Context& ctx) {
  ctx.def_of.assign(ctx.tree.decls.size(), Id<FileTag>::kNone);
  for (std::size_t i = 0; i < ctx.parts.size(); ++i) {
    Part& part = ctx.parts[i];
    part.decl = ctx.tree.order[i];
    part.span = decl_of(ctx, part).span;
    ctx.def_of[part.decl.index] = part.def;
  }
}

Lists take_lists(hir::Module& module) {
  return {std::exchange(module.occurrences, {}), std::exchange(module.mentions, {}),
          std::exchange(module.tests, {}), std::exchange(module.case_files, {}),
          std::exchange(module.properties, {})};
}

Span place_of(const hir::Occurrence& one) {
  return one.span;
}
Span place_of(const hir::Mention& one) {
  return one.cite.written.span;
}
Span place_of(const hir::Test& one) {
  return one.span;
}
Span place_of(const hir::CaseFile& one) {
  return one.span;
}
Span place_of(const hir::Property& one) {
  return one.span;
}

// What begins in one of these declarations; lists are by place.
void leave_out(hir::Module& module, std::span<const Span> gone) {
  const auto from = [&](auto& list) {
    const auto at = [&](std::uint32_t place) {
      return std::ranges::lower_bound(list, place, {},
                                      [](const auto& one) { return place_of(one).begin; });
    };
    for (const Span span : gone) {
      const auto first = at(span.begin);
      list.erase(first, at(span.end));
    }
  };
  from(module.occurrences);
  from(module.mentions);
  from(module.tests);
  from(module.case_files);
  from(module.properties);
}

void merge(hir::Module& module, Lists others) {
  const auto into = [](auto& list, auto& more) {
    const auto begin = [](const auto& one) { return place_of(one).begin; };
    if (!list.empty()) {
      // As a rule all that is new stands together.
      const auto at = std::ranges::lower_bound(more, begin(list.front()), {}, begin);
      if (at == more.end() || begin(list.back()) <= begin(*at)) {
        more.insert(at, std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
      } else {
        const auto middle = static_cast<std::ptrdiff_t>(list.size());
        more.insert(more.begin(), std::make_move_iterator(list.begin()),
                    std::make_move_iterator(list.end()));
        std::ranges::inplace_merge(more, more.begin() + middle, {}, begin);
      }
    }
    list = std::move(more);
  };
  into(module.occurrences, others.occurrences);
  into(module.mentions, others.mentions);
  into(module.tests, others.tests);
  into(module.case_files, others.case_files);
  into(module.properties, others.properties);
}

std::size_t reports(const Context& ctx) {
  std::size_t out = ctx.header.said.items().size() + ctx.whole.said.items().size();
  for (const Part& part : ctx.parts) out += part.said.items().size();
  return out;
}

}  // namespace
}  // namespace phep::check

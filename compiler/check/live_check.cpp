#include "compiler/check/live_check.h"

#include "compiler/check/names.h"
#include "compiler/check/passes.h"
#include "compiler/check/shift.h"
#include "compiler/diagnostics/kinds/types.h"
#include "compiler/hir/places.h"

#include <algorithm>
#include <iterator>
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
  std::size_t waste = 0;  // expressions of the store that nothing refers to any more
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
bool move_kept(Context& ctx, const Shift& shift);
void place_parts(Context& ctx);
std::size_t reports(const Context& ctx);

// The lists of a module that are by place.
struct Lists {
  std::vector<hir::Occurrence> occurrences;
  std::vector<hir::Mention> mentions;
  std::vector<hir::Test> tests;
  std::vector<hir::CaseFile> case_files;
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
  suspend(std::move(ctx), *kept_);
  kept_->interface = source.parsed.interface;
  kept_->waste = 0;
  kept_->usable = few && !cut;
  return checked_;
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
  bool good = move_kept(ctx, shift);
  place_parts(ctx);
  // The lists are set aside, so that a turn sees what it adds.
  Lists others = take_lists(ctx.out);
  const std::size_t defs = ctx.out.defs.size();
  const std::size_t said_of_header = ctx.header.said.items().size();
  open_imports(ctx, source.imports);
  for (const PartIndex index : *which) declare_again(ctx, ctx.parts[index]);
  check_parts(ctx, *which);
  settle(ctx);
  merge(ctx.out, std::move(others));
  if (std::exchange(skip_, false) && !which->empty()) {
    const Span last = ctx.parts[which->back()].span;
    leave_out(ctx.out, std::span(&last, 1));
  }
  for (std::size_t i = 0; i < which->size(); ++i) {
    const Part& part = ctx.parts[(*which)[i]];
    good = good && part.inside && part.hidden_again == part.hidden.size() &&
           face_of_part(ctx, part) == faces[i];
  }
  check_whole(ctx);
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
         std::holds_alternative<ast::Party>(node) || std::holds_alternative<ast::Action>(node) ||
         std::holds_alternative<ast::Enum>(node) || std::holds_alternative<ast::Record>(node);
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

bool move_kept(Context& ctx, const Shift& shift) {
  bool good = shift.sound();
  hir::visit_places(ctx.out, [&](Span& span) { good = shift.move(span) && good; });
  const auto move = [&](Part& part) {
    for (Diagnostic& one : part.said.items()) good = shift.move(one) && good;
    for (UnreadName& one : part.unread) good = shift.move(one.span) && good;
  };
  move(ctx.header);
  for (Part& part : ctx.parts) move(part);
  return good;
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
          std::exchange(module.tests, {}), std::exchange(module.case_files, {})};
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

void leave_out(hir::Module& module, std::span<const Span> gone) {
  const auto from = [&](auto& list) {
    std::erase_if(list, [&](const auto& one) {
      const Span place = place_of(one);
      return std::ranges::any_of(
          gone, [&](Span span) { return span.begin <= place.begin && place.begin < span.end; });
    });
  };
  from(module.occurrences);
  from(module.mentions);
  from(module.tests);
  from(module.case_files);
}

void merge(hir::Module& module, Lists others) {
  const auto into = [](auto& list, auto& more) {
    const auto middle = static_cast<std::ptrdiff_t>(more.size());
    more.insert(more.end(), std::make_move_iterator(list.begin()),
                std::make_move_iterator(list.end()));
    std::inplace_merge(
        more.begin(), more.begin() + middle, more.end(),
        [](const auto& a, const auto& b) { return place_of(a).begin < place_of(b).begin; });
    list = std::move(more);
  };
  into(module.occurrences, others.occurrences);
  into(module.mentions, others.mentions);
  into(module.tests, others.tests);
  into(module.case_files, others.case_files);
}

std::size_t reports(const Context& ctx) {
  std::size_t out = ctx.header.said.items().size() + ctx.whole.said.items().size();
  for (const Part& part : ctx.parts) out += part.said.items().size();
  return out;
}

}  // namespace
}  // namespace phep::check

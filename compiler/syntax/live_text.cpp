#include "compiler/syntax/live_text.h"

#include "compiler/syntax/moved.h"
#include "compiler/syntax/pieces.h"
#include "compiler/syntax/respell.h"
#include "compiler/syntax/surface.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace phep::syntax {
namespace {

// The pieces [first, last) are read anew.
struct Affected {
  std::size_t first = 0;
  std::size_t last = 0;
};

Affected affected(const Kept& kept, const ChangedWords& changed, std::uint32_t words_before);
std::optional<std::size_t> piece_at(const Kept& kept, std::size_t from, std::uint32_t begin,
                                    std::uint32_t words_before);
bool errors_may_look_back(const Kept& kept, std::size_t from);
void clear_header(ast::Module& module);
void free_places(Kept& kept, ast::Module& module, Affected gone);
void move_behind(Kept& kept, ast::Module& module, std::size_t from, const ChangedWords& changed);
void place_piece(Piece& piece, ast::Module& module);
DiagnosticList all_said(const Kept& kept);

}  // namespace

LiveText::LiveText(FileId file, SourceForm form, Notes notes)
    : file_(file), form_(form), kept_(std::make_unique<Kept>()) {
  kept_->notes_roles = notes == Notes::Roles;
}

LiveText::~LiveText() = default;

std::shared_ptr<const Parsed> LiveText::read(std::string_view text, Interner& names) {
  if (parsed_ != nullptr && parsed_.use_count() > 1) parsed_ = std::make_shared<Parsed>(*parsed_);
  // Unless all goes well, what is kept is good for nothing.
  in_part_ = parsed_ != nullptr && !std::exchange(kept_->whole_next, true);
  in_part_ = in_part_ && read_part(text, names);
  if (in_part_) {
    kept_->whole_next = false;
    return parsed_;
  }
  parsed_ = std::make_shared<Parsed>(read_whole(file_, text, names, form_, *kept_));
  behind_ = false;
  return parsed_;
}

void LiveText::place() {
  if (!std::exchange(behind_, false)) return;
  for (Piece& piece : kept_->pieces) place_piece(piece, parsed_->module);
}

void LiveText::place(std::size_t first, std::size_t count) {
  std::size_t at = 0;
  for (Piece& piece : kept_->pieces) {
    const std::size_t end = at + piece.made.decls.size();
    if (at < first + count && first < end) place_piece(piece, parsed_->module);
    at = end;
  }
}

// False leaves all half done: the whole must be read then.
bool LiveText::read_part(std::string_view text, Interner& names) {
  Kept& kept = *kept_;
  ast::Module& module = parsed_->module;
  const auto words_before = static_cast<std::uint32_t>(kept.words.size());
  const auto changed = respell(kept, file_, text, skip_);
  if (!changed) return false;
  reread_ = {};
  if (changed->nothing) return true;
  const PositionMap positions(file_);
  Reports of_nesting;
  if (nests_too_deep(kept.words, positions, of_nesting)) return false;

  const Affected gone = affected(kept, *changed, words_before);
  if (changed->braces && errors_may_look_back(kept, gone.last)) return false;
  Stretch stretch{kept.pieces[gone.first].begin, gone.first == 0, {}};
  for (std::size_t i = gone.last; i < kept.pieces.size(); ++i)
    stretch.stops.push_back(kept.pieces[i].begin + changed->shift);
  Reports of_tree;
  const auto cst = tree_of(kept, positions, of_tree, &stretch);
  if (cst == nullptr || cst->tree() == nullptr) return false;
  const auto next = piece_at(kept, gone.last, cst->boundaries().back().word, changed->shift);
  if (!next) return false;
  const Affected read{gone.first, *next};

  Reports of_build;
  Builder builder(file_, kept.text, kept.words, kept.docs, positions, names, of_build);
  free_places(kept, module, read);
  if (stretch.header) clear_header(module);
  std::vector<ast::DeclId> order = std::exchange(module.order, {});
  builder.go_on(std::move(module), std::exchange(kept.free, {}), kept.pieces[read.first].carried);
  std::vector<Piece> pieces = build_pieces(*cst, stretch.header, builder, of_tree, 0, of_build);
  if (kept.notes_roles) note_roles(pieces, *cst, kept.words);
  const bool carried =
      read.last == kept.pieces.size() || kept.pieces[read.last].carried == builder.carried();
  kept.free = builder.take_free();
  module = std::move(builder).finish();
  if (!carried) return false;

  std::size_t before = 0;
  for (std::size_t i = 0; i < read.first; ++i) before += kept.pieces[i].made.decls.size();
  std::size_t removed = 0;
  for (std::size_t i = read.first; i < read.last; ++i) removed += kept.pieces[i].made.decls.size();
  reread_ = {before, removed, module.order.size(), stretch.header};
  const auto at = order.begin() + static_cast<std::ptrdiff_t>(before);
  order.insert(order.erase(at, at + static_cast<std::ptrdiff_t>(removed)), module.order.begin(),
               module.order.end());
  module.order = std::move(order);

  move_behind(kept, module, read.last, *changed);
  behind_ = behind_ || changed->bytes != 0;
  const std::size_t count = pieces.size();
  const auto place =
      kept.pieces.erase(kept.pieces.begin() + static_cast<std::ptrdiff_t>(read.first),
                        kept.pieces.begin() + static_cast<std::ptrdiff_t>(read.last));
  kept.pieces.insert(place, std::make_move_iterator(pieces.begin()),
                     std::make_move_iterator(pieces.end()));
  for (std::size_t i = read.first; i < read.first + count; ++i) {
    const std::uint32_t begin = kept.pieces[i].begin;
    kept.pieces[i].surface =
        surface_of(module, kept.pieces[i], kept.text,
                   std::span(kept.words).subspan(begin, end_of(kept, i) - begin), positions);
  }
  parsed_->diagnostics = all_said(kept);
  const Surface surface = surface_of(kept.pieces);
  parsed_->surface = surface.whole;
  parsed_->interface = surface.without_labels;
  const auto& said = parsed_->diagnostics.items();
  return said.size() + 1 < kMaxDiagnostics && std::ranges::none_of(said, [](const Diagnostic& one) {
           return one.row == &diag::TooDeep.row;
         });
}

namespace {

// Those that hold a changed word or looked at one.
Affected affected(const Kept& kept, const ChangedWords& changed, std::uint32_t words_before) {
  Affected out{kept.pieces.size(), 0};
  for (std::size_t i = 0; i < kept.pieces.size(); ++i) {
    const Piece& piece = kept.pieces[i];
    const std::uint32_t end = i + 1 < kept.pieces.size() ? kept.pieces[i + 1].begin : words_before;
    const bool begins_before = piece.begin < changed.last;
    const bool reaches = piece.reach >= changed.first || end > changed.first;
    if (!begins_before || !reaches) continue;
    out.first = std::min(out.first, i);
    out.last = i + 1;
  }
  return out;
}

// The piece that begins with this word now, or the end.
std::optional<std::size_t> piece_at(const Kept& kept, std::size_t from, std::uint32_t begin,
                                    std::uint32_t shift) {
  if (begin + 1 == kept.words.size()) return kept.pieces.size();
  for (std::size_t i = from; i < kept.pieces.size(); ++i)
    if (kept.pieces[i].begin + shift == begin) return i;
  return std::nullopt;
}

// What is said of an error may point at a brace that an earlier piece left open.
bool errors_may_look_back(const Kept& kept, std::size_t from) {
  return std::any_of(kept.pieces.begin() + static_cast<std::ptrdiff_t>(from), kept.pieces.end(),
                     [](const Piece& piece) { return !piece.of_tree.empty(); });
}

void clear_header(ast::Module& module) {
  module.name = {};
  module.uses.clear();
  module.counting = {};
  module.counting_readings.clear();
  module.calendar = {};
  module.known_through = {};
}

void free_places(Kept& kept, ast::Module& module, Affected gone) {
  for (std::size_t i = gone.first; i < gone.last; ++i) {
    const Places& made = kept.pieces[i].made;
    for (const ast::DeclId id : made.decls) module.decls[id] = {};
    for (const ast::ExprId id : made.exprs) module.exprs[id] = {};
    for (const ast::TypeId id : made.types) module.types[id] = {};
    const auto append = [](auto& to, const auto& more) {
      to.insert(to.end(), more.rbegin(), more.rend());
    };
    append(kept.free.decls, made.decls);
    append(kept.free.exprs, made.exprs);
    append(kept.free.types, made.types);
  }
}

void move_behind(Kept& kept, ast::Module& module, std::size_t from, const ChangedWords& changed) {
  for (std::size_t i = from; i < kept.pieces.size(); ++i) {
    Piece& piece = kept.pieces[i];
    piece.begin += changed.shift;
    piece.reach += changed.shift;
    if (changed.bytes == 0) continue;
    piece.behind += static_cast<std::uint32_t>(changed.bytes);
    for (const ast::DeclId id : piece.made.decls) {
      Span& span = module.decls[id].span;
      if (!span.file.exists() || span.end == 0) continue;  // was never written
      span.begin += static_cast<std::uint32_t>(changed.bytes);
      span.end += static_cast<std::uint32_t>(changed.bytes);
    }
    for (Diagnostic& one : piece.of_tree) move_places(one, changed.bytes, changed.from);
    for (Diagnostic& one : piece.of_build) move_places(one, changed.bytes, changed.from);
  }
}

void place_piece(Piece& piece, ast::Module& module) {
  const auto by = static_cast<std::int32_t>(std::exchange(piece.behind, 0));
  if (by == 0) return;
  for (const ast::DeclId id : piece.made.decls) {
    ast::Decl& decl = module.decls[id];
    const Span stands = decl.span;
    move_places(decl, by);
    decl.span = stands;
  }
  for (const ast::ExprId id : piece.made.exprs) move_places(module.exprs[id], by);
  for (const ast::TypeId id : piece.made.types) move_places(module.types[id], by);
}

// In the order in which reading the whole would have said it.
DiagnosticList all_said(const Kept& kept) {
  DiagnosticList out;
  for (const Diagnostic& one : kept.of_words) out.add(one);
  for (const Piece& piece : kept.pieces)
    for (const Diagnostic& one : piece.of_tree) out.add(one);
  for (const Piece& piece : kept.pieces)
    for (const Diagnostic& one : piece.of_build) out.add(one);
  out.sort();
  return out;
}

}  // namespace
}  // namespace phep::syntax

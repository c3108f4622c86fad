// What a name means: own definitions, imports, qualified paths; and what was probably meant.
#pragma once

#include "compiler/check/context.h"

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace phep::check {

// Fills `own` and `members` from the declarations, one definition each; reports duplicates.
void declare(Context& ctx);
// Puts a new, empty definition in the place of the one that the part's declaration had, of the same
// name and sort.
void declare_again(Context& ctx, Part& part);

// Fills `imports` and `closure`.
void open_imports(Context& ctx, const Imports& imports);

// A path met a definition: `rest` is the first part that did not belong to its name. Without a
// definition, `told` says that the reason has been reported.
struct PathMeaning {
  DefId def;
  std::size_t rest = 0;
  bool told = false;
};
PathMeaning look_up(Context& ctx, const std::vector<ast::Ident>& parts);

// "một quy tắc", "a rule": what a definition is.
Argument kind_of(const hir::Def& def);

// Whether a definition is a closed list: an enum that can be asked which of its items hold.
inline bool is_closed_list(const hir::Def& def) {
  const auto* list = std::get_if<hir::Enum>(&def.node);
  return list != nullptr && list->items.exists();
}

// The definition that a path names, if it is of the wanted sort; else reports and gives none.
DefId resolve(Context& ctx, const ast::Path& path, const Argument& wanted,
              const std::function<bool(const hir::Def&)>& fits);

template <class T>
DefId resolve(Context& ctx, const ast::Path& path, const Argument& wanted) {
  return resolve(ctx, path, wanted,
                 [](const hir::Def& def) { return std::holds_alternative<T>(def.node); });
}

// Enums whose members include this bare name.
std::vector<MemberPlace> enums_with(Context& ctx, Name member);

// Reports an unknown name with what was probably meant among the candidates.
void report_unknown(Context& ctx, const ast::Ident& name, std::vector<std::string_view> candidates);

// Beyond this many reports nobody reads suggestions, and each costs a walk over all names.
inline constexpr std::size_t kMostSuggestions = 50;

// Adds "use `x`" where something near was found.
void suggest(Context& ctx, Diagnostic& diagnostic, Span span, std::string_view wanted,
             const std::vector<std::string_view>& candidates);

// All names visible without qualification whose definitions fit, sorted.
std::vector<std::string_view> visible_names(const Context& ctx,
                                            const std::function<bool(const hir::Def&)>& fits);

}  // namespace phep::check

// A module that is checked again and again while somebody writes it: where nothing but the insides
// of some declarations differs, those are checked again among what is kept of all others. What
// comes out is what `check` makes of the same module; only the ids of expressions and locals
// differ. Whatever is unusual (a changed interface, declarations come or gone, very many
// diagnostics) is checked as a whole.
#pragma once

#include "compiler/check/check.h"
#include "compiler/syntax/live_text.h"

#include <cstdint>
#include <memory>
#include <span>

namespace phep::check {

struct KeptCheck;

// What a check is made from.
struct Source {
  const syntax::Parsed& parsed;
  const Imports& imports;
  Interner& names;
  hir::TypeStore& types;
};

// What becomes of what was given out last: Copied while somebody holds it who may still look at the
// text before.
enum class Last : std::uint8_t { InPlace, Copied };

class LiveCheck {
 public:
  LiveCheck();
  ~LiveCheck();
  LiveCheck(const LiveCheck&) = delete;
  LiveCheck& operator=(const LiveCheck&) = delete;

  std::shared_ptr<const Checked> whole(const Source& source);

  // Brings the places of all expressions to where they stand now.
  void place();

  // `reread` are all readings since the last check, and the imports have the faces that they had.
  // Null where the module must be checked as a whole; then what InPlace was to change is good for
  // nothing. Behind a change the places of expressions stay where they stood, until `place` is
  // called: nobody may look at them before.
  std::shared_ptr<const Checked> in_part(const Source& source,
                                         std::span<const syntax::Reread> reread, Last last);

  // For tests alone: the next check in part forgets what one declaration noted, which must show.
  void skip_one_declaration() { skip_ = true; }

 private:
  std::unique_ptr<KeptCheck> kept_;
  std::shared_ptr<Checked> checked_;
  bool behind_ = false;  // some places are not where they stand
  bool skip_ = false;
};

}  // namespace phep::check

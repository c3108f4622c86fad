// What things are called: from qualified names, as Decision IR and certificates carry them, back to
// the declarations with their labels and citations.
#pragma once

#include "compiler/explain/answer_text.h"
#include "compiler/explain/speech.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phep::explain {

// A case, exception, exemption or deferral, of the declaration itself or of a special law.
struct NamedPart {
  const hir::Authority* authority;
  const hir::Label* words;
};

class Labels {
 public:
  Labels(const Lexicon& lexicon, hir::DefId target, const Speech& speech);

  [[nodiscard]] const hir::Def& def(hir::DefId id) const;
  // The declaration of this qualified name, or null.
  [[nodiscard]] const hir::Def* find(std::string_view qualified) const;
  template <class T>
  [[nodiscard]] const T* find_as(std::string_view qualified) const {
    const hir::Def* found = find(qualified);
    return found == nullptr ? nullptr : std::get_if<T>(&found->node);
  }

  // The part that a certificate bit or a node is named after, as `vn.x.f.mass`,
  // `vn.x.notify.exempt.secret`; null where it has none.
  [[nodiscard]] const NamedPart* part(std::string_view name) const;

  // A label in the language at hand; where it has none in that, in the other one; else nothing.
  [[nodiscard]] std::string spoken(const hir::Label& label) const;
  // The label of a declaration, else its name.
  [[nodiscard]] std::string label(const hir::Def& def) const;
  [[nodiscard]] bool has_label(const hir::Def& def) const { return !spoken(def.label).empty(); }
  [[nodiscard]] std::string text(Name name) const { return std::string(lexicon_.names.text(name)); }

  // What a fact is called, by its JSON pointer: "yêu cầu thứ 4: ngày nhận"; without labels the
  // pointer.
  [[nodiscard]] std::string fact(const std::string& pointer) const;
  [[nodiscard]] std::string member(std::string_view enumeration, std::uint32_t index) const;
  // Whether this is the reading by which a draft is supposed to be law: it is named by the draft.
  [[nodiscard]] bool is_draft(std::string_view reading) const {
    return find_as<hir::Instrument>(reading) != nullptr;
  }
  // "cách hiểu K", "reading K"; of a draft its title.
  [[nodiscard]] std::string reading(std::string_view name) const;
  [[nodiscard]] std::string option(std::string_view reading, std::uint32_t index) const;
  [[nodiscard]] std::string option(std::string_view reading, std::string_view name) const;
  [[nodiscard]] std::string output(const std::string& name) const;

  // "điểm đ khoản 1 Điều 7 Luật số 91/2025/QH15".
  [[nodiscard]] std::string cite(const hir::Cite& cite) const;
  // The heading of the narrowest provision around what is cited that has one, and its own digest.
  [[nodiscard]] std::string heading(const hir::Cite& cite) const;
  [[nodiscard]] std::string digest(const hir::Cite& cite) const;
  [[nodiscard]] std::vector<std::string> cites(const std::vector<hir::Cite>& cites) const;
  // The title of what is cited: "Luật Bảo vệ dữ liệu cá nhân".
  [[nodiscard]] std::string title(const hir::Cite& cite) const;

  [[nodiscard]] const Lexicon& lexicon() const { return lexicon_; }
  [[nodiscard]] hir::DefId target() const { return target_; }
  [[nodiscard]] const Speech& speech() const { return speech_; }

 private:
  const Lexicon& lexicon_;
  hir::DefId target_;
  const Speech& speech_;
  void list_parts(const std::string& of, const std::string& prefix, const hir::Def& def);

  std::map<std::string, hir::DefId, std::less<>> by_name_;
  std::map<std::string, NamedPart, std::less<>> parts_;
};

}  // namespace phep::explain

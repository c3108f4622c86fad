#include "compiler/law/review.h"

#include "compiler/base/capital.h"
#include "compiler/explain/citation_text.h"
#include "compiler/explain/norm_note.h"
#include "compiler/explain/speech.h"
#include "compiler/explain/status_words.h"
#include "compiler/hir/authority.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace phep::law {
namespace {

using explain::Block;
using explain::Document;
using explain::Item;
using explain::Section;

// What rests on the provision or a part of it, in the order of the text; `see` only refers.
std::vector<hir::DefId> resting_on(const Register& law, hir::DefId instrument, const Path& path) {
  std::vector<hir::DefId> out;
  for (const Mention& mention : mentions_of(law, instrument, path, false)) {
    const bool talks = std::holds_alternative<hir::Instrument>(law.def(mention.by).node);
    if (mention.see || talks || mention.overlap == Overlap::Whole) continue;
    if (std::ranges::find(out, mention.by) == out.end()) out.push_back(mention.by);
  }
  std::ranges::sort(out, {}, [&](hir::DefId id) {
    return std::pair(law.modules.at(id.file)->name, law.def(id).span.begin);
  });
  return out;
}

class Sheet {
 public:
  Sheet(const Register& law, Language language) : law_(law), speech_(language) {}

  Document write(hir::DefId instrument, const Path& path, std::span<const Sight> sights);

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }
  [[nodiscard]] std::string spoken(const hir::Label& label) const {
    const std::string& own = speech_.vi() ? label.vi : label.en;
    return own.empty() ? (speech_.vi() ? label.en : label.vi) : own;
  }
  [[nodiscard]] std::string provision(hir::DefId instrument, const Path& path) const;
  [[nodiscard]] Section words(hir::DefId instrument, const Path& path) const;
  [[nodiscard]] Section links(hir::DefId instrument, const std::vector<hir::DefId>& defs) const;
  [[nodiscard]] Section declaration(hir::DefId id, std::span<const Sight> sights) const;
  void particulars(const hir::Def& def, Section& out) const;
  [[nodiscard]] std::vector<hir::DefId> readings_of(hir::DefId id) const;
  [[nodiscard]] Block reading(hir::DefId id) const;
  [[nodiscard]] Block tests(hir::DefId id, std::span<const Sight> sights) const;
  [[nodiscard]] std::string answer(const Sight& sight) const;

  const Register& law_;
  explain::Speech speech_;
};

std::string Sheet::provision(hir::DefId instrument, const Path& path) const {
  return capitalised(explain::citation_text({law_.def(instrument).name, path, {}, {}, {}},
                                            law_.instrument(instrument), speech_.language()));
}

// The outline's headings and digests of the provision and what it holds.
Section Sheet::words(hir::DefId instrument, const Path& path) const {
  Section out{.heading = say("Nội dung, bằng lời của thư viện", "What it says, in our words")};
  std::vector<const hir::OutlineEntry*> entries;
  for (const hir::OutlineEntry& entry : law_.instrument(instrument).outline)
    if (begins_with(entry.path, path) && entry.described()) entries.push_back(&entry);
  std::ranges::sort(entries,
                    [](const auto* a, const auto* b) { return path_less(a->path, b->path); });
  Block list{.is = Block::Is::List};
  for (const hir::OutlineEntry* entry : entries) {
    const std::string heading = spoken(entry->heading);
    const std::string digest = spoken(entry->digest);
    list.items.push_back({.text = citation_of(law_, instrument, entry->path) + ": " + heading +
                                  (heading.empty() || digest.empty() ? "" : ". ") + digest});
  }
  if (list.items.empty())
    list = {.is = Block::Is::Quiet,
            .text = say("Bố cục không mô tả điều khoản này.",
                        "The outline does not describe this provision.")};
  out.blocks.push_back(std::move(list));
  return out;
}

// Where the official text stands: the sources of the instrument, then those of what was written.
Section Sheet::links(hir::DefId instrument, const std::vector<hir::DefId>& defs) const {
  Section out{.heading = say("Văn bản chính thức", "The official text")};
  Block list{.is = Block::Is::List};
  std::vector<hir::DefId> sources = law_.instrument(instrument).provenance.sources;
  for (const hir::DefId id : defs)
    if (const hir::Authority* authority = authority_of(law_.def(id)))
      for (const hir::DefId source : authority->provenance.sources)
        if (std::ranges::find(sources, source) == sources.end()) sources.push_back(source);
  for (const hir::DefId id : sources) {
    const auto& source = std::get<hir::Source>(law_.def(id).node);
    list.items.push_back({.text = spoken(source.title) + " (" + source.kind +
                                  say(", đọc ngày ", ", read on ") + speech_.date(source.read) +
                                  ")",
                          .link = source.url});
  }
  if (list.items.empty())
    list = {.is = Block::Is::Quiet, .text = say("Không ghi nguồn nào.", "No source is recorded.")};
  out.blocks.push_back(std::move(list));
  return out;
}

void Sheet::particulars(const hir::Def& def, Section& out) const {
  Block list{.is = Block::Is::List};
  const hir::Authority* const authority = authority_of(def);
  const auto* left = std::get_if<hir::Unencoded>(&def.node);
  const hir::Provenance* provenance = authority != nullptr ? &authority->provenance
                                      : left != nullptr    ? &left->provenance
                                                           : nullptr;
  if (authority != nullptr && !authority->cites.empty()) {
    Item cites{.text = say("Căn cứ", "It rests on")};
    for (const hir::Cite& cite : authority->cites)
      cites.cites.push_back(explain::citation_text(cite.written, law_.instrument(cite.instrument),
                                                   speech_.language()));
    list.items.push_back(std::move(cites));
  }
  if (provenance != nullptr && !provenance->rows.empty()) {
    std::string rows;
    for (const std::string& row : provenance->rows) rows += (rows.empty() ? "" : ", ") + row;
    list.items.push_back({.text = say("Dòng trong bảng ghi chép: ", "Row of the notes: ") + rows});
  }
  if (provenance != nullptr && provenance->stated)
    list.items.push_back(
        {.text = say("Độ tin cậy: ", "Confidence: ") + std::string(1, provenance->confidence)});
  if (left != nullptr)
    list.items.push_back({.text = say("Bỏ ngoài vì: ", "Left out because: ") + left->reason});
  if (!list.items.empty()) out.blocks.push_back(std::move(list));
}

// Readings that are asked anywhere in a declaration, or by what bounds its force.
std::vector<hir::DefId> Sheet::readings_of(hir::DefId id) const {
  const hir::Module& module = *law_.modules.at(id.file);
  const Span span = law_.def(id).span;
  std::vector<hir::DefId> out;
  const auto add = [&](hir::DefId reading) {
    if (std::ranges::find(out, reading) == out.end()) out.push_back(reading);
  };
  for (const hir::Expr& expr : module.exprs) {
    if (expr.span.begin < span.begin || expr.span.end > span.end) continue;
    if (const auto* is = std::get_if<hir::ReadingIs>(&expr.node)) add(is->reading);
    if (const auto* ref = std::get_if<hir::ReadingRef>(&expr.node)) add(ref->reading);
    if (const auto* counted = std::get_if<hir::Counted>(&expr.node))
      for (const hir::CountedReading& one : counted->readings) add(one.reading);
  }
  return out;
}

Block Sheet::reading(hir::DefId id) const {
  const hir::Def& def = law_.def(id);
  const auto& reading = std::get<hir::Reading>(def.node);
  Block out{.is = Block::Is::List};
  Item item{.text = say("Cách hiểu ", "Reading ") + std::string(law_.names.text(def.name)) + ". " +
                    reading.basis};
  for (std::size_t i = 0; i < reading.options.size(); ++i) {
    const std::string label = spoken(reading.options[i].label);
    item.below.push_back(
        {.text = std::string(law_.names.text(reading.options[i].name)) +
                 (label.empty() ? "" : ": " + label) +
                 (i == reading.fallback ? say(" (mặc định)", " (by default)") : "")});
  }
  out.items.push_back(std::move(item));
  return out;
}

std::string Sheet::answer(const Sight& sight) const {
  const nlohmann::json& result = sight.result;
  if (!result.is_object() || !result.contains("status")) return result.dump();
  std::string out = explain::status_words(result.value("status", ""), speech_.language());
  const std::int32_t zone = sight.moments.zone_minutes;
  if (const auto due = result.find(result.contains("through") ? "through" : "due");
      due != result.end()) {
    const auto at = explain::instant_of(*due);
    out += say("; hạn ", "; due ") +
           (at ? speech_.moment(*at, zone, explain::Speech::Midnight::Ends) : due->dump());
  }
  if (!sight.sanction.empty() && result.contains("sanctions") &&
      result["sanctions"].contains(sight.sanction))
    out += "; " + sight.sanction + " " + result["sanctions"][sight.sanction].dump();
  return out;
}

Block Sheet::tests(hir::DefId id, std::span<const Sight> sights) const {
  Block out{
      .is = Block::Is::Table,
      .head = {say("kiểm thử", "test"), say("mong đợi", "expected"), say("trả lời", "answer"), ""}};
  for (const Sight& sight : sights)
    if (sight.of == id)
      out.rows.push_back({sight.title, std::string(law_.sources.text(sight.asked)), answer(sight),
                          sight.met ? "✓" : "✗"});
  if (out.rows.empty())
    out = {.is = Block::Is::Quiet,
           .text = say("Không có kiểm thử nào hỏi trực tiếp.", "No test asks for it by name.")};
  return out;
}

Section Sheet::declaration(hir::DefId id, std::span<const Sight> sights) const {
  const hir::Def& def = law_.def(id);
  const KindWords kind = kind_of(def);
  const std::string label = spoken(def.label);
  Section out{.heading = capitalised(say(kind.vi, kind.en)) + (label.empty() ? "" : ": " + label)};
  out.blocks.push_back(
      {.is = Block::Is::Quiet,
       .text = def.qualified.empty() ? law_.modules.at(id.file)->name : def.qualified});
  if (!def.doc.empty()) out.blocks.push_back({.text = def.doc});
  particulars(def, out);
  out.blocks.push_back({.is = Block::Is::Code, .text = std::string(law_.sources.text(def.span))});
  for (const hir::DefId one : readings_of(id))
    if (!std::get<hir::Reading>(law_.def(one).node).draft_of.exists())
      out.blocks.push_back(reading(one));
  if (std::holds_alternative<hir::Norm>(def.node) || std::holds_alternative<hir::Rule>(def.node))
    out.blocks.push_back(tests(id, sights));
  return out;
}

Document Sheet::write(hir::DefId instrument, const Path& path, std::span<const Sight> sights) {
  Document out;
  out.language = speech_.language();
  out.title = say("Phiếu rà soát: ", "Review sheet: ") + provision(instrument, path);
  const std::vector<hir::DefId> defs = resting_on(law_, instrument, path);
  out.particulars = {{say("Điều khoản", "Provision"), citation_of(law_, instrument, path)},
                     {say("Văn bản", "Instrument"), spoken(law_.instrument(instrument).title)},
                     {say("Được viết thành", "Written as"),
                      std::to_string(defs.size()) +
                          say(" khai báo", defs.size() == 1 ? " declaration" : " declarations")}};
  out.sections.push_back(words(instrument, path));
  out.sections.push_back(links(instrument, defs));
  for (const hir::DefId id : defs) out.sections.push_back(declaration(id, sights));
  out.footer = {
      say("Kiểm thử được chạy bằng bộ thông dịch khi lập phiếu. Văn bản tiếng Việt của "
          "pháp luật có giá trị ưu tiên; phiếu này không phải tư vấn pháp lý.",
          "Tests were run by the interpreter when this sheet was made. The Vietnamese "
          "text of the law prevails; this sheet is no legal advice.")};
  return out;
}

}  // namespace

std::vector<Path> reviewed_provisions(const Register& law, hir::DefId instrument) {
  std::set<Path, decltype(&path_less)> units(&path_less);
  for (const Mention& mention : mentions_of(law, instrument, {}, false)) {
    const hir::Def& by = law.def(mention.by);
    if (mention.see || std::holds_alternative<hir::Instrument>(by.node)) continue;
    const Citation& cite = mention.cite->written;
    if (!cite.path.empty()) units.insert(unit_of(cite.path));
    if (!cite.last.empty()) units.insert(unit_of(cite.last));
  }
  return {units.begin(), units.end()};
}

Document review_sheet(const Register& law, hir::DefId instrument, const Path& provision,
                      std::span<const Sight> sights, Language language) {
  return Sheet(law, language).write(instrument, provision, sights);
}

std::string sheet_name(const Register& law, hir::DefId instrument, const Path& provision) {
  std::string out(law.names.text(law.def(instrument).name));
  const std::string path = dotted(provision);
  if (!path.empty()) out += "-";
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path.compare(i, 2, "đ") == 0) {
      out += "dd";
      ++i;
    } else {
      out += path[i];
    }
  }
  return out;
}

}  // namespace phep::law

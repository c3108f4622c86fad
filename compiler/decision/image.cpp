#include "compiler/decision/image.h"

#include "compiler/base/check.h"
#include "compiler/base/hex.h"
#include "compiler/decision/image_writer.h"
#include "compiler/decision/print.h"
#include "compiler/decision/reading_masks.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace phep::decision {

// The image is little-endian, and so must be the machine that writes it.
static_assert(std::endian::native == std::endian::little);

std::vector<std::uint8_t> encode(const Program& program) {
  return ImageWriter(program).write();
}

namespace {

using Digest = std::array<std::uint8_t, runtime::kDigestBytes>;

Digest digest_of(const std::string& text) {
  Digest digest{};
  runtime::sha256(text.data(), text.size(), digest.data());
  return digest;
}

}  // namespace

std::array<std::uint8_t, 32> release_id(const Program& program) {
  return digest_of(print(program));
}

std::vector<std::uint8_t> ImageWriter::write() {
  symbols();
  enums_and_readings();
  calendars();
  facts();
  for (const Function& function : program_.functions)
    functions_.push_back(this->function(function));
  norms();
  for (const Decision& decision : program_.decisions) this->decision(decision);
  for (const std::string& name : program_.certificate_bits)
    certificate_names_.push_back(string(name));
  for (const Note& note : program_.notes)
    notes_.push_back({.bit = note.bit,
                      .by = string(note.by),
                      .does = string(note.does),
                      .of = string(note.of),
                      .on = string(note.on),
                      .because = string_or_none(note.because)});
  return assemble();
}

// ---- shared tables ------------------------------------------------------------------------------

std::uint32_t ImageWriter::string(std::string_view text) {
  const auto [found, fresh] = string_index_.emplace(text, strings_.size());
  if (fresh) {
    strings_.push_back(
        {static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())});
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  return found->second;
}

std::uint32_t ImageWriter::string_or_none(std::string_view text) {
  return text.empty() ? runtime::kNone : string(text);
}

std::uint32_t ImageWriter::constant(const Payload& value) {
  const auto [found, fresh] = constant_index_.emplace(value, constants_.size());
  if (fresh) constants_.push_back({value.lo, value.hi});
  return found->second;
}

std::uint32_t ImageWriter::symbol(const std::string& name) const {
  return symbol_index_.at(name);
}

runtime::Range ImageWriter::operands(const std::vector<std::uint32_t>& words) {
  const runtime::Range range{static_cast<std::uint32_t>(operands_.size()),
                             static_cast<std::uint32_t>(words.size())};
  operands_.insert(operands_.end(), words.begin(), words.end());
  return range;
}

runtime::Range ImageWriter::string_list(const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> words;
  for (const std::string& text : texts) words.push_back(string(text));
  return operands(words);
}

void ImageWriter::symbols() {
  std::map<std::string, std::uint32_t>& all = symbol_index_;
  for (const Function& function : program_.functions) {
    all.emplace(function.symbol, 0);
    for (const Inst& inst : function.insts)
      if (const auto* choose = std::get_if<ChooseInst>(&inst.node))
        for (const ChooseNode& node : choose->nodes) all.emplace(node.name, 0);
  }
  for (const NormSpec& spec : program_.norms) {
    all.emplace(spec.symbol, 0);
    for (const NormExempt& row : spec.exempts) all.emplace(spec.symbol + "." + row.name, 0);
  }
  for (const Decision& decision : program_.decisions) all.emplace(decision.name, 0);
  std::uint32_t next = 0;
  for (auto& [name, index] : all) {
    index = next++;
    symbols_.push_back(string(name));
  }
}

void ImageWriter::enums_and_readings() {
  for (const EnumTable& table : program_.enums)
    enums_.push_back({.members = string_list(table.members),
                      .ordered = table.ordered ? 1U : 0U,
                      .name = string(table.name)});
  for (const Reading& reading : program_.readings)
    readings_.push_back({.name = string(reading.name),
                         .members = string_list(reading.options),
                         .default_member = reading.fallback,
                         .draft = reading.draft ? 1U : 0U});
}

// ---- calendars ----------------------------------------------------------------------------------

void ImageWriter::calendars() {
  for (const Calendar& calendar : program_.calendars) {
    const auto days = static_cast<std::uint32_t>(calendar.last - calendar.first + 1);
    const std::size_t count = (days + 63) / 64;
    std::vector<std::uint64_t> rest(count), pending(count);
    const auto set = [&](std::vector<std::uint64_t>& words, std::int32_t day, bool on) {
      if (day < calendar.first || day > calendar.last) return;
      const auto index = static_cast<std::uint32_t>(day - calendar.first);
      const std::uint64_t bit = std::uint64_t{1} << (index % 64);
      if (on)
        words[index / 64] |= bit;
      else
        words[index / 64] &= ~bit;
    };
    for (std::int32_t day = calendar.first; day <= calendar.last; ++day) {
      const int weekday = ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0 is Monday
      set(rest, day, (calendar.weekly >> weekday & 1) != 0);
    }
    for (const std::int32_t day : calendar.rest) set(rest, day, true);
    for (const std::int32_t day : calendar.worked) set(rest, day, false);

    runtime::Calendar out{};
    out.first_day = calendar.first;
    out.days = days;
    out.weekly = calendar.weekly;
    out.zone = calendar.zone_minutes;
    out.name = string(calendar.name);
    out.digest = string(hex(digest_of(print(calendar))));
    out.alternatives.first = static_cast<std::uint32_t>(alternatives_.size());
    for (const CalendarGroup& group : calendar.groups) {
      const auto group_index = static_cast<std::uint32_t>(groups_.size());
      for (std::uint32_t i = 0; i < group.alternatives.size(); ++i) {
        const CalendarAlternative& way = group.alternatives[i];
        for (const std::int32_t day : way.rest) set(pending, day, true);
        for (const std::int32_t day : way.worked) set(pending, day, true);
        alternatives_.push_back({.group = group_index,
                                 .alternative = i,
                                 .rest = operands(day_words(way.rest)),
                                 .worked = operands(day_words(way.worked))});
      }
      groups_.push_back({.name = string(group.name),
                         .alternatives = static_cast<std::uint32_t>(group.alternatives.size()),
                         .awaiting = string(group.awaiting),
                         .calendar = static_cast<std::uint32_t>(calendars_.size())});
    }
    out.alternatives.count =
        static_cast<std::uint32_t>(alternatives_.size()) - out.alternatives.first;
    out.rest = words(rest);
    out.pending = words(pending);
    calendars_.push_back(out);
  }
}

std::vector<std::uint32_t> ImageWriter::day_words(const std::vector<std::int32_t>& days) {
  std::vector<std::uint32_t> out;
  for (const std::int32_t day : days) out.push_back(static_cast<std::uint32_t>(day));
  return out;
}

runtime::Range ImageWriter::words(const std::vector<std::uint64_t>& list) {
  const runtime::Range range{static_cast<std::uint32_t>(words_.size()),
                             static_cast<std::uint32_t>(list.size())};
  words_.insert(words_.end(), list.begin(), list.end());
  return range;
}

// ---- facts --------------------------------------------------------------------------------------

void ImageWriter::facts() {
  for (const Slot& slot : program_.slots) slots_.push_back(this->slot(slot));
  for (const Struct& structure : program_.structs) {
    runtime::Struct out{};
    out.size = structure.size;
    out.words = structure.words;
    out.slots = {structure.slots.empty() ? 0 : structure.slots[0].index,
                 static_cast<std::uint32_t>(structure.slots.size())};
    out.root = structure.root ? 1 : 0;
    out.layout = structure.layout;
    out.list_slot = structure.list_slot.index;
    std::vector<std::uint32_t> earlier;
    for (const LayoutVersion& version : structure.earlier)
      earlier.insert(earlier.end(), {version.size, version.layout});
    out.earlier = operands(earlier);
    // Elements that are plain values have no keys.
    const bool plain = !structure.root && structure.shape.keys.empty();
    out.node = plain ? runtime::kNone : object(structure.shape);
    structs_.push_back(out);
  }
}

runtime::Slot ImageWriter::slot(const Slot& slot) {
  runtime::Slot out{};
  out.kind = slot.kind;
  out.is_list = slot.is_list ? 1 : 0;
  const auto flag = [&](bool set, runtime::SlotFlags bit) {
    if (set) out.flags = static_cast<std::uint8_t>(out.flags | bit);
  };
  flag(slot.optional, runtime::kOptional);
  flag(slot.judgment, runtime::kJudgment);
  flag(slot.finite, runtime::kFinite);
  flag(slot.closed, runtime::kClosed);
  flag(slot.ranged, runtime::kRanged);
  out.offset = slot.offset;
  out.bit = slot.bit;
  out.structure = slot.structure.index;
  out.type = slot.is_list                ? slot.element.index
             : slot.enumeration.exists() ? slot.enumeration.index
                                         : string_or_none(slot.currency);
  out.path = string(slot.path);
  out.lo = slot.lo;
  out.hi = slot.hi;
  // Representatives stand together, so they are not shared. Those of bools and enums are all their
  // members, and not listed.
  const bool listed = slot.kind != Kind::Bool && slot.kind != Kind::Enum;
  const std::vector<std::int64_t> values =
      listed ? slot.representatives : std::vector<std::int64_t>{};
  out.representatives = {static_cast<std::uint32_t>(constants_.size()),
                         static_cast<std::uint32_t>(values.size())};
  for (const std::int64_t value : values) {
    const bool wide = slot.kind == Kind::Decimal || slot.kind == Kind::Amount;
    constants_.push_back({std::bit_cast<std::uint64_t>(value),
                          wide && value < 0 ? std::numeric_limits<std::uint64_t>::max() : 0});
  }
  return out;
}

std::uint32_t ImageWriter::object(const ObjectShape& shape) {
  std::vector<runtime::KeyNode> keys;
  for (const ObjectKey& key : shape.keys) {
    runtime::KeyNode node{};
    node.key = string(key.key);
    node.slot = key.slot.index;
    node.object = key.object.empty() ? runtime::kNone : object(key.object[0]);
    node.next = static_cast<std::uint32_t>(keys.size());  // its own place, until all are sorted
    keys.push_back(node);
  }
  std::ranges::sort(keys, {},
                    [&](const runtime::KeyNode& node) { return shape.keys[node.next].key; });
  std::vector<std::uint32_t> sorted(keys.size() + 1, runtime::kNone);  // by place, and none after
  for (std::uint32_t i = 0; i < keys.size(); ++i) sorted[keys[i].next] = i;
  for (runtime::KeyNode& node : keys) node.next = sorted[node.next + 1];
  objects_.push_back(
      {.keys = {static_cast<std::uint32_t>(keys_.size()), static_cast<std::uint32_t>(keys.size())},
       .closed = shape.closed ? 1U : 0U,
       .first = sorted[0]});
  keys_.insert(keys_.end(), keys.begin(), keys.end());
  return static_cast<std::uint32_t>(objects_.size() - 1);
}

// ---- norms and decisions ------------------------------------------------------------------------

void ImageWriter::norms() {
  for (const NormSpec& spec : program_.norms) {
    runtime::NormSpec out{};
    out.norm = spec.norm;
    out.trigger_kind = static_cast<std::uint8_t>(spec.trigger_kind);
    out.done_kind = static_cast<std::uint8_t>(spec.done_kind);
    out.zone = static_cast<std::uint8_t>(spec.zone_minutes / 15);
    out.trigger_present = spec.trigger_present.index;
    out.trigger = spec.trigger.index;
    out.in_force = spec.in_force.index;
    out.applies = spec.applies.index;
    std::vector<std::uint32_t> rows;
    std::vector<std::string> exempt_names;
    for (const NormExempt& row : spec.exempts) {
      rows.insert(rows.end(), {row.guard.index, row.bit, symbol(spec.symbol + "." + row.name)});
      exempt_names.push_back(row.name);
    }
    out.exempts = operands(rows);
    rows.clear();
    for (const NormDeferral& row : spec.deferrals)
      rows.insert(rows.end(), {row.guard.index, row.end.index, row.bit});
    out.deferrals = operands(rows);
    out.done_present = spec.done_present.index;
    out.done = spec.done.index;
    out.due_present = spec.due_present.index;
    out.due = spec.due.index;
    rows.clear();
    std::vector<std::string> evidence_names;
    for (const NormEvidence& row : spec.evidence) {
      rows.insert(rows.end(), {row.guard.index, row.bit});
      evidence_names.push_back(row.name);
    }
    out.evidence = operands(rows);
    out.due_exclusive = spec.due_exclusive.index;
    out.kept = spec.kept ? 1 : 0;
    out.excused = spec.excused.index;
    out.bearers = spec.bearers.index;
    out.available = spec.available.index;
    out.silence = spec.silence;
    out.silence_counts = spec.silence_counts.index;
    rows.clear();
    for (const NormSanction& row : spec.sanctions)
      rows.insert(rows.end(), {row.applies.index, row.from.index, row.to.index, row.bit, row.on,
                               row.limit.index});
    out.sanctions = operands(rows);
    out.bit = spec.bit;
    out.symbol = symbol(spec.symbol);
    out.text = static_cast<std::uint32_t>(norm_texts_.size());
    out.due_before = spec.due_before ? 1 : 0;
    norm_specs_.push_back(out);

    runtime::NormText text{};
    text.name = string(spec.name);
    text.cites = string_list(spec.cites);
    text.exempt_names = string_list(exempt_names);
    text.evidence_names = string_list(evidence_names);
    text.proof = string_or_none(spec.proof);
    text.breach_of = string_or_none(spec.breach_of);
    rows.clear();
    for (const NormBearer& row : spec.possible_bearers) {
      const runtime::Range cites = string_list(row.cites);
      rows.insert(rows.end(), {string(row.party), cites.first, cites.count});
    }
    text.bearers = operands(rows);
    text.currencies = runtime::kNone;
    rows.clear();
    for (const NormSanction& row : spec.sanctions) {
      const runtime::Range measures = string_list(row.measures);
      rows.insert(rows.end(),
                  {string(row.label), string(row.kind), static_cast<std::uint32_t>(row.amounts),
                   string_or_none(row.cite), measures.first, measures.count});
      if (!row.currency.empty()) text.currencies = string(row.currency);
    }
    text.sanctions = operands(rows);
    text.confidence = static_cast<std::uint32_t>(spec.confidence - 'A');
    norm_texts_.push_back(text);
  }
}

namespace {

std::uint32_t norm_size(const NormSpec& spec) {
  return static_cast<std::uint32_t>(sizeof(phep_norm) +
                                    spec.sanctions.size() * sizeof(phep_sanction));
}

}  // namespace

// A result is its head, outputs, norms, certificate words: in this order, each 8-aligned.
void ImageWriter::decision(const Decision& decision) {
  runtime::Decision out{};
  auto at = static_cast<std::uint32_t>(sizeof(phep_result_head));
  std::uint32_t layout = 2'166'136'261U;  // FNV-1a of the offsets and kinds
  const auto hash = [&](std::uint32_t value) { layout = (layout ^ value) * 16'777'619U; };
  out.outputs = {static_cast<std::uint32_t>(outputs_.size()),
                 static_cast<std::uint32_t>(decision.outputs.size())};
  const ReadingMasks hang_on = reading_masks(program_, decision);
  for (const Output& output : decision.outputs) {
    runtime::Output made{};
    made.name = string(output.name);
    made.kind = output.kind;
    made.type =
        output.enumeration.exists() ? output.enumeration.index : string_or_none(output.currency);
    made.present = output.present.index;
    made.value = output.value.index;
    made.offset = at;
    made.readings = hang_on.outputs[outputs_.size() - out.outputs.first];
    at += static_cast<std::uint32_t>(sizeof(phep_value));
    outputs_.push_back(made);
    for (const char c : output.name) hash(static_cast<std::uint8_t>(c));
    hash(static_cast<std::uint32_t>(output.kind));
    hash(made.offset);
    if (output.enumeration.exists())
      for (const std::string& member : program_.enums[output.enumeration].members)
        for (const char c : member) hash(static_cast<std::uint8_t>(c));
  }
  out.norms = {static_cast<std::uint32_t>(norm_outputs_.size()),
               static_cast<std::uint32_t>(decision.norms.size())};
  for (const NormOutput& norm : decision.norms) {
    runtime::NormOutput made{};
    made.spec = norm.norm.index;
    made.value = norm.value.index;
    made.function = norm.function.index;
    made.list = norm.list.index;
    made.offset = at;
    made.key = string(norm.key);
    made.pointer = norm.list.exists() ? string(program_.slots[norm.list].path) : runtime::kNone;
    made.most = norm.most;
    made.readings = hang_on.norms[norm_outputs_.size() - out.norms.first];
    at += norm.function.exists() ? static_cast<std::uint32_t>(sizeof(phep_norm_array))
                                 : norm_size(program_.norms[norm.norm]);
    norm_outputs_.push_back(made);
    for (const char c : norm.key) hash(static_cast<std::uint8_t>(c));
    hash(norm_size(program_.norms[norm.norm]));
    hash(made.offset);
  }
  out.name = string(decision.name);
  out.symbol = symbol(decision.name);
  out.structure = decision.facts.index;
  out.entry = decision.entry.index;
  out.certificate_offset = at;
  out.certificate_words =
      static_cast<std::uint32_t>((2 * program_.certificate_bits.size() + 63) / 64);
  out.result_size = at + 8 * out.certificate_words;
  hash(out.result_size);
  out.layout = layout;
  std::vector<std::uint32_t> ids;
  for (const SlotId list : decision.lists) ids.push_back(list.index);
  out.lists = operands(ids);
  ids.clear();
  for (const ReadingId reading : decision.readings) ids.push_back(reading.index);
  out.readings = operands(ids);
  out.bound = decision.bound;
  out.zone = static_cast<std::uint32_t>(decision.zone_minutes / 15);
  out.exposure = string_or_none(decision.exposure);
  decisions_.push_back(out);
}

// ---- the file -----------------------------------------------------------------------------------

std::vector<std::uint8_t> ImageWriter::assemble() const {
  std::vector<std::uint8_t> out(sizeof(runtime::Header));
  runtime::Header header{};
  const auto section = [&](const auto& items) {
    out.resize((out.size() + 15) / 16 * 16);
    const runtime::Section where{static_cast<std::uint32_t>(out.size()),
                                 static_cast<std::uint32_t>(items.size())};
    const auto* begin = reinterpret_cast<const std::uint8_t*>(items.data());
    out.insert(out.end(), begin, begin + items.size() * sizeof(items[0]));
    return where;
  };
  std::memcpy(header.magic, runtime::kImageMagic, sizeof header.magic);
  header.version = runtime::kImageVersion;
  std::copy(program_.release.begin(), program_.release.end(), header.release);
  header.known_through =
      program_.known_through ? static_cast<std::uint32_t>(*program_.known_through) : runtime::kNone;
  header.strings = section(strings_);
  header.bytes = section(bytes_);
  header.symbols = section(symbols_);
  header.decisions = section(decisions_);
  header.structs = section(structs_);
  header.slots = section(slots_);
  header.objects = section(objects_);
  header.keys = section(keys_);
  header.enums = section(enums_);
  header.readings = section(readings_);
  header.calendars = section(calendars_);
  header.alternatives = section(alternatives_);
  header.groups = section(groups_);
  header.words = section(words_);
  header.functions = section(functions_);
  header.insts = section(insts_);
  header.operands = section(operands_);
  header.constants = section(constants_);
  header.norm_specs = section(norm_specs_);
  header.norm_texts = section(norm_texts_);
  header.outputs = section(outputs_);
  header.norm_outputs = section(norm_outputs_);
  header.certificate_names = section(certificate_names_);
  header.notes = section(notes_);
  out.resize((out.size() + 15) / 16 * 16);
  header.size = static_cast<std::uint32_t>(out.size());
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

}  // namespace phep::decision

#include "tests/support/image_builder.h"

#include "compiler/runtime/sections.h"
#include "compiler/runtime/wide.h"

#include <cstring>

namespace phep::tests {

namespace {

template <class T>
std::uint32_t count(const std::vector<T>& items) {
  return static_cast<std::uint32_t>(items.size());
}

}  // namespace

FunctionBuilder::FunctionBuilder(ImageBuilder& image, std::string name, std::uint32_t params)
    : symbol(std::move(name)), parameters(params), image_(image) {}

RegIndex FunctionBuilder::inst(Op op, Kind kind, std::uint32_t a, std::uint32_t b, std::uint32_t c,
                               std::uint8_t aux) {
  insts.push_back({op, kind, aux, a, b, c});
  return last();
}

RegIndex FunctionBuilder::last() const {
  return parameters + count(insts) - 1;
}

Kind FunctionBuilder::kind_of(RegIndex reg) const {
  return reg < parameters ? Kind::Date : insts[reg - parameters].kind;
}

RegIndex FunctionBuilder::constant(Kind kind, std::int64_t lo, std::uint64_t hi) {
  return inst(Op::Const, kind, image_.constant(static_cast<std::uint64_t>(lo), hi));
}

RegIndex FunctionBuilder::text(std::string_view text) {
  return inst(Op::Const, Kind::Text, image_.constant(image_.string(text)));
}

RegIndex FunctionBuilder::wide(Kind kind, std::int64_t units, std::int64_t billionths) {
  const Wide value = wrapping_add(multiply(units, 1'000'000'000), runtime::wide(billionths));
  return constant(kind, static_cast<std::int64_t>(value.lo), value.hi);
}

RegIndex FunctionBuilder::load(std::uint32_t slot, RegIndex index) {
  return inst(Op::Load, image_.at(slot).kind, slot, index);
}

RegIndex FunctionBuilder::present(std::uint32_t slot, RegIndex index) {
  return inst(Op::Present, Kind::Bool, slot, index);
}

RegIndex FunctionBuilder::compare(Compare op, Kind of, RegIndex a, RegIndex b) {
  return inst(Op::Compare, Kind::Bool, a, b, static_cast<std::uint32_t>(of),
              static_cast<std::uint8_t>(op));
}

RegIndex FunctionBuilder::arith(Arith op, Kind kind, RegIndex a, RegIndex b) {
  const auto kinds = static_cast<std::uint32_t>(kind_of(a)) | static_cast<std::uint32_t>(kind_of(b))
                                                                  << 8;
  return inst(Op::Arith, kind, a, b, kinds, static_cast<std::uint8_t>(op));
}

RegIndex FunctionBuilder::select(Kind kind, RegIndex condition, RegIndex a, RegIndex b) {
  return inst(Op::Select, kind, condition, a, b);
}

RegIndex FunctionBuilder::call(std::uint32_t function, Kind kind,
                               const std::vector<RegIndex>& args) {
  return inst(Op::Call, kind, function, image_.operand(args), count(args));
}

RegIndex FunctionBuilder::quantify(Quantifier quantifier, Kind kind, std::uint32_t list,
                                   std::uint32_t predicate, std::uint32_t value, std::int32_t n,
                                   const std::vector<RegIndex>& captures, RegIndex owner) {
  std::vector<std::uint32_t> words = {list, owner, predicate, value, static_cast<std::uint32_t>(n)};
  words.insert(words.end(), captures.begin(), captures.end());
  return inst(Op::Quantify, kind, image_.operand(words), count(captures), 0,
              static_cast<std::uint8_t>(quantifier));
}

RegIndex FunctionBuilder::choose(Kind kind, Picks picks, RegIndex fallback,
                                 const std::vector<Node>& nodes) {
  std::vector<std::uint32_t> words = {static_cast<std::uint32_t>(picks), fallback, 0};
  for (const Node& node : nodes) {
    std::uint32_t parents = node.parents == Node::Case ? 0 : 1;
    if (node.parents == Node::Nodes) {
      std::vector<std::uint32_t> targets = {count(node.targets)};
      targets.insert(targets.end(), node.targets.begin(), node.targets.end());
      parents = image_.operand(targets) + 2;
    }
    words.insert(words.end(), {node.guard, node.conclusion, node.bit, 0, parents});
  }
  return inst(Op::Choose, kind, image_.operand(words), count(nodes));
}

ImageBuilder::ImageBuilder() {
  Struct root{};
  root.size = 8 + 16;
  root.words = 1;
  root.root = 1;
  root.layout = 1;
  root.list_slot = kNone;
  structs_.push_back(root);
  objects_.push_back({{}, 0, kNone});  // no keys
  string("");
}

std::uint32_t ImageBuilder::string(std::string_view text) {
  strings_.push_back({count(text_), static_cast<std::uint32_t>(text.size())});
  text_.insert(text_.end(), text.begin(), text.end());
  return count(strings_) - 1;
}

std::uint32_t ImageBuilder::symbol(std::string_view name) {
  for (std::uint32_t i = 0; i < symbols_.size(); ++i) {
    const Range range = strings_[symbols_[i]];
    if (std::string_view(text_.data() + range.first, range.count) == name) return i;
  }
  symbols_.push_back(string(name));
  return count(symbols_) - 1;
}

std::uint32_t ImageBuilder::constant(std::uint64_t lo, std::uint64_t hi) {
  constants_.push_back({lo, hi});
  return count(constants_) - 1;
}

std::uint32_t ImageBuilder::operand(const std::vector<std::uint32_t>& words) {
  const std::uint32_t first = count(operands_);
  operands_.insert(operands_.end(), words.begin(), words.end());
  return first;
}

std::uint32_t ImageBuilder::enumeration(std::uint32_t members) {
  std::vector<std::uint32_t> names;
  for (std::uint32_t i = 0; i < members; ++i) names.push_back(string("m" + std::to_string(i)));
  enums_.push_back({{operand(names), members}, 1, string("E")});
  return count(enums_) - 1;
}

std::uint32_t ImageBuilder::member_count(std::uint32_t enumeration) const {
  return enums_[enumeration].members.count;
}

std::uint32_t ImageBuilder::reading(std::uint32_t members, std::uint32_t default_member) {
  std::vector<std::uint32_t> names;
  for (std::uint32_t i = 0; i < members; ++i) names.push_back(string("r" + std::to_string(i)));
  readings_.push_back({string("K_" + std::to_string(readings_.size())),
                       {operand(names), members},
                       default_member,
                       0});
  return count(readings_) - 1;
}

std::uint32_t ImageBuilder::calendar(
    std::int32_t first, std::uint32_t days, const std::vector<std::int32_t>& rest,
    const std::vector<std::vector<std::vector<std::int32_t>>>& groups) {
  const std::size_t words = (days + 63) / 64;
  std::vector<std::uint64_t> resting(words), pending(words);
  const auto set = [&](std::vector<std::uint64_t>& bits, std::int32_t day) {
    const auto at = static_cast<std::uint32_t>(day - first);
    bits[at / 64] |= std::uint64_t{1} << (at % 64);
  };
  for (std::uint32_t d = 0; d < days; ++d) {
    const std::int32_t day = first + static_cast<std::int32_t>(d);
    if ((day + 3) % 7 >= 5) set(resting, day);  // days here are after 1970
  }
  for (const std::int32_t day : rest) set(resting, day);
  Calendar calendar{};
  calendar.first_day = first;
  calendar.days = days;
  calendar.weekly = 0x60;
  calendar.zone = 420;
  calendar.name = string("c");
  calendar.alternatives.first = count(alternatives_);
  for (const auto& group : groups) {
    for (std::uint32_t a = 0; a < group.size(); ++a) {
      std::vector<std::uint32_t> days_of;
      for (const std::int32_t day : group[a]) {
        set(pending, day);
        days_of.push_back(static_cast<std::uint32_t>(day));
      }
      alternatives_.push_back({count(groups_), a, {operand(days_of), count(days_of)}, {0, 0}});
    }
    groups_.push_back(
        {string("g" + std::to_string(groups_.size())), count(group), 0, count(calendars_)});
  }
  calendar.alternatives.count = count(alternatives_) - calendar.alternatives.first;
  calendar.rest = {count(words_), static_cast<std::uint32_t>(words)};
  words_.insert(words_.end(), resting.begin(), resting.end());
  calendar.pending = {count(words_), static_cast<std::uint32_t>(words)};
  words_.insert(words_.end(), pending.begin(), pending.end());
  calendars_.push_back(calendar);
  return count(calendars_) - 1;
}

std::uint32_t ImageBuilder::add_slot(std::uint32_t structure, std::string_view path, Kind kind,
                                     const SlotOptions& options) {
  Struct& holder = structs_[structure];
  Slot slot{};
  slot.kind = kind;
  slot.flags = static_cast<std::uint8_t>(
      (options.optional ? kOptional : 0) | (options.judgment ? kJudgment : 0) |
      (options.representatives.empty() ? 0 : kFinite) | (options.ranged ? kRanged : 0));
  slot.offset = holder.size;
  slot.bit = holder.slots.count++;
  slot.structure = structure;
  slot.type = options.type;
  slot.path = string(path);
  slot.lo = options.lo;
  slot.hi = options.hi;
  slot.representatives = {count(constants_), count(options.representatives)};
  for (const std::int64_t each : options.representatives) {
    constant(static_cast<std::uint64_t>(each));
  }
  holder.size += 16;
  slots_.push_back(slot);
  return count(slots_) - 1;
}

std::uint32_t ImageBuilder::slot(std::string_view path, Kind kind, SlotOptions options) {
  return add_slot(0, path, kind, options);
}

std::uint32_t ImageBuilder::slot_in(std::uint32_t list, std::string_view path, Kind kind,
                                    SlotOptions options) {
  return add_slot(slots_[list].type, path, kind, options);
}

std::uint32_t ImageBuilder::list(std::string_view path, std::uint32_t most, bool optional) {
  SlotOptions options;
  options.optional = optional;
  const std::uint32_t slot = add_slot(0, path, Kind::Bool, options);
  slots_[slot].is_list = 1;
  slots_[slot].hi = most;
  slots_[slot].type = count(structs_);
  Struct element{};
  element.size = 16;
  element.words = 1;
  objects_.push_back({{}, 0, kNone});
  element.node = count(objects_) - 1;
  element.list_slot = slot;
  structs_.push_back(element);
  return slot;
}

std::uint32_t ImageBuilder::list_in(std::uint32_t owner, std::string_view path,
                                    std::uint32_t most) {
  const std::uint32_t inner = list(path, most);
  // Made in the root, and moved: its place there stays unused.
  Slot& slot = slots_[inner];
  --structs_[0].slots.count;
  Struct& holder = structs_[slots_[owner].type];
  slot.structure = slots_[owner].type;
  slot.offset = holder.size;
  slot.bit = holder.slots.count++;
  holder.size += 16;
  return inner;
}

std::uint32_t ImageBuilder::add(const FunctionBuilder& function, RegIndex result) {
  Function made{};
  made.insts = {count(insts_), count(function.insts)};
  made.parameters = function.parameters;
  made.result = result;
  made.symbol = symbol(function.symbol);
  std::uint64_t bound = 0;
  const auto bound_of = [&](std::uint32_t id) {
    return id == kNone ? std::uint64_t{0} : functions_[id].bound;
  };
  for (const Inst& inst : function.insts) {
    ++bound;
    if (inst.op == Op::Call) bound += bound_of(inst.a);
    if (inst.op != Op::Quantify) continue;
    const std::uint32_t* const words = operands_.data() + inst.a;
    bound +=
        static_cast<std::uint64_t>(slots_[words[0]].hi) * (bound_of(words[2]) + bound_of(words[3]));
  }
  made.bound = static_cast<std::uint32_t>(bound);
  insts_.insert(insts_.end(), function.insts.begin(), function.insts.end());
  functions_.push_back(made);
  return count(functions_) - 1;
}

std::uint32_t ImageBuilder::norm(const NormRows& rows) {
  NormSpec spec{};
  spec.norm = rows.norm;
  spec.trigger_kind = static_cast<std::uint8_t>(rows.trigger_kind);
  spec.done_kind = static_cast<std::uint8_t>(rows.done_kind);
  spec.zone = rows.zone;
  spec.trigger_present = rows.trigger_present;
  spec.trigger = rows.trigger;
  spec.in_force = rows.in_force;
  spec.applies = rows.applies;
  spec.bit = bit();
  std::vector<std::uint32_t> words, names;
  for (const RegIndex guard : rows.exempts) {
    words.insert(words.end(), {guard, bit(), 0});
    names.push_back(string("x"));
  }
  spec.exempts = {operand(words), count(words)};
  words.clear();
  for (const auto& each : rows.deferrals) words.insert(words.end(), {each.guard, each.end, bit()});
  spec.deferrals = {operand(words), count(words)};
  words.clear();
  std::vector<std::uint32_t> texts;
  for (const auto& each : rows.sanctions) {
    words.insert(words.end(), {each.applies, each.from, each.to, bit(), each.on, each.limit});
    texts.insert(texts.end(), {string("s"), string("fine"), static_cast<std::uint32_t>(Kind::Money),
                               kNone, 0, 0});
  }
  spec.sanctions = {operand(words), count(words)};
  spec.done_present = rows.done_present;
  spec.done = rows.done;
  spec.due_present = rows.due_present;
  spec.due = rows.due;
  spec.due_before = rows.due_before ? 1 : 0;
  spec.available = rows.available;
  spec.symbol = symbol("n");
  spec.text = count(norm_texts_);
  NormText text{};
  text.name = string("n");
  text.exempt_names = {operand(names), count(names)};
  text.sanctions = {operand(texts), count(texts)};
  text.currencies = kNone;
  norm_texts_.push_back(text);
  norm_specs_.push_back(spec);
  return count(norm_specs_) - 1;
}

const Header* ImageBuilder::build(const FunctionBuilder& entry,
                                  const std::vector<OutputRow>& outputs,
                                  const std::vector<NormRow>& norms) {
  number_slots();
  Decision decision{};
  decision.name = string("t.decision");
  decision.symbol = symbol("t.decision");
  decision.entry = add(entry, entry.last());
  decision.bound = functions_[decision.entry].bound;
  decision.zone = 28;
  decision.exposure = kNone;
  decision.layout = 7;
  std::uint32_t at = sizeof(phep_result_head);
  constexpr std::uint64_t kAll = ~std::uint64_t{0};  // of the readings
  for (const OutputRow& row : outputs) {
    outputs_.push_back({string(row.name), row.kind, {}, kNone, row.present, row.value, at, kAll});
    at += sizeof(phep_value);
  }
  for (const NormRow& row : norms) {
    const bool each = row.list != kNone;
    norm_outputs_.push_back({row.spec, row.value, row.function, row.list, at, string("n"),
                             each ? slots_[row.list].path : kNone, 0, kAll});
    const auto rows = norm_specs_[row.spec].sanctions.count / kSanctionRegisters;
    at += each ? static_cast<std::uint32_t>(sizeof(phep_norm_array))
               : static_cast<std::uint32_t>(sizeof(phep_norm) + rows * sizeof(phep_sanction));
    if (each) {
      decision.bound +=
          static_cast<std::uint64_t>(slots_[row.list].hi) * functions_[row.function].bound;
    }
  }
  decision.outputs = {0, count(outputs_)};
  decision.norms = {0, count(norm_outputs_)};
  std::vector<std::uint32_t> lists, readings;
  for (std::uint32_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].is_list != 0) lists.push_back(i);
  }
  for (std::uint32_t i = 0; i < readings_.size(); ++i) readings.push_back(i);
  decision.lists = {operand(lists), count(lists)};
  decision.readings = {operand(readings), count(readings)};
  decision.certificate_offset = at;
  decision.certificate_words = (bits_ + 31) / 32;
  decision.result_size = at + decision.certificate_words * 8;
  decisions_.push_back(decision);

  Header header{};
  std::memcpy(header.magic, kImageMagic, sizeof header.magic);
  header.version = kImageVersion;
  header.known_through = kNone;
  buffer_.assign((sizeof(Header) + 7) / 8, 0);
  std::vector<std::uint32_t> no_names;
  std::vector<KeyNode> no_keys;
  lay(header.strings, strings_);
  lay(header.bytes, text_);
  lay(header.symbols, symbols_);
  lay(header.decisions, decisions_);
  lay(header.structs, structs_);
  lay(header.slots, slots_);
  lay(header.objects, objects_);
  lay(header.keys, no_keys);
  lay(header.enums, enums_);
  lay(header.readings, readings_);
  lay(header.calendars, calendars_);
  lay(header.alternatives, alternatives_);
  lay(header.groups, groups_);
  lay(header.words, words_);
  lay(header.functions, functions_);
  lay(header.insts, insts_);
  lay(header.operands, operands_);
  lay(header.constants, constants_);
  lay(header.norm_specs, norm_specs_);
  lay(header.norm_texts, norm_texts_);
  lay(header.outputs, outputs_);
  lay(header.norm_outputs, norm_outputs_);
  lay(header.certificate_names, no_names);
  header.size = static_cast<std::uint32_t>(buffer_.size() * 8);
  std::memcpy(buffer_.data(), &header, sizeof header);
  return reinterpret_cast<const Header*>(buffer_.data());
}

// Where each struct's slots begin: they were made in a row.
void ImageBuilder::number_slots() {
  for (std::uint32_t s = 0; s < structs_.size(); ++s) {
    structs_[s].slots.first = 0;
    for (std::uint32_t i = count(slots_); i-- > 0;) {
      if (slots_[i].structure == s) structs_[s].slots.first = i;
    }
  }
}

template <class T>
void ImageBuilder::lay(Section& section, const std::vector<T>& items) {
  section = {static_cast<std::uint32_t>(buffer_.size() * 8), count(items)};
  const std::size_t size = items.size() * sizeof(T);
  buffer_.resize(buffer_.size() + (size + 7) / 8);
  if (size != 0) {
    std::memcpy(reinterpret_cast<char*>(buffer_.data()) + section.offset, items.data(), size);
  }
}

Facts::Facts(const ImageBuilder& image, const Struct& structure)
    : image_(&image), structure_(&structure), bytes_((structure.size + 7) / 8) {
  if (structure.root == 0) return;
  const std::uint32_t head[] = {structure.size, structure.layout};
  std::memcpy(bytes_.data(), head, sizeof head);
}

void Facts::mark(const Slot& slot, bool present) {
  std::uint64_t* const words = bytes_.data() + (structure_->root != 0 ? 1 : 0);
  const std::uint64_t bit = std::uint64_t{1} << slot.bit;
  words[0] |= bit;
  words[1] = present ? words[1] | bit : words[1] & ~bit;
}

Facts& Facts::set(std::uint32_t index, std::int64_t lo, std::uint64_t hi) {
  const Slot& slot = image_->at(index);
  mark(slot, true);
  char* const field = reinterpret_cast<char*>(bytes_.data()) + slot.offset;
  const auto narrow = static_cast<std::int32_t>(lo);
  switch (slot.kind) {
    case Kind::Bool: *field = static_cast<char>(lo); break;
    case Kind::Enum:
    case Kind::Date: std::memcpy(field, &narrow, 4); break;
    default: std::memcpy(field, &lo, 8); std::memcpy(field + 8, &hi, 8);
  }
  return *this;
}

Facts& Facts::set_text(std::uint32_t index, std::string_view text) {
  texts_.push_back(std::make_shared<const std::string>(text));
  phep_text value{};
  value.data.ptr = texts_.back()->data();
  value.length = static_cast<std::uint32_t>(text.size());
  const Slot& slot = image_->at(index);
  mark(slot, true);
  std::memcpy(reinterpret_cast<char*>(bytes_.data()) + slot.offset, &value, sizeof value);
  return *this;
}

Facts& Facts::set_null(std::uint32_t index) {
  mark(image_->at(index), false);
  return *this;
}

Facts& Facts::set_list(std::uint32_t index, const std::vector<Facts>& elements) {
  const Slot& slot = image_->at(index);
  mark(slot, true);
  std::vector<std::uint64_t> items;
  for (const Facts& each : elements) {
    items.insert(items.end(), each.bytes_.begin(), each.bytes_.end());
    lists_.insert(lists_.end(), each.lists_.begin(), each.lists_.end());
    texts_.insert(texts_.end(), each.texts_.begin(), each.texts_.end());
  }
  phep_list list{};
  list.length = count(elements);
  lists_.push_back(std::make_shared<const std::vector<std::uint64_t>>(std::move(items)));
  list.items.ptr = const_cast<std::uint64_t*>(lists_.back()->data());
  std::memcpy(reinterpret_cast<char*>(bytes_.data()) + slot.offset, &list, sizeof list);
  return *this;
}

const phep_result_head& Decided::head() const {
  return *reinterpret_cast<const phep_result_head*>(result.data());
}

const phep_value& Decided::output(std::uint32_t i) const {
  const auto* const outputs = runtime::items<Output>(image, image->outputs);
  return *reinterpret_cast<const phep_value*>(reinterpret_cast<const char*>(result.data()) +
                                              outputs[i].offset);
}

const phep_norm& Decided::norm(std::uint32_t i) const {
  const auto* const outputs = runtime::items<NormOutput>(image, image->norm_outputs);
  return *reinterpret_cast<const phep_norm*>(reinterpret_cast<const char*>(result.data()) +
                                             outputs[i].offset);
}

const phep_norm_array& Decided::norms(std::uint32_t i) const {
  return reinterpret_cast<const phep_norm_array&>(norm(i));
}

const phep_sanction& Decided::sanction(std::uint32_t n, std::uint32_t row) const {
  return reinterpret_cast<const phep_sanction*>(&norm(n) + 1)[row];
}

bool Decided::bit(std::uint32_t index) const {
  const auto& decision = runtime::items<Decision>(image, image->decisions)[0];
  std::uint64_t word = 0;
  std::memcpy(&word,
              reinterpret_cast<const char*>(result.data()) + decision.certificate_offset +
                  std::size_t{index / 64} * 8,
              8);
  return (word >> (index % 64) & 1) != 0;
}
bool Decided::marked_true(std::uint32_t b) const {
  return bit(2 * b);
}
bool Decided::marked_unknown(std::uint32_t b) const {
  return bit(2 * b + 1);
}

std::vector<std::uint32_t> Decided::missing(const phep_value& value) const {
  if (value.tag != PHEP_UNKNOWN) return {};
  const std::uint32_t* const all = head().missing.ptr;
  return {all + value.a, all + value.a + value.b};
}

std::vector<std::uint32_t> Decided::missing(const phep_norm& norm) const {
  const std::uint32_t* const all = head().missing.ptr;
  return {all + norm.missing_first, all + norm.missing_first + norm.missing_count};
}

Decided decide_case(const Header* image, const Facts& facts, const CaseOptions& options) {
  const auto& decision = runtime::items<Decision>(image, image->decisions)[0];
  Decided decided;
  // A copy, so that the case outlives the program that decided it.
  const auto* const words = reinterpret_cast<const std::uint64_t*>(image);
  decided.image_bytes.assign(words, words + image->size / 8);
  decided.image = reinterpret_cast<const Header*>(decided.image_bytes.data());
  decided.result.resize((decision.result_size + 7) / 8);
  decided.memory.resize(options.arena / 8);
  phep_result_head head{};
  head.size = decision.result_size;
  head.layout = decision.layout;
  std::memcpy(decided.result.data(), &head, sizeof head);
  phep_options given{};
  given.size = sizeof given;
  given.as_of = options.as_of;
  given.law_date = options.law_date;
  given.reading_count = count(options.readings);
  given.readings.ptr = options.readings.data();
  char* const memory = reinterpret_cast<char*>(decided.memory.data());
  Arena arena{memory, memory + options.arena, false};
  decided.status = decide(image, 0, nullptr, facts.data(), &given, decided.result.data(), arena);
  return decided;
}

}  // namespace phep::tests

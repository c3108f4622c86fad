// The canonical JSON of an answer:
// {"as_of":…,"decision":…,"missing":[…],"norms":{…},"outputs":{…},…}.
#include "compiler/runtime/answer.h"
#include "compiler/runtime/answer_words.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/determination.h"

namespace phep::runtime {

namespace {

// Where a leaf stands: the lists on the way to it, the innermost first.
struct LeafPlace {
  static constexpr uint32_t kDepth = 8;
  const char* base;  // of the struct that holds the leaf
  uint32_t depth;
  uint32_t list[kDepth];   // slots
  uint32_t index[kDepth];  // elements of them
};

void put_answer(Writer& writer, const Answer& answer);
void put_bounds(Writer& writer, const Answer& answer, ValueType type, const phep_bounds& bounds);
bool answer_is_beyond_knowledge(const Answer& answer);
void put_outputs(Writer& writer, const Answer& answer);
void put_union(Writer& writer, const Answer& answer);
void put_readings(Writer& writer, const Answer& answer, const uint64_t* which);
void put_supposed(Writer& writer, const Answer& answer);
void put_notes(Writer& writer, const Answer& answer);
void put_certificate(Writer& writer, const Answer& answer);
void put_calendars(Writer& writer, const Answer& answer);
void put_determination_ids(Writer& writer, const Answer& answer);
void put_determinations(Writer& writer, const Answer& answer);
bool locate(const Answer& answer, uint32_t structure, uint32_t ordinal, LeafPlace* out);

bool overrides_law_date(const Answer& answer) {
  return answer.options->law_date != PHEP_NO_DATE;
}

}  // namespace

int write_result(const Header* image, uint32_t decision, const void* facts,
                 const phep_options* options, const void* result, uint64_t rests_on, char* out,
                 size_t capacity, size_t* written, const Determination* determinations) {
  if (image == nullptr || facts == nullptr || options == nullptr || result == nullptr ||
      written == nullptr || decision >= image->decisions.count) {
    return PHEP_BAD_ARGUMENT;
  }
  const Decision& decided = items<Decision>(image, image->decisions)[decision];
  const auto* const head = static_cast<const phep_result_head*>(result);
  if (head->size != decided.result_size || head->layout != decided.layout) {
    return PHEP_BAD_ARGUMENT;
  }
  Writer writer{out, capacity, 0};
  put_answer(writer, {image, &decided, static_cast<const char*>(facts), options,
                      static_cast<const char*>(result), head, rests_on, determinations});
  *written = writer.length;
  return writer.length <= capacity ? PHEP_OK : PHEP_SMALL_ARENA;
}

void put_missing(Writer& writer, const Answer& answer, uint32_t first, uint32_t count) {
  put(writer, '[');
  for (uint32_t i = 0; i < count; ++i) {
    if (i != 0) put(writer, ',');
    put_leaf(writer, answer, answer.head->missing.ptr[first + i]);
  }
  put(writer, ']');
}

void put_leaf(Writer& writer, const Answer& answer, uint32_t leaf) {
  put(writer, '"');
  put_leaf_path(writer, answer, leaf);
  put(writer, '"');
}

void put_leaf_path(Writer& writer, const Answer& answer, uint32_t leaf) {
  const Slot* const slots = items<Slot>(answer.image, answer.image->slots);
  const Slot& slot = slots[leaf & 0xFFFF];
  LeafPlace place{};
  locate(answer, slot.structure, leaf >> 16, &place);
  for (uint32_t level = place.depth; level-- > 0;) {
    put_escaped(writer, string_at(answer.image, slots[place.list[level]].path));
    put(writer, '/');
    put_integer(writer, place.index[level]);
  }
  put_escaped(writer, string_at(answer.image, slot.path));
}

void put_value(Writer& writer, const Answer& answer, ValueType type, const phep_value& value) {
  switch (static_cast<phep_tag>(value.tag)) {
    case PHEP_KNOWN: return put_known(writer, answer.image, type, value);
    case PHEP_ABSENT: return put(writer, "null");
    case PHEP_UNKNOWN:
      put(writer, '{');
      if ((value.aux & 1) != 0) put(writer, "\"$inexact\":true,");
      put(writer, "\"$unknown\":");
      put_missing(writer, answer, static_cast<uint32_t>(value.a), static_cast<uint32_t>(value.b));
      return put(writer, '}');
    case PHEP_ERROR:
      put(writer, "{\"$error\":");
      put_error(writer, answer, value);
      return put(writer, '}');
    case PHEP_BETWEEN:
      return put_bounds(writer, answer, type,
                        *reinterpret_cast<const phep_bounds*>(static_cast<uintptr_t>(value.a)));
    case PHEP_ONE_OF: break;
  }
  const auto* const alternatives =
      reinterpret_cast<const phep_value*>(static_cast<uintptr_t>(value.a));
  put(writer, "{\"$awaiting\":[");
  put_awaited_groups(writer, answer, value.aux);
  put(writer, "],\"$one_of\":[");
  for (uint64_t i = 0; i < value.b; ++i) {
    if (i != 0) put(writer, ',');
    put_value(writer, answer, type, alternatives[i]);
  }
  put(writer, "]}");
}

namespace {

// {"$at_least":…,"$at_most":…,"$unknown":[…]}, the ends that are known.
void put_bounds(Writer& writer, const Answer& answer, ValueType type, const phep_bounds& bounds) {
  const auto end = [&](uint32_t flag, int64_t number) {
    if ((bounds.flags & flag) == 0) return;
    if (flag == PHEP_B_LEAST) {
      put(writer, "\"$at_least\":");
    } else {
      put(writer, "\"$at_most\":");
    }
    put_known(writer, answer.image, type, {PHEP_KNOWN, 0, static_cast<uint64_t>(number), 0});
    put(writer, ',');
  };
  put(writer, '{');
  end(PHEP_B_LEAST, bounds.least);
  end(PHEP_B_MOST, bounds.most);
  if ((bounds.flags & PHEP_B_INEXACT) != 0) put(writer, "\"$inexact\":true,");
  put(writer, "\"$unknown\":");
  put_missing(writer, answer, bounds.missing_first, bounds.missing_count);
  put(writer, '}');
}

}  // namespace

void put_error(Writer& writer, const Answer& answer, const phep_value& error) {
  put(writer, "{\"at\":");
  put_string(writer, symbol_at(answer.image, static_cast<uint32_t>(error.b)));
  put(writer, ",\"kind\":");
  put_string(writer, error_name(error.a));
  put(writer, '}');
}

void put_awaited_groups(Writer& writer, const Answer& answer, uint32_t mask) {
  const auto* const groups = items<PendingGroup>(answer.image, answer.image->groups);
  const uint32_t all = answer.image->groups.count;
  const auto name = [&](uint32_t i) { return string_at(answer.image, groups[i].name); };
  const auto less = [&](uint32_t i, uint32_t j) { return compare(name(i), name(j)) < 0; };
  bool first = true;
  in_order(all < 32 ? all : 32, less, [&](uint32_t i) {
    if ((mask >> i & 1) == 0) return;
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, name(i));
  });
}

namespace {

void put_answer(Writer& writer, const Answer& answer) {
  put(writer, "{\"as_of\":");
  put_instant(writer, answer.options->as_of);
  if (answer_is_beyond_knowledge(answer)) put(writer, ",\"beyond_knowledge\":true");
  if ((answer.options->flags & PHEP_WITH_CERTIFICATE) != 0) put_certificate(writer, answer);
  put(writer, ",\"decision\":");
  put_string(writer, string_at(answer.image, answer.decision->name));
  put_determinations(writer, answer);
  if (answer.decision->exposure != kNone) {
    put(writer, ",\"exposure\":");
    put_exposure(writer, answer);
  }
  put_notes(writer, answer);
  if (overrides_law_date(answer)) {
    put(writer, ",\"law_date\":");
    put_date(writer, answer.options->law_date);
  }
  put(writer, ",\"missing\":[");
  if (answer.head->missing_count != 0) put_union(writer, answer);
  put(writer, "],\"norms\":");
  put_norms(writer, answer);
  put(writer, ",\"outputs\":");
  put_outputs(writer, answer);
  if (answer.rests_on != 0) {
    put(writer, ",\"readings\":");
    put_readings(writer, answer, &answer.rests_on);
  }
  put_supposed(writer, answer);
  put(writer, '}');
}

// The two bits of a mark: true somewhere, unknown somewhere.
bool mark_is(const Answer& answer, uint32_t mark, uint32_t which) {
  const uint32_t bit = 2 * mark + which;
  uint64_t word = 0;
  __builtin_memcpy(&word,
                   answer.result + answer.decision->certificate_offset + size_t{bit / 64} * 8, 8);
  return (word >> (bit % 64) & 1) != 0;
}

// {"because":…,"by":"NQ22@PL.I","does":"suspends","of":"D356@19.4","on":"vn.x.file"}; `possible`
// where facts are missing that decide it.
void put_notes(Writer& writer, const Answer& answer) {
  const auto* const notes = items<Note>(answer.image, answer.image->notes);
  bool any = false;
  for (uint32_t i = 0; i < answer.image->notes.count; ++i) {
    const Note& note = notes[i];
    const bool sure = mark_is(answer, note.bit, 0);
    if (!sure && !mark_is(answer, note.bit, 1)) continue;
    put(writer, any ? "," : ",\"law\":[", any ? 1 : 8);
    any = true;
    put(writer, '{');
    if (note.because != kNone) {
      put(writer, "\"because\":");
      put_string(writer, string_at(answer.image, note.because));
      put(writer, ',');
    }
    put(writer, "\"by\":");
    put_string(writer, string_at(answer.image, note.by));
    put(writer, ",\"does\":");
    put_string(writer, string_at(answer.image, note.does));
    put(writer, ",\"of\":");
    put_string(writer, string_at(answer.image, note.of));
    put(writer, ",\"on\":");
    put_string(writer, string_at(answer.image, note.on));
    if (!sure) put(writer, ",\"possible\":true");
    put(writer, '}');
  }
  if (any) put(writer, ']');
}

bool answer_is_beyond_knowledge(const Answer& answer) {
  if (answer.image->known_through == kNone) return false;
  bool beyond = is_beyond_knowledge(answer, answer.options->as_of);
  for_each_norm(answer, [&](const NormView& view) {
    beyond = beyond || (view.norm != nullptr && is_due_beyond_knowledge(answer, *view.norm));
  });
  return beyond;
}

void put_outputs(Writer& writer, const Answer& answer) {
  bool first = true;
  put(writer, '{');
  for_each_output(answer, [&](const Output& output) {
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, string_at(answer.image, output.name));
    put(writer, ':');
    put_value(writer, answer, {output.kind, output.type},
              *reinterpret_cast<const phep_value*>(answer.result + output.offset));
  });
  put(writer, '}');
}

// Every missing leaf once, in the order in which outputs and then norms first name it. The lists of
// one answer mostly repeat each other, so each leaf is first looked for where the last one led.
[[gnu::noinline]] void put_union(Writer& writer, const Answer& answer) {
  uint32_t leaves[PHEP_MAX_LEAVES];
  uint32_t count = 0;
  const auto add = [&](uint64_t first, uint64_t length) {
    uint32_t guess = 0;
    for (uint64_t i = first; i < first + length; ++i) {
      const uint32_t leaf = answer.head->missing.ptr[i];
      uint32_t at = guess;
      if (at >= count || leaves[at] != leaf) {
        at = 0;
        while (at < count && leaves[at] != leaf) ++at;
      }
      guess = at + 1;
      if (at < count || count == PHEP_MAX_LEAVES) continue;
      leaves[count++] = leaf;
      if (count > 1) put(writer, ',');
      put_leaf(writer, answer, leaf);
    }
  };
  for_each_output(answer, [&](const Output& output) {
    const auto& value = *reinterpret_cast<const phep_value*>(answer.result + output.offset);
    if (value.tag == PHEP_UNKNOWN) add(value.a, value.b);
    if (value.tag == PHEP_BETWEEN) {
      const auto& bounds = *reinterpret_cast<const phep_bounds*>(static_cast<uintptr_t>(value.a));
      add(bounds.missing_first, bounds.missing_count);
    }
  });
  for_each_norm(answer, [&](const NormView& view) {
    if (view.norm == nullptr) return add(view.missing, 1);
    add(view.norm->missing_first, view.norm->missing_count);
  });
}

uint32_t chosen_member(const Answer& answer, uint32_t index) {
  const auto& reading = items<ReadingTable>(answer.image, answer.image->readings)[index];
  const phep_options& options = *answer.options;
  uint32_t member = reading.default_member;
  if (index < options.reading_count && options.readings.ptr[index] >= 0) {
    member = static_cast<uint32_t>(options.readings.ptr[index]);
  }
  return member < reading.members.count ? member : reading.default_member;
}

// Drafts that the caller supposes to be in force.
void put_supposed(Writer& writer, const Answer& answer) {
  const auto* const readings = items<ReadingTable>(answer.image, answer.image->readings);
  const uint32_t* const used = operands_at(answer.image, answer.decision->readings.first);
  const auto name = [&](uint32_t i) { return string_at(answer.image, readings[used[i]].name); };
  const auto less = [&](uint32_t i, uint32_t j) { return compare(name(i), name(j)) < 0; };
  bool any = false;
  in_order(answer.decision->readings.count, less, [&](uint32_t i) {
    if (readings[used[i]].draft == 0 || chosen_member(answer, used[i]) == 0) return;
    put(writer, any ? "," : ",\"supposed\":[", any ? 1 : 13);
    any = true;
    put_string(writer, name(i));
  });
  if (any) put(writer, ']');
}

// Readings of the decision by name, each with the member that was used: those in the mask, or all.
void put_readings(Writer& writer, const Answer& answer, const uint64_t* which) {
  const auto* const readings = items<ReadingTable>(answer.image, answer.image->readings);
  const uint32_t* const used = operands_at(answer.image, answer.decision->readings.first);
  const auto name = [&](uint32_t i) { return string_at(answer.image, readings[used[i]].name); };
  const auto less = [&](uint32_t i, uint32_t j) { return compare(name(i), name(j)) < 0; };
  bool first = true;
  put(writer, '{');
  in_order(answer.decision->readings.count, less, [&](uint32_t i) {
    if (which != nullptr && (i >= 64 || (*which >> i & 1) == 0)) return;
    const ReadingTable& reading = readings[used[i]];
    const uint32_t member = chosen_member(answer, used[i]);
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, name(i));
    put(writer, ':');
    put_string(writer,
               string_at(answer.image, operands_at(answer.image, reading.members.first)[member]));
  });
  put(writer, '}');
}

void put_certificate(Writer& writer, const Answer& answer) {
  put(writer, ",\"certificate\":{\"as_of\":");
  put_instant(writer, answer.options->as_of);
  put(writer, ",\"bits\":\"");
  const char* const words = answer.result + answer.decision->certificate_offset;
  for (uint32_t i = 0; i < answer.decision->certificate_words; ++i) {
    uint64_t word = 0;
    __builtin_memcpy(&word, words + size_t{i} * 8, 8);
    put_hex(writer, word);
  }
  put(writer, '"');
  put_calendars(writer, answer);
  put_determination_ids(writer, answer);
  if (overrides_law_date(answer)) {
    put(writer, ",\"law_date\":");
    put_date(writer, answer.options->law_date);
  }
  put(writer, ",\"readings\":");
  put_readings(writer, answer, nullptr);
  put(writer, ",\"release\":\"");
  put_hex(writer, answer.image->release, sizeof answer.image->release);
  put(writer, "\"}");
}

// The calendars of the program, by name, each with the digest of what it says.
void put_calendars(Writer& writer, const Answer& answer) {
  const auto* const calendars = items<Calendar>(answer.image, answer.image->calendars);
  const auto name = [&](uint32_t i) { return string_at(answer.image, calendars[i].name); };
  const auto less = [&](uint32_t i, uint32_t j) { return compare(name(i), name(j)) < 0; };
  bool first = true;
  put(writer, ",\"calendars\":{");
  in_order(answer.image->calendars.count, less, [&](uint32_t i) {
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, name(i));
    put(writer, ':');
    put_string(writer, string_at(answer.image, calendars[i].digest));
  });
  put(writer, '}');
}

// Of those that the answer rests on.
void put_determination_ids(Writer& writer, const Answer& answer) {
  bool first = true;
  put(writer, ",\"determinations\":[");
  for (const Determination* one = answer.determinations; one != nullptr; one = one->next) {
    if (!one->matters || one->state != DeterminationState::Made) continue;
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, one->id);
  }
  put(writer, ']');
}

void put_determinations(Writer& writer, const Answer& answer) {
  bool first = true;
  for (const Determination* one = answer.determinations; one != nullptr; one = one->next) {
    if (!one->matters) continue;
    if (first) {
      put(writer, ",\"determinations\":[");
    } else {
      put(writer, ',');
    }
    first = false;
    put(writer, "{\"at\":");
    put_string(writer, one->place);
    put(writer, ",\"author\":");
    put_string(writer, one->author);
    if (one->basis.data != nullptr) {
      put(writer, ",\"basis\":");
      put_string(writer, one->basis);
    }
    if (one->state == DeterminationState::Expired) put(writer, ",\"expired\":true");
    put(writer, ",\"id\":");
    put_string(writer, one->id);
    if (one->state == DeterminationState::NotYet) put(writer, ",\"not_yet\":true");
    put(writer, ",\"on\":");
    put_date(writer, one->on);
    if (one->until != PHEP_NO_DATE) {
      put(writer, ",\"until\":");
      put_date(writer, one->until);
    }
    put(writer, '}');
  }
  if (!first) put(writer, ']');
}

// The `ordinal`-th of all elements of a struct, outer lists first. False past the last.
bool locate(const Answer& answer, uint32_t structure, uint32_t ordinal, LeafPlace* out) {
  const Struct* const structs = items<Struct>(answer.image, answer.image->structs);
  const uint32_t list_slot = structs[structure].list_slot;
  if (list_slot == kNone) {
    *out = {answer.facts, 0, {}, {}};
    return true;
  }
  const Slot& slot = items<Slot>(answer.image, answer.image->slots)[list_slot];
  const Struct& owner = structs[slot.structure];
  for (uint32_t i = 0; i == 0 || owner.list_slot != kNone; ++i) {
    LeafPlace place{};
    if (!locate(answer, slot.structure, i, &place)) break;
    if (!is_present(owner, place.base, slot.bit)) continue;
    phep_list list{};
    __builtin_memcpy(&list, place.base + slot.offset, sizeof list);
    if (ordinal >= list.length) {
      ordinal -= list.length;
      continue;
    }
    if (place.depth == LeafPlace::kDepth) break;
    // The innermost comes first, so what is known moves up by one.
    for (uint32_t level = place.depth; level > 0; --level) {
      place.list[level] = place.list[level - 1];
      place.index[level] = place.index[level - 1];
    }
    place.list[0] = list_slot;
    place.index[0] = ordinal;
    ++place.depth;
    place.base =
        static_cast<const char*>(list.items.ptr) + size_t{ordinal} * structs[structure].size;
    *out = place;
    return true;
  }
  return false;
}

}  // namespace

}  // namespace phep::runtime

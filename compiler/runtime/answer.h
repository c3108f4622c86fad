// A decided case as its answer is written: views of the result struct, in the order of canonical
// JSON.
#pragma once

#include "compiler/runtime/json_print.h"

namespace phep::runtime {

// What one call of write_result works on.
struct Answer {
  const Header* image;
  const Decision* decision;
  const char* facts;
  const phep_options* options;
  const char* result;
  const phep_result_head* head;
  uint64_t rests_on;
  const Determination* determinations;
};

// One norm of the answer: of the decision, or of one element of a list.
struct NormView {
  const NormOutput* output;
  const NormSpec* spec;
  const NormText* text;
  const phep_norm*
      norm;          // null: for each element of a list that is unknown, and `missing` is the list
  uint32_t element;  // of a list, or the number of an occurrence; kNone: neither
  uint32_t missing;  // index into missing[]
};

// Calls visit(i) for the numbers below `count` from the least to the greatest by less(i, j), a
// strict order. For what is sorted already, as the image's writer leaves it, this takes one pass.
template <class Less, class Visit>
void in_order(uint32_t count, Less less, Visit visit) {
  bool sorted = true;
  for (uint32_t i = 1; i < count && sorted; ++i) sorted = !less(i, i - 1);
  if (sorted) {
    for (uint32_t i = 0; i < count; ++i) visit(i);
    return;
  }
  // Equal ones count by number, so each step finds exactly one.
  const auto precedes = [&](uint32_t i, uint32_t j) {
    return less(i, j) || (!less(j, i) && i < j);
  };
  uint32_t last = kNone;
  for (uint32_t step = 0; step < count; ++step) {
    uint32_t next = kNone;
    for (uint32_t i = 0; i < count; ++i) {
      if (last != kNone && !precedes(last, i)) continue;
      if (next == kNone || precedes(i, next)) next = i;
    }
    visit(next);
    last = next;
  }
}

// Calls visit(i) for 0 … count - 1 in the byte order of "i]", as they stand in keys: 0, 10, 11, …,
// 1, 20, ….
template <class Visit>
void in_text_order(uint32_t from, uint32_t count, Visit visit) {
  const uint64_t first = from == 0 ? 1 : uint64_t{from} * 10;
  if (from != 0) {
    for (uint64_t child = first; child < count && child < first + 10; ++child) {
      in_text_order(static_cast<uint32_t>(child), count, visit);
    }
    visit(from);
    return;
  }
  if (count > 0) visit(0);
  for (uint64_t child = first; child < count && child < 10; ++child) {
    in_text_order(static_cast<uint32_t>(child), count, visit);
  }
}

// Order of norm outputs by key: "answer" before "answer[/requests/0]" before "other".
bool norm_key_precedes(const Header* image, const NormOutput& a, const NormOutput& b);

// Calls visit(const NormView&) for every norm of the answer in the byte order of keys.
template <class Visit>
void for_each_norm(const Answer& answer, Visit visit) {
  const Header* const image = answer.image;
  const NormOutput* const outputs =
      items<NormOutput>(image, image->norm_outputs) + answer.decision->norms.first;
  const auto less = [&](uint32_t i, uint32_t j) {
    return norm_key_precedes(image, outputs[i], outputs[j]);
  };
  in_order(answer.decision->norms.count, less, [&](uint32_t i) {
    const NormOutput& output = outputs[i];
    const NormSpec& spec = items<NormSpec>(image, image->norm_specs)[output.spec];
    const NormText& text = items<NormText>(image, image->norm_texts)[spec.text];
    NormView view{&output, &spec, &text, nullptr, kNone, 0};
    const char* const at = answer.result + output.offset;
    if (output.list == kNone && output.most == 0) {
      view.norm = reinterpret_cast<const phep_norm*>(at);
      visit(view);
      return;
    }
    const auto* const array = reinterpret_cast<const phep_norm_array*>(at);
    if (array->length == PHEP_UNKNOWN_LIST) {
      view.missing = array->stride;
      visit(view);
      return;
    }
    const char* const norms = static_cast<const char*>(array->items.ptr);
    if (output.most != 0) {
      in_text_order(0, array->length + 1, [&](uint32_t number) {
        if (number == 0) return;
        view.element = number;
        view.norm = reinterpret_cast<const phep_norm*>(norms + size_t{number - 1} * array->stride);
        visit(view);
      });
      return;
    }
    in_text_order(0, array->length, [&](uint32_t element) {
      view.element = element;
      view.norm = reinterpret_cast<const phep_norm*>(norms + size_t{element} * array->stride);
      visit(view);
    });
  });
}

// Calls visit(const Output&) for every output of the answer in the byte order of names.
template <class Visit>
void for_each_output(const Answer& answer, Visit visit) {
  const Header* const image = answer.image;
  const Output* const outputs =
      items<Output>(image, image->outputs) + answer.decision->outputs.first;
  const auto less = [&](uint32_t i, uint32_t j) {
    return compare(string_at(image, outputs[i].name), string_at(image, outputs[j].name)) < 0;
  };
  in_order(answer.decision->outputs.count, less, [&](uint32_t i) { visit(outputs[i]); });
}

// Writes "missing[first, first + count)" as JSON pointers: ["/requests/3/closed_on"].
void put_missing(Writer& writer, const Answer& answer, uint32_t first, uint32_t count);
void put_leaf(Writer& writer, const Answer& answer, uint32_t leaf);
void put_leaf_path(Writer& writer, const Answer& answer, uint32_t leaf);  // without quotes

// A value of the answer, whatever its tag.
void put_value(Writer& writer, const Answer& answer, ValueType type, const phep_value& value);
// {"at":"vn.pdpl.cap","kind":"overflow"} of a value whose tag is PHEP_ERROR.
void put_error(Writer& writer, const Answer& answer, const phep_value& error);

// ,"$awaiting":[…] is made of this: the names of pending groups, in the byte order of names.
void put_awaited_groups(Writer& writer, const Answer& answer, uint32_t mask);

// The name of a norm in the answer, without quotes: notify_authority, or answer[/requests/3].
void put_norm_name(Writer& writer, const Answer& answer, const NormView& view);

// "exposure": what breaches may cost (json_exposure.cpp).
void put_exposure(Writer& writer, const Answer& answer);

// "norms": one object a norm.
void put_norms(Writer& writer, const Answer& answer);

// Whether an instant is of a day after the library's knowledge; one at 24:00 is of the day it ends.
bool is_beyond_knowledge(const Answer& answer, int64_t ms);
// Whether the norm's deadline is, or may be.
bool is_due_beyond_knowledge(const Answer& answer, const phep_norm& norm);

}  // namespace phep::runtime

#include "compiler/runtime/batch_answer.h"

#include "compiler/runtime/answer_words.h"
#include "compiler/runtime/json_values.h"

namespace phep::runtime {

namespace {

String status_word(const void*, uint32_t index) {
  return status_name(static_cast<int32_t>(index));
}
String error_word(const void*, uint32_t index) {
  return error_name(index);
}
struct Members {
  const Header* image;
  const EnumTable* table;
};
String member_word(const void* of, uint32_t index) {
  const auto& members = *static_cast<const Members*>(of);
  return string_at(members.image, operands_at(members.image, members.table->members.first)[index]);
}

// Columns are made in the order in which rows are appended.
struct Maker {
  const Header* image;
  Arena& arena;
  Column* next;
  bool failed;

  Column& add(String name, const char* suffix, Shape shape, const char* format, uint8_t width) {
    Column& column = *next++;
    column = {};
    column.name = name;
    column.suffix = suffix;
    column.shape = shape;
    column.format = format;
    column.width = width;
    return column;
  }
  void be_words(Column& column, WordOf word, const void* of, uint32_t count) {
    column.word = word;
    column.words_of = of;
    column.word_count = count;
  }
  void be_members(Column& column, uint32_t type) {
    auto* const members = static_cast<Members*>(allocate(arena, sizeof(Members)));
    if (members == nullptr) {
      failed = true;
      return;
    }
    *members = {image, items<EnumTable>(image, image->enums) + type};
    be_words(column, &member_word, members, members->table->members.count);
  }
  // The column, or the elements of a column of lists of it.
  Column& listed(bool lists, String name, const char* suffix, Shape shape, const char* format,
                 uint8_t width) {
    Column& column = add(name, suffix, lists ? Shape::List : shape, lists ? "+l" : format, width);
    if (!lists) return column;
    auto* const elements = static_cast<Column*>(allocate(arena, sizeof(Column)));
    if (elements == nullptr) {
      failed = true;
      return column;
    }
    column.items = elements;
    *elements = {};
    elements->name = literal("item");
    elements->suffix = "";
    elements->shape = shape;
    elements->format = format;
    elements->width = width;
    return *elements;
  }
};

void add_value(Maker& maker, const Output& output, String name) {
  const auto fixed = [&](const char* format, uint8_t width) {
    maker.add(name, "", Shape::Fixed, format, width);
  };
  switch (output.kind) {
    case Kind::Bool: maker.add(name, "", Shape::Bits, "b", 0); return;
    case Kind::Int:
    case Kind::Money: return fixed("l", 8);
    case Kind::Decimal:
    case Kind::Amount: return fixed("d:38,9", 16);
    case Kind::Date: return fixed("tdD", 4);
    case Kind::Instant: return fixed("tsm:UTC", 8);
    case Kind::Set: return fixed("L", 8);
    case Kind::Enum:
      maker.be_members(maker.add(name, "", Shape::Words, "i", 4), output.type);
      return;
    case Kind::Duration:
    case Kind::Text:
    case Kind::Norm: break;
  }
  maker.add(name, "", Shape::Text, "u", 0);
}

void append_known(Columnar& out, Column& column, Kind kind, const phep_value& value) {
  switch (kind) {
    case Kind::Bool: return append_bit(out, column, value.a != 0);
    case Kind::Int:
    case Kind::Money:
    case Kind::Decimal:
    case Kind::Amount:
    case Kind::Date:
    case Kind::Instant:
    case Kind::Set:
    case Kind::Enum: return append_fixed(out, column, &value.a);
    case Kind::Duration: {
      char text[48];
      Writer writer{text, sizeof text, 0};
      put_integer(writer, static_cast<int64_t>(value.a));
      put(writer, ' ');
      const String unit = unit_name(static_cast<uint32_t>(value.b));
      put(writer, unit.data, unit.length);
      return append_text(out, column, {text, static_cast<uint32_t>(writer.length)});
    }
    case Kind::Text:
    case Kind::Norm: break;
  }
  append_text(out, column,
              {reinterpret_cast<const char*>(static_cast<uintptr_t>(value.a)),
               static_cast<uint32_t>(value.b)});
}

void append_error(Columnar& out, Column& column, bool is_error, uint64_t kind) {
  const auto index = static_cast<uint32_t>(kind);
  if (is_error && index < kErrorCount) return append_fixed(out, column, &index);
  append_null(out, column);
}

Column* append_output(Columnar& out, Column* at, const Output& output, const phep_value& value) {
  const bool known = value.tag == PHEP_KNOWN;
  if (known)
    append_known(out, *at, output.kind, value);
  else
    append_null(out, *at);
  ++at;
  if (output.present != kNone) {
    if (known || value.tag == PHEP_ABSENT)
      append_bit(out, *at, !known);
    else
      append_null(out, *at);
    ++at;
  }
  append_error(out, *at, value.tag == PHEP_ERROR, value.a);
  return at + 1;
}

struct NormColumns {
  Column& status;
  Column& binds;
  Column& due;
};

void append_norm(Columnar& out, NormColumns at, const phep_norm& norm) {
  const auto status = static_cast<uint32_t>(norm.status);
  append_fixed(out, at.status, &status);
  if ((norm.flags & PHEP_N_BINDS_UNKNOWN) != 0 || norm.status == PHEP_NORM_ERROR)
    append_null(out, at.binds);
  else
    append_bit(out, at.binds, (norm.flags & PHEP_N_BINDS) != 0);
  if ((norm.flags & PHEP_N_DUE) != 0)
    append_fixed(out, at.due, &norm.due_min);
  else
    append_null(out, at.due);
}

Column* append_norm_output(Columnar& out, Column* at, const Answer& answer,
                           const NormOutput& output) {
  const char* const place = answer.result + output.offset;
  if (output.list == kNone && output.most == 0) {
    append_norm(out, {at[0], at[1], at[2]}, *reinterpret_cast<const phep_norm*>(place));
    return at + 3;
  }
  const auto& array = *reinterpret_cast<const phep_norm_array*>(place);
  const bool unknown = array.length == PHEP_UNKNOWN_LIST;
  const char* const records = static_cast<const char*>(array.items.ptr);
  for (uint32_t i = 0; !unknown && i < array.length; ++i)
    append_norm(out, {*at[0].items, *at[1].items, *at[2].items},
                *reinterpret_cast<const phep_norm*>(records + size_t{i} * array.stride));
  for (int i = 0; i < 3; ++i) {
    if (unknown)
      append_null(out, at[i]);
    else
      append_list(out, at[i]);
  }
  return at + 3;
}

// Each missing leaf once, as its JSON pointer.
void append_missing(Columnar& out, Column& column, const Answer& answer) {
  const uint32_t* const leaves = answer.head->missing.ptr;
  for (uint32_t i = 0; i < answer.head->missing_count; ++i) {
    bool again = false;
    for (uint32_t j = 0; j < i && !again; ++j) again = leaves[j] == leaves[i];
    if (again) continue;
    char text[1024];
    Writer writer{text, sizeof text, 0};
    put_leaf_path(writer, answer, leaves[i]);
    const auto length = static_cast<uint32_t>(writer.length);
    if (length <= sizeof text) {
      append_text(out, *column.items, {text, length});
    } else if (char* const room = append_room(out, *column.items, length)) {
      Writer longer{room, length, 0};
      put_leaf_path(longer, answer, leaves[i]);
    }
  }
  append_list(out, column);
}

}  // namespace

bool begin_answers(const Header* image, uint32_t decision, const phep_allocator* allocator,
                   Arena& arena, AnswerColumns* answers) {
  const Decision& decided = items<Decision>(image, image->decisions)[decision];
  const auto* const outputs = items<Output>(image, image->outputs) + decided.outputs.first;
  const auto* const norms = items<NormOutput>(image, image->norm_outputs) + decided.norms.first;
  const size_t most = size_t{decided.outputs.count} * 3 + size_t{decided.norms.count} * 3 + 3;
  auto* const columns = static_cast<Column*>(allocate(arena, most * sizeof(Column)));
  if (columns == nullptr) return false;
  Maker maker{image, arena, columns, false};
  for (uint32_t i = 0; i < decided.outputs.count; ++i) {
    const String name = string_at(image, outputs[i].name);
    add_value(maker, outputs[i], name);
    if (outputs[i].present != kNone) maker.add(name, "_absent", Shape::Bits, "b", 0);
    maker.be_words(maker.add(name, "_error", Shape::Words, "i", 4), &error_word, nullptr,
                   kErrorCount);
  }
  for (uint32_t i = 0; i < decided.norms.count; ++i) {
    const String name = string_at(image, norms[i].key);
    const bool lists = norms[i].list != kNone || norms[i].most != 0;
    maker.be_words(maker.listed(lists, name, "", Shape::Words, "i", 4), &status_word, nullptr,
                   kStatusCount);
    maker.listed(lists, name, "_binds", Shape::Bits, "b", 0);
    maker.listed(lists, name, "_due", Shape::Fixed, "tsm:UTC", 8);
  }
  maker.listed(true, literal("missing"), "", Shape::Text, "u", 0);
  maker.add(literal("refused"), "", Shape::Text, "u", 0);
  maker.add(literal("refused_at"), "", Shape::Text, "u", 0);
  *answers = {{allocator, false}, columns, static_cast<uint32_t>(maker.next - columns)};
  return !maker.failed;
}

void append_answer(AnswerColumns& answers, const Answer& answer) {
  const Header* const image = answer.image;
  const auto* const outputs = items<Output>(image, image->outputs) + answer.decision->outputs.first;
  const auto* const norms =
      items<NormOutput>(image, image->norm_outputs) + answer.decision->norms.first;
  Column* at = answers.columns;
  for (uint32_t i = 0; i < answer.decision->outputs.count; ++i) {
    phep_value value;
    __builtin_memcpy(&value, answer.result + outputs[i].offset, sizeof value);
    at = append_output(answers.out, at, outputs[i], value);
  }
  for (uint32_t i = 0; i < answer.decision->norms.count; ++i)
    at = append_norm_output(answers.out, at, answer, norms[i]);
  append_missing(answers.out, at[0], answer);
  append_null(answers.out, at[1]);
  append_null(answers.out, at[2]);
}

void append_refusal(AnswerColumns& answers, int status, const ColumnProblem& problem) {
  for (uint32_t i = 0; i + 2 < answers.count; ++i) append_null(answers.out, answers.columns[i]);
  Column* const at = answers.columns + answers.count - 2;
  append_text(answers.out, at[0],
              status == PHEP_BAD_FACTS ? facts_error_name(problem.error) : literal("limit"));
  if (problem.pointer.length != 0)
    append_text(answers.out, at[1], problem.pointer);
  else
    append_null(answers.out, at[1]);
}

}  // namespace phep::runtime

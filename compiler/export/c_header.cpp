#include "compiler/export/c_header.h"

#include "compiler/decision/print.h"
#include "compiler/export/c_scheme.h"
#include "compiler/export/places.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <map>

namespace phep::exports {

namespace {

using decision::Kind;
using decision::Slot;
using decision::Struct;

// A field of C: its type and what natural alignment makes of it.
struct CField {
  std::string type;
  std::uint32_t size, alignment;
};

// One struct while it is written: offsets as C will give them, and reserved bytes where ours
// differ.
class CStruct {
 public:
  CStruct(std::string& out, std::string name) : out_(out), name_(std::move(name)) {
    out_ += "typedef struct " + name_ + " {\n";
  }
  void field(const CField& field, const std::string& name, std::uint32_t offset,
             const std::string& comment);
  void array(const CField& field, const std::string& name, std::uint32_t count,
             std::uint32_t offset);
  void close(std::uint32_t size);

 private:
  void pad_to(std::uint32_t offset, std::uint32_t alignment);

  std::string& out_;
  std::string name_;
  std::uint32_t at_ = 0;
  int reserved_ = 0;
  std::vector<std::pair<std::string, std::uint32_t>> offsets_;
};

// The header of one decision, part by part.
class Header {
 public:
  Header(const decision::Program& program, const decision::Decision& decision)
      : program_(program),
        decision_(decision),
        name_(decision.export_name),
        places_(result_places(program, decision)),
        scheme_(program, decision) {}
  std::string write();

 private:
  void enums();
  void facts(decision::StructId id);
  void bits(const Struct& structure, const std::string& name);
  void result();
  void prototypes();

  const decision::Program& program_;
  const decision::Decision& decision_;
  std::string name_;
  ResultPlaces places_;
  CScheme scheme_;
  std::string out_;
};

CField field_of(const Slot& slot) {
  if (slot.is_list) return {"phep_list", 16, 8};
  switch (slot.kind) {
    case Kind::Bool: return {"uint8_t", 1, 1};
    case Kind::Enum:
    case Kind::Date: return {"int32_t", 4, 4};
    case Kind::Int:
    case Kind::Money:
    case Kind::Instant: return {"int64_t", 8, 8};
    case Kind::Set: return {"uint64_t", 8, 8};
    case Kind::Decimal:
    case Kind::Amount:
    case Kind::Duration: return {"int64_t", 16, 8};
    case Kind::Text: return {"phep_text", 16, 8};
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

std::string comment_of(const decision::Program& program, const Slot& slot) {
  const auto known = [&]() -> std::string {
    if (slot.is_list)
      return "list of " + program.structs[slot.element].name + ", at most " +
             std::to_string(slot.hi);
    switch (slot.kind) {
      case Kind::Bool: return "0 or 1";
      case Kind::Enum: return program.enums[slot.enumeration].name;
      case Kind::Date: return "days since 1970-01-01";
      case Kind::Int: return "number";
      case Kind::Money: return "minor units of " + slot.currency;
      case Kind::Instant: return "UTC milliseconds";
      case Kind::Set: return "bits of " + program.enums[slot.enumeration].name;
      case Kind::Decimal: return "count of 10^-9: low half, high half";
      case Kind::Amount:
        return "count of 10^-9 minor units of " + slot.currency + ": low half, high half";
      case Kind::Duration: return "count, unit";
      case Kind::Text: return "text";
      case Kind::Norm: break;
    }
    PHEP_UNREACHABLE();
  };
  std::string comment = known();
  if (slot.ranged && !slot.is_list)
    comment += ", " + std::to_string(slot.lo) + ".." + std::to_string(slot.hi);
  if (slot.optional) comment += "; may be absent";
  if (slot.judgment) comment += "; a human determination";
  return comment;
}

}  // namespace

std::string c_header(const decision::Program& program, const decision::Decision& decision) {
  return Header(program, decision).write();
}

namespace {

std::string Header::write() {
  const std::string guard = name_ + "_H";
  out_ += "/* " + decision_.name +
          ", compiled by Phép. A fact takes part when its bit in known[] is set; one that may\n" +
          " * be absent is null when its bit in present[] is clear. */\n";
  out_ += "#ifndef " + guard + "\n#define " + guard + "\n\n#include \"phep_abi.h\"\n\n";
  out_ +=
      "#ifdef __cplusplus\n#define PHEP_STATIC_CHECK static_assert\nextern \"C\" {\n#else\n"
      "#define PHEP_STATIC_CHECK _Static_assert\n#endif\n"
      "#define PHEP_OFFSET_CHECK(T, f, n) PHEP_STATIC_CHECK(offsetof(T, f) == n, #f)\n"
      "#define PHEP_SIZE_CHECK(T, n) PHEP_STATIC_CHECK(sizeof(T) == n, #T)\n\n";
  enums();
  const auto& structs = scheme_.structs();
  for (std::size_t i = structs.size(); i-- > 0;) facts(structs[i]);
  result();
  prototypes();
  out_ +=
      "#undef PHEP_SIZE_CHECK\n#undef PHEP_OFFSET_CHECK\n#undef PHEP_STATIC_CHECK\n"
      "#ifdef __cplusplus\n}\n#endif\n#endif\n";
  return std::move(out_);
}

void Header::enums() {
  for (const CEnum& named : scheme_.enums()) {
    const std::string prefix = name_ + "_" + named.name;
    out_ += "/* " + program_.enums[named.id].name + " */\nenum " + prefix + " {\n";
    for (std::size_t i = 0; i < named.members.size(); ++i) {
      out_ += "  " + prefix + "_" + named.members[i] + " = " + std::to_string(i) +
              (i + 1 < named.members.size() ? ",\n" : "\n");
    }
    out_ += "};\n\n";
  }
}

void Header::facts(decision::StructId id) {
  const Struct& structure = program_.structs[id];
  const std::string name = name_ + "_" + scheme_.struct_name(id);
  const std::vector<const Slot*> slots = by_offset(program_, structure);
  bits(structure, name);
  CStruct c(out_, name);
  std::uint32_t at = 0;
  if (structure.root) {
    c.field({"uint32_t", 4, 4}, "size", 0, "sizeof(" + name + ")");
    c.field({"uint32_t", 4, 4}, "layout", 4, name + "_LAYOUT");
    at = 8;
  }
  c.array({"uint64_t", 8, 8}, "known", structure.words, at);
  c.array({"uint64_t", 8, 8}, "present", structure.words, at + 8 * structure.words);
  for (const Slot* slot : slots) {
    const CField field = field_of(*slot);
    const std::string& named = scheme_.field_name(*slot);
    const bool pair = field.size == 16 && field.type == "int64_t";
    c.field(field, pair ? named + "[2]" : named, slot->offset,
            slot->path + ": " + comment_of(program_, *slot));
  }
  c.close(structure.size);
}

void Header::bits(const Struct& structure, const std::string& name) {
  if (structure.root)
    out_ += "#define " + name + "_LAYOUT " + std::to_string(structure.layout) + "u\n";
  for (const Slot* slot : by_offset(program_, structure)) {
    out_ += "#define " + name + "_BIT_" + scheme_.field_name(*slot) + " " +
            std::to_string(slot->bit) + "\n";
  }
}

void Header::result() {
  const std::string name = name_ + "_result";
  out_ += "#define " + name + "_LAYOUT " + std::to_string(places_.layout) + "u\n";
  CStruct c(out_, name);
  c.field({"phep_result_head", sizeof(phep_result_head), 8}, "head", 0,
          "head.size and head.layout are the caller's");
  for (const CPart& part : scheme_.parts()) {
    if (part.output != nullptr) {
      c.field({"phep_value", sizeof(phep_value), 8}, part.name, part.offset,
              std::string(decision::kind_word(part.output->kind)));
      continue;
    }
    const decision::NormSpec& spec = program_.norms[part.norm->norm];
    const std::string& named = part.name;
    const auto rows = static_cast<std::uint32_t>(spec.sanctions.size());
    if (part.norm->list.exists()) {
      c.field({"phep_norm_array", sizeof(phep_norm_array), 8}, named, part.offset,
              spec.symbol + " for each element, with " + std::to_string(rows) + " sanction rows");
      continue;
    }
    if (part.norm->most != 0) {
      c.field({"phep_norm_array", sizeof(phep_norm_array), 8}, named, part.offset,
              spec.symbol + " for each time it has come up, with " + std::to_string(rows) +
                  " sanction rows");
      continue;
    }
    c.field({"phep_norm", sizeof(phep_norm), 8}, named, part.offset, spec.symbol);
    const std::uint32_t after = part.offset + static_cast<std::uint32_t>(sizeof(phep_norm));
    if (rows != 0)
      c.array({"phep_sanction", sizeof(phep_sanction), 8}, part.sanctions, rows, after);
  }
  if (places_.certificate_words != 0) {
    c.array({"uint64_t", 8, 8}, "certificate", places_.certificate_words,
            places_.certificate_offset);
  }
  c.close(places_.size);
}

void Header::prototypes() {
  out_ +=
      "/* All return a phep_status. They allocate nothing; the arena is theirs while they run, and "
      "what they write\n"
      " * has pointers into it. */\n";
  out_ += "int " + name_ + "_decide(const " + name_ +
          "_facts* facts, const phep_options* options,\n    " + name_ +
          "_result* result, void* arena, size_t arena_size);\n";
  out_ += "int " + name_ +
          "_decide_json(const char* json, size_t length, const phep_options* options,\n"
          "    char* out, size_t capacity, size_t* written, void* arena, size_t arena_size);\n";
  out_ +=
      "/* Reads JSON into facts, whose size and layout are set. Texts and lists lead into `json` "
      "or "
      "the arena, which\n"
      " * the decision then must not be given. On PHEP_BAD_FACTS *problem says what is wrong and "
      "where; it may be\n"
      " * null. */\n";
  out_ += "int " + name_ +
          "_read(const char* json, size_t length, const phep_options* options,\n    " + name_ +
          "_facts* facts, phep_problem* problem, void* arena, size_t arena_size);\n";
  out_ +=
      "/* Decides the rows of a struct array, whose columns are facts by their path (`org.size`), "
      "or "
      "`F_absent` for a fact\n"
      " * F that may be absent. The input is borrowed: read, never written or released. A null, "
      "NaN, "
      "NaT and a fact without a\n"
      " * column are unknown. The output is of the allocator, which must live as long as it; each "
      "of "
      "its columns may be moved\n"
      " * away. One row after another uses the arena. On PHEP_BAD_FACTS a column is wrong, and "
      "*problem, which may be null,\n"
      " * says which; a row whose facts are wrong is told in its columns `refused` and "
      "`refused_at`. */\n";
  out_ += "int " + name_ +
          "_batch(const struct ArrowSchema* schema, const struct ArrowArray* rows,\n"
          "    const phep_options* options, const phep_allocator* allocator,\n"
          "    struct ArrowSchema* out_schema, struct ArrowArray* out, phep_problem* problem,\n"
          "    void* arena, size_t arena_size);\n";
  out_ +=
      "/* The version of this interface, and the policy's table. Of whom links: a program may link "
      "several policies. */\n";
  out_ += "uint32_t " + name_ + "_abi_version(void);\nconst void* " + name_ + "_image(void);\n";
  out_ +=
      "/* The same, of a shared library that is loaded by name. */\n"
      "uint32_t phep_abi_version(void);\nconst void* phep_image(void);\n\n";
}

void CStruct::field(const CField& field, const std::string& name, std::uint32_t offset,
                    const std::string& comment) {
  pad_to(offset, field.alignment);
  out_ += "  " + field.type + " " + name + ";  /* " + comment + " */\n";
  offsets_.emplace_back(name.substr(0, name.find('[')), offset);
  at_ = offset + field.size;
}

void CStruct::array(const CField& field, const std::string& name, std::uint32_t count,
                    std::uint32_t offset) {
  pad_to(offset, field.alignment);
  out_ += "  " + field.type + " " + name + "[" + std::to_string(count) + "];\n";
  offsets_.emplace_back(name, offset);
  at_ = offset + field.size * count;
}

void CStruct::pad_to(std::uint32_t offset, std::uint32_t alignment) {
  const std::uint32_t natural = (at_ + alignment - 1) / alignment * alignment;
  PHEP_CHECK(natural <= offset, "fields stand in order of offsets, without overlap");
  if (natural != offset) {
    out_ += "  uint8_t reserved_" + std::to_string(++reserved_) + "[" +
            std::to_string(offset - at_) + "];\n";
  }
}

void CStruct::close(std::uint32_t size) {
  if ((at_ + 7) / 8 * 8 < size) {
    out_ += "  uint8_t reserved_" + std::to_string(++reserved_) + "[" + std::to_string(size - at_) +
            "];\n";
  }
  out_ += "} " + name_ + ";\n";
  for (const auto& [field, offset] : offsets_) {
    out_ += "PHEP_OFFSET_CHECK(" + name_ + ", " + field + ", " + std::to_string(offset) + ");\n";
  }
  out_ += "PHEP_SIZE_CHECK(" + name_ + ", " + std::to_string(size) + ");\n\n";
}

}  // namespace

}  // namespace phep::exports

#include "compiler/inspect/inspect.h"

#include "compiler/base/hex.h"
#include "compiler/diagnostics/kinds/artefact.h"
#include "compiler/inspect/proof.h"
#include "compiler/inspect/table.h"
#include "compiler/runtime/kind_word.h"
#include "compiler/runtime/meter.h"
#include "compiler/runtime/sections.h"
#include "compiler/runtime/sha256.h"

#include <algorithm>

namespace phep::inspect {

namespace {

constexpr std::uint64_t kPage = 65'536;

std::string digest_of(std::span<const std::uint8_t> bytes) {
  std::uint8_t digest[runtime::kDigestBytes];
  runtime::sha256(reinterpret_cast<const char*>(bytes.data()), bytes.size(), digest);
  return hex(digest);
}

std::string form_of(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with(std::string_view("\0asm", 4))) return "wasm";
  if (text.starts_with("\x7F"
                       "ELF"))
    return "elf";
  if (text.starts_with("!<arch>\n")) return "archive";
  return "unknown";
}

void add_facts(const runtime::Header* image, std::uint32_t structure, const std::string& around,
               std::vector<Fact>& facts) {
  const auto& shape = runtime::items<runtime::Struct>(image, image->structs)[structure];
  for (std::uint32_t i = 0; i < shape.slots.count; ++i) {
    const auto& slot = runtime::items<runtime::Slot>(image, image->slots)[shape.slots.first + i];
    const std::string path = around + text_at(image, slot.path);
    const bool list = slot.is_list != 0;
    facts.push_back({path, list ? "list" : std::string(runtime::kind_word(slot.kind)),
                     (slot.flags & runtime::kOptional) != 0});
    if (list) add_facts(image, slot.type, path + "/*", facts);
  }
}

DecisionContents contents_of(const runtime::Header* image, const runtime::Decision& decision) {
  DecisionContents out{text_at(image, decision.name), decision.bound, {}, {}, {}, {}};
  add_facts(image, decision.structure, "", out.facts);
  const auto* const outputs = runtime::items<runtime::Output>(image, image->outputs);
  for (std::uint32_t i = 0; i < decision.outputs.count; ++i)
    out.outputs.push_back(text_at(image, outputs[decision.outputs.first + i].name));
  const auto* const norms = runtime::items<runtime::NormOutput>(image, image->norm_outputs);
  for (std::uint32_t i = 0; i < decision.norms.count; ++i)
    out.norms.push_back(text_at(image, norms[decision.norms.first + i].key));
  const auto* const readings = runtime::items<runtime::ReadingTable>(image, image->readings);
  for (std::uint32_t i = 0; i < decision.readings.count; ++i) {
    const std::uint32_t reading = runtime::operands_at(image, decision.readings.first)[i];
    out.readings.push_back(text_at(image, readings[reading].name));
  }
  return out;
}

void describe_table(std::span<const std::uint8_t> artefact, Contents& out) {
  const std::vector<std::uint64_t> table = find_table(artefact);
  if (table.empty()) return;
  const runtime::Header* const image = header_of(table);
  out.parts.push_back({"decision table", image->size});
  out.image_digest = digest_of({reinterpret_cast<const std::uint8_t*>(image), image->size});
  out.release = hex(image->release);
  if (image->known_through != runtime::kNone)
    out.known_through = static_cast<std::int32_t>(image->known_through);
  for (std::uint32_t i = 0; i < image->decisions.count; ++i)
    out.decisions.push_back(
        contents_of(image, runtime::items<runtime::Decision>(image, image->decisions)[i]));
}

// No import, no growth, no indirect call, no floating point, a fixed maximum of memory.
void forbid(const WasmModule& module, DiagnosticList& found) {
  for (const std::string& name : module.imports)
    found.report(diag::ArtefactImports, byte_at(0), name);
  if (module.memories != 1 || !module.memory_bounded)
    found.report(diag::ArtefactMemory, byte_at(0));
  if (module.starts) found.report(diag::ArtefactStarts, byte_at(0));
  for (std::size_t i = 0; i < module.functions.size(); ++i) {
    for (const WasmInstruction& inst : module.functions[i].body) {
      const auto index = static_cast<std::int64_t>(i);
      if (inst.what == What::MemoryGrow)
        found.report(diag::ArtefactGrows, byte_at(inst.offset), index);
      if (inst.what == What::CallIndirect)
        found.report(diag::ArtefactIndirect, byte_at(inst.offset), index);
      if (inst.what == What::Float)
        found.report(diag::ArtefactFloat, byte_at(inst.offset), index, inst.name);
    }
  }
}

// The table that the module's own function gives, not one that merely lies somewhere in it.
std::vector<std::uint64_t> table_of(const WasmModule& module) {
  for (const WasmExport& one : module.exports) {
    if (one.name != "phep_image" || !one.function || one.index >= module.functions.size()) continue;
    const auto& body = module.functions[one.index].body;
    if (body.size() != 2 || body[0].what != What::I32Const) return {};
    const std::uint64_t address = body[0].value;
    for (const WasmData& data : module.data) {
      if (address < data.address || address - data.address >= data.bytes.size()) continue;
      const std::span<const std::uint8_t> rest =
          std::span(data.bytes).subspan(static_cast<std::size_t>(address - data.address));
      const std::string_view magic(runtime::kImageMagic, sizeof runtime::kImageMagic);
      const std::string_view there(reinterpret_cast<const char*>(rest.data()), rest.size());
      return there.starts_with(magic) ? find_table(rest) : std::vector<std::uint64_t>();
    }
  }
  return {};
}

void check_bounds(const WasmModule& module, const std::optional<MeterFound>& meter,
                  DiagnosticList& found) {
  const std::vector<std::uint64_t> table = table_of(module);
  if (table.empty()) {
    found.report(diag::ArtefactImage, byte_at(0));
    return;
  }
  const runtime::Header* const image = header_of(table);
  const std::vector<std::uint64_t> bounds = recomputed_bounds(image);
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const auto& decision = runtime::items<runtime::Decision>(image, image->decisions)[i];
    most = std::max(most, bounds[i]);
    if (decision.bound != bounds[i])
      found.report(diag::ArtefactBound, byte_at(0), text_at(image, decision.name),
                   std::to_string(decision.bound), std::to_string(bounds[i]));
  }
  const std::uint64_t limit = runtime::meter_limit(most);
  if (meter && meter->limit != limit)
    found.report(diag::ArtefactLimit, byte_at(0), std::to_string(meter->limit),
                 std::to_string(limit));
}

}  // namespace

Contents describe(std::span<const std::uint8_t> artefact) {
  Contents out;
  out.form = form_of(artefact);
  out.bytes = artefact.size();
  out.digest = digest_of(artefact);
  if (out.form == "wasm") {
    const WasmModule module = read_wasm(artefact.data(), artefact.size());
    for (const WasmPart& part : module.parts) out.parts.push_back({part.name, part.bytes});
    for (const WasmExport& one : module.exports) out.exports.push_back(one.name);
    if (module.memories == 1) {
      out.least_memory = module.least_pages * kPage;
      if (module.memory_bounded) out.most_memory = module.most_pages * kPage;
    }
    if (const auto meter = find_meter(module)) out.meter = meter->limit;
  }
  describe_table(artefact, out);
  return out;
}

DiagnosticList verify(std::span<const std::uint8_t> artefact) {
  DiagnosticList found;
  const WasmModule module = read_wasm(artefact.data(), artefact.size());
  if (!module.invalid.empty()) {
    found.report(diag::ArtefactInvalid, byte_at(0), module.invalid);
    return found;
  }
  forbid(module, found);
  if (!module.imports.empty()) return found;  // what is imported may do anything
  const std::optional<MeterFound> meter = find_meter(module);
  // Without a meter there is no global of this number: every loop is one without a meter.
  prove_meters(
      module,
      meter.value_or(MeterFound{static_cast<std::uint32_t>(module.mutable_globals.size()), 0}),
      found);
  check_bounds(module, meter, found);
  return found;
}

}  // namespace phep::inspect

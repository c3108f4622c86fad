#include "compiler/export/npm_package.h"

#include "compiler/export/decision_schema.h"
#include "compiler/export/facts_schema.h"
#include "compiler/export/norm_keys.h"
#include "compiler/export/places.h"
#include "compiler/export/reasons_json.h"
#include "compiler/export/sample_facts.h"
#include "compiler/export/script_text.h"
#include "compiler/export/template_files.h"
#include "compiler/export/template_text.h"
#include "compiler/export/typescript.h"
#include "compiler/runtime/phep_abi.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace phep::exports {

namespace {

using decision::Kind;
using Json = nlohmann::json;

constexpr std::string_view kVersion = "1.0.0";
// Templates that other templates are filled with; they are no files of the package.
constexpr std::string_view kFolder = "npm/";
constexpr std::string_view kLoader = "npm/policy.js";
constexpr std::string_view kTypes = "npm/index.d.ts";

using Holes = std::map<std::string, std::string>;

std::string npm_name(std::string name) {
  std::ranges::transform(name, name.begin(), [](char c) {
    if (c == '_') return '-';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8U | (k < left ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= left ? kDigits[group >> (18 - 6 * k) & 63U] : '=';
  }
  return out;
}

std::string list_literal(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + script_literal(item);
  return "[" + out + "]";
}

// What the loader must know of the decision: readings stand in the order of the module.
std::string shape(const NpmParts& parts) {
  std::string readings;
  for (const decision::Reading& reading : parts.program.readings)
    readings += "    { name: " + script_literal(reading.name) +
                ", options: " + list_literal(reading.options) +
                ", draft: " + (reading.draft ? "true" : "false") + " },\n";
  std::vector<std::string> amounts;
  for (const decision::Output& output : parts.decision.outputs)
    if (output.kind == Kind::Amount) amounts.push_back(output.name);
  return "{\n  abi: " + std::to_string(PHEP_ABI_VERSION) +
         ",\n  amounts: " + list_literal(amounts) + ",\n  readings: [" +
         (readings.empty() ? "" : "\n" + readings + "  ") + "],\n}";
}

// Text of a cell in a Markdown table.
std::string cell(std::string text) {
  for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.replace(at, 1, "\\|");
  return text;
}

std::string row(const std::string& name, const explain::Phrases& phrases, const std::string& key) {
  const auto found = phrases.find(key);
  std::string words;
  if (found != phrases.end()) {
    const auto& [vi, en] = found->second;
    words = en + (vi.empty() || en.empty() ? "" : " – ") + vi;
  }
  return "| `" + name + "` | " + cell(words) + " |\n";
}

std::string fact_rows(const NpmParts& parts, const decision::ObjectShape& shape,
                      const std::string& path) {
  std::string out;
  for (const decision::ObjectKey& key : shape.keys) {
    const std::string at = path + "/" + key.key;
    if (!key.object.empty()) {
      out += fact_rows(parts, key.object[0], at);
      continue;
    }
    out += row(at, parts.wording.facts, at);
    const decision::Slot& slot = parts.program.slots[key.slot];
    if (slot.is_list) out += fact_rows(parts, parts.program.structs[slot.element].shape, at + "/*");
  }
  return out;
}

std::string answer_rows(const NpmParts& parts) {
  std::string out;
  for (const decision::NormOutput& norm : parts.decision.norms) {
    const NormKeys keys = norm_keys(parts.program, norm);
    out += row(keys.repeated ? keys.numbered : norm.key, parts.wording.norms, norm.key);
  }
  for (const decision::Output& output : parts.decision.outputs)
    out += row(output.name, parts.wording.outputs, output.name);
  return out;
}

std::string reading_rows(const NpmParts& parts) {
  std::string out;
  for (const decision::ReadingId id : parts.decision.readings) {
    const decision::Reading& reading = parts.program.readings[id];
    if (reading.draft) continue;
    std::string options;
    for (std::size_t i = 0; i < reading.options.size(); ++i)
      options += (i == 0 ? "`" : ", `") + reading.options[i] +
                 (i == reading.fallback ? "` (default)" : "`");
    out += "| `" + reading.name + "` | " + options + " |\n";
  }
  if (out.empty()) return out;
  return "Unsettled readings of the law are chosen by `readings`:\n\n| reading | options |\n"
         "| --- | --- |\n" +
         out;
}

// "2 MiB", "2,112 KiB"
std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kKiB = 1024;
  const std::uint64_t kib = bytes / kKiB;
  return kib % kKiB == 0 ? std::to_string(kib / kKiB) + " MiB" : std::to_string(kib) + " KiB";
}

Holes holes_of(const NpmParts& parts) {
  const std::string& name = parts.decision.export_name;
  const explain::Phrase& title = parts.wording.title;
  const std::string about =
      title.en + (title.vi.empty() || title.en.empty() ? "" : " – ") + title.vi;
  const std::string said = about.empty() ? "The decision `" + parts.decision.name + "`." : about;
  Holes holes = {
      {"name", name},
      {"package", npm_name(name)},
      {"version", std::string(kVersion)},
      {"decision", parts.decision.name},
      {"decision_literal", script_literal(parts.decision.name)},
      {"description", Json(about.empty() ? parts.decision.name : about).dump()},
      {"about", said},
      {"memory", size_text(parts.memory)},
      {"shape", shape(parts)},
      {"own", typescript(parts.program, parts.decision, parts.wording)},
      {"facts", sample_facts(parts.program, parts.decision)},
      {"fact_rows", fact_rows(parts, parts.program.structs[parts.decision.facts].shape, "")},
      {"answer_rows", answer_rows(parts)},
      {"reading_rows", reading_rows(parts)},
      {"reader_alone", std::string(reader_alone())},
      {"base64", base64(parts.wasm)}};
  holes["policy"] = filled_template(kLoader, holes);
  holes["types"] = filled_template(kTypes, holes);
  return holes;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> npm_package(const NpmParts& parts) {
  const Holes holes = holes_of(parts);
  std::vector<std::pair<std::string, std::string>> files;
  for (const TemplateFile& file : template_files())
    if (file.path.starts_with(kFolder) && file.path != kLoader && file.path != kTypes)
      files.emplace_back(file.path.substr(kFolder.size()), fill(file.text, holes));
  files.emplace_back(parts.decision.export_name + ".wasm",
                     std::string(parts.wasm.begin(), parts.wasm.end()));
  files.emplace_back("facts.schema.json",
                     facts_schema(parts.program, parts.decision, parts.wording));
  files.emplace_back("decision.schema.json",
                     decision_schema(parts.program, parts.decision, parts.wording));
  files.emplace_back("reasons.vi.json", reasons_json(parts.wording, Language::Vietnamese));
  files.emplace_back("reasons.en.json", reasons_json(parts.wording, Language::English));
  files.emplace_back("conformance.jsonl", parts.vectors);
  std::ranges::sort(files);
  return files;
}

}  // namespace phep::exports

// `phep schema [NAME]`: the JSON Schema (2020-12) of what a command writes with `--format json`.
#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/output_schemas.h"
#include "compiler/cli/session.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>
#include <vector>

namespace phep::cli {
namespace {

using SchemaJson = nlohmann::ordered_json;

// The parts that a schema speaks of, and those that these speak of.
void parts_of(const SchemaJson& schema, const SchemaJson& parts, std::set<std::string>& out) {
  constexpr std::string_view kPart = "#/$defs/";
  if (schema.is_object())
    if (const auto reference = schema.find("$ref"); reference != schema.end()) {
      const std::string name = reference->get<std::string>().substr(kPart.size());
      PHEP_CHECK(parts.contains(name), "a schema speaks of a part that is not there");
      if (out.insert(name).second) parts_of(parts[name], parts, out);
    }
  if (schema.is_structured())
    for (const SchemaJson& below : schema) parts_of(below, parts, out);
}

}  // namespace

int run_schema(const CommonOptions& common, const SchemaOptions& options) {
  const auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const SchemaJson all = SchemaJson::parse(output_schemas_text());
  const SchemaJson& outputs = all["outputs"];
  if (options.name.empty()) {
    SchemaJson list = SchemaJson::array();
    std::string text;
    for (const auto& [name, schema] : outputs.items()) {
      list.push_back({{"name", name}, {"of", schema["title"]}});
      text += fmt::format("{:<20}{}\n", name, schema["title"].get<std::string>());
    }
    write_out(session->json() ? SchemaJson{{"schemas", list}}.dump(2) + "\n" : text);
    return kOk;
  }
  if (!outputs.contains(options.name)) {
    std::vector<std::string_view> names;
    for (const auto& [name, schema] : outputs.items()) names.push_back(name);
    const bool readable = first_invalid_utf8(options.name) == kValidUtf8;
    const std::string near(readable ? nearest(options.name, names) : "");
    const std::string word = readable ? options.name : "?";
    session->fail(
        "không có lược đồ `" + word + "`" + (near.empty() ? "" : "; có phải `" + near + "`?"),
        "there is no schema `" + word + "`" +
            (near.empty() ? "" : "; did you mean `" + near + "`?"));
    return kUsage;
  }
  const SchemaJson& schema = outputs[options.name];
  std::set<std::string> needed;
  parts_of(schema, all["parts"], needed);
  SchemaJson out = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                    {"$id", "urn:phep:output:" + options.name + ":1"}};
  out.update(schema);
  if (!needed.empty()) out["$defs"] = SchemaJson::object();
  for (const std::string& name : needed) out["$defs"][name] = all["parts"][name];
  write_out(out.dump(2) + "\n");
  return kOk;
}

}  // namespace phep::cli

#include "compiler/bundle/accept.h"

#include "compiler/base/read_json.h"
#include "compiler/diagnostics/kinds/bundle.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::bundle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kTakenFormat = "phep-bundles-taken/1";
constexpr std::size_t kMaxText = std::size_t{1} << 20U;

}  // namespace

std::optional<TakenBundles> read_taken(std::string_view text) {
  if (text.size() > kMaxText) return std::nullopt;
  const auto json = read_json(text);
  if (!json || !json->is_object() || json->size() != 2 ||
      json->value("format", nlohmann::json()) != kTakenFormat)
    return std::nullopt;
  const auto bundles = json->find("bundles");
  if (bundles == json->end() || !bundles->is_object()) return std::nullopt;
  TakenBundles out;
  for (const auto& [name, one] : bundles->items()) {
    if (!one.is_object()) return std::nullopt;
    const auto sequence = one.find("sequence");
    const auto sha256 = one.find("sha256");
    if (sequence == one.end() || !sequence->is_number_unsigned() || sha256 == one.end() ||
        !sha256->is_string())
      return std::nullopt;
    out[name] = {sequence->get<std::uint64_t>(), sha256->get<std::string>()};
  }
  return out;
}

std::string taken_text(const TakenBundles& taken) {
  Json bundles = Json::object();
  for (const auto& [name, one] : taken)
    bundles[name] = {{"sequence", one.sequence}, {"sha256", one.sha256}};
  return Json{{"format", kTakenFormat}, {"bundles", bundles}}.dump(1) + "\n";
}

DiagnosticList judge(const Bundle& bundle, std::string_view sha256, const Wanted& wanted) {
  DiagnosticList problems;
  if (wanted.name && *wanted.name != bundle.name)
    problems.report(diag::BundleName, {}, bundle.name, *wanted.name);
  if (bundle.language != wanted.language)
    problems.report(diag::BundleLanguage, {}, bundle.language, bundle.tool, wanted.language);
  if (wanted.law && *wanted.law != bundle.law)
    problems.report(diag::BundleLaw, {}, bundle.law.substr(0, 12), bundle.tool,
                    wanted.law->substr(0, 12));
  const auto before = wanted.taken.find(bundle.name);
  const bool known = before != wanted.taken.end();
  const std::uint64_t least = std::max(wanted.not_below, known ? before->second.sequence : 0);
  const auto number = [](std::uint64_t n) { return Argument(std::to_string(n)); };
  if (bundle.sequence < least)
    problems.report(diag::BundleOlder, {}, number(bundle.sequence), number(least));
  else if (known && bundle.sequence == before->second.sequence && sha256 != before->second.sha256)
    problems.report(diag::BundleTwin, {}, number(bundle.sequence));
  return problems;
}

}  // namespace phep::bundle

#include "compiler/verify/remembered.h"

#include "compiler/base/hex.h"

#include <algorithm>

namespace phep::verify {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kQuestions = static_cast<int>(Question::Property) + 1;
constexpr int kVerdicts = static_cast<int>(Verdict::NotDecided) + 1;

Json to_json(const Result& result) {
  Json readings = Json::array();
  for (const UnderReading& one : result.readings)
    readings.push_back({one.reading, one.option, static_cast<int>(one.verdict)});
  const Price& price = result.price;
  return {static_cast<int>(result.question),
          static_cast<int>(result.verdict),
          result.subject,
          result.part,
          result.about,
          result.why,
          result.up_to,
          result.by_form,
          readings,
          {price.questions, price.rounds, price.steps, price.milliseconds}};
}

bool is_index(const Json& json, int end) {
  return json.is_number_unsigned() && json.get<std::uint64_t>() < static_cast<std::uint64_t>(end);
}

bool are(const Json& json, std::size_t count, bool (Json::*is)() const) {
  return json.is_array() && json.size() == count &&
         std::ranges::all_of(json, [&](const Json& one) { return (one.*is)(); });
}

// Whether a text that was kept says what to_json writes: anybody may have written the file.
bool is_result(const Json& json) {
  if (!json.is_array() || json.size() != 10) return false;
  const auto is_reading = [](const Json& one) {
    return one.is_array() && one.size() == 3 && one[0].is_string() && one[1].is_string() &&
           is_index(one[2], kVerdicts);
  };
  return is_index(json[0], kQuestions) && is_index(json[1], kVerdicts) &&
         std::all_of(json.begin() + 2, json.begin() + 6,
                     [](const Json& one) { return one.is_string(); }) &&
         json[6].is_boolean() && json[7].is_boolean() && json[8].is_array() &&
         std::ranges::all_of(json[8], is_reading) && are(json[9], 4, &Json::is_number);
}

bool is_kept(const Json& json) {
  return json.is_object() && json.contains("results") && json["results"].is_array() &&
         std::ranges::all_of(json["results"], is_result) && json.contains("constructs") &&
         json["constructs"].is_object() &&
         std::ranges::all_of(
             json["constructs"],
             [](const Json& one) { return are(one, 3, &Json::is_number_unsigned); }) &&
         json.contains("instructions") && json["instructions"].is_number_unsigned();
}

Result result_of(const Json& json) {
  Result out;
  out.question = static_cast<Question>(json.at(0).get<int>());
  out.verdict = static_cast<Verdict>(json.at(1).get<int>());
  out.subject = json.at(2).get<std::string>();
  out.part = json.at(3).get<std::string>();
  out.about = json.at(4).get<std::string>();
  out.why = json.at(5).get<std::string>();
  out.up_to = json.at(6).get<bool>();
  out.by_form = json.at(7).get<bool>();
  for (const Json& one : json.at(8))
    out.readings.push_back({one.at(0).get<std::string>(), one.at(1).get<std::string>(),
                            static_cast<Verdict>(one.at(2).get<int>())});
  const Json& price = json.at(9);
  out.price = {price.at(0).get<std::uint64_t>(), price.at(1).get<std::uint64_t>(),
               price.at(2).get<std::uint64_t>(), price.at(3).get<double>()};
  return out;
}

}  // namespace

Remembered::Remembered(const Options& options, const decision::Program& program,
                       std::string_view asked)
    : memory_(options.memory) {
  if (memory_ == nullptr) return;
  key_ = hex(program.release) + " " + std::to_string(kEncoderVersion) + " " +
         Z3_get_full_version() + " " + std::to_string(options.steps) + " " +
         std::to_string(options.elements) + " ";
  key_ += asked;
}

bool Remembered::recall(Report& report, const std::function<void(Result&)>& locate) const {
  if (!asked()) return false;
  const auto text = memory_->recall(key_);
  if (!text) return false;
  const Json json = Json::parse(*text, nullptr, false);
  if (!is_kept(json)) return false;
  for (const Json& one : json.at("results")) {
    Result result = result_of(one);
    locate(result);
    report.results.push_back(std::move(result));
  }
  for (const auto& [construct, counts] : json.at("constructs").items()) {
    Count& count = report.constructs[construct];
    count.exact += counts.at(0).get<std::uint64_t>();
    count.weakened += counts.at(1).get<std::uint64_t>();
    count.none += counts.at(2).get<std::uint64_t>();
  }
  report.instructions += json.at("instructions").get<std::uint64_t>();
  report.recalled += json.at("results").size();
  return true;
}

void Remembered::keep(const Report& before, const Report& after) const {
  if (!asked()) return;
  Json results = Json::array();
  for (std::size_t i = before.results.size(); i < after.results.size(); ++i) {
    if (after.results[i].verdict == Verdict::Refuted) return;
    results.push_back(to_json(after.results[i]));
  }
  Json constructs = Json::object();
  for (const auto& [construct, count] : after.constructs) {
    Count was;
    if (const auto found = before.constructs.find(construct); found != before.constructs.end())
      was = found->second;
    constructs[construct] = {count.exact - was.exact, count.weakened - was.weakened,
                             count.none - was.none};
  }
  memory_->keep(key_, Json{{"results", results},
                           {"constructs", constructs},
                           {"instructions", after.instructions - before.instructions}}
                          .dump());
}

}  // namespace phep::verify

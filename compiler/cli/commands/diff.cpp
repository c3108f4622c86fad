// `phep diff`: the cases whose outcome changes between two laws, two days or two texts of a policy.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/runtime/date.h"
#include "compiler/verify/changes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace phep::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string moment_text(std::int64_t ms) {
  std::array<char, runtime::kInstantTextMax> text{};
  return {text.data(), runtime::print_instant(ms, text.data())};
}

Json to_json(const verify::Changes& changes) {
  Json regions = Json::array();
  for (const verify::Region& region : changes.regions) {
    Json one = {{"key", region.key},
                {"aspect", region.aspect},
                {"before", region.before},
                {"after", region.after},
                {"cites_before", region.cites_before},
                {"cites_after", region.cites_after},
                {"as_of", moment_text(region.as_of)},
                {"facts", Json::parse(region.facts)},
                {"confirmed", region.confirmed}};
    for (const auto& [name, option] : region.readings) one["readings"][name] = option;
    regions.push_back(std::move(one));
  }
  Json undecided = Json::array();
  for (const auto& [key, why] : changes.undecided)
    undecided.push_back({{"key", key}, {"why", why}});
  return {{"regions", regions},
          {"unchanged", changes.unchanged},
          {"not_decided", undecided},
          {"cost",
           {{"questions", changes.price.questions},
            {"rounds", changes.price.rounds},
            {"steps", changes.price.steps},
            {"ms", changes.price.milliseconds}}}};
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

void print_human(const Session& session, std::string_view title, const verify::Changes& changes) {
  std::string out = std::string(title) + "\n";
  for (const verify::Region& region : changes.regions) {
    out += fmt::format(
        "  {} · {}: {} -> {}{}\n", region.key, region.aspect, region.before, region.after,
        region.confirmed ? "" : session.say("  (theo mã hóa)", "  (by the encoding)"));
    const std::string before = joined(region.cites_before);
    const std::string after = joined(region.cites_after);
    if (!before.empty() || !after.empty())
      out += fmt::format("    {} {}{}\n", session.say("căn cứ", "basis"), before,
                         before == after ? "" : " -> " + after);
    out += fmt::format("    {} {}  {}\n", session.say("ví dụ nhỏ nhất", "smallest case"),
                       moment_text(region.as_of), region.facts);
    for (const auto& [name, option] : region.readings)
      out += fmt::format("    {} {}={}\n", session.say("theo cách hiểu", "under the reading"), name,
                         option);
  }
  for (const auto& [key, why] : changes.undecided)
    out += fmt::format("  {} {}: {}\n", session.say("chưa xác định:", "not decided:"), key, why);
  out +=
      fmt::format(fmt::runtime(session.say("  {} vùng thay đổi, {} không đổi, {} chưa xác định\n",
                                           "  {} regions change, {} unchanged, {} not decided\n")),
                  changes.regions.size(), changes.unchanged.size(), changes.undecided.size());
  write_out(out);
}

struct Pair {
  std::string_view name, vi, en;
  verify::View first, second;
};

// What is compared, as the flags say: laws, moments (what the law changes apart from what time
// does), or texts.
std::vector<Pair> pairs_of(const DiffOptions& options) {
  std::optional<std::int64_t> moment;
  if (options.as_of.size() == 1) moment = options.as_of[0];
  if (options.law_date.size() == 2)
    return {{"law",
             "luật khác nhau",
             "another law",
             {.as_of = moment, .law_date = options.law_date[0], .today = {}},
             {.as_of = moment, .law_date = options.law_date[1], .today = {}}}};
  if (options.as_of.size() == 2) {
    constexpr std::int32_t kVietnam = 420;
    const auto day = static_cast<std::int32_t>(runtime::local_day(options.as_of[1], kVietnam));
    const verify::View later{.as_of = options.as_of[1], .law_date = {}, .today = {}};
    const verify::View before{.as_of = options.as_of[0], .law_date = {}, .today = {}};
    const verify::View new_law{.as_of = options.as_of[0], .law_date = {}, .today = day};
    return {{"law", "vì luật thay đổi", "because the law changes", before, new_law},
            {"time", "vì thời gian trôi qua", "because time passes", new_law, later}};
  }
  std::optional<std::int32_t> law;
  if (options.law_date.size() == 1) law = options.law_date[0];
  const verify::View view{.as_of = moment, .law_date = law, .today = {}};
  return {{"text", "văn bản khác nhau", "another text", view, view}};
}

}  // namespace

int run_diff(const CommonOptions& common, const DiffOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const bool two = options.law_date.size() == 2 || options.as_of.size() == 2;
  if (options.files.size() > 2 || (options.files.size() == 2) == two ||
      options.law_date.size() > 2 || options.as_of.size() > 2 ||
      (options.law_date.size() == 2 && options.as_of.size() == 2)) {
    session->fail("cần đúng một cặp: hai --law-date, hai --as-of, hoặc hai tệp",
                  "needs one pair: two --law-date, two --as-of, or two files");
    return kUsage;
  }
  const auto first = open_target(*session, options.files.front(), options.decision);
  if (!first) return first.error();
  const auto second = open_target(*session, options.files.back(), options.decision);
  if (!second) return second.error();
  workspace::Workspace& workspace = session->workspace();
  const auto program = [&](const std::map<FileId, const hir::Module*>& modules, FileId file) {
    return testing::Program{modules, workspace.types(), workspace.names(),
                            workspace.outside_specials(file)};
  };
  const auto modules_before = workspace.modules(first->file);
  const auto modules_after = workspace.modules(second->file);
  const testing::Program before = program(modules_before, first->file);
  const testing::Program after = program(modules_after, second->file);
  const verify::Options asked{.steps = options.steps, .elements = 3, .filter = ""};
  bool any = false;
  Json all = Json::object();
  for (const Pair& pair : pairs_of(options)) {
    const verify::Changes changes = verify::changes_between(before, {first->def}, pair.first, after,
                                                            {second->def}, pair.second, asked);
    any = any || !changes.regions.empty() || !changes.undecided.empty();
    if (session->json())
      all[std::string(pair.name)] = to_json(changes);
    else
      print_human(*session, session->say(pair.vi, pair.en), changes);
  }
  if (session->json()) write_out(json_text(all));
  return any ? kFindings : kOk;
}

}  // namespace phep::cli

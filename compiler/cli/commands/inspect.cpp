// `phep inspect FILE [--verify]`: what an artefact holds; whether a WebAssembly module keeps its
// promises.
#include "compiler/inspect/inspect.h"

#include "compiler/base/text.h"
#include "compiler/cli/byte_place.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace phep::cli {
namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{256} << 20U;  // of an artefact

using Json = nlohmann::ordered_json;

std::string day_text(std::int32_t day) {
  const runtime::Civil civil = runtime::to_civil(day);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

Json contents_json(const inspect::Contents& contents) {
  Json out = {{"form", contents.form}, {"bytes", contents.bytes}, {"sha256", contents.digest}};
  out["parts"] = Json::array();
  for (const inspect::Part& part : contents.parts)
    out["parts"].push_back({{"name", part.name}, {"bytes", part.bytes}});
  if (!contents.exports.empty()) out["exports"] = contents.exports;
  if (contents.least_memory) out["least_memory"] = *contents.least_memory;
  if (contents.most_memory) out["most_memory"] = *contents.most_memory;
  if (contents.meter) out["meter"] = *contents.meter;
  if (contents.image_digest.empty()) return out;
  out["image_sha256"] = contents.image_digest;
  out["release"] = contents.release;
  if (contents.known_through) out["known_through"] = day_text(*contents.known_through);
  out["decisions"] = Json::array();
  for (const inspect::DecisionContents& decision : contents.decisions) {
    Json facts = Json::array();
    for (const inspect::Fact& fact : decision.facts) {
      facts.push_back({{"path", fact.path}, {"kind", fact.kind}});
      if (fact.optional) facts.back()["optional"] = true;
    }
    out["decisions"].push_back({{"name", decision.name},
                                {"bound", decision.bound},
                                {"facts", std::move(facts)},
                                {"outputs", decision.outputs},
                                {"norms", decision.norms},
                                {"readings", decision.readings}});
  }
  return out;
}

// What an artefact calls things may be anything.
std::string named(const std::vector<std::string>& names) {
  return visible(fmt::format("{}", fmt::join(names, ", ")));
}

void put_names(std::string& out, std::string_view what, const std::vector<std::string>& names) {
  if (!names.empty()) out += fmt::format("    {:<14}{}\n", what, named(names));
}

std::string contents_text(const Session& session, const inspect::Contents& contents) {
  const auto row = [](std::string_view what, const std::string& value) {
    return fmt::format("{:<18}{}\n", what, value);
  };
  const auto size = [&](std::uint64_t bytes) {
    return fmt::format("{:>10} {}", bytes, session.say("byte", "bytes"));
  };
  std::string out = row(session.say("dạng", "form"), contents.form);
  out += row("SHA-256", contents.digest);
  out += row(session.say("cỡ", "size"), size(contents.bytes));
  for (const inspect::Part& part : contents.parts)
    out += row("  " + visible(part.name), size(part.bytes));
  if (contents.least_memory)
    out += row(session.say("bộ nhớ", "memory"),
               fmt::format("{} .. {}", size(*contents.least_memory),
                           contents.most_memory ? size(*contents.most_memory) : "?"));
  if (contents.meter)
    out += row(session.say("đồng hồ đếm", "meter"), fmt::format("{:>10}", *contents.meter));
  if (!contents.exports.empty())
    out += row(session.say("xuất", "exports"), named(contents.exports));
  if (contents.image_digest.empty())
    return out + std::string(session.say("không có bảng quyết định\n", "no decision table\n"));
  out += row(session.say("bảng quyết định", "decision table"), contents.image_digest);
  out += row(session.say("bản phát hành", "release"), contents.release);
  if (contents.known_through)
    out += row(session.say("luật biết đến", "law known until"), day_text(*contents.known_through));
  for (const inspect::DecisionContents& decision : contents.decisions) {
    out +=
        fmt::format("{}\n    {:<14}{}\n", visible(decision.name), session.say("tối đa", "at most"),
                    fmt::format("{} {}", decision.bound, session.say("bước", "steps")));
    std::vector<std::string> facts;
    for (const inspect::Fact& fact : decision.facts)
      facts.push_back(fmt::format("{} {}{}", fact.path, fact.kind, fact.optional ? "?" : ""));
    put_names(out, session.say("dữ kiện", "facts"), facts);
    put_names(out, session.say("kết quả", "outputs"), decision.outputs);
    put_names(out, session.say("quy phạm", "norms"), decision.norms);
    put_names(out, session.say("cách hiểu", "readings"), decision.readings);
  }
  return out;
}

int report(const Session& session, const std::string& file, const DiagnosticList& found) {
  print_at_bytes(session, file, found);
  const std::string_view verdict =
      found.empty() ? session.say("đã chứng minh: mọi lời gọi đều kết thúc, trong số bước đã ghi\n",
                                  "proved: every call ends, within the steps that are stated\n")
                    : session.say("không chứng minh được\n", "not proved\n");
  if (session.json()) return found.empty() ? kOk : kIntegrity;
  if (found.empty())
    write_out(verdict);
  else
    std::fputs(std::string(verdict).c_str(), stderr);
  return found.empty() ? kOk : kIntegrity;
}

}  // namespace

int run_inspect(const CommonOptions& common, const InspectOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(options.file, error);
  if (!error && size > kMostBytes) {
    session->fail(options.file + " lớn hơn 256 MiB", options.file + " is over 256 MiB");
    return kIo;
  }
  std::ifstream in;
  if (!error) in.open(options.file, std::ios::binary);  // what has no size may wait without end
  if (error || !in) {
    session->fail("không đọc được " + options.file, "cannot read " + options.file);
    return kIo;
  }
  const std::vector<std::uint8_t> bytes(std::istreambuf_iterator<char>(in), {});
  if (options.verify) {
    DiagnosticList found = inspect::verify(bytes);
    found.sort();
    found.drop_repeats();
    return report(*session, options.file, found);
  }
  const inspect::Contents contents = inspect::describe(bytes);
  write_out(session->json() ? json_text(contents_json(contents))
                            : contents_text(*session, contents));
  return kOk;
}

}  // namespace phep::cli

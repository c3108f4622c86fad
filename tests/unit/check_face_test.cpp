// What importers see of a checked module beside its words: when it changes, and when it does not.
#include "tests/unit/check_bench.h"

#include <cstdint>

namespace phep::tests {
namespace {

// Of one file, written again and again.
class Faces {
 public:
  std::uint64_t of(const std::string& text) {
    const auto parsed = syntax::parse(FileId{0}, text, names_);
    CHECK_MESSAGE(parsed.diagnostics.empty(), text);
    const check::Checked checked = check::check(parsed.module, {}, names_, types_);
    CHECK_MESSAGE(!checked.diagnostics.has_errors(), text);
    return check::face_of(checked);
  }

 private:
  Interner names_;
  hir::TypeStore types_;
};

const std::string kModule =
    "module m\n"
    "counting vn.civil_code\n"
    "calendar s\n"
    "calendar s { zone \"+07:00\" covers from 2026-01-01 through 2026-12-31 }\n"
    "instrument L { number \"1\" rank law in_force from 2026-01-01 outline 1..9 }\n"
    "record R { x : bool  n : int 0..9  at : instant  on : date  maybe : date?\n"
    "  fee : money<VND> 0 VND..9 VND  until_ : date }\n"
    "record Other { y : bool }\n"
    "enum E { one two }\n"
    "action publish within tell vi \"đăng\" en \"publish\"\n"
    "action tell vi \"nói\" en \"tell\"\n"
    "action shout vi \"hét\" en \"shout\"\n"
    "party seller vi \"bán\" en \"seller\" held by (r: R) when r.x cites L@1\n"
    "party keeper vi \"giữ\" en \"keeper\"\n"
    "party firm vi \"hãng\" en \"firm\" held by seller cites L@2\n"
    "rule f(r: R) : int { default 0  case low: 1 when r.n < 3  case high: 2 when r.n > 6 }\n"
    "rule g(e: E) : bool = e is one\n"
    "duty d(r: R) {\n  vi \"Làm\" en \"Do\"\n  cites L@3\n  bearer firm\n  trigger r.at\n"
    "  exempt small: when r.x cites L@4\n  deferred later: until 2026-09-01 when r.x cites L@5\n"
    "  due 5 days after trigger\n  done r.maybe\n"
    "  sanction main: fine up to 5 VND cites L@6\n}\n"
    "prohibition p(r: R) {\n  vi \"Cấm\" en \"No\"\n  cites L@7\n  trigger r.on\n"
    "  breached when r.x\n}\n"
    "decision all_(r: R) {\n  vi \"Tất cả\" en \"All\"\n  number_ = f(r)\n  norms d(r)\n}\n";

std::string with(const std::string& before, const std::string& after) {
  std::string out = kModule;
  const auto at = out.find(before);
  REQUIRE_MESSAGE(at != std::string::npos, before);
  return out.replace(at, before.size(), after);
}

}  // namespace

TEST_CASE("check: importers see types, labels and which definitions there are") {
  Faces faces;
  const std::uint64_t as_written = faces.of(kModule);
  CHECK(faces.of(kModule) == as_written);
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"rule g(e: E) : bool", "rule g(e: E, r: R) : bool"},
      {"rule g(e: E) : bool = e", "rule g(kind: E) : bool = kind"},
      {"rule g(e: E) : bool = e is one", "rule g(e: Other) : bool = e.y"},
      {"rule g(e: E) : bool", "rule h(e: E) : bool"},
      {"rule g(e: E) : bool = e is one", "rule g(e: E) : int = if e is one then 1 else 2"},
      {"case low:", "case least:"},
      {"case low: 1 when r.n < 3  case high: 2 when r.n > 6",
       "case high: 2 when r.n > 6  case low: 1 when r.n < 3"},
      {"trigger r.at", "trigger r.on"},
      {"exempt small:", "exempt tiny:"},
      {"deferred later:", "deferred soon:"},
      {"sanction main:", "sanction first:"},
      {"fine up to 5 VND", "warning"},
      {"fine up to 5 VND", "fine at least 5 VND"},
      {"fine up to 5 VND", "fine from 1 VND to 5 VND"},
      {"fine up to 5 VND", "suspension 5 days"},
      {"  due 5 days after trigger\n", "  due 5 days after r.maybe when exists r.maybe\n"},
      {"  due 5 days after trigger\n  done r.maybe\n", "  met when r.x\n"},
      {"  done r.maybe\n", "  done r.at\n"},
      {"prohibition p(r: R)", "prohibition q(r: R)"},
      {"prohibition p(r: R) {\n  vi \"Cấm\" en \"No\"\n  cites L@7\n  trigger r.on\n  breached",
       "permission p(r: R) {\n  vi \"Cấm\" en \"No\"\n  cites L@7\n  trigger r.on\n  granted"},
      {"prohibition p(r: R)", "prohibition p(r: R, s: R)"},
      {"prohibition p(r: R)", "prohibition p(s: Other, r: R)"},
      {"number_ = f(r)", "figure = f(r)"},
      {"number_ = f(r)", "number_ = r.x"},
      {"norms d(r)", "norms p(r)"},
      {"norms d(r)", "norms d(r), p(r)"},
      {"decision all_(r: R)", "decision all_(r: R, s: R)"},
      {"within tell", "within shout"},
      {" within tell", ""},
      {"held by seller cites L@2", "held by (r: R) when r.x cites L@2"},
      {" held by seller cites L@2", ""},
      {"maybe : date?", "maybe : instant?"},
      {"y : bool", "y : int"},
  };
  for (const auto& [before, after] : changes)
    CHECK_MESSAGE(faces.of(with(before, after)) != as_written, before, " → ", after);
}

TEST_CASE("check: importers do not see what a body says") {
  Faces faces;
  const std::uint64_t as_written = faces.of(kModule);
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"case low: 1 when r.n < 3", "case low: 2 when r.n < 4"},
      {"rule g(e: E) : bool = e is one", "rule g(e: E) : bool = not (e is two)"},
      {"exempt small: when r.x", "exempt small: when not r.x"},
      {"until 2026-09-01", "until 2026-10-01"},
      {"due 5 days", "due 6 days"},
      {"fine up to 5 VND", "fine up to 6 VND"},
      {"breached when r.x", "breached when not r.x"},
      {"(r: R) when r.x cites L@1", "(r: R) when not r.x cites L@1"},
      {"default 0", "default 9"},
  };
  for (const auto& [before, after] : changes)
    CHECK_MESSAGE(faces.of(with(before, after)) == as_written, before, " → ", after);
}

}  // namespace phep::tests

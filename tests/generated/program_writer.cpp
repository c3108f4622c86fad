#include "tests/generated/program_writer.h"

#include "tests/generated/random.h"

#include <fmt/format.h>

#include <chrono>
#include <map>

namespace phep::tests {
namespace {

std::string day_text(std::int32_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::int32_t days_of(int year, unsigned month, unsigned day) {
  return static_cast<std::int32_t>(
      std::chrono::sys_days(std::chrono::year(year) / month / day).time_since_epoch().count());
}

// The facts are the same for every program; what is asked of them is not.
constexpr const char* kHead = R"(module generated
use vn.calendar
counting vn.civil_code reading leap
calendar vn.state

instrument OLD {
  number   "1/0000"   rank decree
  title    vi "Văn bản mẫu cũ"   en "Old sample text"
  in_force from 2026-01-01 until 2026-09-01
  outline  1..9
}
instrument NEW {
  number   "2/0000"   rank law
  title    vi "Văn bản mẫu mới"   en "New sample text"
  in_force from 2026-03-01
  outline  1..9
}

party  firm    vi "doanh nghiệp"   en "firm"
party  office  vi "cơ quan"        en "authority"
action act     vi "làm"            en "act"

enum Level ordered {
  low    vi "thấp"   en "low"
  mid    vi "vừa"    en "medium"
  high   vi "cao"    en "high"
}
enum Mark {
  red    vi "đỏ"     en "red"
  green  vi "xanh"   en "green"
}

record Item {
  size : int 0..100
  live : bool
  mark : Mark
  seen : date?
}
record Case {
  a     : bool
  b     : bool
  c     : bool
  level : Level
  mark  : Mark
  marks : set<Mark>
  few   : int 0..1_000
  many  : int
  paid  : money<VND>
  rate  : decimal
  day   : date
  gone  : date?
  start : instant
  ended : instant?
  note  : text
  items : list<Item> max 4
}

reading leap { last_day_of_february, first_day_of_march } default last_day_of_february basis "generated"
reading K_1 { strict, lenient } default strict basis "generated"

rule weighed(r: Case) : bool by judgment
)";

class Writer {
 public:
  Writer(std::uint64_t seed, Asked asked) : random_(seed), asked_(asked) {}

  GeneratedProgram write() {
    // Rest days of Tết, Labour Day, National Day 2026; pending ones of 2027; force bounds.
    program_.days = {days_of(2026, 1, 1),  days_of(2026, 2, 16), days_of(2026, 2, 20),
                     days_of(2026, 3, 1),  days_of(2026, 4, 30), days_of(2026, 5, 1),
                     days_of(2026, 8, 31), days_of(2026, 9, 1),  days_of(2026, 9, 2),
                     days_of(2027, 2, 4),  days_of(2027, 2, 11), days_of(2027, 9, 1),
                     days_of(2027, 9, 3),  days_of(2026, 8, 22), days_of(2026, 12, 31)};
    program_.source = kHead;
    changes_of_law();
    if (random_.chance(50)) closed_list();
    if (random_.chance(40)) election();
    const int rules = static_cast<int>(random_.in(1, 3));
    for (int i = 0; i < rules; ++i) level_rule(i);
    program_.source += fmt::format("rule flag(r: Case) : bool = {}\n", boolean(3));
    program_.source += fmt::format("rule number_of(r: Case) : int = {}\n", integer(3));
    program_.source += fmt::format("rule price(r: Case) : money<VND> = {}\n", money(2));
    program_.source += fmt::format("rule share(r: Case) : decimal = {}\n", decimal(2));
    frame_rule();
    if (random_.chance(60)) set_rule();
    event_duty("event_duty", "r.start", "r.ended");
    event_duty("late_duty", random_.chance(50) ? "r.ended" : "r.gone",
               random_.chance(50) ? "r.gone" : "r.ended");
    event_duty("day_duty", "r.day", "r.ended");
    state_duty();
    prohibition();
    permission();
    item_duty();
    decision(rules);
    return program_;
  }

 private:
  std::int64_t constant(std::int64_t lo, std::int64_t hi) {
    const std::int64_t value = random_.in(lo, hi);
    program_.constants.push_back(value);
    return value;
  }
  std::string day() { return day_text(random_.pick(program_.days)); }
  std::string level() { return random_.pick({"low", "mid", "high"}); }
  std::string compare() { return random_.pick({"<", "<=", ">", ">=", "==", "!="}); }
  std::string cite() { return random_.pick({"OLD@", "NEW@"}) + std::to_string(random_.in(1, 9)); }

  // One answer that is not plain sends the whole decision to the interpreter, and where all is
  // asked some answer mostly is.
  void decision(int rules) {
    std::vector<std::string> lines;
    for (int i = 0; i < rules; ++i) lines.push_back(fmt::format("  level_{0} = level_{0}(r)\n", i));
    lines.insert(lines.end(), outputs_.begin(), outputs_.end());
    lines.insert(lines.end(),
                 {"  flag   = flag(r)\n", "  number = number_of(r)\n", "  price  = price(r)\n",
                  "  share  = share(r)\n", "  frame  = frame(r)\n"});
    std::vector<std::string> norms = {"event_duty(r)",
                                      "late_duty(r)",
                                      "day_duty(r)",
                                      "keep_state(r)",
                                      "no_such_thing(r)",
                                      "may_act(r)",
                                      "item_duty(i) for each i in r.items"};
    if (asked_ == Asked::Some && !random_.chance(33)) {
      lines = some_of(lines);
      norms = some_of(norms);
    }
    program_.source +=
        fmt::format("\ndecision report(r: Case) {{\n{}  exposure total\n  norms  {}\n}}\n",
                    fmt::join(lines, ""), fmt::join(norms, ", "));
    program_.decision = "report";
  }
  // About a third of them, in their order, and never none.
  std::vector<std::string> some_of(const std::vector<std::string>& all) {
    const auto surely = static_cast<std::size_t>(random_.in(0, std::ssize(all) - 1));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (random_.chance(25) || i == surely) out.push_back(all[i]);
    return out;
  }

  // Instruments that suspend, replace, repeal and keep alive what OLD and NEW say; collision rules.
  void changes_of_law() {
    std::string& out = program_.source;
    if (random_.chance(50))
      out += fmt::format(
          "overlay CUTS {{\n  number \"3/0000\" rank resolution\n  in_force from 2026-02-01 until "
          "2026-12-01\n  suspends {0}\n  replaces {1} with NEW@3 from {2}\n{3}  outline 1..9\n}}\n",
          cite(), cite(), day(),
          random_.chance(50) ? "  replaces rule flag with true when K_1 is lenient\n" : "");
    if (random_.chance(30))
      out += fmt::format(
          "instrument LAST {{\n  number \"4/0000\" rank {}\n  in_force from 2026-05-01\n  repeals "
          "{} from {}\n  outline 1..9\n}}\n",
          random_.pick({"law", "decree"}), random_.pick({"OLD", "NEW@4", "NEW@5"}), day());
    if (random_.chance(30))
      out += fmt::format(
          "instrument PLAN {{\n  number \"5/0000\" rank law\n  draft\n  in_force from {}\n  "
          "suspends "
          "{}\n  outline 1..9\n}}\n",
          day(), cite());
    if (random_.chance(50))
      out += fmt::format("collision {{ {} }}\n",
                         random_.pick({"higher_rank", "later_date", "higher_rank later_date",
                                       "later_date special_law higher_rank"}));
  }
  void closed_list() {
    std::string items;
    const int count = static_cast<int>(random_.in(1, 4));
    for (int i = 0; i < count; ++i)
      items += fmt::format("  item \"{0}\" row_{0}: when {1}  cites {2}{3}\n", i, boolean(1),
                           cite(), random_.chance(60) ? "  since 2026-04-01" : "");
    program_.source += fmt::format(
        "closed list Listed(r: Case) {{\n{}}}\nrule listed(r: Case) : bool = r in Listed\nrule "
        "listed_since(r: Case) : date = Listed(r).since if_absent 2026-12-31\n",
        items);
    outputs_.insert(outputs_.end(), {"  rows   = Listed(r)\n", "  listed = listed(r)\n",
                                     "  since  = listed_since(r)\n"});
  }
  void election() {
    program_.source += fmt::format(
        "elect choice(r: Case) {{\n  cites NEW@9\n  made {}\n  available when {}\n  lost when {}\n "
        " "
        "disapplies {}\n}}\n",
        random_.pick({"r.gone", "r.day", "when r.a", "r.ended"}), boolean(0), boolean(0),
        random_.pick({"NEW@1", "OLD@1", "NEW, OLD@1"}));
    outputs_.emplace_back("  chosen = choice(r)\n");
  }

  std::string item_test() {
    switch (random_.in(0, 3)) {
      case 0: return fmt::format("i.size {} {}", random_.pick({"<", ">="}), constant(0, 100));
      case 1: return "i.live";
      case 2: return fmt::format("i.mark is {}", random_.pick({"red", "green"}));
      default: return fmt::format("exists i.seen and i.seen < {}", day());
    }
  }

  std::string boolean_leaf() {
    switch (random_.in(0, 14)) {
      case 13: return window();
      case 14: return moment();
      case 0:
      case 1: return "r." + random_.pick({"a", "b", "c"});
      case 2: return fmt::format("r.level {} {}", random_.pick({"is", "is not"}), level());
      case 3: return fmt::format("r.level {} {}", random_.pick({">=", "<"}), level());
      case 4: return fmt::format("r.few {} {}", compare(), constant(0, 1000));
      case 5:
        return fmt::format("r.paid {} {} VND", random_.pick({"<", ">="}), constant(0, 100'000));
      case 6: return fmt::format("r.day {} {}", random_.pick({"<", ">="}), day());
      case 7: return "exists r." + random_.pick({"gone", "ended"});
      case 8: return fmt::format("{} in r.marks", random_.pick({"red", "green"}));
      case 9:
        return fmt::format("{} {})",
                           random_.pick({"some (i in r.items where", "all (i in r.items :"}),
                           item_test());
      case 10:
        return fmt::format("at least {} of (i in r.items where {})", random_.in(1, 3), item_test());
      case 11: return fmt::format("r.rate {} {}.5", random_.pick({"<", ">="}), random_.in(0, 9));
      default:
        return random_.chance(50) ? "K_1 is strict"
                                  : fmt::format("r.note == \"{}\"", random_.pick({"x", "đ"}));
    }
  }
  std::string window() {
    const std::string anchor = random_.chance(50) ? "r.day" : day();
    return fmt::format(
        "at least {} of (i in r.items where exists i.seen and i.seen {}within {} {} {})",
        random_.in(1, 2), random_.chance(20) ? "not " : "",
        random_.pick({"30 days", "10 working days", "1 month", "2 weeks", "1 year"}),
        random_.pick({"before", "after"}), anchor);
  }
  // The day by which enough has come together, if there is one.
  std::string moment() {
    const bool counted = random_.chance(40);
    const std::string reached = fmt::format(
        "moment (i in r.items dated i.seen where exists i.seen and {}{} reaches {})", item_test(),
        counted ? "" : " : i.size", counted ? random_.in(1, 3) : constant(1, 150));
    return random_.chance(50) ? "exists " + reached
                              : fmt::format("{} if_absent 2026-12-31 < {}", reached, day());
  }
  std::string boolean(int depth) {
    if (depth == 0 || random_.chance(25)) return boolean_leaf();
    switch (random_.in(0, 5)) {
      case 0:
      case 1: return fmt::format("({} and {})", boolean(depth - 1), boolean(depth - 1));
      case 2:
      case 3: return fmt::format("({} or {})", boolean(depth - 1), boolean(depth - 1));
      case 4: return fmt::format("not ({})", boolean(depth - 1));
      default: return fmt::format("({} {} {})", integer(depth - 1), compare(), integer(depth - 1));
    }
  }
  std::string integer(int depth) {
    if (depth == 0 || random_.chance(25)) {
      switch (random_.in(0, 4)) {
        case 0: return std::to_string(random_.in(0, 1000));
        case 1: return "r.few";
        case 2: return "r.many";
        case 3: return fmt::format("count (i in r.items where {})", item_test());
        default: return fmt::format("sum (i in r.items where {} : i.size)", item_test());
      }
    }
    switch (random_.in(0, 5)) {
      case 0: return fmt::format("({} + {})", integer(depth - 1), integer(depth - 1));
      case 1: return fmt::format("({} - {})", integer(depth - 1), integer(depth - 1));
      case 2: return fmt::format("({} * {})", integer(depth - 1), integer(depth - 1));
      case 3:
        return fmt::format("{}({}, {})", random_.pick({"min", "max"}), integer(depth - 1),
                           integer(depth - 1));
      default:
        return fmt::format("(if {} then {} else {})", boolean(depth - 1), integer(depth - 1),
                           integer(depth - 1));
    }
  }
  std::string money(int depth) {
    if (depth == 0 || random_.chance(20))
      return random_.chance(50) ? "r.paid" : fmt::format("{} VND", random_.in(0, 100'000'000));
    switch (random_.in(0, 4)) {
      case 0: return fmt::format("({} + {})", money(depth - 1), money(depth - 1));
      case 1: return fmt::format("({} * {})", money(depth - 1), integer(0));
      case 2:
        return fmt::format(
            "(({} * {}%) rounded {})", money(depth - 1), random_.in(1, 200),
            random_.pick({"half_up", "half_even", "up", "down", "ceiling", "floor"}));
      case 3:
        return fmt::format("{}({}, {})", random_.pick({"min", "max"}), money(depth - 1),
                           money(depth - 1));
      default:
        return fmt::format("(if {} then {} else {})", boolean(1), money(depth - 1),
                           money(depth - 1));
    }
  }
  std::string decimal(int depth) {
    if (depth == 0 || random_.chance(20))
      return random_.chance(60) ? "r.rate"
                                : fmt::format("{}.{}", random_.in(0, 99), random_.in(0, 99));
    switch (random_.chance(60) ? 0 : random_.in(0, 4)) {
      case 0: return fmt::format("({} + {})", decimal(depth - 1), decimal(depth - 1));
      case 1: return fmt::format("({} * {})", decimal(depth - 1), decimal(depth - 1));
      case 2:
        return fmt::format("(({} / {}) rounded {} to {} places)", decimal(depth - 1),
                           decimal(depth - 1), random_.pick({"half_up", "half_even", "up", "down"}),
                           random_.in(0, 6));
      case 3: return fmt::format("({} / {})", decimal(depth - 1), decimal(depth - 1));
      default:
        return fmt::format("(if {} then {} else {})", boolean(1), decimal(depth - 1),
                           decimal(depth - 1));
    }
  }

  void level_rule(int index) {
    // Agree, agree without default (rarely: it often ends in a gap), highest, lowest.
    const auto policy = random_.chance(10) ? 1 : random_.pick(std::vector<int>{0, 2, 3});
    std::string body = policy == 2 ? "  picks highest\n" : policy == 3 ? "  picks lowest\n" : "";
    if (policy != 1) body += fmt::format("  default {}\n", level());
    const int cases = static_cast<int>(random_.in(1, 4));
    // Cases of one condition must agree.
    std::map<std::string, std::string> concluded;
    for (int i = 0; i < cases; ++i) {
      const std::string when = boolean(2);
      const std::string& conclusion = concluded.try_emplace(when, level()).first->second;
      body += fmt::format("  case   c{}: {}  when {}  cites {}\n", i, conclusion, when, cite());
    }
    const int exceptions = static_cast<int>(random_.in(0, 3));
    for (int i = 0; i < exceptions; ++i) {
      const std::string target = i > 0 && random_.chance(40) ? fmt::format("e{}", i - 1)
                                 : random_.chance(20)
                                     ? ""
                                     : fmt::format("c{}", random_.in(0, cases - 1));
      body += fmt::format("  except {}as e{}: {}  when {}  cites {}\n",
                          target.empty() ? "" : target + " ", i,
                          random_.chance(50) ? "lifted" : level(), boolean(1), cite());
    }
    program_.source += fmt::format("rule level_{}(r: Case) : Level {{\n{}}}\n", index, body);
  }

  // Many cases, mostly with a member each: generated code then decides all of them at once.
  void set_rule() {
    const int cases = static_cast<int>(random_.in(4, 14));
    std::string members;
    std::string body = "  picks  all\n";
    for (int i = 0; i < cases; ++i) {
      members += fmt::format(" t{}", i);
      // In another order than the cases, which takes a number of them that 5 does not divide; now
      // and then one that another case concludes too.
      const int own = cases % 5 == 0 ? i : (i * 5 + 3) % cases;
      const int member = random_.chance(4) ? 0 : own;
      body += fmt::format("  case   c{}: t{}  when {}{}\n", i, member,
                          random_.chance(10) ? "true" : boolean(1),
                          random_.chance(30) ? "  cites " + cite() : "");
      if (random_.chance(30))
        body += fmt::format("  except c{0} as e{0}: lifted  when {1}\n", i, boolean(1));
    }
    program_.source +=
        fmt::format("enum Tick {{{} }}\nrule ticks(r: Case) : set<Tick> {{\n{}}}\n", members, body);
    outputs_.emplace_back("  ticks  = ticks(r)\n");
  }

  // A table of any sort, of frames that may depend on facts.
  void frame_rule() {
    const bool ordered = random_.chance(40);
    std::string body = ordered || random_.chance(30) ? "" : "  picks highest\n";
    if (random_.chance(70)) body += "  default 1 VND..2 VND\n";
    body += fmt::format("  table{}{} {{\n    | r.few | r.level | r.a ||\n",
                        ordered ? " ordered" : "", random_.chance(40) ? " any of" : "");
    const auto least = [&] {
      return random_.chance(70) ? std::string("5 VND") : fmt::format("min (5 VND, {})", money(1));
    };
    const int rows = static_cast<int>(random_.in(1, 4));
    for (int i = 0; i < rows; ++i) {
      const std::string few = random_.chance(30) ? "_"
                              : random_.chance(50)
                                  ? fmt::format("< {}", constant(0, 1000))
                                  : fmt::format("{}..<{}", constant(0, 500), constant(501, 1000));
      body += fmt::format("    | {} | {} | {} || {}..{} |  cites {}\n", few,
                          random_.chance(50) ? "_" : level(),
                          random_.chance(50) ? "_" : random_.pick({"true", "false"}), least(),
                          random_.chance(70) ? fmt::format("{} VND", random_.in(5, 90))
                                             : fmt::format("max (90 VND, {})", money(1)),
                          cite());
    }
    program_.source +=
        fmt::format("rule frame(r: Case) : range<money<VND>> {{\n{}  }}\n}}\n", body);
  }

  std::string term() {
    switch (random_.in(0, 6)) {
      case 0: return fmt::format("{} hours", random_.in(1, 96));
      case 1: return fmt::format("{} days", random_.in(1, 90));
      case 2: return fmt::format("{} working days", random_.in(1, 30));
      case 3: return fmt::format("{} weeks", random_.in(1, 9));
      case 4: return fmt::format("{} months", random_.in(1, 18));
      case 5: return fmt::format("{} quarters", random_.in(1, 4));
      default: return "1 year";
    }
  }
  std::string norm_head(const std::string& kind, const std::string& name,
                        const std::string& params) {
    return fmt::format(
        "{} {}({}) {{\n  vi \"Quy phạm {}\"   en \"Norm {}\"\n  cites {}\n  bearer firm\n  toward "
        "office\n  action act\n",
        kind, name, params, name, name, random_.chance(70) ? "NEW@1" : "OLD@1");
  }
  std::string exemptions() {
    std::string out;
    const int n = static_cast<int>(random_.in(0, 2));
    for (int i = 0; i < n; ++i)
      out += fmt::format("  exempt  x{}: when {}  cites {}\n", i,
                         random_.chance(70) ? boolean(0) : "weighed(r)", cite());
    return out;
  }
  std::string deferral() {
    if (random_.chance(50)) return {};
    return fmt::format("  deferred grace: until {} when {}  cites {}\n", day(), boolean(0), cite());
  }
  std::string sanction() {
    switch (random_.in(0, 5)) {
      case 4:
        return fmt::format(
            "  sanction main: fine frame(r) milder_of(conduct, ruling) when {}  cites NEW@2\n"
            "  sanction cap: fine up to {}  cites NEW@2\n",
            boolean(0), money(1));
      case 5:
        return fmt::format(
            "  sanction main: fine at least {} limitation {} after r.start  cites OLD@2\n"
            "  sanction other: remedy erase, repay  cites NEW@3\n",
            money(1), term());
      case 0: return "  sanction main: not_set\n";
      case 1: return fmt::format("  sanction main: fine up to {}  cites NEW@2\n", money(1));
      case 2:
        return fmt::format(
            "  sanction main: fine from {} VND to {} VND  halved when {}  cites NEW@2\n",
            random_.in(1, 500), random_.in(500, 9000), boolean(0));
      default:
        return fmt::format(
            "  sanction first: fine up to {} VND on late  cites NEW@2\n  sanction second: warning  "
            "cites NEW@3\n",
            random_.in(1, 90'000));
    }
  }

  void event_duty(const std::string& name, const std::string& trigger, const std::string& done) {
    std::string body = norm_head("duty", name, "r: Case");
    body += fmt::format("  trigger {}\n", trigger);
    if (random_.chance(70))
      body += fmt::format("  applies when {}\n", random_.chance(85) ? boolean(1) : "weighed(r)");
    body += exemptions() + deferral();
    std::string due = term();
    // Terms in hours start from a moment; a bare day has none.
    while ((trigger == "r.day" || trigger == "r.gone" || done == "r.gone") &&
           due.ends_with("hours"))
      due = term();
    body += fmt::format("  due {} after trigger\n", due);
    if (random_.chance(30) && !due.ends_with("hours"))
      body += fmt::format("  extend once by {} days when {}\n", random_.in(1, 30), boolean(0));
    body += fmt::format("  done {}\n", done);
    program_.source += body + sanction() + "}\n";
  }
  void state_duty() {
    program_.source += norm_head("duty", "keep_state", "r: Case") +
                       fmt::format("  applies when {}\n", boolean(1)) + exemptions() + deferral() +
                       fmt::format("  met when {}\n", boolean(1)) + sanction() + "}\n";
  }
  void prohibition() {
    program_.source += norm_head("prohibition", "no_such_thing", "r: Case") +
                       "  trigger r.start\n" + exemptions() +
                       fmt::format("  breached when {}\n", boolean(1)) + sanction() + "}\n";
  }
  void permission() {
    program_.source += norm_head("permission", "may_act", "r: Case") +
                       fmt::format("  applies when {}\n", boolean(0)) +
                       fmt::format("  granted when {}\n", boolean(1)) + "}\n";
  }
  void item_duty() {
    program_.source +=
        norm_head("duty", "item_duty", "i: Item") + "  trigger i.seen\n" +
        fmt::format("  applies when {}\n", item_test()) +
        fmt::format("  due {} days after trigger\n  met when i.live\n}}\n", random_.in(1, 60));
  }

  Random random_;
  Asked asked_;
  GeneratedProgram program_;
  std::vector<std::string> outputs_;  // beyond those that every program can be asked for
};

}  // namespace

GeneratedProgram write_program(std::uint64_t seed, Asked asked) {
  return Writer(seed, asked).write();
}

}  // namespace phep::tests

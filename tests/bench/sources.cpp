#include "tests/bench/sources.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::tests {

std::string long_source(int lines) {
  std::string out = R"(module long
use vn.calendar
counting vn.civil_code
calendar vn.state

instrument SAMPLE {
  number   "0/0000"   rank decree
  title    vi "Văn bản mẫu"   en "Sample text"
  in_force from 2026-01-01
  outline  1..9
}
party  firm    vi "doanh nghiệp"   en "firm"
party  office  vi "cơ quan"        en "authority"
action act     vi "làm"            en "act"
enum Level ordered {
  low   vi "thấp"   en "low"
  high  vi "cao"    en "high"
}
)";
  auto count = static_cast<int>(std::ranges::count(out, '\n'));
  for (int i = 0; count < lines; ++i) {
    const std::string block = fmt::format(R"(
/// Facts number {0}.
record Facts{0} {{
  found_at : instant    vi "phát hiện"   en "found"
  told_at  : instant?   vi "đã báo"      en "told"
  harmful  : bool
  secret   : bool
  affected : int 0..1_000_000
}}
rule level{0}(x: Facts{0}) : Level {{
  default low
  case   mass: high  when x.affected >= {1} and x.harmful  cites SAMPLE@1
  except mass as hidden: lifted when x.secret              cites SAMPLE@2
}}
duty tell{0}(x: Facts{0}) {{
  vi "Thông báo số {0}"   en "Notice number {0}"
  cites    SAMPLE@3
  bearer   firm
  toward   office
  action   act
  trigger  x.found_at
  applies  when level{0}(x) is high
  exempt   secret: when x.secret   cites SAMPLE@4
  due      {2} days after trigger
  done     x.told_at
  sanction main: fine up to {1} VND   cites SAMPLE@5
}}
test "notice {0}" {{
  as_of  2026-06-01T09:00+07:00
  let    x = Facts{0} {{ found_at: 2026-03-02T08:00+07:00, told_at: null, harmful: true, secret: false, affected: 900_000 }}
  expect tell{0}(x) is violated
}}
)",
                                          i, 1000 + i, 1 + i % 60);
    out += block;
    count += static_cast<int>(std::ranges::count(block, '\n'));
  }
  return out;
}

}  // namespace phep::tests

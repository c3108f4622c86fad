=== every kind of declaration
--- file kinds.phep
module kinds
use vn.calendar
counting vn.civil_code
calendar vn.state

source GAZETTE { title "Công báo" url "https://example.org/a.pdf" kind gazette read 2026-01-05 }
instrument OLD {
  number "1/2020/NĐ-CP"   rank decree
  title vi "Nghị định cũ"   en "Old decree"
  in_force from 2020-01-01   outline 1..9
}
instrument LAW {
  number "2/2025/QH15"   rank law
  title vi "Luật mẫu"   en "Sample law"
  in_force from 2026-01-01
  amends OLD@1 cites @3
  suspends OLD@2 from 2026-03-01 through 2026-12-31
  replaces OLD@4 with LAW@5 from 2026-02-01
  source GAZETTE   confidence B
  outline 1..9 { 1 { 1..3 } }
}
party firm vi "doanh nghiệp" en "firm"
action tell vi "báo" en "tell"
reading HOW { strict vi "chặt" en "strict", loose vi "lỏng" en "loose" } default strict basis "The text is silent." cites LAW@1
enum Harm ordered { none vi "không" en "none"  slight vi "nhẹ" en "slight"  grave vi "nặng" en "grave" }
enum Mood { calm  angry }
record Leak {
  at      : instant   vi "lúc xảy ra" en "moment"
  told    : instant?
  found   : date 2020-01-01..2027-09-01
  cost    : money<VND> 0 VND..5_000_000 VND
  harm    : Harm
}
closed list Severe(x: Leak) {
  vi "Danh mục" en "List"
  item "1" bad: when x.harm is grave cites LAW@2 vi "nặng" en "grave ones"
  item "2" dear: when x.cost > 1_000_000 VND cites LAW@2 vi "tốn kém" en "costly ones"
}
elect opt_out(x: Leak) { vi "Chọn không báo" en "Choice not to tell" cites LAW@3 made x.told disapplies LAW@9 }
rule weight(x: Leak) : int {
  table ordered {
    | x.harm ||
    | grave  || 3 |  cites LAW@4
    | _      || 1 |
  }
}
rule asked(x: Leak) : bool = HOW is loose and weight(x) > 2
duty report(x: Leak) {
  vi "Báo" en "Report" cites OLD@4 bearer firm action tell trigger x.at
  due 10 days after trigger
  done x.told
}
calendar ours {
  vi "Lịch riêng" en "Own calendar"
  zone "+07:00"
  weekly rest saturday, sunday
  covers from 2026-01-01 through 2027-12-31
  rest 2026-01-01 vi "Tết Dương lịch" en "New Year"
  pending feast awaiting "the decision on the feast" {
    before { rest 2027-04-15 vi "hội" en "feast" }
    after { rest 2027-04-16 }
  }
}
property "costs" { for all x: Leak expect x.cost >= 0 VND }
unencoded LAW@7 row "S-7" reason policy vi "Không mã hóa" en "Not encoded"
decision leak_report(x: Leak) { asked = asked(x)  norms report(x) }
--- open kinds.phep
-> textDocument/diagnostic {"in": "kinds.phep"}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 19, "character": 21}]}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 16, "character": 17}]}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 30, "character": 2}]}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 36, "character": 22}]}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 42, "character": 16}]}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 65, "character": 32}]}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 57, "character": 7}]}
-> textDocument/selectionRange {"in": "kinds.phep", "positions": [{"line": 59, "character": 18}]}
-> textDocument/documentSymbol {"in": "kinds.phep"}
?? Severe
?? opt_out
?? costs
-> textDocument/hover {"at": "kinds.phep@OLD@1"}
?? amended by
-> textDocument/hover {"at": "kinds.phep@OLD@4"}
?? replaced by
-> textDocument/hover {"at": "kinds.phep@found"}
?? 2020-01-01..2027-09-01
-> textDocument/hover {"at": "kinds.phep@cost"}
?? VND 0..VND 5,000,000
-> textDocument/hover {"at": "kinds.phep@loose and"}
?? loose
-> textDocument/rename {"at": "kinds.phep@calm", "newName": "angry"}
-> textDocument/rename {"at": "kinds.phep@calm", "newName": "grave"}
-> textDocument/rename {"at": "kinds.phep@strict", "newName": "loose"}
-> textDocument/rename {"at": "kinds.phep@calm", "newName": "quiet"}
?? quiet
-> textDocument/hover {"at": "kinds.phep@2027-09-01"}
?? Wednesday 1 September 2027
?? not settled
?? awaiting
-> textDocument/hover {"at": "kinds.phep@2026-01-05"}
=== what stands behind a word
--- file gap.phep
module gap
use vn.calendar
counting vn.civil_code
calendar vn.state

source GAZETTE { title "Công báo" url "https://example.org/a.pdf" kind gazette read 2026-01-05 }
instrument LAW { number "2/2025/QH15" rank law title vi "Luật mẫu" en "Sample law" in_force from 2026-01-01 source GAZETTE confidence B outline 1..9 }
party firm vi "doanh nghiệp" en "firm"
action tell vi "báo" en "tell"
reading HOW { strict, loose } default strict basis "The text is silent." cites LAW@1
enum Harm { slight  grave }
record Leak { at : instant  told : instant?  harm : Harm }
rule bad(x: Leak) : Harm = x.harm
rule strict_one(x: Leak) : bool = HOW is loose
duty report(x: Leak) {
  cites LAW@1 bearer firm action tell trigger x.at
  due 10 days after trigger
  done x.told
  sanction main: fine up to 5_000 VND on late cites LAW@2
}
duty explain(x: Leak) {
  cites LAW@2 bearer firm
  on breach report(x)
  due 3 days after trigger
  done x.told
}
power allow(x: Leak) {
  cites LAW@3 bearer firm trigger x.at
  due 3 days after trigger
  done x.told
  silence means granted
}
rule was_late(x: Leak) : bool = report(x).since is not null
decision leak_report(x: Leak) { norms report(x), explain(x), allow(x) }
unencoded LAW@7 row "S-7" reason policy vi "Không mã hóa" en "Not encoded"
--- open gap.phep
-> textDocument/diagnostic {"in": "gap.phep"}
-> textDocument/completion {"after": "gap.phep@rank "}
?? decree
-> textDocument/completion {"after": "gap.phep@pdf\" kind "}
?? gazette
-> textDocument/completion {"after": "gap.phep@confidence "}
?? A
-> textDocument/completion {"after": "gap.phep@S-7\" reason "}
?? unread
-> textDocument/completion {"after": "gap.phep@VND on "}
?? violated
-> textDocument/completion {"after": "gap.phep@means "}
?? refused
-> textDocument/completion {"after": "gap.phep@counting "}
?? vn.civil_code
-> textDocument/completion {"after": "gap.phep@report(x)."}
?? since
=== what is begun is finished by what fits
--- file names.phep
module names
source GAZETTE { title "Công báo" url "https://example.org/a.pdf" kind gazette read 2026-01-05 }
calendar days { zone "+07:00"  weekly rest sunday  covers from 2026-01-01 through 2026-12-31 }
instrument LAW { number "2/2025/QH15" rank law in_force from 2026-01-01 source GAZETTE outline 1..9 }
party firm vi "doanh nghiệp" en "firm"
action tell vi "báo" en "tell"
reading HOW { strict, loose } default strict basis "The text is silent." cites LAW@1
record Leak { at : instant  told : instant? }
duty report(x: Leak) { cites LAW@1 bearer firm action tell trigger x.at done x.told }
duty explain(x: Leak) { cites LAW@2 bearer firm on breach report(x) done x.told }
rule lax() : bool = HOW is loose
decision leak_report(x: Leak) { norms report(x), explain(x) }
--- open names.phep
-> textDocument/completion {"after": "names.phep@2026-01-01 source GA"}
?? GAZETTE
-> textDocument/completion {"after": "names.phep@firm action te"}
?? tell
-> textDocument/completion {"after": "names.phep@on breach rep"}
?? report
-> textDocument/completion {"after": "names.phep@norms rep"}
?? report
-> textDocument/completion {"after": "names.phep@HOW is lo"}
?? loose

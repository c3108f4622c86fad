"""Workspaces of one shape in three languages: 100 lines a file, one file that all import, chains of imports in groups of ten.

A block is half a file: types, two functions that rest on others, a comment, what tests there are. Its numbers are its
own, so that blocks can be put one below another into long files.
"""

GROUP = 10  # files that import one another
BLOCKS = 2  # a file


class Language:
    """What the gestures need to know. Every block N has `harmful N` once behind `x.`, and a comment of its own."""

    ending = ""
    comment = "// "
    wrong = "q"  # letters that make a known name unknown
    paths = staticmethod(lambda n: "")

    def block(self, n, uses):
        raise NotImplementedError

    def head(self, name, imports):
        raise NotImplementedError

    def base(self):
        raise NotImplementedError

    def extra(self):
        return {}

    # ---- whole files ----

    def module(self, file):
        """The file of this number: its path and text, padded to 100 lines."""
        first = file - file % GROUP
        imports = sorted({first, max(first, file - 1)} - {file})
        lines = self.head(self.name(file), [self.name(one) for one in imports])
        for half in range(BLOCKS):
            uses = [BLOCKS * one for one in imports] + ([BLOCKS * file] if half else [])
            lines += self.block(BLOCKS * file + half, uses)
        assert len(lines) <= 100, (type(self).__name__, len(lines))
        while len(lines) < 100:
            lines.insert(len(lines), self.comment + "–" * 60)
        return self.path(file), "\n".join(lines) + "\n"

    def long(self, lines, first=900_000):
        """One file of at least so many lines."""
        out = self.head("long", [])
        n = first
        while len(out) < lines:
            out += self.block(n, [first] if n > first else [])
            n += 1
        return "\n".join(out[:]) + "\n"

    def paste(self, lines, first=800_000):
        out = []
        n = first
        while len(out) < lines:
            out += self.block(n, [])
            n += 1
        return "\n".join(out) + "\n"

    def workspace(self, kloc):
        """path → text, `kloc` thousand lines and the file that all import."""
        files = dict([self.base()], **self.extra())
        files.update(self.module(n) for n in range(10 * kloc))
        return files


class Phep(Language):
    language_id = "phep"

    def name(self, file):
        return f"g{file // GROUP:03}.m{file:04}"

    def path(self, file):
        return self.name(file).replace(".", "/") + ".phep"

    def extra(self):
        return {"phep.json": '{"name": "bench"}\n'}

    def base(self):
        rows = "  ".join(f"{n} {{ 1..40 {{ 1..6 }} }}" for n in range(1, 31))
        return "base.phep", f"""/// Quy chế mà mọi tệp viện dẫn.
module base
use vn.instruments.pdpl

instrument QCX {{
  number "17/2026/QC-X"   rank decree
  title vi "Quy chế nội bộ về bảo vệ dữ liệu"   en "Internal rules on data protection"
  in_force from 2026-01-01
  details PDPL
  outline {rows}
}}
rule floor_of(persons: int, sensitive: bool) : int = if sensitive then persons * 3 else persons
"""

    def head(self, name, imports):
        return [
            f"/// Bộ quy tắc {name}: ai phải làm gì, trước khi nào, theo điều nào.",
            f"module {name}",
            "use base",
            "use vn.calendar",
            "use vn.instruments.pdpl",
            "use vn.terms.parties",
            *[f"use {one}" for one in imports],
            "counting vn.civil_code",
            "calendar vn.state",
            "",
        ]

    def block(self, n, uses):
        also = "".join(f" or base{one}(x.persons)" for one in uses)
        article = n % 30 + 1
        return f"""/// Loại dữ liệu và vụ việc số {n}.
enum Kind{n} ordered {{
  basic{n}      vi "dữ liệu cơ bản"     en "basic data"
  sensitive{n}  vi "dữ liệu nhạy cảm"   en "sensitive data"
}}
record Case{n} {{
  found_at  : instant    vi "thời điểm phát hiện"       en "moment found"
  told_at   : instant?   vi "thời điểm thông báo"       en "moment told"
  persons   : int        vi "số chủ thể dữ liệu"        en "data subjects"
  harmful{n} : bool      vi "có thể gây thiệt hại"      en "may cause harm"
  encrypted : bool       vi "đã mã hóa"                 en "encrypted"
  kind      : Kind{n}    vi "loại dữ liệu"              en "kind of data"
}}
rule base{n}(persons: int) : bool = floor_of(persons, true) > {100 + n % 7}
/// Phạm vi: số lượng lớn, trừ khi đã mã hóa.
rule in_scope{n}(x: Case{n}) : bool {{
  vi "Thuộc phạm vi {n}"   en "In scope {n}"
  default false
  case   large: true when x.persons > 100{also}   cites QCX@{article}.1
  except large as safe: false when x.encrypted    cites PDPL@23.1
}}
// Ghi chú {n}
rule weight{n}(x: Case{n}) : int {{
  vi "Mức độ {n}"   en "Weight {n}"
  default 0                                            cites QCX@{article}.2
  case heavy: 3 when in_scope{n}(x) and x.harmful{n}   cites QCX@{article}.2.1
  case part:  1 when x.kind is sensitive{n} and not in_scope{n}(x)   cites QCX@{article}.2.2
}}
duty notify{n}(x: Case{n}) {{
  vi "Thông báo vi phạm số {n}"   en "Notify breach {n}"
  cites PDPL@23.1   see QCX@{article}.3
  bearer controller   trigger x.found_at
  applies when in_scope{n}(x)
  due 72 hours after trigger
  done x.told_at
}}
test "told in time {n}" {{
  as_of 2026-03-10T09:00+07:00
  let x = Case{n} {{ found_at: 2026-03-01T09:00+07:00, told_at: 2026-03-02T09:00+07:00, persons: 500, harmful{n}: true, encrypted: false, kind: basic{n} }}
  expect weight{n}(x) == 3
}}""".split("\n")


class Cpp(Language):
    """Headers, as a header is what others include; one translation unit each for the files that are opened."""

    language_id = "cpp"

    def name(self, file):
        return f"g{file // GROUP:03}/m{file:04}"

    def path(self, file):
        return self.name(file) + ".h"

    def extra(self):
        return {"compile_flags.txt": "-xc++\n-std=c++17\n-I.\n"}

    def base(self):
        return "base.h", """// What every file includes.
#pragma once
#include <optional>
#include <string>
struct Provision { int article; int clause; int point; };
inline int floor_of(int persons, bool sensitive) { return sensitive ? persons * 3 : persons; }
"""

    def head(self, name, imports):
        return [
            f"// Rules {name}: who has to do what, until when, under which article.",
            "#pragma once",
            '#include "base.h"',
            *[f'#include "{one}.h"' for one in imports],
            "",
        ]

    def block(self, n, uses):
        also = "".join(f" || base{one}(x.persons)" for one in uses)
        article = n % 30 + 1
        return f"""/// Kinds of data and the case of number {n}.
enum class Kind{n} {{
  basic{n},      // basic data
  sensitive{n},  // sensitive data
}};
struct Case{n} {{
  long found_at;               // moment found
  std::optional<long> told_at; // moment told
  int persons;                 // data subjects
  bool harmful{n};             // may cause harm
  bool encrypted;              // encrypted
  Kind{n} kind;                // kind of data
}};
inline bool base{n}(int persons) {{ return floor_of(persons, true) > {100 + n % 7}; }}
/// Scope: large numbers, unless encrypted.
inline bool in_scope{n}(const Case{n}& x) {{
  const Provision cites{{{article}, 1, 0}};
  if (x.encrypted) {{
    return false;
  }}
  return cites.article > 0 && (x.persons > 100{also});
}}
// Ghi chú {n}
inline int weight{n}(const Case{n}& x) {{
  const Provision cites{{{article}, 2, 1}};
  if (in_scope{n}(x) && x.harmful{n}) {{
    return 3 * cites.point;
  }}
  if (x.kind == Kind{n}::sensitive{n} && !in_scope{n}(x)) {{
    return 1;
  }}
  return 0;
}}
/// Within 72 hours.
inline bool notify{n}(const Case{n}& x) {{
  if (!in_scope{n}(x)) {{
    return true;
  }}
  if (!x.told_at.has_value()) {{
    return false;
  }}
  return *x.told_at - x.found_at <= 72L * 3600L;
}}
inline bool told_in_time{n}() {{
  return notify{n}({{0, 3600, 500, true, false, Kind{n}::basic{n}}});
}}""".split("\n")


class TypeScript(Language):
    language_id = "typescript"

    def name(self, file):
        return f"g{file // GROUP:03}/m{file:04}"

    def path(self, file):
        return self.name(file) + ".ts"

    def extra(self):
        return {"tsconfig.json": '{"compilerOptions":{"strict":true,"noEmit":true,"target":"es2022","module":"esnext",'
                                 '"moduleResolution":"bundler","baseUrl":".","types":[]}}\n'}

    def base(self):
        return "base.ts", """// What every file imports.
export interface Provision { article: number; clause: number; point: number }
export function floor_of(persons: number, sensitive: boolean): number { return sensitive ? persons * 3 : persons; }
"""

    def head(self, name, imports):
        return [
            f"// Rules {name}: who has to do what, until when, under which article.",
            "import { floor_of, Provision } from '../base';" if name != "long" else "import { floor_of, Provision } from './base';",
            *[f"import {{ base{BLOCKS * int(one[-4:])} }} from '../{one}';" for one in imports],
            "",
        ]

    def block(self, n, uses):
        also = "".join(f" || base{one}(x.persons)" for one in uses)
        article = n % 30 + 1
        return f"""/** Kinds of data and the case of number {n}. */
export enum Kind{n} {{
  basic{n},
  sensitive{n},
}}
export interface Case{n} {{
  found_at: number; // moment found
  told_at?: number; // moment told
  persons: number; // data subjects
  harmful{n}: boolean; // may cause harm
  encrypted: boolean; // encrypted
  kind: Kind{n}; // kind of data
}}
export function base{n}(persons: number): boolean {{
  return floor_of(persons, true) > {100 + n % 7};
}}
/** Scope: large numbers, unless encrypted. */
export function in_scope{n}(x: Case{n}): boolean {{
  const cites: Provision = {{ article: {article}, clause: 1, point: 0 }};
  if (x.encrypted) {{
    return false;
  }}
  return cites.article > 0 && (x.persons > 100{also});
}}
// Ghi chú {n}
export function weight{n}(x: Case{n}): number {{
  const cites: Provision = {{ article: {article}, clause: 2, point: 1 }};
  if (in_scope{n}(x) && x.harmful{n}) {{
    return 3 * cites.point;
  }}
  if (x.kind === Kind{n}.sensitive{n} && !in_scope{n}(x)) {{
    return 1;
  }}
  return 0;
}}
/** Within 72 hours. */
export function notify{n}(x: Case{n}): boolean {{
  if (!in_scope{n}(x)) {{
    return true;
  }}
  if (x.told_at === undefined) {{
    return false;
  }}
  return x.told_at - x.found_at <= 72 * 3600;
}}""".split("\n")

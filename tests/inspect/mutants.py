"""Modules in which one promise is broken: `phep inspect --verify` refuses each, and says why.

  mutants.py PHEP MODULE.wasm SCRATCH RECORD     RECORD.en.txt and RECORD.vi.txt are compared, or with PHEP_UPDATE written
"""

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

phep, module, scratch, record = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
original = module.read_bytes()
text = subprocess.run(["wasm2wat", module], check=True, capture_output=True, text=True).stdout.splitlines()
words = [line.split() for line in text]


def op(at, *wanted):
    return words[at][: len(wanted)] == list(wanted)


# The meter is the last global. A meter is a run of lines from its global.get to its end.
meter = re.match(r"\s*\(global \(;(\d+);\) \(mut i64\)", [line for line in text if "(mut i64)" in line][-1])[1]


def meter_at(at):
    """The lines of the meter that begins here, or none."""
    if not (op(at, "global.get", meter) and op(at + 1, "i64.const", "1") and op(at + 2, "i64.sub")):
        return None
    end = at
    while not op(end, "end"):
        end += 1
    return range(at, end + 1)


def test_at(at):
    if not (op(at, "global.get", meter) and op(at + 1, "i64.eqz")):
        return None
    end = at
    while words[end][0].rstrip(")") != "end":
        end += 1
    return range(at, end + 1) if op(end, "end") else None  # the last of a function closes it too


heads = [at for at, line in enumerate(words) if line[:1] == ["(func"]]
loops = [at for at, line in enumerate(words) if line[:1] == ["loop"]]
loop_meters = [meter_at(at + 1) for at in loops]
tests = [found for at, line in enumerate(words) if line[:1] == ["call"] for found in [test_at(at + 1)] if found]
entries = [at for at in range(len(text) - 1) if op(at, "i64.const") and op(at + 1, "global.set", meter)]
limit = int(words[entries[0]][1])

functions = {}  # index → line of its head
for at in heads:
    functions[int(re.search(r"\(;(\d+);\)", text[at])[1])] = at
exports = {found[1]: (at, int(found[2])) for at, line in enumerate(text)
           for found in [re.match(r'\s*\(export "([^"]+)" \(func (\d+)\)\)', line)] if found}
image = exports["phep_image"][1]
closing = max(at for at, line in enumerate(text) if line.strip())  # the module's last line


def own_meter(index):
    """The meter at the entry of a function that calls itself, or none."""
    following = [at for at in heads if at > functions[index]] + [len(text)]
    calls = any(op(at, "call", str(index)) for at in range(functions[index], following[0]))
    return meter_at(body_of(index) + 1) if calls else None


def body_of(index):
    """The line before a function's first instruction."""
    at = functions[index]
    return at + 1 if op(at + 1, "(local") else at


entry_meters = [found for index in functions for found in [own_meter(index)] if found]
assert all(loop_meters) and entry_meters and tests and entries, "the module is not what the mutants expect"

# A metered function without a result, or with one, and with an i32 to test.
looping = next(at for at in heads if any(at < loop < (heads + [len(text)])[heads.index(at) + 1] for loop in loops)
               and "(param i32" in text[at])
looping_index = int(re.search(r"\(;(\d+);\)", text[looping])[1])


def without(lines):
    return [line for at, line in enumerate(text) if at not in lines]


def replaced(at, *lines):
    return text[:at] + list(lines) + text[at + 1:]


def inserted(after, *lines):
    return text[: after + 1] + list(lines) + text[after + 1:]


def in_module(*lines):
    """Before the module's closing parenthesis."""
    last = text[closing]
    return text[:closing] + [last.rstrip()[:-1], *lines, ")"]


def change(found, offset, *lines):
    return replaced(found[0] + offset, *lines)


def renamed_global(found):
    other = str(int(meter) + 1)
    lines = [re.sub(r"(global\.[gs]et) \d+", rf"\1 {other}", line) if at in found else line for at, line in enumerate(text)]
    at = next(i for i, line in enumerate(lines) if f"(global (;{meter};)" in line)
    return lines[: at + 1] + [f"  (global (;{other};) (mut i64) (i64.const 9))"] + lines[at + 1:]


def wrapped(found):
    return text[: found[0]] + ["local.get 0", "if", *[text[at] for at in found], "end"] + text[found[-1] + 1:]


def patched(offset, data):
    return original[:offset] + data + original[offset + len(data):]


# The header: magic, version, size, release, known_through, reserved, then sections of eight bytes.
table = original.index(b"PHEPIMG1")
decisions = table + struct.unpack_from("<I", original, table + 56 + 3 * 8)[0]
bound_at = decisions + 64  # Decision::bound
bound = struct.unpack_from("<Q", original, bound_at)[0]
assert (bound + 1) << 32 == limit, "the table is not where it was"

first, last, middle = loop_meters[0], loop_meters[-1], loop_meters[len(loop_meters) // 2]
value_meter = next(found for found in loop_meters if "const" in text[found[-3]])
leave = value_meter[-3]
entry_end = next(at for at in range(entries[0], len(text)) if op(at, "i32.const", "4"))
inner = next(int(words[at][1]) for at in range(entries[0], entry_end) if op(at, "call"))
entry_name = next(name for name, (_, index) in exports.items() if functions[index] < entries[0] < functions[index] + 4)
entry_index = exports[entry_name][1]
arguments = text[functions[entry_index]].count("i32") - 1

MUTANTS = [
    ("the first loop's meter is gone", "P6307", without(first)),
    ("the last loop's meter is gone", "P6307", without(last)),
    ("a middle loop's meter is gone", "P6307", without(middle)),
    ("a meter counts nothing", "P6307", change(first, 1, "i64.const 0")),
    ("a meter counts backward", "P6307", change(first, 1, "i64.const -1")),
    ("a meter adds", "P6307", change(first, 2, "i64.add")),
    ("a meter forgets what it counted", "P6307", change(first, 4, "drop")),
    ("a meter asks another value", "P6307", change(first, 5, "i64.const 5")),
    ("a meter leaves at one", "P6307", change(first, 6, "i64.const 1", "i64.eq")),
    ("a meter leaves when it is not zero", "P6307", change(first, 6, "i64.const 0", "i64.ne")),
    ("a meter leaves with another value", "P6307", replaced(leave, re.sub(r"const 0", "const 7", text[leave]))),
    ("a meter does not leave", "P6307", [("nop" if at in (leave, leave + 1) else line) for at, line in enumerate(text)]),
    ("a meter counts in another global", "P6307", renamed_global(first)),
    ("a meter counts only sometimes", "P6307", wrapped(next(
        found for found, at in zip(loop_meters, loops) if looping < at))),
    ("a loop without a meter", "P6307", inserted(body_of(looping_index), "loop", "br 0", "end")),
    ("a loop that may end, without a meter", "P6307",
     inserted(body_of(looping_index), "loop", "local.get 0", "br_if 0", "end")),
    ("a loop by a table of targets", "P6307",
     inserted(body_of(looping_index), "loop", "block", "local.get 0", "br_table 0 1 0", "end", "end")),
    ("a loop inside one that has a meter", "P6307", inserted(first[-1], "loop", "local.get 0", "br_if 0", "end")),
    ("a recursive function's meter is gone", "P6308", without(entry_meters[0])),
    ("a function calls itself", "P6308", inserted(body_of(image), f"call {image}", "drop")),
    ("two functions call each other", "P6308",
     in_module(f"(func (result i32) call {len(functions) + 1})", f"(func (result i32) call {len(functions)})")),
    ("a call is not followed by a test", "P6309", without(tests[0])),
    ("the last call is not followed by a test", "P6309", without(tests[-1])),
    ("a test asks for one", "P6309", change(tests[0], 1, "i64.const 1", "i64.eq")),
    ("an entry does not tell that it ran out", "P6310", replaced(entry_end, "i32.const 0")),
    ("an entry does not set the meter", "P6310", without(range(entries[-1], entries[-1] + 2))),
    ("an inner function is exported", "P6310",
     replaced(exports[entry_name][0], f'  (export "{entry_name}" (func {inner}))')),
    ("an inner function is exported besides", "P6310", in_module(f'(export "inside" (func {inner}))')),
    ("a function winds the meter up", "P6311", inserted(body_of(looping_index), "i64.const 9", f"global.set {meter}")),
    ("a function calls an entry", "P6311",
     inserted(body_of(looping_index), *["i32.const 0"] * arguments, f"call {entry_index}", "drop")),
    ("the meter is exported", "P6311", in_module(f'(export "meter" (global {meter}))')),
    ("the limit is raised", "P6312", [line.replace(f"i64.const {limit}", f"i64.const {limit + 1}") for line in text]),
    ("the limit is lowered", "P6312", [line.replace(f"i64.const {limit}", "i64.const 1000") for line in text]),
    ("one entry has more than another", "P6310", replaced(entries[-1], f"i64.const {2 * limit}")),
    ("the stated bound is raised", "P6314", patched(bound_at, struct.pack("<Q", bound + 1))),
    ("the stated bound is lowered", "P6313", patched(bound_at, struct.pack("<Q", bound - 1))),
    ("the table is no table", "P6313", patched(table, b"PHEPIMG0")),
    ("the table's address is another", "P6313",
     [re.sub(r"i32\.const \d+", "i32.const 16", line) if functions[image] < at < functions[image] + 2 else line
      for at, line in enumerate(text)]),
    ("a function is imported", "P6302", inserted(0, '(import "env" "now" (func))')),
    ("a global is imported", "P6302", inserted(0, '(import "env" "limit" (global i64))')),
    ("the memory has no maximum", "P6303", [re.sub(r"(\(memory \(;0;\) \d+) \d+", r"\1", line) for line in text]),
    ("the memory grows", "P6304", inserted(body_of(looping_index), "i32.const 1", "memory.grow", "drop")),
    ("a call through a table", "P6305",
     [*inserted(body_of(looping_index), "i32.const 0", "call_indirect (result i32)", "drop")[:-1],
      text[-1].rstrip()[:-1], "(table 1 funcref)", f"(elem (i32.const 0) func {image})", ")"]),
    ("a double", "P6306", inserted(body_of(looping_index), "f64.const 1", "drop")),
    ("a float", "P6306", inserted(body_of(looping_index), "f32.const 1", "i32.trunc_f32_s", "drop")),
    ("a function starts by itself", "P6315", in_module(f"(func call {image} drop)", f"(start {len(functions)})")),
    ("half of the file", "P6301", original[: len(original) // 2]),
    ("a value of another type", "P6301", inserted(body_of(looping_index), "i64.const 1", "i32.eqz", "drop")),
    ("no module", "P6301", b"PK\x03\x04 not a module"),
]


def built(mutant, path):
    if isinstance(mutant, bytes):
        path.write_bytes(mutant)
        return
    source = path.with_suffix(".wat")
    source.write_text("\n".join(mutant) + "\n")
    subprocess.run(["wat2wasm", "--no-check", source, "-o", path], check=True, capture_output=True)


def pictures(path, lang):
    said = subprocess.run([phep, "inspect", path, "--verify", "--lang", lang], capture_output=True, text=True)
    return said.returncode, [line for line in said.stderr.splitlines() if re.match(r"\S+\[P\d+\]: ", line)]


passed = failed = 0
recorded = {"en": [], "vi": []}
for number, (name, code, mutant) in enumerate(MUTANTS):
    path = scratch / f"mutant{number}.wasm"
    try:
        built(mutant, path)
        status, lines = pictures(path, "en")
        holds = status == 5 and any(f"[{code}]" in line for line in lines)
    except subprocess.CalledProcessError as error:
        status, lines, holds = error.returncode, [error.stderr.decode()], False
    passed, failed = passed + holds, failed + (not holds)
    if not holds:
        print(f"{name}: wanted {code}, exit {status}: {lines}")
        continue
    for lang in recorded:
        mine = next(line for line in pictures(path, lang)[1] if f"[{code}]" in line)
        # Numbers of functions change with every change of the code.
        recorded[lang].append(f"{name}\n  " + re.sub(r"(?<![\w.])\d+", "N", mine))

for lang, lines in recorded.items():
    file = Path(f"{record}.{lang}.txt")
    wanted = "\n".join(lines) + "\n"
    if os.environ.get("PHEP_UPDATE"):
        file.write_text(wanted)
    same = file.exists() and file.read_text() == wanted
    passed, failed = passed + same, failed + (not same)
    if not same:
        print(f"{file} differs; PHEP_UPDATE=1 records it")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)

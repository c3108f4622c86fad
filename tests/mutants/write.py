#!/usr/bin/python3
"""Writes all mutants of some rooms into one copy of the sources, where PHEP_MUTANT chooses the one that is made.

    write.py BUILD TREE ROOM…      BUILD: has compile_commands.json; TREE: the copy, whose files of the ROOMs are rewritten

TREE/mutants.json names them: [{"id", "file", "line", "function", "kind", "text"}]. Mutated are bodies of functions in .cpp files that
are not constexpr, outside macros: comparisons, arithmetic, integers by one, conditions negated, statements dropped, neighbouring
arguments of one type swapped, functions left at once. What does not compile is taken back, line by line.
"""

import json
import pathlib
import re
import subprocess
import sys

from clang.cindex import BinaryOperator, Config, CursorKind, Index, TokenKind, TypeKind

Config.set_library_file("/usr/lib/x86_64-linux-gnu/libclang-19.so.1")

COMPARED = {BinaryOperator.LT: "lt", BinaryOperator.LE: "le", BinaryOperator.GT: "gt", BinaryOperator.GE: "ge"}
SAME = {BinaryOperator.EQ: "eq", BinaryOperator.NE: "ne"}
COUNTED = {BinaryOperator.Add: "add", BinaryOperator.Sub: "sub", BinaryOperator.Mul: "mul", BinaryOperator.Div: "div",
           BinaryOperator.Rem: "rem"}
INTEGERS = {TypeKind.INT, TypeKind.UINT, TypeKind.LONG, TypeKind.ULONG, TypeKind.LONGLONG, TypeKind.ULONGLONG, TypeKind.INT128,
            TypeKind.UINT128, TypeKind.SHORT, TypeKind.USHORT, TypeKind.CHAR_S, TypeKind.SCHAR, TypeKind.UCHAR}
SMALL = {*INTEGERS, TypeKind.BOOL, TypeKind.ENUM, TypeKind.POINTER}
FUNCTIONS = {CursorKind.FUNCTION_DECL, CursorKind.CXX_METHOD, CursorKind.CONSTRUCTOR, CursorKind.CONVERSION_FUNCTION}
STATEMENTS = {CursorKind.CALL_EXPR, CursorKind.BINARY_OPERATOR, CursorKind.COMPOUND_ASSIGNMENT_OPERATOR, CursorKind.UNARY_OPERATOR}
NAMED = {CursorKind.DECL_REF_EXPR, CursorKind.MEMBER_REF_EXPR}
CONSTANT = {CursorKind.CASE_STMT, CursorKind.STATIC_ASSERT, CursorKind.ENUM_CONSTANT_DECL}
ASSIGNED = {BinaryOperator.Assign}


def kind_of(cursor):
    return cursor.type.get_canonical().kind


class Writer:
    """One file: its mutants, and what is to be inserted where."""

    def __init__(self, path, unit, first):
        self.path, self.next = path, first
        self.text = pathlib.Path(path).read_bytes()
        self.macros = [(c.extent.start.offset, c.extent.end.offset) for c in unit.cursor.get_children()
                       if c.kind == CursorKind.MACRO_INSTANTIATION and c.location.file and c.location.file.name == path]
        self.mutants = []  # with "edits": [(offset, 0 behind or 1 before, -the other end, rank among equals, text to insert, bytes to leave out)]

    def words(self, cursor):
        return self.text[cursor.extent.start.offset:cursor.extent.end.offset].decode()

    def in_macro(self, cursor):
        first, last = cursor.extent.start.offset, cursor.extent.end.offset
        return any(first < end and last > start for start, end in self.macros)

    def add(self, cursor, function, kind, count, before, after="", op=None):
        """`count` mutants at a cursor: `before` (in which # is the first one's number) and `after` around it, and a comma for `op`."""
        first, last = cursor.extent.start.offset, cursor.extent.end.offset
        edits = [(first, 1, -last, self.next, before.replace("#", str(self.next)), 0)]
        if after:
            edits.append((last, 0, -first, -self.next, after, 0))
        if op:
            edits.append((op[0], 1, 0, 0, ",", op[1]))
        self.mutants.append({"id": self.next, "count": count, "file": self.path, "line": cursor.extent.start.line, "function": function, "kind": kind,
                             "text": self.words(cursor)[:120], "edits": edits})
        self.next += count

    def operator(self, cursor):
        """Where a binary operator's sign stands: its offset and length."""
        left, right = cursor.get_children()
        for token in cursor.get_tokens():
            at = token.extent.start.offset
            if left.extent.end.offset <= at < right.extent.start.offset and token.kind == TokenKind.PUNCTUATION and token.spelling not in ("(", ")"):
                return at, len(token.spelling)
        return None

    def body(self, function, cursor):
        result = function.result_type.get_canonical().kind
        name = function.spelling
        inside = list(cursor.get_children())
        if inside and function.kind != CursorKind.CONSTRUCTOR and result not in (TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE):
            at = cursor.extent.start.offset + 1
            self.mutants.append({"id": self.next, "count": 1, "file": self.path, "line": cursor.extent.start.line, "function": name,
                                 "kind": "left at once", "text": name,
                                 "edits": [(at, 0, 0, 0, f" if (phep::mutants::is({self.next})) return{'' if result == TypeKind.VOID else ' {}'};", 0)]})
            self.next += 1
        self.visit(cursor, name)

    def visit(self, cursor, name, parent=None):
        kind = cursor.kind
        if kind in CONSTANT:
            if kind == CursorKind.CASE_STMT:
                for child in list(cursor.get_children())[1:]:
                    self.visit(child, name, cursor)
            return
        if kind == CursorKind.VAR_DECL and re.match(r"(static )?constexpr\b", self.words(cursor)):
            return
        if not self.in_macro(cursor):
            self.at(cursor, kind, name, parent)
        for child in cursor.get_children():
            self.visit(child, name, cursor)

    def at(self, cursor, kind, name, parent):
        children = list(cursor.get_children())
        if kind == CursorKind.BINARY_OPERATOR and len(children) == 2:
            self.binary(cursor, children, name)
        elif kind == CursorKind.INTEGER_LITERAL and kind_of(cursor) in INTEGERS and self.words(cursor)[:1].isdigit():
            self.add(cursor, name, "integer by one", 2, "phep::mutants::off(#, ", ")")
        elif kind in (CursorKind.IF_STMT, CursorKind.WHILE_STMT) and children:
            self.condition(cursor, children, name)
        elif kind == CursorKind.CALL_EXPR:
            self.call(cursor, name)
        if parent is not None and parent.kind == CursorKind.COMPOUND_STMT:
            bare = children[0] if kind == CursorKind.UNEXPOSED_EXPR and len(children) == 1 else cursor
            if bare.kind in STATEMENTS and (bare.kind != CursorKind.BINARY_OPERATOR or bare.binary_operator in ASSIGNED):
                self.add(cursor, name, "statement dropped", 1, "if (phep::mutants::keep(#)) ")

    def binary(self, cursor, children, name):
        kinds = [kind_of(child) for child in children]
        sign = cursor.binary_operator
        for table, label, count, allowed in ((COMPARED, "comparison", 2, SMALL), (SAME, "comparison", 1, SMALL), (COUNTED, "arithmetic", 1, INTEGERS)):
            if sign in table and all(kind in allowed for kind in kinds) and (op := self.operator(cursor)):
                self.add(cursor, name, label, count, f"phep::mutants::{table[sign]}(#, ", ")", op)

    def condition(self, cursor, children, name):
        head = self.text[cursor.extent.start.offset:children[0].extent.start.offset].decode()
        if re.fullmatch(r"(if|while) \(", head) and children[0].kind not in (CursorKind.VAR_DECL, CursorKind.DECL_STMT) and not self.in_macro(children[0]):
            self.add(children[0], name, "condition negated", 1, "phep::mutants::negate(#, static_cast<bool>(", "))")

    def call(self, cursor, name):
        arguments = list(cursor.get_arguments())
        for one, other in zip(arguments, arguments[1:]):
            plain = [one, other]
            while any(c.kind == CursorKind.UNEXPOSED_EXPR for c in plain):
                plain = [next(c.get_children(), c) if c.kind == CursorKind.UNEXPOSED_EXPR else c for c in plain]
                if any(c.kind == CursorKind.UNEXPOSED_EXPR and not list(c.get_children()) for c in plain):
                    return
            same = plain[0].type.get_canonical().spelling == plain[1].type.get_canonical().spelling
            words = [self.words(c) for c in (one, other)]
            between = self.text[one.extent.end.offset:other.extent.start.offset].decode()
            # An operator that a class defines is a call, too.
            if same and re.fullmatch(r"\s*,\s*", between) and all(c.kind in NAMED for c in plain) and words[0] != words[1] and all(re.fullmatch(r"[\w.]+", w) for w in words):
                first, last = one.extent, other.extent
                begin, end = first.start.offset, last.end.offset
                self.mutants.append({"id": self.next, "count": 1, "file": self.path, "line": first.start.line, "function": name, "kind": "arguments swapped",
                                     "text": ", ".join(words), "edits": [
                                         (begin, 1, -end, 0, f"phep::mutants::pick({self.next}, {words[0]}, {words[1]}), phep::mutants::pick({self.next}, {words[1]}, {words[0]})", end - begin)]})
                self.next += 1
                return

    def rewritten(self):
        """The file with all its mutants: insertions at one place go outermost first before it, innermost first behind it."""
        out, at = b"", 0
        for offset, _, _, _, words, left_out in sorted(edit for mutant in self.mutants for edit in mutant["edits"]):
            if offset < at:
                continue
            out += self.text[at:offset] + words.encode()
            at = offset + left_out
        include = b'#include "compiler/base/mutant.h"\n#line 1 "' + pathlib.Path(self.path).name.encode() + b'"\n'
        return include + out + self.text[at:]


def functions(cursor, path):
    for child in cursor.get_children():
        if child.location.file is None or child.location.file.name != path:
            continue
        if child.kind in FUNCTIONS and child.is_definition():
            yield child
        elif child.kind in (CursorKind.NAMESPACE, CursorKind.CLASS_DECL, CursorKind.STRUCT_DECL):
            yield from functions(child, path)


def constexpr(function):
    tokens = []
    for token in function.get_tokens():
        if token.spelling in ("{", "("):
            break
        tokens.append(token.spelling)
    return "constexpr" in tokens or "consteval" in tokens


def flags_of(build, room):
    """The flags of a room's library, whose commands may compile several files at once."""
    for entry in json.loads(pathlib.Path(build, "compile_commands.json").read_text()):
        words = entry["command"].split()
        if any(f"/phep_{room}.dir/" in word for word in words):
            return [w for i, w in enumerate(words) if w.startswith(("-I", "-D", "-std", "-isystem")) or words[i - 1] == "-isystem"]
    sys.exit(f"no command of {build}/compile_commands.json compiles a file of the room {room}")


def mutate(root, room, flags, first):
    """Mutates a room's files; yields a writer for each."""
    for path in sorted(pathlib.Path(root, room).glob("*.cpp")):
        unit = Index.create().parse(str(path), args=["-x", "c++", *flags, "-I/usr/lib/llvm-19/lib/clang/19/include", f"-I{root}", "-w", '-D__FILE_NAME__=""'],
                                    options=1)
        errors = [d for d in unit.diagnostics if d.severity >= 3]
        if errors:
            sys.exit(f"{path}: {errors[0]}")
        writer = Writer(str(path), unit, first)
        for function in functions(unit.cursor, str(path)):
            if constexpr(function):
                continue
            body = [child for child in function.get_children() if child.kind == CursorKind.COMPOUND_STMT]
            if body and not writer.in_macro(function):
                writer.body(function, body[-1])
        first = writer.next
        yield writer


def settle(writer, target, flags, tree):
    """Writes a file and takes back what does not compile, line by line."""
    taken_back = 0
    while True:
        target.write_bytes(writer.rewritten())
        done = subprocess.run(["clang++-19", "-fsyntax-only", "-w", "-Wno-c++11-narrowing", "-ferror-limit=0", *flags, f"-I{tree}", str(target)], capture_output=True, text=True)
        if done.returncode == 0:
            return taken_back
        lines = {int(n) for n in re.findall(rf"^{re.escape(target.name)}:(\d+):\d+: (?:error|note)", done.stderr, re.M)}
        lines |= {int(n) for n in re.findall(rf"{re.escape(str(target))}:(\d+):\d+: error", done.stderr)}
        keep = [m for m in writer.mutants if m["line"] not in lines]
        if len(keep) == len(writer.mutants):
            keep = []
        taken_back += sum(m["count"] for m in writer.mutants) - sum(m["count"] for m in keep)
        writer.mutants = keep


def main():
    build, tree, *rooms = sys.argv[1:]
    root = pathlib.Path.cwd()
    tree = pathlib.Path(tree).resolve()
    all_mutants, first, taken_back = [], 1, 0
    count = tree / "compiler/base/mutants.h"
    count.write_text("#define PHEP_MUTANTS 1\n")
    (tree / "compiler/base/mutant.h").write_text((root / "tests/mutants/mutant.h").read_text())
    for room in rooms:
        flags = flags_of(build, pathlib.Path(room).name)
        inside = [word.replace(f"-I{root}", f"-I{tree}") for word in flags]
        for writer in mutate(root, room, flags, first):
            first = writer.next
            name = str(pathlib.Path(writer.path).relative_to(root))
            taken_back += settle(writer, tree / name, inside, tree)
            for mutant in writer.mutants:
                for n in range(mutant["count"]):
                    all_mutants.append({"id": mutant["id"] + n, "file": name, **{k: mutant[k] for k in ("line", "function", "kind", "text")}, "way": n})
        print(f"{room}: {len(all_mutants)} mutants so far, {taken_back} taken back", flush=True)
    count.write_text(f"#pragma once\n#define PHEP_MUTANTS {first - 1}\n")
    (tree / "mutants.json").write_text(json.dumps(all_mutants, indent=0, ensure_ascii=False))


if __name__ == "__main__":
    main()

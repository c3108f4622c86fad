"""The declarations of the library's sources, in either language: enough to name them, no more than the grammar's first words."""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STDLIB = ROOT / "stdlib"

WORDS = {
    "duty": "duty", "nghĩa vụ": "duty", "prohibition": "prohibition", "cấm": "prohibition", "permission": "permission", "được phép": "permission",
    "power": "power", "thẩm quyền": "power", "encouragement": "encouragement", "khuyến khích": "encouragement", "rule": "rule", "quy tắc": "rule",
    "record": "record", "dữ kiện": "record", "enum": "enum", "liệt kê": "enum", "party": "party", "bên": "party", "action": "action", "hành vi": "action",
    "reading": "reading", "cách hiểu": "reading", "instrument": "instrument", "văn bản": "instrument", "overlay": "overlay", "quy định tạm thời": "overlay",
    "source": "source", "nguồn": "source", "decision": "decision", "quyết định": "decision", "elect": "elect", "lựa chọn": "elect",
    "closed list": "closed list", "danh mục": "closed list", "calendar": "calendar", "lịch": "calendar",
}
HEAD = re.compile(r"(" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\s+([^\W\d][\w.]*)(.*)")
LABEL = r'"((?:[^"\\]|\\.)*)"'
FIELD = re.compile(r"  (\w+)\s*:\s*(.+?)(?=\s+(?:vi|en)\s+\"|\s*$)")
MEMBER = re.compile(r"  (\w+)\b")


class Declaration:
    def __init__(self, module, kind, name, head, body):
        self.module, self.kind, self.name, self.head, self.body = module, kind, name, head, body

    @property
    def qualified(self):
        return f"{self.module}.{self.name}"

    def rows(self):
        """Its lines without comments; a line that begins deeper belongs to the one above."""
        out = []
        for line in self.body:
            if line.strip().startswith("//") or not line.strip():
                continue
            if line.startswith("   ") and out:
                out[-1] += " " + line.strip()
            else:
                out.append(line.rstrip())
        return out

    def fields(self):
        """Of a record: name, type and whether both labels stand."""
        for row in self.rows():
            found = FIELD.match(row)
            if found:
                yield found[1], found[2].strip(), bool(re.search(r"\bvi\s+" + LABEL, row) and re.search(r"\ben\s+" + LABEL, row))

    def members(self):
        """Of an enumeration or a reading."""
        return [found[1] for found in map(MEMBER.match, self.rows()) if found]


def program(path, text):
    """What of the file is code; the prose of a literate file becomes empty lines."""
    if path.suffix != ".md":
        return text
    inside, out = False, []
    for line in text.splitlines():
        fence = line.startswith("```")
        out.append(line if inside and not fence else "")
        if fence:
            inside = not inside and line.strip() == "```phep"
    return "\n".join(out)


class Module:
    def __init__(self, path, text):
        text = program(path, text)
        self.path, self.lines = path, text.splitlines()
        self.name = re.sub(r"\.phep(\.md)?$", "", str(path.relative_to(STDLIB))).replace("/", ".")
        self.uses = re.findall(r"^(?:use|dùng)\s+([\w.]+)", text, re.M)
        self.declarations = []
        for i, line in enumerate(self.lines):
            found = HEAD.match(line)
            # The header's calendar line names one and declares none.
            if not found or (WORDS[found[1]] in ("calendar", "source") and "{" not in found[3]):
                continue
            body = []
            if "{" in found[3] and "}" not in found[3]:
                for further in self.lines[i + 1 :]:
                    if further.startswith("}"):
                        break
                    body.append(further)
            self.declarations.append(Declaration(self.name, WORDS[found[1]], found[2], found[3], body))


def modules():
    paths = sorted([*STDLIB.rglob("*.phep"), *STDLIB.rglob("*.phep.md")])
    return [Module(p, p.read_text(encoding="utf-8")) for p in paths]


def of_kind(all_modules, *kinds):
    return [d for m in all_modules for d in m.declarations if d.kind in kinds]

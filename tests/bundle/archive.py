"""Bundles written by hand, as phep writes them and otherwise; nothing of phep is used."""

import hashlib
import json

END = b"\0" * 1024


def header(path, size, kind=b"0", link=b"", mode=b"0000644"):
    path = path if isinstance(path, bytes) else path.encode()
    prefix = b""
    if len(path) > 100:
        prefix, path = path.rsplit(b"/", 1)
    fields = [(path, 100), (mode, 8), (b"0000000", 8), (b"0000000", 8), (b"%011o" % size, 12), (b"0" * 11, 12), (b" " * 8, 8), (kind, 1), (link, 100),
              (b"ustar\0" b"00", 8), (b"", 32), (b"", 32), (b"0000000", 8), (b"0000000", 8), (prefix, 155), (b"", 12)]
    block = b"".join(text.ljust(width, b"\0") for text, width in fields)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def entry(path, data, **how):
    return header(path, len(data), **how) + data + b"\0" * (-len(data) % 512)


def in_order(files):
    return sorted(files, key=lambda item: item[0].encode())


def listed(files):
    return [{"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for path, data in files]


def text_of(manifest):
    return (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()


def bundle_of(about, files, manifest=None, entries=None, end=END):
    """The bundle of these files; the manifest or the entries may be others than they give. `about` is a manifest whose head it has."""
    if manifest is None:
        manifest = text_of({**about, "files": listed(files)})
    body = b"".join(entry(path, data) for path, data in files) if entries is None else entries
    return entry("bundle.json", manifest) + body + end

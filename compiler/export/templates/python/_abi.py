"""The policy's C interface. A call holds no lock of Python's."""

from __future__ import annotations

import ctypes
import datetime as dt
import threading
from pathlib import Path
from typing import Optional, Sequence, Tuple

OK, BAD_ARGUMENT, BAD_FACTS, SMALL_ARENA, LIMIT = range(5)
WITH_CERTIFICATE = 1
SLOW_PATH = 2
_NO_DATE = -(1 << 31)
_EPOCH_DAY = dt.date(1970, 1, 1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
_MOST = 1 << 30


class Options(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("as_of", ctypes.c_int64),
        ("law_date", ctypes.c_int32),
        ("reading_count", ctypes.c_uint32),
        ("readings", ctypes.POINTER(ctypes.c_int32)),
    ]


def options(as_of: dt.datetime, law_date: Optional[dt.date], readings: Sequence[int], flags: int) -> Options:
    if not isinstance(as_of, dt.datetime) or as_of.utcoffset() is None:
        raise ValueError("as_of needs a datetime with its time zone")
    if law_date is not None and (isinstance(law_date, dt.datetime) or not isinstance(law_date, dt.date)):
        raise ValueError("law_date needs a date")
    made = Options()
    made.size = ctypes.sizeof(Options)
    made.flags = flags
    made.as_of = (as_of - _EPOCH) // dt.timedelta(milliseconds=1)
    made.law_date = _NO_DATE if law_date is None else (law_date - _EPOCH_DAY).days
    made.reading_count = len(readings)
    made.readings = (ctypes.c_int32 * len(readings))(*readings)
    return made


class _Buffers(threading.local):
    """Memory of one thread."""

    def __init__(self) -> None:
        self.out = ctypes.create_string_buffer(1 << 14)
        self.arena = ctypes.create_string_buffer(1 << 18)


class Library:
    def __init__(self, path: Path) -> None:
        self._library = ctypes.CDLL(str(path))
        self._buffers = _Buffers()
        version = self._library.phep_abi_version
        version.restype = ctypes.c_uint32
        version.argtypes = []
        if version() != {{abi}}:
            raise ImportError(f"{path.name}: ABI {version()} instead of {{abi}}")

    def decide_json(self, name: str, text: bytes, chosen: Options) -> Tuple[int, bytes]:
        call = getattr(self._library, name + "_decide_json")
        call.restype = ctypes.c_int
        size = ctypes.c_size_t
        written = size(0)
        buffers = self._buffers
        while True:
            out, arena = buffers.out, buffers.arena
            status = call(
                text, size(len(text)), ctypes.byref(chosen), out, size(len(out)), ctypes.byref(written), arena,
                size(len(arena)))
            if status == SMALL_ARENA and written.value > len(out):
                buffers.out = ctypes.create_string_buffer(2 * written.value)
            elif status == SMALL_ARENA and len(arena) < _MOST:
                buffers.arena = ctypes.create_string_buffer(4 * len(arena))
            else:
                return status, ctypes.string_at(out, written.value) if status in (OK, BAD_FACTS) else b""

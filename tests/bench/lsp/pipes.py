"""A language client on one thread: a moment is taken before a message is written and after the answer was read."""

import json
import os
import select
import subprocess
import time


class Silent(Exception):
    """The server ended, or said nothing for too long."""


def frame(message):
    body = json.dumps(message, ensure_ascii=False).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


class Pipes:
    def __init__(self, command, cwd=None, environment=None):
        self.process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=dict(os.environ, PHEP_LANG="en", PHEP_TODAY="2026-03-10", **(environment or {})),
        )
        self.pid = self.process.pid
        self.read_end = self.process.stdout.fileno()
        self.write_end = self.process.stdin.fileno()
        os.set_blocking(self.write_end, False)
        self.bytes = b""
        self.kept = []  # messages that nobody has waited for yet
        self.next_id = 0

    # ---- out ----

    def write(self, data):
        """Reads while the pipe is full: a server may be writing to us."""
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self.write_end, view):]
            except BlockingIOError:
                if select.select([self.read_end], [self.write_end], [], 60)[0]:
                    self.bytes += os.read(self.read_end, 1 << 20)

    def request_bytes(self, method, params):
        self.next_id += 1
        return self.next_id, frame({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params})

    @staticmethod
    def notification_bytes(method, params):
        return frame({"jsonrpc": "2.0", "method": method, "params": params})

    def notify(self, method, params):
        self.write(self.notification_bytes(method, params))

    def request(self, method, params, timeout=300):
        number, data = self.request_bytes(method, params)
        self.write(data)
        return self.answer(number, timeout)

    # ---- in ----

    def _frame(self, timeout):
        """The bytes of the next message."""
        until = time.monotonic() + timeout
        while True:
            head = self.bytes.find(b"\r\n\r\n")
            if head >= 0:
                at = self.bytes.lower().find(b"content-length:", 0, head)
                length = int(self.bytes[at + 15:head].split(b"\r\n")[0])
                if len(self.bytes) >= head + 4 + length:
                    body = self.bytes[head + 4:head + 4 + length]
                    self.bytes = self.bytes[head + 4 + length:]
                    return body
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.read_end], [], [], left)[0]:
                raise Silent(f"nothing for {timeout} s")
            more = os.read(self.read_end, 1 << 20)
            if not more:
                raise Silent("the server ended")
            self.bytes += more

    def _next(self, timeout):
        """The next message and when its last byte was here; requests of the server are answered."""
        body = self._frame(timeout)
        moment = time.perf_counter_ns()
        message = json.loads(body)
        if "method" in message and "id" in message:
            result = None
            if message["method"] == "workspace/configuration":
                result = [None for _ in message["params"]["items"]]
            self.write(frame({"jsonrpc": "2.0", "id": message["id"], "result": result}))
        return message, moment

    def wait(self, wanted, timeout=300):
        """The first message that `wanted` accepts, and its moment."""
        for i, (message, moment) in enumerate(self.kept):
            if wanted(message):
                self.kept.pop(i)
                return message, moment
        until = time.monotonic() + timeout
        while True:
            message, moment = self._next(max(until - time.monotonic(), 0.001))
            if wanted(message):
                return message, moment
            self.kept.append((message, moment))
            if len(self.kept) > 4000:
                del self.kept[:2000]

    def answer_at(self, number, timeout=300):
        return self.wait(lambda m: m.get("id") == number and "method" not in m, timeout)

    def answer(self, number, timeout=300):
        return self.answer_at(number, timeout)[0]

    def forget(self):
        """What was said so far is of no interest."""
        while self.bytes or select.select([self.read_end], [], [], 0)[0]:
            self._next(5)
        self.kept.clear()

    # ---- the process ----

    def _of_threads(self, name):
        """What /proc says of each thread that lives; some servers end theirs while they are looked at."""
        for task in os.listdir(f"/proc/{self.pid}/task"):
            try:
                with open(f"/proc/{self.pid}/task/{task}/{name}", encoding="ascii") as file:
                    yield file.read()
            except (FileNotFoundError, ProcessLookupError):
                pass

    def cpu_ns(self):
        """Time on a processor so far, of all threads that live; children apart."""
        return sum(int(text.split()[0]) for text in self._of_threads("schedstat"))

    def wakeups(self):
        return sum(int(line.split()[1]) for text in self._of_threads("status")
                   for line in text.splitlines() if "ctxt_switches" in line)

    def resident_mb(self):
        """Of the process and its children."""
        pids = [self.pid]
        for pid in pids:
            try:
                with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
                    pids += [int(child) for child in file.read().split()]
            except OSError:
                pass
        total = 0
        for pid in pids:
            try:
                with open(f"/proc/{pid}/status", encoding="ascii") as file:
                    total += sum(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
            except OSError:
                pass
        return total / 1024

    def stop(self):
        try:
            self.request("shutdown", None, 10)
            self.notify("exit", None)
            self.process.wait(10)
        except (Silent, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()
            except OSError:
                pass

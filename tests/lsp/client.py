"""A language client over pipes, small enough to read: frames, ids, and what the server asks of a client."""

import json
import os
import queue
import subprocess
import threading


class Ended(Exception):
    """The server closed its output, or said nothing for too long."""


class Client:
    patience = 20  # seconds

    def __init__(self, command, environment=None):
        env = dict(os.environ, PHEP_LANG="en", PHEP_TODAY="2026-03-10")
        env.update(environment or {})
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
        )
        self.next_id = 1
        self.inbox = queue.Queue()
        self.waiting = []  # messages that were read and not asked for yet
        self.asked = []  # requests of the server that were answered
        self.told = set()  # what the server said on its own, by name
        self.settings = None  # what workspace/configuration answers
        threading.Thread(target=self._read, daemon=True).start()

    # ---- out ----

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps(message, ensure_ascii=False).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, params=None):
        self.send({"jsonrpc": "2.0", "method": method, "params": params if params is not None else {}})

    def start(self, method, params=None):
        number = self.next_id
        self.next_id += 1
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number

    # ---- in ----

    def _frame(self):
        """The content of the next message; None at the end, also where `kill` closed the pipe while it was read."""
        out, length = self.process.stdout, None
        try:
            while (line := out.readline()) not in (b"\r\n", b"\n"):
                if not line:
                    return None
                name, _, value = line.decode().partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            return out.read(length)
        except ValueError:
            if not out.closed:
                raise
            return None

    def _read(self):
        while (content := self._frame()) is not None:
            self.inbox.put(json.loads(content))
        self.inbox.put(None)

    def _next(self, timeout):
        timeout = timeout or self.patience
        try:
            message = self.inbox.get(timeout=timeout)
        except queue.Empty:
            raise Ended("the server said nothing for %s s" % timeout) from None
        if message is None:
            self.inbox.put(None)
            raise Ended("the server closed its output")
        if "method" in message:
            self.told.add(message["method"])
        if "method" in message and "id" in message:
            self.asked.append(message)
            result = None
            if message["method"] == "workspace/configuration":
                result = [self.settings for _ in message["params"]["items"]]
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        return message

    def wait(self, wanted, timeout=None):
        """The first message that `wanted` accepts, read already or still to come; others stay."""
        for i, message in enumerate(self.waiting):
            if wanted(message):
                return self.waiting.pop(i)
        while True:
            message = self._next(timeout)
            if wanted(message):
                return message
            self.waiting.append(message)

    def response(self, number, timeout=None):
        return self.wait(lambda m: m.get("id") == number and "method" not in m, timeout)

    def notification(self, method, timeout=None):
        return self.wait(lambda m: m.get("method") == method, timeout)

    def request(self, method, params=None, timeout=None):
        return self.response(self.start(method, params), timeout)

    # ---- end ----

    def stop(self):
        """Shuts the server down as the protocol wants it; its exit code."""
        try:
            self.request("shutdown")
            self.notify("exit")
            return self.process.wait(timeout=10)
        except (BrokenPipeError, Ended):
            return self.process.wait(timeout=10)
        finally:
            self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except OSError:
                pass

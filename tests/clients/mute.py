#!/usr/bin/env python3
"""Stands before the language server and keeps back what it says of PHEP_MUTED: how a check is seen to fail."""

import json
import os
import subprocess
import sys
import threading

MUTED = os.environ["PHEP_MUTED"].split()
server = subprocess.Popen([os.environ["PHEP_SERVER"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
lock = threading.Lock()


def frames(stream):
    while True:
        size = None
        while (line := stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                size = int(value)
        if size is None:
            return
        yield stream.read(size)


def send(stream, body):
    with lock:
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()


def from_server():
    for body in frames(server.stdout):
        if json.loads(body).get("method") not in MUTED:
            send(sys.stdout.buffer, body)


threading.Thread(target=from_server, daemon=True).start()
for body in frames(sys.stdin.buffer):
    message = json.loads(body)
    if message.get("method") not in MUTED:
        send(server.stdin, body)
    elif "id" in message:
        send(sys.stdout.buffer, json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode())
server.stdin.close()
sys.exit(server.wait())

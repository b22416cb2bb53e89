"""A server that means harm costs a bounded time and a bounded memory, and is written down."""
import gzip
import json
import os
import socket
import threading
import time

import pytest

# In KiB: what the command needs for itself, and not a multiple of what the server sends.
MEMORY = 400 << 10
SECONDS = 60


def endless_header(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\nx-a: ")
    while True:
        wire.sendall(b"a" * 65536)


def endless_headers(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        wire.sendall(b"x-a: b\r\n" * 4096)


def claim_of_10_gigabytes(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                 b"content-length: 10737418240\r\n\r\n{\"data\":[{\"b64_json\":\"")
    while True:
        wire.sendall(b"AAAA" * 16384)


def slow_drip(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    while True:
        wire.sendall(b" ")
        time.sleep(0.2)


def silence(wire):
    time.sleep(SECONDS * 2)


def bomb(wire):
    body = gzip.compress(gzip.compress(b"\0" * (1 << 28)))
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip, gzip\r\n"
                 b"content-length: %d\r\n\r\n" % len(body) + body)


def single_bomb(wire):
    body = gzip.compress(b"[" + b"0," * (1 << 26) + b"0]")
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n"
                 b"content-length: %d\r\n\r\n" % len(body) + body)


def deep_json(wire):
    body = b'{"data":' + b"[" * 5_000_000
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
                 % len(body) + body)


def many_values(wire):
    body = b'{"data":[' + b"0," * 5_000_000 + b"0]}"
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
                 % len(body) + body)


def endless_event(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
                 b'data: {"type":"image_generation.partial_image","x":"')
    while True:
        wire.sendall(b"a" * 65536)


def endless_field(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
    while True:
        wire.sendall(b"a" * 65536)


def endless_comments(wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
    while True:
        wire.sendall(b":\n\n" * 20000)


def endless_error(wire):
    wire.sendall(b"HTTP/1.1 401 Unauthorized\r\ncontent-type: text/html\r\n\r\n")
    while True:
        wire.sendall(b"<p>no</p>" * 7000)


def garbage(wire):
    wire.sendall(os.urandom(1 << 20))


class HostileServer:
    """Reads each request's head and body, then does its worst until the client has had enough."""

    def __init__(self, worst):
        self.worst = worst
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = "http://127.0.0.1:%d/v1" % self.door.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                wire, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=[wire], daemon=True).start()

    def answer(self, wire):
        with wire:
            try:
                wire.recv(1 << 16)
                self.worst(wire)
            except OSError:
                pass

    def close(self):
        self.door.close()


@pytest.fixture
def hostile(request):
    server = HostileServer(request.param)
    yield server
    server.close()


WORST = [
    (endless_header, False, 6), (endless_headers, False, 6), (claim_of_10_gigabytes, False, 6),
    (slow_drip, False, 6), (silence, False, 6), (bomb, False, 6), (single_bomb, False, 6),
    (deep_json, False, 6), (many_values, False, 6), (endless_event, True, 6),
    (endless_field, True, 6), (endless_comments, True, 6), (endless_error, False, 5),
    (garbage, False, 6),
]


@pytest.mark.parametrize(
    "hostile, streams, code", WORST, indirect=["hostile"], ids=[worst.__name__ for worst, _, _ in WORST])
def test_a_hostile_server_costs_bounded_time_and_memory(candid, hostile, streams, code):
    began = time.monotonic()
    process = candid.popen(
        "generate", "a pear", "--engine", "openai", "-o", "out.png", "--json",
        *(["--partials", "1"] if streams else []),
        env={"OPENAI_API_KEY": "sk-hostile", "OPENAI_BASE_URL": hostile.address,
             "CANDID_TIMEOUT": "3"},
        stdout=(candid.folder / "out").open("wb"), stderr=(candid.folder / "err").open("wb"))
    alarm = threading.Timer(SECONDS, process.kill)
    alarm.start()
    _, status, usage = os.wait4(process.pid, 0)
    alarm.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    said = (candid.folder / "err").read_text() + (candid.folder / "out").read_text()
    print(hostile.worst.__name__, process.returncode, f"{took:.1f}s", usage.ru_maxrss >> 10, said)
    assert process.returncode == code, said
    assert took < SECONDS and usage.ru_maxrss < MEMORY
    assert "sk-hostile" not in said and not (candid.folder / "out.png").exists()
    (receipt,) = candid.json("log")["receipts"]
    assert receipt["state"] != "running"

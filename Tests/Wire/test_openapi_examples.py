"""The examples of OpenAI's own description through the gateway: requests and answers, to the byte.

Read in place, as in test_openapi.py. A recorder stands for the provider and gives each example's answer.
"""
import http.client
import http.server
import json
import os
import re
import threading

import pytest

from conftest import listening
from test_openapi import description  # noqa: F401 (a fixture)

PATHS = "/images/generations", "/responses", "/chat/completions"


def examples(description):
    """Path, title, body and answer of every example whose request is a JSON body."""
    for path in PATHS:
        for example in description["paths"][path]["post"]["x-oaiMeta"]["examples"]:
            found = re.search(r"-d '(\{.*\})'", example["request"]["curl"], re.S)
            if found and example.get("response"):
                body = found.group(1).replace("VAR_chat_model_id", "gpt-5.4")
                yield path, example["title"], body.encode(), example["response"].encode()


@pytest.fixture
def gateway(request, tmp_path):
    seen, answers = [], []

    class Desk(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            seen.append(self.rfile.read(int(self.headers["content-length"])))
            answer = answers[-1]
            streams = answer.startswith(b"event:") or b"chat.completion.chunk" in answer
            self.send_response(200)
            self.send_header("content-type", "text/event-stream" if streams else "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with listening(
        os.path.abspath(request.config.getoption("--candid")), "serve", "--port", "0",
        OPENAI_BASE_URL=f"http://127.0.0.1:{server.server_port}/v1", OPENAI_API_KEY="sk-ours",
        CANDID_LEDGER=str(tmp_path), HOME=str(tmp_path), CANDID_ENGINE="openai",
    ) as address:
        yield address.removeprefix("http://").removesuffix("/v1"), seen, answers
    server.shutdown()
    server.server_close()


def test_every_example_passes_both_ways_to_the_byte(description, gateway):  # noqa: F811
    host, seen, answers = gateway
    problems, count = [], 0
    for path, title, body, answer in examples(description):
        count += 1
        answers.append(answer)
        seen.clear()
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request("POST", "/v1" + path, body, {"content-type": "application/json"})
        try:
            reply = connection.getresponse()
            got = reply.read()
        except http.client.HTTPException as problem:
            problems.append((path, title, repr(problem)[:200]))
            continue
        if (reply.status, seen, got) != (200, [body], answer):
            problems.append((path, title, reply.status, seen == [body], got[:200]))
    assert count >= 12 and not problems, "\n".join(map(str, problems))

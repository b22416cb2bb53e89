import contextlib
import json
import re
import signal
import subprocess
import urllib.error
import urllib.request

import pytest

from conftest import validate

WORDS = [
    "a \"quoted\" 'pear' \\ {x} <b>",
    "pear\r\nline\n\ttab",
    "e\u0301 \u1100\u1161\u11a8 pear",
    "pear 👩‍👩‍👧‍👦 🏳️‍🌈",
    "pear " + "아" * 31995,
]


class Service:
    def __init__(self, process, address):
        self.process, self.address = process, address
        self.environment = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": address}

    def bytes(self, path, method="GET", body=None):
        address = self.address.removesuffix("/v1") + "/_simulator/" + path
        request = urllib.request.Request(address, method=method, data=body)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read()

    def admin(self, path, method="GET", body=None):
        document = json.loads(self.bytes(path, method, body))
        validate(document)
        return document


@contextlib.contextmanager
def simulating(candid, *arguments):
    process = candid.popen("simulate", *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        address = re.search(rb"http://127\.0\.0\.1:\d+/v1", process.stdout.readline()).group().decode()
        yield Service(process, address)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def service(candid):
    with simulating(candid) as service:
        yield service


def generate(candid, service, prompt="a pear", check=0):
    return candid(
        "generate", "--engine", "openai", "--model", "gpt-image-2", "-o", "out.png", "--force",
        "--json", "--", prompt, env=service.environment, check=check)


def test_prompts_arrive_byte_for_byte_at_the_recorder(candid, service):
    for number, words in enumerate(WORDS, start=1):
        generate(candid, service, words)
        body = json.loads(service.bytes(f"requests/{number}/body"))
        assert body["prompt"].encode() == words.encode()
        record = service.admin(f"requests/{number}")["request"]
        assert record["truth"][0]["prompt_used"].encode() == words.encode()
        assert "sk-test" not in json.dumps(record)


def test_429_is_tried_again(candid):
    with simulating(candid, "--fault", "rate-limit*1") as service:
        generate(candid, service)
        statuses = [record["status"] for record in service.admin("requests")["requests"]]
        assert statuses == [429, 200]
        assert len(service.admin("charges")["charges"]) == 1


@pytest.mark.parametrize("fault", ["drop", "cut"])
def test_a_broken_answer_is_perhaps_charged_and_charged_once(candid, fault):
    with simulating(candid, "--fault", fault) as service:
        done = generate(candid, service, check=6)
        assert b"charged" in done.stdout + done.stderr
        charges = service.admin("charges")
        assert len(charges["charges"]) == 1
        assert charges["pictures"] == 1


def test_faults_are_set_shown_and_taken_back(service):
    assert service.admin("faults")["faults"] == []
    assert service.admin("faults", "PUT", b'["flat", "cut=10*2"]')["faults"] == ["flat", "cut=10*2"]
    with pytest.raises(urllib.error.HTTPError) as problem:
        service.bytes("faults", "PUT", b"melt")
    assert problem.value.code == 400
    assert service.admin("faults", "DELETE")["faults"] == []
    assert service.admin("reset", "POST")["requests"] == []


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(service, end):
    service.process.send_signal(end)
    assert service.process.wait(timeout=20) == 0
    assert service.process.stderr.read() == b""


@pytest.mark.parametrize("arguments", [["--fault", "melt"], ["--port", "70000"]])
def test_what_is_wrong_is_a_usage_error(candid, arguments):
    done = candid("simulate", *arguments, check=64)
    assert arguments[1].encode() in done.stderr


def test_a_flat_picture_is_said_to_be_blank_on_every_run(candid):
    with simulating(candid, "--fault", "flat") as service:
        receipt = json.loads(generate(candid, service).stdout)
        validate(receipt)
        assert receipt["pictures"][0]["flaw"] == "blank"
        done = candid("generate", "--engine", "openai", "--model", "gpt-image-2", "-o", "flat.png",
                      "a pear", env=service.environment, check=0)
        assert b"blank: one flat colour" in done.stdout
        done = candid("generate", "--engine", "openai", "--model", "gpt-image-2", "-q", "-o",
                      "quiet.png", "a pear", env=service.environment, check=0)
        assert b"warning: picture 1 is blank" in done.stderr
    assert b"blank: one flat colour" in candid("show", receipt["id"], check=0).stdout


def test_a_whole_picture_has_no_flaw(candid, service):
    assert "flaw" not in json.loads(generate(candid, service).stdout)["pictures"][0]

"""Other people's clients against `candid simulate`: a process, an address, and what it recorded."""
import contextlib
import json
import os
import re
import subprocess
import urllib.request

import pytest


def pytest_addoption(parser):
    parser.addoption("--openapi", help="a description of OpenAI's API to hold requests to")
    parser.addoption("--candid", default=".build/release/candid", help="the command under test")
    parser.addoption("--gateway", action="store_true", help="with candid serve in between")


class Simulator:
    def __init__(self, address, behind):
        self.address, self.behind = address, behind

    def bytes(self, path, method="GET", body=None):
        address = self.behind.removesuffix("/v1") + "/_simulator/" + path
        request = urllib.request.Request(address, method=method, data=body)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read()

    def play(self, *faults):
        """Sets the standing faults, and forgets what came before."""
        self.bytes("reset", "POST", b"")
        self.bytes("faults", "PUT", json.dumps(list(faults)).encode())

    @property
    def requests(self):
        return json.loads(self.bytes("requests"))["requests"]

    @property
    def charges(self):
        return json.loads(self.bytes("charges"))["charges"]

    def body(self, number=-1):
        return json.loads(self.bytes(f"requests/{self.requests[number]['request']}/body"))


@contextlib.contextmanager
def listening(*command, **environment):
    """A process that says where it listens."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | environment)
    try:
        yield re.search(rb"http://127\.0\.0\.1:\d+/v1", process.stdout.readline()).group().decode()
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def addresses(request, tmp_path_factory):
    """Where clients turn to, and where the simulator is."""
    candid = os.path.abspath(request.config.getoption("--candid"))
    with listening(candid, "simulate") as simulator:
        if not request.config.getoption("--gateway"):
            yield simulator, simulator
            return
        with listening(
            candid, "serve", "--port", "0", OPENAI_BASE_URL=simulator, OPENAI_API_KEY="sk-ours",
            CANDID_LEDGER=str(tmp_path_factory.mktemp("ledger")),
        ) as gateway:
            yield gateway, simulator


@pytest.fixture
def simulator(addresses):
    simulator = Simulator(*addresses)
    simulator.play()
    return simulator

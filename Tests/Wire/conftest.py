"""Other people's clients against `candid simulate`: a process, an address, and what it recorded."""
import json
import os
import re
import subprocess
import urllib.request

import pytest


def pytest_addoption(parser):
    parser.addoption("--candid", default=".build/release/candid", help="the command under test")


class Simulator:
    def __init__(self, address):
        self.address = address

    def bytes(self, path, method="GET", body=None):
        address = self.address.removesuffix("/v1") + "/_simulator/" + path
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


@pytest.fixture(scope="session")
def process(request):
    process = subprocess.Popen(
        [os.path.abspath(request.config.getoption("--candid")), "simulate"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield re.search(rb"http://127\.0\.0\.1:\d+/v1", process.stdout.readline()).group().decode()
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def simulator(process):
    simulator = Simulator(process)
    simulator.play()
    return simulator

"""Our own client against litellm's proxy: an OpenAI-shaped server that others wrote.

Chat answers are its mock answers. Pictures it fetches from `candid simulate`, whose records prove what
came through: it reads every request and every answer and writes them anew.
"""
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

PLAN = json.dumps({"prompts": [
    {"title": "One", "prompt": "a red pear: \"ripe\" \\ on a table", "size": "64x64",
     "why": "It is plain.", "must_show": ["pear"], "must_not_show": ["text"]},
    {"title": "Two", "prompt": "a green pear\non snow 🍐", "size": None, "why": "It is cold.",
     "must_show": ["pear"], "must_not_show": ["text"]}]})


@pytest.fixture(scope="session")
def proxy(addresses, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proxy")
    painter = {"model": "openai/gpt-image-2", "api_base": addresses[1], "api_key": "sk-simulator"}
    talker = {"model": "openai/talker", "api_key": "sk-none", "mock_response": PLAN}
    # JSON is YAML.
    (folder / "config.yaml").write_text(json.dumps({"model_list": [
        {"model_name": "painter", "litellm_params": painter,
         "model_info": {"mode": "image_generation"}},
        {"model_name": "talker", "litellm_params": talker}]}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = os.path.join(os.path.dirname(sys.executable), "litellm")
    process = subprocess.Popen(
        [command, "--config", "config.yaml", "--host", "127.0.0.1", "--port", str(port),
         "--telemetry", "False"],
        cwd=folder, stdout=(folder / "log").open("wb"), stderr=subprocess.STDOUT,
        env=os.environ | {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "HOME": str(folder)})
    try:
        wait(f"http://127.0.0.1:{port}/health/liveliness", process, folder / "log")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


def wait(address, process, log):
    """Until the proxy, which loads for long, takes requests."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"litellm's proxy does not come up: {log.read_text()[-2000:]}")


@pytest.fixture
def candid(request, proxy, tmp_path):
    command = os.path.abspath(request.config.getoption("--candid"))

    def run(*arguments, check=0):
        done = subprocess.run(
            [command, *arguments], cwd=tmp_path, capture_output=True, timeout=120, env={
                "HOME": str(tmp_path), "PATH": os.environ["PATH"], "CANDID_LEDGER": "ledger",
                "CANDID_COMPATIBLE_BASE_URL": proxy, "CANDID_COMPATIBLE_KEY": "sk-proxy",
                "CANDID_SPEAKER_OPENAI_CHAT_BASE_URL": proxy,
                "CANDID_SPEAKER_OPENAI_CHAT_KEY": "sk-proxy"})
        assert done.returncode == check, done.stderr.decode()
        return done.stdout

    run.folder = tmp_path
    return run


# Nobody says of such a service whether it rewrites.
PAINTER = "--engine", "compatible", "--allow-rewrite", "-o", "a.png", "--model"
WORDS = "  \"pear\" \\ e\u0301 👩‍👩‍👧‍👦 שלום\n\ttwo "


def test_a_plan_comes_through_and_its_prompts_are_the_speaker_s_to_the_byte(candid):
    answer = json.loads(candid(
        "plan", "two pears", "-n", "2", "--speaker", "openai-chat/talker", "-o", "p.yaml", "--json"))
    wanted = [item["prompt"] for item in json.loads(PLAN)["prompts"]]
    assert [item["prompt"] for item in answer["prompts"]] == wanted


def test_a_picture_comes_through_and_the_words_arrive_to_the_byte(candid, simulator):
    receipt = json.loads(candid(
        "generate", WORDS, *PAINTER, "painter", "--json"))
    assert receipt["state"] == "finished" and len(simulator.charges) == 1
    assert simulator.body()["prompt"].encode() == WORDS.encode()
    assert (candid.folder / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_blocked_prompt_is_a_refusal_and_not_charged(candid, simulator):
    simulator.play("moderation")
    candid("generate", "a pear", *PAINTER, "painter", check=5)
    assert not simulator.charges


def test_a_model_that_the_proxy_does_not_know_is_its_error_in_words(candid):
    candid("generate", "a pear", *PAINTER, "nobody", check=5)

"""Simon Willison's `llm`: its command, with a model of ours in its own settings file."""
import json
import os
import subprocess
import sys

import pytest

WORDS = "\"pear\" e\u0301 👩‍👩‍👧‍👦\nand two"


@pytest.fixture
def llm(simulator, tmp_path):
    # JSON is YAML.
    (tmp_path / "extra-openai-models.yaml").write_text(json.dumps([
        {"model_id": "terra", "model_name": "gpt-6.1-terra", "api_base": simulator.address}]))

    def run(*arguments, check=0):
        done = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "llm"), *arguments], cwd=tmp_path,
            capture_output=True, timeout=120, stdin=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LLM_USER_PATH": str(tmp_path),
                 "OPENAI_API_KEY": "sk-test", "LANG": "C.UTF-8"})
        assert (done.returncode == 0) == (check == 0), done.stderr.decode()
        return done

    return run


@pytest.mark.parametrize("manner", [["--no-stream"], []])
def test_words_arrive_to_the_byte_and_an_answer_is_printed(llm, simulator, manner):
    done = llm("-m", "terra", "-s", "Be brief.", *manner, WORDS)
    assert done.stdout.decode().strip()
    told = simulator.body()
    assert told["messages"][-1]["content"].encode() == WORDS.encode()
    assert told["messages"][0]["content"] == "Be brief." and told.get("stream", False) == (not manner)


def test_a_conversation_goes_on(llm, simulator):
    llm("-m", "terra", "What is a pear?")
    llm("-c", "And a plum?")
    said = [message["content"] for message in simulator.body()["messages"] if message["role"] == "user"]
    assert said == ["What is a pear?", "And a plum?"]


def test_a_service_that_is_down_is_its_own_error(llm, simulator):
    simulator.play("server-error")
    assert b"Error" in llm("-m", "terra", "--no-stream", "What is a pear?", check=1).stderr

"""The `litellm` package as a client."""
import base64
import os

import pytest

# Its price list is fetched from elsewhere unless told otherwise.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm


def draw(simulator, prompt="a red pear", **options):
    return litellm.image_generation(
        model="openai/gpt-image-2", prompt=prompt, api_base=simulator.address, api_key="sk-test",
        timeout=60, **options)


def test_a_picture_comes_and_is_charged_once(simulator):
    answer = draw(simulator, size="1024x1024")
    assert base64.b64decode(answer.data[0].b64_json).startswith(b"\x89PNG\r\n\x1a\n")
    assert len(simulator.charges) == 1


def test_words_arrive_to_the_byte(simulator):
    words = "  \"pear\"\r\n\te\u0301 👩‍👩‍👧‍👦 "
    draw(simulator, words)
    assert simulator.body()["prompt"].encode() == words.encode()


def test_a_blocked_prompt_is_its_own_error(simulator):
    simulator.play("moderation")
    with pytest.raises(litellm.BadRequestError):
        draw(simulator, max_retries=0)
    assert not simulator.charges

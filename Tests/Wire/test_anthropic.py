"""The official `anthropic` package talks to the simulator."""
import base64
import json
import urllib.request

import anthropic
import pytest

MODEL = "claude-sonnet-5-5"


def client(simulator, retries=0):
    return anthropic.Anthropic(
        base_url=simulator.address.removesuffix("/v1"), api_key="sk-ant-test", max_retries=retries,
        timeout=60)


def ask(simulator, content="Expand this prompt: a red pear", retries=0, **options):
    options = {"max_tokens": 1024} | options
    return client(simulator, retries).messages.create(
        model=MODEL, messages=[{"role": "user", "content": content}], **options)


def text(message):
    return "".join(block.text for block in message.content)


def test_a_message_is_answered_and_charged_once(simulator):
    message = ask(simulator)
    assert "red pear" in text(message) and message.stop_reason == "end_turn"
    assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0
    assert message.model_dump()["sketch"]["rule_based"] is True
    assert len(simulator.charges) == 1


def test_a_stream_is_the_same_message(simulator):
    whole = ask(simulator)
    with client(simulator).messages.stream(
            model=MODEL, max_tokens=1024,
            messages=[{"role": "user", "content": "Expand this prompt: a red pear"}]) as stream:
        pieces = list(stream.text_stream)
        final = stream.get_final_message()
    assert "".join(pieces) == text(final) == text(whole) and len(pieces) > 3
    assert final.stop_reason == "end_turn" and final.usage.output_tokens > 1


def test_the_limit_of_tokens_ends_it(simulator):
    message = ask(simulator, max_tokens=5)
    assert message.stop_reason == "max_tokens" and len(text(message)) <= 20


def test_a_schema_is_kept_to(simulator):
    schema = {
        "type": "object", "additionalProperties": False, "required": ["prompts"],
        "properties": {"prompts": {"type": "array", "minItems": 2, "maxItems": 2,
                                   "items": {"type": "string"}}}}
    message = ask(simulator, "Design prompts for: a bicycle shop",
                  output_config={"format": {"type": "json_schema", "schema": schema}})
    assert len(json.loads(text(message))["prompts"]) == 2


def test_a_picture_is_told_from_its_record(simulator):
    body = json.dumps({"model": "gpt-image-2", "prompt": "two cats", "size": "1024x1024"}).encode()
    request = urllib.request.Request(
        simulator.address + "/images/generations", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        picture = json.load(reply)["data"][0]["b64_json"]
    source = {"type": "base64", "media_type": "image/png", "data": picture}
    message = ask(simulator, [{"type": "image", "source": source},
                              {"type": "text", "text": "Is there a cat in this picture?"}])
    assert text(message).startswith("Yes: rule-based")
    assert base64.b64decode(picture).startswith(b"\x89PNG")


@pytest.mark.parametrize("fault, error, tries", [
    ("bad-key", anthropic.AuthenticationError, 1), ("retired", anthropic.NotFoundError, 1),
    ("rate-limit", anthropic.RateLimitError, 3), ("server-error=529", anthropic.APIStatusError, 3),
    ("moderation", anthropic.BadRequestError, 1),
])
def test_faults_come_in_its_own_words(simulator, fault, error, tries):
    simulator.play(fault)
    with pytest.raises(error) as caught:
        ask(simulator, retries=2)
    assert caught.value.response.json()["type"] == "error"
    assert len(simulator.requests) == tries


def test_what_passes_is_sent_again(simulator):
    simulator.play("server-error=529*2")
    assert ask(simulator, retries=2).content
    assert len(simulator.charges) == 1


@pytest.mark.parametrize("more, says", [
    ({"temperature": 0}, "temperature"), ({"tools": []}, "tools"),
    ({"messages": [{"role": "system", "content": "x"}]}, "role"),
])
def test_what_the_version_no_longer_takes_is_refused(simulator, more, says):
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(simulator, extra_body=more)
    assert says in str(caught.value)


def test_words_arrive_to_the_byte(simulator):
    words = "e\u0301 \u1100\u1161\u11a8 \u202e pear 👩‍👩‍👧‍👦\r\n\ttab  "
    ask(simulator, words)
    assert simulator.body()["messages"][0]["content"].encode() == words.encode()

"""The firewall against false feedback: what an assistant says of its picture, beside what is true."""
import base64
import json

import pytest

from test_serve import both  # noqa: F401 (a fixture)

TOOL = {"tools": [{"type": "image_generation", "size": "1024x1024"}], "tool_choice": {"type": "image_generation"}}
SAYS = "a red bicycle beside a blue door"


def respond(gateway, body, **headers):
    status, fields, answer = gateway.post("/responses", json.dumps({"model": "gpt-6.1-terra"} | body), **headers)
    assert status == 200, answer
    return fields, answer


def words(document):
    return "".join(
        part["text"] for item in document["output"] if item["type"] == "message" for part in item["content"])


def drawn(gateway):
    """A first picture and the response that drew it."""
    document = json.loads(respond(gateway, {"input": SAYS, **TOOL})[1])
    return document["id"], next(
        item["result"] for item in document["output"] if item["type"] == "image_generation_call")


def change(picture, **more):
    return {**TOOL, "input": [{"role": "user", "content": [
        {"type": "input_text", "text": "make the bicycle green"},
        {"type": "input_image", "image_url": "data:image/png;base64," + picture}]}]} | more


@pytest.mark.parametrize("manner", ["annotate", "replace"])
def test_a_claim_that_nothing_bears_out_is_refuted_beside_it(both, manner):
    service, gateway = both
    _, picture = drawn(gateway)
    service.bytes("faults", "PUT", b"lie")
    _, plain = respond(gateway, change(picture))
    said = words(json.loads(plain))
    assert "[Candid]" not in said and said
    _, answer = respond(gateway, change(picture), x_candid_firewall=manner)
    checked = words(json.loads(answer))
    assert "refuted" in checked and "did not change" in checked
    assert checked.startswith(said) == (manner == "annotate")


def test_a_change_that_was_made_is_not_refuted(both):
    _, gateway = both
    _, picture = drawn(gateway)
    _, answer = respond(gateway, change(picture), x_candid_firewall="annotate")
    assert "refuted" not in words(json.loads(answer))


def test_a_picture_that_only_the_provider_remembers_is_compared_too(both):
    service, gateway = both
    first, _ = drawn(gateway)
    service.bytes("faults", "PUT", b"lie")
    _, answer = respond(
        gateway, {"input": "make the bicycle green", **TOOL, "previous_response_id": first},
        x_candid_firewall="annotate")
    assert "refuted" in words(json.loads(answer))


@pytest.mark.parametrize("manner", ["annotate", "replace"])
def test_a_stream_holds_back_what_is_not_known_to_be_true(both, manner):
    service, gateway = both
    _, picture = drawn(gateway)
    service.bytes("faults", "PUT", b"lie")
    _, answer = respond(gateway, change(picture, stream=True), x_candid_firewall=manner)
    events = [json.loads(line[6:]) for line in answer.decode().splitlines() if line.startswith("data: ")]
    pieces = "".join(event["delta"] for event in events if event["type"] == "response.output_text.delta")
    done = next(event["text"] for event in events if event["type"] == "response.output_text.done")
    whole = words(next(event["response"] for event in events if event["type"] == "response.completed"))
    assert pieces == done == whole and "refuted" in done
    numbers = [event["sequence_number"] for event in events]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert base64.b64decode(next(
        event["item"]["result"] for event in events
        if event["type"] == "response.output_item.done" and event["item"]["type"] == "image_generation_call"))


def test_the_firewall_knows_only_its_own_words(both):
    _, gateway = both
    status, _, answer = gateway.post("/responses", json.dumps({"model": "m", "input": "x"}), x_candid_firewall="on")
    assert (status, json.loads(answer)["error"]["code"]) == (400, "invalid_value")

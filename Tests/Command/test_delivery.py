"""By route and fault: what delivery was reported, and what the recorder knows was really drawn.

A service that draws other words and repeats ours as those it used can't be caught by its report;
no fault plays that, and no test could pass it.
"""
import collections
import json
import random

import pytest

from test_simulate import simulating

ROUTES = {
    "sketch": ["--engine", "sketch", "--size", "64x64"],
    "openai": ["--engine", "openai", "--model", "gpt-image-2"],
    "openai-responses": ["--engine", "openai-responses", "--allow-rewrite"],
    "gemini": ["--engine", "gemini"],
}
FAULTS = [
    "", "embellish=told", "embellish=silent", "flat", "no-picture", "moderation", "rate-limit*1",
    "server-error=500", "cut", "drop", "duplicate", "wrong-type",
]
PROMPTS = [
    "a red pear", "a \"quoted\" pear \\ <b>", "a pear\r\n\tand a plum", "e\u0301 pear 배",
    "  a pear with blanks at both ends  ", "two pears, golden hour, highly detailed",
]


@pytest.fixture
def service(candid):
    with simulating(candid) as service:
        base = service.address.removesuffix("/v1")
        (candid.folder / "settings.yaml").write_text(json.dumps({"engines": {
            "openai": {"key": "k", "base_url": service.address},
            "openai-responses": {"key": "k", "base_url": service.address},
            "gemini": {"key": "k", "base_url": f"{base}/v1beta"},
        }}))
        yield service


def run(candid, service, route, fault, prompt):
    """The receipt, and the words that the recorder saw drawn, picture by picture."""
    service.bytes("reset", "POST", b"")
    service.bytes("faults", "PUT", fault.encode())
    done = candid(
        "generate", *ROUTES[route], "--config", "settings.yaml", "-o", "out.png", "--force",
        "--yes", "--json", "--", prompt)
    receipt = json.loads(done.stdout)
    assert "delivery" in receipt, (route, fault, done.stdout, done.stderr)
    if route == "sketch":
        return receipt, [prompt]
    return receipt, [
        truth["prompt_used"] for request in service.admin("requests")["requests"]
        for truth in request["truth"]]


def problem(receipt, drawn):
    """What the report says that is not so; nil where nothing is."""
    if receipt["asked"]["text"] != receipt["sent"]["text"]:
        return "words were changed before they were sent"
    if receipt["delivery"] == "verbatim" and set(drawn) != {receipt["asked"]["text"]}:
        return "other words were drawn"
    if receipt["delivery"] == "altered" and receipt["asked"]["text"] in drawn:
        return "the words were drawn as asked"
    if receipt["pictures"] and not receipt["delivery"]:
        return "a picture without a word on its delivery"
    return None


def test_no_delivery_is_called_verbatim_that_is_not(candid, service, soak):
    dice = random.Random(0x44656C69)
    seen, false = collections.Counter(), []
    for number in range(10_000 if soak else 500):
        route, fault = dice.choice(list(ROUTES)), dice.choice(FAULTS)
        prompt = dice.choice(PROMPTS)
        receipt, drawn = run(candid, service, route, fault, prompt)
        asked = "as asked" if set(drawn) == {prompt} else "other words" if drawn else "nothing"
        told = receipt["delivery"] or receipt["state"]
        seen[route, fault if route != "sketch" else "", told, asked] += 1
        if wrong := problem(receipt, drawn):
            false.append((number, route, fault, prompt, wrong, drawn))
    for (route, fault, told, drawn), count in sorted(seen.items()):
        print(f"{route:18}{fault:18}{told:13}{drawn:13}{count:5}")
    assert not false, false[:5]
    assert any(key[2] == "verbatim" for key in seen) and any(key[2] == "altered" for key in seen)

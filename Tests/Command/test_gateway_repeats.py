"""What is said twice, what comes twice, and what an answer may claim: nothing gets past by it."""
import base64
import json
import urllib.parse

import pytest

from test_api import api  # noqa: F401
from test_gateway_wishes import bought, locked  # noqa: F401
from test_keys import behind, code, get, made, order  # noqa: F401
from test_serve import TALK, both, serving  # noqa: F401

SEEDED = {"model": "sketch-1", "prompt": "a red pear", "size": "512x512", "seed": 7}


def error(answer):
    return json.loads(answer)["error"]


@pytest.mark.parametrize("path, body, field", [
    ("/images/generations", '{"model":"sketch-1","prompt":"a blue dog","prompt":"a red pear"}', "prompt"),
    ("/images/generations", '{"model":"gpt-image-2","model":"sketch-1","prompt":"a red pear"}', "model"),
    ("/images/generations", '{"model":"gpt-image-2","prompt":"a dog","prom\\u0070t":"a pear"}', "prompt"),
    ("/images/edits", '{"model":"gpt-image-2","prompt":"x","images":[{"file_id":"a","file_id":"b"}]}',
     "images[0].file_id"),
    ("/chat/completions", '{"model":"gpt-6.1-terra","messages":[],"messages":[]}', "messages"),
    ("/responses", '{"model":"gpt-6.1-terra","input":"a dog","input":"a pear"}', "input"),
    ("/batches", '{"input_file_id":"a","input_file_id":"b","endpoint":"/v1/images/generations"}', "input_file_id"),
])
def test_a_field_that_stands_there_twice_is_refused_by_name_and_reaches_nobody(candid, both, path, body, field):
    service, gateway = both
    status, _, answer = gateway.post(path, body)
    assert (status, code(answer), error(answer)["param"]) == (400, "repeated_field", field)
    assert service.admin("requests")["requests"] == [] and candid.json("log")["receipts"] == []


@pytest.mark.parametrize("path", ["lint", "runs", "orders/preview"])
def test_the_native_api_refuses_it_as_well(api, path):
    status, _, answer = api("POST", path, '{"prompt":"a dog","prompt":"a pear"}')
    assert (status, code(answer), error(answer)["param"]) == (400, "repeated_field", "prompt")


def test_no_lock_is_got_around_by_saying_it_twice(both, locked):
    service, gateway = both
    body = ('{"model":"gpt-image-2","size":"1024x1024","prompt":"a photo of a gun on a white table",'
            '"prompt":"a photo of a mug on a white table"}')
    status, _, answer = gateway.post("/images/generations", body, x_candid_lock="hero", x_candid_mode="approved")
    assert (status, code(answer)) == (400, "repeated_field") and bought(service) == 0


def form(parts, boundary="b"):
    body = b""
    for name, file, value in parts:
        named = f'; filename="{file}"' if file else ""
        value = value if isinstance(value, bytes) else value.encode()
        body += f'--{boundary}\r\ncontent-disposition: form-data; name="{name}"{named}\r\n\r\n'.encode()
        body += value + b"\r\n"
    return body + f"--{boundary}--\r\n".encode()


def edit(gateway, parts, type="multipart/form-data; boundary=b"):
    return gateway.post("/images/edits", form(parts), content_type=type)


@pytest.fixture
def picture(both):
    _, gateway = both
    return base64.b64decode(json.loads(order(gateway, body=SEEDED)[2])["data"][0]["b64_json"])


def test_a_form_says_each_field_once(both, picture):
    service, gateway = both
    plain = [("model", None, "sketch-1"), ("prompt", None, "make the pear green"), ("image", "a.png", picture)]
    assert edit(gateway, plain)[0] == 200
    for more, field in [(("prompt", None, "make the pear blue"), "prompt"), (("model", None, "x"), "model"),
                        (("prompt", "p.txt", "make the pear blue"), "prompt")]:
        status, _, answer = edit(gateway, plain + [more])
        assert (status, code(answer), error(answer)["param"]) == (400, "repeated_field", field)
    two = [("model", None, "gpt-image-2"), ("prompt", None, "make the pear green"), ("image[]", "a.png", picture),
           ("image[]", "b.png", picture)]
    assert edit(gateway, two)[0] == 200 and bought(service) == 1


@pytest.mark.parametrize("type, body, words", [
    ("multipart/form-data", b"abc", "boundary"),
    ("multipart/form-data; boundary=b", form([("model", None, "sketch-1")])[:-6], "ends before its last boundary"),
    ("multipart/form-data; boundary=b", form([(f"f{index}", None, "x") for index in range(70)]), "more than 64 parts"),
], ids=["no boundary", "cut off", "too many"])
def test_what_is_wrong_with_a_form_is_told_in_words(both, type, body, words):
    _, gateway = both
    status, _, answer = gateway.post("/images/edits", body, content_type=type)
    assert status == 400 and words in error(answer)["message"]
    assert "noBoundary" not in answer.decode() and "tooMany" not in answer.decode()


@pytest.mark.parametrize("field, value, words", [
    ("seed", -1, "0 to 18446744073709551615"), ("n", 1.5, "1 to 10"), ("seed", 99999999999999999999, "0 to"),
    ("model", 7, "text"),
])
def test_a_value_that_nobody_takes_is_named_with_what_is_taken(both, field, value, words):
    _, gateway = both
    status, _, answer = order(gateway, body=SEEDED | {field: value})
    assert (status, error(answer)["param"]) == (400, field) and words in error(answer)["message"]


def test_an_answer_that_is_given_again_has_its_key(candid, behind):
    _, start = behind
    with start("--cache", "own") as gateway:
        first = order(gateway, body=SEEDED)
        hit = order(gateway, body=SEEDED, idempotency_key="k1")
        again = order(gateway, body=SEEDED, idempotency_key="k1")
        other = order(gateway, body=SEEDED | {"seed": 8}, idempotency_key="k1")
        unseeded = order(gateway, body={"model": "sketch-1", "prompt": "a plum"}, idempotency_key="k1")
    assert first[0] == hit[0] == again[0] == 200
    assert "x-candid-cache" in hit[1] and "x-candid-repeat" not in hit[1]
    assert again[2] == hit[2] and again[1]["x-candid-repeat"] == hit[1]["x-candid-receipt"]
    for status, fields, answer in (other, unseeded):
        assert (status, code(answer)) == (409, "idempotency_key_reused")
        assert fields["x-should-retry"] == "false"
    assert len(candid.json("log")["receipts"]) == 2


def test_a_model_whose_name_has_a_slash_is_found_in_both_spellings(candid):
    (candid.folder / "own.yaml").write_text("engines: [{id: sketch, models: [{name: org/pix, seed: true}]}]")
    with serving(candid, CANDID_CATALOGUE="own.yaml") as gateway:
        for name in ("org/pix", "org%2Fpix", "org%2fpix", "sketch%2D1"):
            status, answer = get(gateway, f"/v1/models/{name}")
            assert (status, json.loads(answer)["id"]) == (200, urllib.parse.unquote(name))
        assert get(gateway, "/v1/models/org")[0] == get(gateway, "/v1/models/org%2Fpix/x")[0] == 404


FACT = "The capital of France is Paris"


def test_an_answer_without_the_image_tool_is_nobodys_to_change(both):
    service, gateway = both
    body = json.dumps(TALK | {"messages": [{"role": "user", "content": "I removed the hat. " + FACT}]})
    plain = gateway.post("/chat/completions", body)
    for manner in ("annotate", "replace"):
        checked = gateway.post("/chat/completions", body, x_candid_firewall=manner)
        assert plain[0] == checked[0] == 200
        assert words(plain[2]) == words(checked[2]) and b"[Candid]" not in checked[2]


def words(answer):
    return json.loads(answer)["choices"][0]["message"]["content"]

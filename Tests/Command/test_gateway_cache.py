"""The exact-match cache: what is answered from the ledger, how that is told, and what never is."""
import base64
import hashlib
import json
import time

import pytest

from test_gateway_wishes import bought, locked  # noqa: F401
from test_keys import behind, made, order  # noqa: F401

# The embedded engine takes a seed; the simulator's models do not.
SEEDED = {"model": "sketch-1", "prompt": "a red pear", "size": "512x512", "seed": 7}
LOCKED = {"model": "gpt-image-2", "prompt": "a photo of a mug on a white table", "size": "1024x1024"}


def is_hit(result):
    status, fields, answer = result
    assert status == 200, answer
    document = json.loads(answer)
    marks = "x-candid-cache" in fields, "cache" in document.get("candid", {})
    assert marks[0] == marks[1]
    return marks[0]


def receipts(candid):
    return [candid.json("show", row["id"]) for row in candid.json("log")["receipts"]]


def test_an_equal_order_with_a_seed_is_given_again_and_marked(candid, behind):
    _, start = behind
    with start("--cache", "own") as gateway:
        first = order(gateway, body=SEEDED)
        again = order(gateway, body=SEEDED)
    assert not is_hit(first) and is_hit(again)
    document, before = json.loads(again[2]), json.loads(first[2])
    assert document["data"][0]["b64_json"] == before["data"][0]["b64_json"]
    last, made_ = receipts(candid)
    age = document["candid"]["cache_age"]
    assert again[1]["x-candid-cache"] == f"hit; run={made_['id']}; age={age}" and age >= 0
    assert document["candid"]["cache"] == last["recalls"] == made_["id"]
    assert document["candid"]["receipt"] == again[1]["x-candid-receipt"] == last["id"]
    assert last["state"] == "finished" and last["sent"] is None
    picture = base64.b64decode(document["data"][0]["b64_json"])
    assert last["pictures"][0]["sha256"] == hashlib.sha256(picture).hexdigest()
    assert made_["id"].encode() in candid("show", last["id"], check=0).stdout
    candid("ledger", "verify", check=0)


def test_an_equal_order_under_a_lock_costs_nothing(candid, behind, locked):
    service, start = behind
    with start("--cache", "own") as gateway:
        results = [order(gateway, body=LOCKED, x_candid_lock="hero") for _ in range(3)]
        assert [is_hit(result) for result in results] == [False, True, True]
        assert bought(service) == 1
        assert not is_hit(order(gateway, body=LOCKED)), "without its lock nothing says it is the same"
    # It is in the ledger, so it outlives the process.
    with start("--cache", "own") as gateway:
        assert is_hit(order(gateway, body=LOCKED, x_candid_lock="hero"))
    assert bought(service) == 2
    costs = [float(receipt["cost"]["high"]) for receipt in receipts(candid) if receipt.get("recalls")]
    assert costs == [0, 0, 0]


@pytest.mark.parametrize("change, fields", [
    ({"seed": 8}, {}), ({"prompt": "a red pear "}, {}), ({"size": "256x256"}, {}),
    ({"n": 1}, {}), ({}, {"x_candid_cache": "no"}), ({}, {"x_candid_verify": "true"}),
    ({"seed": None}, {}),
])
def test_what_differs_in_anything_or_is_to_be_new_is_made_anew(behind, change, fields):
    _, start = behind
    with start("--cache", "own") as gateway:
        order(gateway, body=SEEDED)
        body = {name: value for name, value in (SEEDED | change).items() if value is not None}
        assert not is_hit(order(gateway, body=body, **fields))
        if "seed" not in body:
            assert not is_hit(order(gateway, body=body)), "an order without a seed or a lock is never given again"


def test_an_equal_form_is_given_again_whatever_its_boundary_and_another_is_not(behind):
    _, start = behind

    def form(boundary, **fields):
        parts = "".join(
            f'--{boundary}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items())
        body = f"{parts}--{boundary}\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n"
        return body.encode("latin-1") + picture + f"\r\n--{boundary}--\r\n".encode()

    def edit(boundary, **fields):
        status, headers, answer = gateway.post(
            "/images/edits", form(boundary, **fields),
            content_type=f"multipart/form-data; boundary={boundary}")
        return status, {name.lower(): value for name, value in headers.items()}, answer

    with start("--cache", "own") as gateway:
        picture = base64.b64decode(json.loads(order(gateway, body=SEEDED)[2])["data"][0]["b64_json"])
        fields = {"model": "sketch-1", "prompt": "make the pear green", "seed": "7"}
        assert not is_hit(edit("one", **fields))
        assert is_hit(edit("two", **fields))
        assert not is_hit(edit("three", **fields | {"seed": "8"}))


def test_a_stream_is_made_anew(behind):
    _, start = behind
    with start("--cache", "own") as gateway:
        body = SEEDED | {"stream": True, "partial_images": 1}
        for _ in range(2):
            status, fields, answer = order(gateway, body=body)
            assert status == 200 and "x-candid-cache" not in fields


@pytest.mark.parametrize("arguments, options, hit", [
    ((), (), False), (("--cache", "off"), (), False), ((), ("--cache", "on"), True),
    (("--cache", "own"), ("--cache", "off"), False), (("--cache", "own"), (), True),
])
def test_it_is_off_unless_configuration_or_the_key_says_otherwise(candid, behind, arguments, options, hit):
    _, start = behind
    key = made(candid, "shop", *options)
    with start(*arguments) as gateway:
        order(gateway, key, body=SEEDED)
        assert is_hit(order(gateway, key, body=SEEDED)) == hit


@pytest.mark.parametrize("sharing, hit", [("own", False), ("shared", True)])
def test_nobody_gets_anothers_picture_unless_that_is_configured(candid, behind, sharing, hit):
    _, start = behind
    mine, other = made(candid, "mine"), made(candid, "other")
    with start("--cache", sharing) as gateway:
        order(gateway, mine, body=SEEDED)
        assert is_hit(order(gateway, other, body=SEEDED)) == hit
        if not hit:
            assert not is_hit(order(gateway, body=SEEDED)), "nobody in particular is another, too"


def test_a_picture_that_is_gone_is_made_anew(candid, behind):
    _, start = behind
    with start("--cache", "own") as gateway:
        order(gateway, body=SEEDED)
        digest = receipts(candid)[0]["pictures"][0]["sha256"]
        gone = [path for path in candid.folder.rglob("*") if digest in path.name or digest[2:] in path.name]
        assert gone
        for path in gone:
            path.unlink()
        assert not is_hit(order(gateway, body=SEEDED))


def test_what_is_too_old_is_made_anew_and_then_that_is_given(candid, behind):
    _, start = behind
    with start("--cache", "own") as gateway:
        order(gateway, body=SEEDED)
    # It only gets older.
    time.sleep(1.1)
    with start("--cache", "own", "--cache-max-age", "1s") as gateway:
        assert not is_hit(order(gateway, body=SEEDED))
    with start("--cache", "own", "--cache-max-age", "1h") as gateway:
        again = order(gateway, body=SEEDED)
        assert is_hit(again)
        newest = receipts(candid)[1]
        assert f"run={newest['id']};" in again[1]["x-candid-cache"]


def test_other_values_are_refused_by_name(candid, behind):
    _, start = behind
    with start("--cache", "own") as gateway:
        status, _, answer = order(gateway, body=SEEDED, x_candid_cache="yes")
        assert (status, json.loads(answer)["error"]["param"]) == (400, "x-candid-cache")
    done = candid("serve", "--cache", "some", check=2)
    assert b"off, own or shared" in done.stderr
    done = candid("serve", "--cache-max-age", "soon", check=2)
    assert b"serve.cache_max_age is" in done.stderr and b"12h" in done.stderr

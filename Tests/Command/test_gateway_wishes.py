"""What a client asks of the gateway itself: whose words, which lock, which session, what must be confirmed."""
import base64
import concurrent.futures
import json
import time
import urllib.parse

import pytest

from test_keys import behind, code, made, order  # noqa: F401
from test_serve import both  # noqa: F401
from test_serve import serving
from test_simulate import simulating

PEAR = {"model": "gpt-image-2", "prompt": "a red pear on a white table", "size": "1024x1024"}


def bought(service):
    return len(service.admin("charges")["charges"])


def problem(answer):
    return json.loads(answer)["error"]


@pytest.mark.parametrize("fields, status, expected, words", [
    ({"x_candid_mood": "calm"}, 400, "unknown_field", "x-candid-mode"),
    ({"x_candid_mode": "loose"}, 400, "invalid_value", "verbatim or approved"),
    ({"x_candid_mode": "expanded"}, 400, "approval_needed", "candid generate --expand"),
    ({"x_candid_mode": "approved"}, 400, "approval_needed", "candid lock add"),
    ({"x_candid_lock": "nobody"}, 400, "lock_not_found", "candid lock add"),
    ({"x_candid_require": "verbatim, proof"}, 400, "invalid_value", "confirmed"),
    ({"x_candid_session": "a/b"}, 400, "invalid_value", "letters"),
    ({"x_candid_session": "a", "x_candid_lock": "b"}, 400, "invalid_value", "leave out"),
])
def test_a_wish_that_can_not_be_kept_is_refused_with_the_way_out(both, fields, status, expected, words):
    service, gateway = both
    found, _, answer = order(gateway, body=PEAR, **fields)
    assert (found, code(answer)) == (status, expected) and words in answer.decode()
    assert service.admin("requests")["requests"] == []


def test_wishes_mean_nothing_where_nothing_is_looked_at(both):
    service, gateway = both
    found, _, answer = order(gateway, path="/batches", body={}, x_candid_budget="1")
    assert (found, problem(answer)["param"]) == (400, "x-candid-budget")
    found, _, answer = order(
        gateway, path="/chat/completions", body={"model": "sketch-talk", "messages": []},
        x_candid_require="confirmed")
    assert (found, problem(answer)["param"]) == (400, "x-candid-require")
    assert service.admin("requests")["requests"] == []


def test_words_go_verbatim_where_that_is_asked(both):
    service, gateway = both
    assert order(gateway, body=PEAR, x_candid_mode="verbatim")[0] == 200
    assert bought(service) == 1


@pytest.fixture
def locked(candid):
    candid(
        "lock", "add", "hero", "a photo of {product} on a white table", "--value", "product=a mug",
        "--value", "product=a 나무 bowl", "--engine", "openai", "--model", "gpt-image-2", "--size",
        "1024x1024", env={"CANDID_OPENAI_KEY": "k", "OPENAI_API_KEY": "k"}, check=0)


@pytest.mark.parametrize("change, words", [
    ({}, None), ({"prompt": "a photo of a mug on a white table"}, None),
    ({"stream": True, "partial_images": 1}, None),
    ({"prompt": "a photo of a cup on a white table"}, "the prompt differs"),
    ({"prompt": "a photo of a 나무 bowl on a  white table"}, "the prompt differs"),
    ({"size": "1536x1024"}, "size is locked at “1024x1024”"),
    ({"quality": "low"}, "quality is not locked"),
])
def test_an_order_must_be_what_its_lock_holds(candid, both, locked, change, words):
    service, gateway = both
    body = PEAR | {"prompt": "a photo of a 나무 bowl on a white table"} | change
    status, _, answer = order(gateway, body=body, x_candid_lock="hero", x_candid_mode="approved")
    if words:
        assert (status, code(answer)) == (400, "not_as_locked") and words in answer.decode()
        assert service.admin("requests")["requests"] == []
        return
    assert status == 200
    receipt = candid.json("show", candid.json("log")["receipts"][0]["id"])
    assert receipt["lock"]["name"] == "hero"
    assert receipt["asked"]["text"] == body["prompt"]


def test_a_lock_that_was_changed_afterwards_draws_nothing(candid, both, locked):
    service, gateway = both
    path = candid.folder / "candid.lock"
    path.write_text(path.read_text().replace("white table", "black table"))
    status, _, answer = order(
        gateway, body=PEAR | {"prompt": "a photo of a mug on a black table"}, x_candid_lock="hero")
    assert (status, code(answer)) == (400, "not_as_locked") and "changed after it was made" in answer.decode()
    assert bought(service) == 0


def test_a_policy_names_words_lock_and_session(candid, behind, locked):
    service, start = behind
    brand = made(candid, "brand", "--lock", "hero", "--mode", "approved")
    story = made(candid, "story", "--session", "story")
    policy = candid.json("keys", "show", "brand")["key"]["policy"]
    assert (policy["lock"], policy["mode"], policy["session"]) == ("hero", "approved", None)
    with start("--keys", "required") as gateway:
        assert code(order(gateway, brand, body=PEAR)[2]) == "not_as_locked"
        assert order(gateway, brand, body=PEAR, x_candid_lock="other")[0] == 403
        assert order(gateway, brand, body=PEAR | {"prompt": "a photo of a mug on a white table"})[0] == 200
        assert order(gateway, story, body=PEAR)[1]["x-candid-session"] == "story; turn=1"
        assert order(gateway, story, body=PEAR, x_candid_session="other")[0] == 403
    assert candid.json("keys", "audit")["turned_away"][0]["reason"] == "policy"
    candid("keys", "edit", "brand", "--lock", "none", "--mode", "none", check=0)
    assert candid.json("keys", "show", "brand")["key"]["policy"]["lock"] is None


def session(candid, name):
    return candid.json("session", "show", name)


def test_pictures_join_a_session_turn_by_turn(candid, both):
    service, gateway = both
    status, fields, answer = order(gateway, body=PEAR, x_candid_session="poster", x_candid_receipt="true")
    assert status == 200 and fields["x-candid-session"] == "poster; turn=1"
    first = json.loads(answer)
    status, fields, answer = order(
        gateway, body=PEAR | {"prompt": "make the pear green"}, x_candid_session="poster")
    assert status == 200 and fields["x-candid-session"] == "poster; turn=2"
    path, sent = service.admin("requests")["requests"][1]["url"], service.bytes("requests/2/body")
    assert path.endswith("/images/edits") and b"make the pear green" in sent
    assert base64.b64decode(first["data"][0]["b64_json"]) in sent
    turns = session(candid, "poster")["turns"]
    assert [(turn["number"], turn["outcome"]) for turn in turns] == [(1, "finished"), (2, "finished")]
    receipt = candid.json("show", candid.json("log")["receipts"][0]["id"])
    assert receipt["session"]["name"] == "poster" and receipt["session"]["turn"] == 2
    # The command goes on where the gateway stopped.
    candid(
        "generate", "--session", "poster", "--engine", "sketch", "make the pear blue",
        check=0)
    assert len(session(candid, "poster")["turns"]) == 3


def test_a_session_may_have_a_name_beyond_ascii(candid, both):
    _, gateway = both
    name = urllib.parse.quote("포스터 1")
    status, fields, _ = order(gateway, body=PEAR, x_candid_session=name)
    assert (status, fields["x-candid-session"]) == (200, f"{name}; turn=1")
    assert len(session(candid, "포스터 1")["turns"]) == 1


def test_a_stream_joins_a_session_too(candid, both):
    _, gateway = both
    status, _, answer = order(
        gateway, body=PEAR | {"stream": True, "partial_images": 1}, x_candid_session="poster")
    assert status == 200 and b"image_generation.completed" in answer
    assert session(candid, "poster")["turns"][0]["outcome"] == "finished"


def test_an_edit_of_an_earlier_turn_branches_from_it(candid, both):
    service, gateway = both
    _, _, answer = order(gateway, body=PEAR, x_candid_session="poster")
    picture = json.loads(answer)["data"][0]["b64_json"]
    order(gateway, body=PEAR | {"prompt": "make the pear green"}, x_candid_session="poster")
    edit = PEAR | {
        "prompt": "make the pear blue", "images": [{"image_url": "data:image/png;base64," + picture}]}
    status, _, answer = order(gateway, path="/images/edits", body=edit, x_candid_session="poster")
    assert status == 200, answer
    assert session(candid, "poster")["turns"][2]["parent"] == 1
    status, _, answer = order(gateway, path="/images/edits", body=edit, x_candid_session="new one")
    assert (status, code(answer)) == (400, "session_picture")
    assert bought(service) == 3


@pytest.mark.parametrize("words, expected", [
    ("undo", "session_unclear"), ("make it yellow", "session_unclear"),
])
def test_words_that_ask_for_no_picture_are_refused(both, words, expected):
    service, gateway = both
    order(
        gateway, body=PEAR | {"prompt": "a red bicycle beside a blue door"}, x_candid_session="poster")
    status, _, answer = order(gateway, body=PEAR | {"prompt": words}, x_candid_session="poster")
    assert (status, code(answer)) == (400, expected) and "Nothing was sent" in answer.decode()
    assert bought(service) == 1


def test_a_session_in_use_is_told_with_its_holder(candid, both):
    service, gateway = both
    service.bytes("faults", "PUT", b"stall=2000*1")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        first = pool.submit(order, gateway, None, "/images/generations", PEAR, x_candid_session="poster")
        while not service.admin("requests")["requests"]:
            time.sleep(0.05)
        run = candid.json("log")["receipts"][0]["id"]
        status, fields, answer = order(gateway, body=PEAR, x_candid_session="poster")
        assert (status, code(answer)) == (409, "session_in_use") and run in answer.decode()
        assert fields["x-should-retry"] == "false"
        # Another program is told of the gateway's process.
        told = candid("generate", "--session", "poster", "--engine", "sketch", "a pear", check=4)
        assert str(gateway.process.pid).encode() in told.stderr
        assert first.result()[0] == 200
    assert bought(service) == 1 and len(session(candid, "poster")["turns"]) == 1
    assert order(gateway, body=PEAR | {"prompt": "make the pear green"}, x_candid_session="poster")[0] == 200


def test_a_turn_that_failed_leaves_the_session_as_it_was(candid, both):
    service, gateway = both
    order(gateway, body=PEAR, x_candid_session="poster")
    service.bytes("faults", "PUT", b"moderation*1")
    assert order(gateway, body=PEAR | {"prompt": "make the pear green"}, x_candid_session="poster")[0] == 400
    order(gateway, body=PEAR | {"prompt": "make the pear blue"}, x_candid_session="poster")
    outcomes = [turn["outcome"] for turn in session(candid, "poster")["turns"]]
    assert outcomes == ["finished", "failed", "finished"]


def test_a_retry_of_a_turn_is_no_second_turn(candid, both):
    service, gateway = both
    fields = {"x_candid_session": "poster", "idempotency_key": "one"}
    first = order(gateway, body=PEAR, **fields)
    again = order(gateway, body=PEAR, **fields)
    assert again[2] == first[2] and again[1]["x-candid-repeat"]
    assert bought(service) == 1 and len(session(candid, "poster")["turns"]) == 1


def test_a_session_belongs_to_the_key_that_began_it(candid, behind):
    service, start = behind
    mine, other = made(candid, "mine"), made(candid, "other")
    with start("--keys", "required") as gateway:
        assert order(gateway, mine, body=PEAR, x_candid_session="poster")[0] == 200
        status, _, answer = order(gateway, other, body=PEAR, x_candid_session="poster")
        assert (status, code(answer)) == (403, "insufficient_permissions")
        edit = PEAR | {"prompt": "make the pear green"}
        assert order(gateway, mine, body=edit, x_candid_session="poster")[0] == 200
    assert bought(service) == 2


def test_a_session_that_would_send_other_words_is_refused_under_verbatim(candid, both):
    service, gateway = both
    candid("generate", "--session", "poster", "--engine", "sketch", "a red pear", check=0)
    with candid.popen("chat", "poster", "--card", "flat colours", stdin=-1, stdout=-1, stderr=-1) as chat:
        chat.communicate(b":card flat colours\n")
    status, _, answer = order(
        gateway, body=PEAR | {"prompt": "make the pear green"}, x_candid_session="poster",
        x_candid_mode="verbatim")
    assert (status, code(answer)) == (400, "not_verbatim") and "flat colours" in answer.decode()
    assert bought(service) == 0


@pytest.mark.parametrize("stream", [False, True])
def test_only_what_is_confirmed_is_handed_over(candid, both, stream):
    service, gateway = both
    body = PEAR | {"prompt": "a red pear, a zebra and a lighthouse", "stream": stream}
    status, fields, answer = order(gateway, body=body, x_candid_require="confirmed")
    document = json.loads(answer)
    assert (status, document["error"]["code"]) == (422, "not_confirmed")
    receipt = candid.json("show", fields["x-candid-receipt"])
    assert receipt["state"] == "finished" and receipt["pictures"] and receipt["judgements"]
    assert document["candid"]["receipt"] == receipt["id"] in document["error"]["message"]
    assert document["candid"]["pictures"] == [picture["sha256"] for picture in receipt["pictures"]]
    assert fields["x-should-retry"] == "false" and b"b64_json" not in answer
    # A retry buys nothing, and is told the same.
    again = order(gateway, body=body, x_candid_require="confirmed", x_stainless_retry_count="1")
    assert again[0] == 422 and bought(service) == 1


def test_a_confirmed_picture_passes_as_it_came(candid, both):
    service, gateway = both
    status, fields, answer = order(gateway, body=PEAR, x_candid_require="confirmed", x_candid_receipt="true")
    document = json.loads(answer)
    assert status == 200
    assert set(document["candid"]["verdicts"]) == {"confirmed"} and document["data"][0]["b64_json"]


def test_a_refusal_of_the_providers_passes_under_a_requirement(both):
    service, gateway = both
    service.bytes("faults", "PUT", b"moderation")
    status, _, answer = order(gateway, body=PEAR, x_candid_require="confirmed")
    assert (status, code(answer)) == (400, "moderation_blocked")

"""Turns of sessions by the native API: what one would send, its run, what was approved, and the steps between."""
import base64
import json
import subprocess

import pytest

from conftest import validate
from test_api import API, events
from test_api_runs import guarded, made, post
from test_serve import serving
from test_session_turns import png, silent
from test_simulate import simulating

SMALL = {"engine": "sketch", "size": "256x256"}
RESPONSES = {"engine": "openai-responses", "size": "1024x1024", "allow_rewrite": True}
OPENAI = {"engine": "openai", "model": "gpt-image-2", "size": "1024x1024"}


@pytest.fixture
def api(candid):
    with serving(candid) as gateway:
        yield API(candid, gateway)


def said(message, **more):
    return ({} if message is None else {"message": message}) | SMALL | more


def started(api, message, session="poster", **more):
    """The document of a turn, followed to its end."""
    headers = {name: more.pop(name) for name in ("key", "Idempotency_Key") if name in more}
    fields, document = post(api, f"sessions/{session}/turns", said(message, **more), 202, **headers)
    validate(document)
    assert fields["location"] == f"/api/v1/runs/{document['id']}"
    status, _, body = api(
        "GET", f"runs/{document['id']}/events", **({"key": headers["key"]} if "key" in headers else {}))
    assert status == 200 and events(body)[-1][1] == "finished"
    return document


def preview(api, message, session="poster", status=200, **more):
    _, document = post(api, f"sessions/{session}/turns/preview", said(message, **more), status)
    if status == 200:
        validate(document)
    return document


def step(api, name, body=None, status=200, session="poster", **headers):
    found, _, text = api("POST", f"sessions/{session}/{name}", body and json.dumps(body), **headers)
    assert found == status, text
    document = json.loads(text)
    if status == 200:
        validate(document)
    return document


def refused(api, message, session="poster", status=400, **more):
    _, document = post(api, f"sessions/{session}/turns", said(message, **more), status)
    return document["error"]


def test_turns_go_on_from_each_other(candid, api):
    first = started(api, "a red bicycle beside a blue door")
    assert (first["turn"]["number"], first["turn"]["kind"], first["name"]) == (1, "new", "poster")
    # Whoever has seen the end of one can take the next at once.
    second = started(api, "make the bicycle green", keep=["subject:door"])
    assert second["turn"]["sent"] == "make the bicycle green\n\nKeep the door exactly as it is."
    assert second["turn"]["carried"] == {"messages": 0, "pictures": 1}
    third = started(api, "add a cat", **{"from": 1})
    assert (third["turn"]["number"], third["turn"]["parent"]) == (3, 1)
    again = started(api, None, kind="draw")
    assert again["turn"]["kind"] == "draw" and "a cat" in again["turn"]["sent"]
    turns = candid.json("session", "show", "poster")["turns"]
    assert [turn["outcome"] for turn in turns] == ["finished"] * 4
    assert turns[2]["receipt"] == third["id"] and turns[0]["picture"] == turns[2]["base"]
    receipt = api.json("GET", f"runs/{second['id']}")
    assert receipt["sent"]["text"] == second["turn"]["sent"]
    assert (receipt["session"]["name"], receipt["session"]["turn"]) == ("poster", 2)


def test_a_preview_says_what_a_turn_would_send_and_changes_nothing(candid, api):
    document = preview(api, "a red bicycle")
    assert document["session"] is None and document["turn"]["kind"] == "new"
    assert api.json("GET", "sessions")["sessions"] == [] == api.json("GET", "runs")["receipts"]
    started(api, "a red bicycle")
    before = candid.json("ledger", "verify")["head"]
    document = preview(api, "make it green", only=["subject:bicycle"])
    assert document["understood"]["is_inferred"] and "bicycle" in document["understood"]["notes"][0]
    assert document["turn"]["said"] == "make it green"
    assert document["turn"]["sent"] == document["order"]["sent"]
    assert document["turn"]["carried"] == {"messages": 0, "pictures": 1}
    assert document["order"]["request"]["estimate"] is not None
    assert candid.json("ledger", "verify")["head"] == before
    turn = started(api, "make it green", only=["subject:bicycle"], approved=document["approval"])
    assert turn["turn"]["sent"] == document["turn"]["sent"]
    assert turn["sent_sha256"] == document["approval"]["sent_sha256"]


@pytest.mark.parametrize("message, wish, found", [
    ("undo", "undo", {}), ("go back to 1", "return", {"turn": 1}), ("only the light", "only", {"facets": ["lighting"]}),
    ("keep the door", "keep", {"facets": ["subject:door"]}), ("reset", "reset", {}),
    ("is there a cat?", "ask", {"question": "is there a cat?"}),
    ("make it yellow", "clarify", {"choices": ["make the bicycle yellow", "make the door yellow"]}),
])
def test_words_that_make_no_picture_are_understood_and_buy_nothing(api, message, wish, found):
    started(api, "a red bicycle beside a blue door")
    document = preview(api, message)
    assert document["turn"] is document["order"] is document["approval"] is None
    assert document["understood"]["wish"] == wish
    assert {name: document["understood"][name] for name in found} == found
    _, problem = post(api, "sessions/poster/turns", said(message), 400)
    assert (problem["error"]["code"], problem["error"]["param"]) == ("session_unclear", "message")
    assert "Nothing was sent" in problem["error"]["message"]
    if wish == "clarify":
        assert problem["candid"]["choices"] == found["choices"]
    assert len(api.json("GET", "runs")["receipts"]) == 1


def test_what_is_sent_is_what_was_approved_or_nothing(api):
    started(api, "a red bicycle")
    approval = preview(api, "add a cat")["approval"]
    for approved, word in [
        ({"sent": "add a dog"}, "[-dog-]{+cat+}"), ({"sent_sha256": "0" * 64}, "“add a cat”"),
        (approval | {"order_sha256": "0" * 64}, "another order"),
    ]:
        fields, document = post(api, "sessions/poster/turns", said("add a cat", approved=approved), 409)
        assert document["error"]["code"] == "not_as_approved" and word in document["error"]["message"]
        assert document["candid"]["sent_sha256"] == approval["sent_sha256"]
        assert fields["x-should-retry"] == "false"
    assert refused(api, "add a cat", status=409, seed=4, approved=approval)["code"] == "not_as_approved"
    started(api, "add a cat", approved={"sent": "add a cat"} | approval)
    # The same words, and another picture under them.
    problem = refused(api, "add a cat", status=409, approved=approval)
    assert problem["code"] == "not_as_approved" and "changes the picture of turn 2" in problem["message"]
    assert len(api.json("GET", "sessions/poster")["turns"]) == 2


def test_a_region_binds_an_edit(candid, api):
    started(api, "a red bicycle")
    boxed = started(api, "make it night", box="10,10,40,40")
    assert boxed["turn"]["mask"] and boxed["turn"]["contract"]["box"]
    masked = started(api, "add a cat", mask={"base64": base64.b64encode(png(256, 256, (0, 0, 64, 64))).decode()})
    assert masked["turn"]["mask"] != boxed["turn"]["mask"]
    for more, field in [
        ({"box": "0,0,999,999"}, "box"), ({"mask": {"base64": base64.b64encode(png(8, 8)).decode()}}, "mask"),
        ({"box": "1,1,2,2", "mask": {"base64": base64.b64encode(png(8, 8)).decode()}}, "mask"),
    ]:
        assert refused(api, "add a dog", **more)["param"] == field


@pytest.mark.parametrize("message, more, status, field", [
    (None, {}, 400, "message"), ("", {}, 400, "message"), (" ", {"kind": "new"}, 400, "message"),
    ("x", {"kind": "draw"}, 400, "message"), ("x", {"kind": "sing"}, 400, "kind"), ("x", {"from": 9}, 400, "from"),
    ("x", {"from": 0}, 400, "from"), ("new picture: a fox", {"keep": ["lighting"]}, 400, "message"),
    ("add a cat", {"only": ["smell"]}, 400, "only"), ("add a cat", {"approved": {}}, 400, "approved"),
    ("add a cat", {"approved": {"sent_sha256": "x"}}, 400, "approved"), ("add a cat", {"n": 2}, 400, "n"),
    ("add a cat", {"prompt": "x"}, 400, "prompt"), ("add a cat", {"engine": "nobody"}, 404, "engine"),
    ("add a cat", {"quality": "ultra"}, 400, "quality"),
])
@pytest.mark.parametrize("path", ["turns", "turns/preview"])
def test_what_can_not_be_said_is_refused_by_name(api, path, message, more, status, field):
    started(api, "a red bicycle")
    _, document = post(api, f"sessions/poster/{path}", said(message, **more), status)
    assert document["error"]["param"] == field
    assert len(api.json("GET", "sessions/poster")["turns"]) == 1


def test_a_turn_that_is_refused_begins_no_session(api):
    for message, more in [("a pear", {"quality": "ultra"}), ("a pear", {"kind": "edit"}), ("a pear", {"size": "1x1"}),
                          ("a pear", {"approved": {"sent": "a fig"}})]:
        found, _, _ = api("POST", "sessions/poster/turns", json.dumps(said(message, **more)))
        assert found in (400, 409)
    assert refused(api, "a pear", session="a%2fb")["param"] == "session"
    assert api.json("GET", "sessions")["sessions"] == []


def test_the_steps_between_turns(candid, api):
    started(api, "a red bicycle beside a blue door")
    started(api, "make the bicycle green")
    assert step(api, "undo")["session"]["at_turn"] == 1
    assert step(api, "return", {"turn": 2})["session"]["at_turn"] == 2
    assert step(api, "fork", {"name": "night"})["session"]["branch"] == "night"
    pinned = step(api, "pin", {"turn": 2})
    assert "turn 2" in pinned["notes"][0] and pinned["session"]["pinned"] == pinned["session"]["picture"]
    arranged = step(api, "arrange", {"keep": ["subject:door"], "card": "flat colours"})["session"]
    assert (arranged["keep"], arranged["card"]) == (["subject:door"], "flat colours")
    assert preview(api, "add a cat")["turn"]["sent"] == \
        "add a cat\n\nKeep the door exactly as it is.\n\nflat colours"
    step(api, "arrange", {"only": ["subject:cat"]})
    assert "Change only the cat" in preview(api, "add a cat")["turn"]["sent"]
    arranged = step(api, "arrange", {"unkeep": ["subject:door"], "card": None})["session"]
    assert (arranged["keep"], arranged["card"]) == ([], None)
    assert step(api, "reset")["session"]["brief"] == "a green bicycle beside a blue door"
    assert preview(api, None, kind="draw")["turn"]["carried"] == {"messages": 0, "pictures": 0}
    assert step(api, "undo")["session"]["brief"] == "a red bicycle beside a blue door"
    assert step(api, "reset", {"pinned": True})["session"]["picture"] is not None
    assert step(api, "name", {"name": "the poster"})["session"]["name"] == "the poster"
    assert api("GET", "sessions/poster")[0] == 404
    assert step(api, "undo", session="the%20poster")["session"] == candid.json("session", "show", "the poster")


def test_the_wire_of_the_turns_to_come_is_chosen(candid):
    with simulating(candid) as service, serving(candid, **service.environment) as gateway:
        api = API(candid, gateway)
        started(api, "a red bicycle", **RESPONSES)
        edit = {"message": "make the bicycle green"} | RESPONSES

        def sent():
            _, document = post(api, "sessions/poster/turns/preview", edit, 200)
            return document["turn"], json.loads(document["order"]["request"]["body"])

        assert sent()[0]["form"] == "direct" and "previous_response_id" not in sent()[1]
        assert step(api, "wire", {"form": "remembered"})["session"]["form"] == "remembered"
        # What was sent before, nobody was asked to remember.
        assert sent()[0]["carried"] == {"messages": 0, "pictures": 1}
        started(api, "a red bicycle", kind="new", **RESPONSES)
        turn, body = sent()
        assert (turn["form"], turn["carried"]) == ("remembered", {"messages": 1, "pictures": 1})
        assert body["previous_response_id"].startswith("resp_")
        assert step(api, "wire", {"form": "stateless"})["session"]["form"] == "stateless"
        assert "previous_response_id" not in sent()[1]
        step(api, "undo")
        assert "previous_response_id" in sent()[1]
        # Nothing of it goes to an engine that would not know what was said.
        before = api.json("GET", "sessions/poster")
        for path in ("turns", "turns/preview"):
            for message in ("make it blue", "new picture: a fig"):
                found, _, text = api("POST", f"sessions/poster/{path}", json.dumps(said(message)))
                error = json.loads(text)["error"]
                assert (found, error["param"]) == (400, "engine") and "remembered" in error["message"]
        assert api.json("GET", "sessions/poster") == before
        step(api, "wire", {"form": "direct"})
        assert sent()[0]["form"] == "direct" and "previous_response_id" not in sent()[1]
        started(api, "a fig", kind="new")
        step(api, "undo")
        step(api, "wire", {"form": "remembered"})
        assert sent()[0]["carried"]["messages"] == 0, "what was remembered is let go of"


@pytest.mark.parametrize("name, body, status, word", [
    ("wire", {"form": "by pigeon"}, 400, "direct, remembered, stateless"), ("wire", {}, 400, "form"),
    ("undo", {"turn": 1}, 400, "turn"), ("return", {}, 400, "turn"), ("return", {"turn": 9}, 400, "no turn 9"),
    ("fork", {"name": ""}, 400, "name"), ("fork", {}, 400, "name"), ("pin", {"turn": 9}, 400, "no turn 9"),
    ("name", {"name": "a/b"}, 400, "no name"), ("name", {"name": "other"}, 409, "already"),
    ("reset", {"pinned": 3}, 400, "pinned"), ("arrange", {"keep": ["smell"]}, 400, "vocabulary"),
    ("arrange", {"card": ""}, 400, "card"),
    ("arrange", {"only": ["lighting"], "keep": ["lighting"]}, 400, "stay"),
])
def test_a_step_that_can_not_be_taken_is_refused(api, name, body, status, word):
    started(api, "a red bicycle")
    started(api, "a fig", session="other")
    before = api.json("GET", "sessions/poster")
    assert word in step(api, name, body, status=status)["error"]["message"]
    assert api.json("GET", "sessions/poster") == before
    step(api, name, body, status=404, session="nobody")


def test_nothing_is_left_to_take_back_at_the_beginning(api):
    started(api, "a red bicycle")
    step(api, "undo")
    assert "nothing is left" in step(api, "undo", status=400)["error"]["message"]


def test_the_same_key_takes_a_turn_once(api):
    first = started(api, "a red bicycle", Idempotency_Key="k")
    again = started(api, "a red bicycle", Idempotency_Key="k")
    assert (again["id"], again["is_repeat"], again["understood"]) == (first["id"], True, None)
    assert again["turn"]["sent"] == first["turn"]["sent"]
    _, problem = post(api, "sessions/poster/turns", said("add a cat"), 409, Idempotency_Key="k")
    assert problem["error"]["code"] == "idempotency_key_reused"
    _, problem = post(api, "sessions/other/turns", said("a red bicycle"), 409, Idempotency_Key="k")
    assert problem["error"]["code"] == "idempotency_key_reused"
    step(api, "name", {"name": "renamed"})
    fields, found = post(api, "sessions/poster/turns", said("a red bicycle"), 202, Idempotency_Key="k")
    assert (found["id"], found["name"], fields["x-candid-repeat"]) == (first["id"], "renamed", first["id"])
    assert len(api.json("GET", "sessions")["sessions"]) == 1


def test_a_turn_under_way_keeps_others_out_and_can_be_ended(candid):
    with simulating(candid, "--fault", "stall=60000") as service, serving(candid, **service.environment) as gateway:
        api = API(candid, gateway)
        order = {"message": "a red pear"} | OPENAI
        _, turn = post(api, "sessions/poster/turns", order, 202)
        fields, problem = post(api, "sessions/poster/turns", order, 409)
        assert problem["error"]["code"] == "session_in_use" and turn["id"] in problem["error"]["message"]
        assert problem["error"]["param"] == "session" and fields["x-should-retry"] == "false"
        assert step(api, "undo", status=409)["error"]["code"] == "session_in_use"
        assert preview(api, "add a cat")["open_turn"] == 1
        # Another program is told of the gateway's process.
        told = candid("generate", "--session", "poster", "--engine", "sketch", "a pear", check=4)
        assert str(gateway.process.pid).encode() in told.stderr
        assert api.json("DELETE", f"runs/{turn['id']}")["state"] == "cancelled"
        assert [one["outcome"] for one in api.json("GET", "sessions/poster")["turns"]] == ["cancelled"]
        started(api, "a red bicycle")


def test_a_session_that_another_program_works_on_is_named(candid, api):
    started(api, "a red bicycle")
    with silent(candid) as asked:
        other = candid.popen(
            "generate", "--session", "poster", "add a cat", "--engine", "openai", "--quiet",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert asked.wait(60)
        problem = refused(api, "add a dog", status=409)
        assert problem["code"] == "session_in_use" and f"process {other.pid}" in problem["message"]
        other.terminate()
        other.communicate()


def test_a_turn_that_failed_leaves_the_session_as_it_was(candid):
    with simulating(candid, "--fault", "moderation*1") as service, serving(candid, **service.environment) as gateway:
        api = API(candid, gateway)
        _, turn = post(api, "sessions/poster/turns", {"message": "a red pear"} | OPENAI, 202)
        assert events(api("GET", f"runs/{turn['id']}/events")[2])[-1][1] == "failed"
        session = api.json("GET", "sessions/poster")
        assert session["brief"] is None and session["turns"][0]["outcome"] == "failed"
        assert started(api, "a red pear")["turn"]["kind"] == "new"


def test_budget_models_policy_and_wishes_hold_as_for_every_order(candid):
    shop = made(candid, "shop", "--budget", "day=0.30")
    narrow = made(candid, "narrow", "--models", "gpt-image-1*")
    strict = made(candid, "strict", "--lint", "warning")
    sure = made(candid, "sure", "--require", "confirmed")
    fixed = made(candid, "fixed", "--mode", "approved")
    free = made(candid, "free")
    order = {"message": "a red pear"} | OPENAI
    with guarded(candid) as (service, api):
        def tried(key, status, message="a red pear", session="s", **headers):
            _, problem = post(api, f"sessions/{session}/turns", order | {"message": message}, status, key=key, **headers)
            assert problem["error"]["code"] != "prompt_refused" or problem["error"]["param"] == "message"
            return problem["error"]["code"]

        _, turn = post(api, "sessions/shop/turns", order | {"quality": "high"}, 202, key=shop)
        api("GET", f"runs/{turn['id']}/events", key=shop)
        edit = order | {"message": "make the pear green", "quality": "high"}
        fields, problem = post(api, "sessions/shop/turns", edit, 429, key=shop)
        assert problem["error"]["code"] == "insufficient_quota" and fields["x-should-retry"] == "false"
        # What was not begun is a turn that failed, and the session is free again.
        shown = json.loads(api("GET", "sessions/shop", key=shop)[2])
        assert [one["outcome"] for one in shown["turns"]] == ["finished", "failed"]
        assert step(api, "undo", session="shop", key=shop)["session"]["at_turn"] is None
        assert tried(narrow, 403) == "model_not_found"
        assert tried(strict, 400, "a pear, no people") == "prompt_refused"
        assert tried(sure, 403) == "not_in_background"
        assert tried(fixed, 400) == "invalid_value"
        assert tried(free, 400, "a pear, no people", x_candid_lint="warning") == "prompt_refused"
        assert tried(free, 429, x_candid_budget="0.0001") == "refused_by_candid"
        assert tried(free, 400, x_candid_lock="hero") == "invalid_value"
        assert tried(free, 403, session="t", x_candid_session="other") == "insufficient_permissions"
        assert tried(free, 400, x_candid_mood="calm") == "unknown_field"
        assert len(service.admin("requests")["requests"]) == 1


def test_words_of_a_session_are_not_verbatim(api):
    started(api, "a red bicycle")
    step(api, "arrange", {"card": "flat colours"})
    _, problem = post(api, "sessions/poster/turns", said("add a cat"), 400, x_candid_mode="verbatim")
    assert problem["error"]["code"] == "not_verbatim" and "flat colours" in problem["error"]["message"]


def test_a_turn_is_held_to_its_contract_where_that_is_asked(api):
    started(api, "a red bicycle")
    _, turn = post(api, "sessions/poster/turns", said("add a cat", keep=["lighting"]), 202, x_candid_verify="true")
    api("GET", f"runs/{turn['id']}/events")
    assert api.json("GET", f"runs/{turn['id']}")["judgements"]
    assert api.json("GET", "sessions/poster")["turns"][1]["verdict"] is not None


def test_a_session_is_its_keys_own(candid):
    ann, bob, boss = made(candid, "ann"), made(candid, "bob"), made(candid, "boss", scopes="admin")
    story = made(candid, "story", "--session", "poster")
    with guarded(candid) as (_, api):
        started(api, "a red bicycle", key=ann)
        for key, status in ((ann, 200), (boss, 200), (story, 200), (bob, 404)):
            for path in ("sessions/poster", "sessions/poster/export"):
                assert api("GET", path, key=key)[0] == status
            found = json.loads(api("GET", "sessions", key=key)[2])["sessions"]
            assert [one["name"] for one in found] == (["poster"] if status == 200 else [])
            step(api, "pin", status=status, key=key)
            found, _, text = api("POST", "sessions/poster/turns/preview", json.dumps(said("add a cat")), key=key)
            assert found == (200 if status == 200 else 403)
        _, problem = post(api, "sessions/poster/turns", said("add a cat"), 403, key=bob)
        assert problem["error"]["code"] == "insufficient_permissions" and "somebody else's" in problem["error"]["message"]
        assert post(api, "sessions/mine/turns", said("a fig"), 403, key=story)[1]["error"]["param"] == "session"
        started(api, "add a cat", key=story)
        # By its digits it is no other's either.
        digits = json.loads(api("GET", "sessions/poster", key=ann)[2])["session"]
        assert api("GET", f"sessions/{digits}", key=bob)[0] == 404
        assert post(api, f"sessions/{digits}/turns", said("add a dog"), 403, key=bob)[1]["error"]
        started(api, "add a dog", session=digits, key=ann)
    # What the person began on the command line is no key's.
    candid("generate", "a fig", "--session", "own", "--size", "256x256", "-q", check=0)
    with guarded(candid) as (_, api):
        assert api("GET", "sessions/own", key=ann)[0] == 404
        assert post(api, "sessions/own/turns", said("add a cat"), 403, key=ann)[1]["error"]


def test_a_session_that_a_key_began_by_a_header_is_its_own_here(candid):
    ann = made(candid, "ann", scopes="native,images")
    with guarded(candid) as (_, api):
        import http.client
        connection = http.client.HTTPConnection(api.host, timeout=60)
        body = json.dumps({"model": "gpt-image-2", "prompt": "a red pear", "size": "1024x1024"})
        connection.request("POST", "/v1/images/generations", body, {
            "authorization": f"Bearer {ann}", "content-type": "application/json", "x-candid-session": "poster"})
        assert connection.getresponse().read() and True
        shown = json.loads(api("GET", "sessions/poster", key=ann)[2])
        assert len(shown["turns"]) == 1
        _, turn = post(api, "sessions/poster/turns", {"message": "make the pear green"} | OPENAI, 202, key=ann)
        assert turn["turn"]["parent"] == 1


def test_the_command_goes_on_where_the_api_stopped_and_back(candid, api):
    started(api, "a red bicycle")
    second = candid.json("generate", "--session", "poster", "make the bicycle green", "--size", "256x256")
    assert second["session"]["turn"] == 2
    assert started(api, "add a cat")["turn"]["parent"] == 2

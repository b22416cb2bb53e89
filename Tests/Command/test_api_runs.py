"""Orders by the native API: what would be sent, runs in the background, their end, and whose they are."""
import base64
import contextlib
import json

import pytest

from conftest import validate
from test_api import API, events
from test_serve import serving
from test_simulate import simulating

PEAR = {"prompt": "a red pear, no people", "engine": "sketch", "size": "256x256"}


def made(candid, name, *arguments, scopes="native"):
    return candid("keys", "create", name, "--scopes", scopes, *arguments, check=0).stdout.split()[0].decode()


@pytest.fixture
def api(candid):
    with serving(candid) as gateway:
        yield API(candid, gateway)


@contextlib.contextmanager
def guarded(candid, *faults):
    """A gateway that asks for keys, over the simulator."""
    with simulating(candid, *faults) as service, \
            serving(candid, "--keys", "required", **service.environment) as gateway:
        yield service, API(candid, gateway)


def post(api, path, body, status, **headers):
    """Fields and document."""
    found, fields, text = api("POST", path, json.dumps(body), **headers)
    assert found == status, text
    return fields, json.loads(text)


def started(api, body=PEAR, **headers):
    fields, document = post(api, "runs", body, 202, **headers)
    validate(document)
    assert fields["location"] == f"/api/v1/runs/{document['id']}"
    return document["id"]


def followed(api, run, **headers):
    status, _, body = api("GET", f"runs/{run}/events", **headers)
    assert status == 200
    return events(body)


def test_a_preview_says_what_would_be_sent_and_buys_nothing(candid, api):
    _, document = post(api, "orders/preview", PEAR, 200)
    validate(document)
    assert document["asked"] == document["sent"] == PEAR["prompt"]
    assert json.loads(document["request"]["body"])["prompt"] == PEAR["prompt"]
    assert [finding["rule"] for finding in document["findings"]] == ["negation"]
    assert document["delivery"]["keeps_words"] is True
    own = json.loads(candid(
        "generate", PEAR["prompt"], "--engine", "sketch", "--size", "256x256", "--dry-run", "--json", check=0).stdout)
    assert document["request"] == own
    assert candid.json("log")["receipts"] == []


@pytest.mark.parametrize("change, status, word", [
    ({"prompt": ""}, 400, "prompt"), ({"prompt": None}, 400, "prompt"), ({"size": "big"}, 400, "size"),
    ({"n": 0}, 400, "n is"), ({"seed": -1}, 400, "seed"), ({"format": "bmp"}, 400, "format"),
    ({"promt": "x"}, 400, "promt"), ({"engine": "nobody"}, 404, "sketch"), ({"quality": "ultra"}, 400, "quality"),
    ({"images": [{"sha256": "0" * 64}]}, 404, "images"), ({"images": [{"base64": "!"}]}, 400, "images"),
    ({"images": [{"base64": "QUJDRA=="}]}, 400, "PNG"), ({"mask": {}}, 400, "mask"),
])
@pytest.mark.parametrize("path", ["orders/preview", "runs"])
def test_what_can_not_be_ordered_is_refused_by_name(candid, api, path, change, status, word):
    _, problem = post(api, path, PEAR | change, status)
    assert word in problem["error"]["message"]
    assert api.json("GET", "runs")["receipts"] == []


def test_a_run_goes_on_in_the_background_and_leaves_a_receipt(candid, api):
    run = started(api)
    found = followed(api, run)
    assert [kind for _, kind, _ in found][:2] == ["drafted", "sent"] and found[-1][1] == "finished"
    assert followed(api, run, Last_Event_ID="2") == found[2:]
    receipt = api.json("GET", f"runs/{run}")
    assert receipt["asked"]["text"] == receipt["sent"]["text"] == PEAR["prompt"]
    assert receipt == candid.json("show", run)
    picture = receipt["pictures"][0]["sha256"]
    assert api("GET", f"pictures/{picture}")[0] == 200


def test_a_picture_is_changed_by_its_digest_or_by_its_bytes(candid, api):
    run = started(api)
    followed(api, run)
    digest = api.json("GET", f"runs/{run}")["pictures"][0]["sha256"]
    bytes = api("GET", f"pictures/{digest}")[2]
    edit = PEAR | {"prompt": "make it night"}
    for image in ({"sha256": digest}, {"base64": base64.b64encode(bytes).decode()}):
        changed = started(api, edit | {"images": [image]})
        assert followed(api, changed)[-1][1] == "finished"
        assert api.json("GET", f"runs/{changed}")["parent"] == digest


def test_the_same_key_buys_once_and_contradicts_another_order(candid, api):
    run = started(api, Idempotency_Key="k1")
    fields, document = post(api, "runs", PEAR, 202, Idempotency_Key="k1")
    assert (document["id"], document["is_repeat"], fields["x-candid-repeat"]) == (run, True, run)
    assert started(api, Idempotency_Key="k2") != run and started(api) != run
    _, problem = post(api, "runs", PEAR | {"seed": 3}, 409, Idempotency_Key="k1")
    assert problem["error"]["code"] == "idempotency_key_reused"
    assert len(api.json("GET", "runs")["receipts"]) == 3


def test_a_run_under_way_is_cancelled_and_says_what_it_may_cost(candid):
    with simulating(candid, "--fault", "stall=60000") as service, serving(candid, **service.environment) as gateway:
        api = API(candid, gateway)
        run = started(api, {"prompt": "a red pear", "engine": "openai", "model": "gpt-image-2"})
        receipt = api.json("DELETE", f"runs/{run}")
        validate(receipt)
        assert (receipt["state"], receipt["perhaps_charged"]) == ("cancelled", True)
        assert followed(api, run)[-1][1] == "cancelled"
        problem = api.json("DELETE", f"runs/{run}", status=409)["error"]
        assert problem["code"] == "not_under_way" and "ended" in problem["message"]
    assert candid.json("show", run)["state"] == "cancelled"


def test_a_run_that_is_not_there_can_not_be_cancelled(api):
    assert api("DELETE", "runs/0000000000000000")[0] == 404


def test_budget_models_and_policy_hold_as_for_every_order(candid):
    shop = made(candid, "shop", "--budget", "day=0.30")
    narrow = made(candid, "narrow", "--models", "gpt-image-1*")
    strict = made(candid, "strict", "--lint", "warning")
    order = {"prompt": "a red pear", "engine": "openai", "model": "gpt-image-2", "size": "1024x1024"}
    with guarded(candid) as (service, api):
        run = started(api, order | {"quality": "high"}, key=shop)
        followed(api, run, key=shop)
        fields, problem = post(api, "runs", order | {"quality": "high"}, 429, key=shop)
        assert problem["error"]["code"] == "insufficient_quota" and fields["x-should-retry"] == "false"
        assert post(api, "runs", order, 403, key=narrow)[1]["error"]["code"] == "model_not_found"
        assert post(api, "runs", PEAR, 400, key=strict)[1]["error"]["code"] == "prompt_refused"
        assert len(service.admin("requests")["requests"]) == 1
    assert {note["reason"] for note in candid.json("keys", "audit")["turned_away"]} == {"budget", "model", "policy"}


def test_what_a_key_must_have_confirmed_approved_or_in_a_session_is_kept_here_too(candid):
    sure = made(candid, "sure", "--require", "confirmed")
    diary = made(candid, "diary", "--session", "diary")
    fixed = made(candid, "fixed", "--mode", "approved")
    hero = made(candid, "hero", "--lock", "hero")
    candid("lock", "add", "hero", "a red pear", "--engine", "sketch", check=0)
    with guarded(candid) as (service, api):
        for key in (sure, diary):
            assert post(api, "runs", PEAR, 403, key=key)[1]["error"]["code"] == "not_in_background"
        assert post(api, "runs", PEAR, 400, key=fixed)[1]["error"]["code"] == "approval_needed"
        problem = post(api, "runs", PEAR | {"prompt": "a green pear"}, 400, key=hero)[1]["error"]
        assert problem["code"] == "not_as_locked"
        assert service.admin("requests")["requests"] == []


def test_a_caller_sees_its_own_runs_and_pictures_alone(candid):
    ann, bob, boss = made(candid, "ann"), made(candid, "bob"), made(candid, "boss", scopes="admin")
    with guarded(candid) as (_, api):
        run = started(api, key=ann)
        followed(api, run, key=ann)
        receipt = json.loads(api("GET", f"runs/{run}", key=ann)[2])
        picture = f"pictures/{receipt['pictures'][0]['sha256']}"
        for key, status in ((ann, 200), (boss, 200), (bob, 404)):
            for path in (f"runs/{run}", f"runs/{run}/events", picture):
                assert api("GET", path, key=key)[0] == status, (path, status)
            found = json.loads(api("GET", "runs", key=key)[2])["receipts"]
            assert [one["id"] for one in found] == ([run] if status == 200 else [])
        assert api("HEAD", picture, key=bob)[0] == 404
        assert api("DELETE", f"runs/{run}", key=bob)[0] == 404
        edit = PEAR | {"images": [{"sha256": receipt["pictures"][0]["sha256"]}]}
        assert post(api, "runs", edit, 404, key=bob)[1]["error"]["param"] == "images"
        # Another caller's key to an order is not his.
        assert started(api, key=ann, Idempotency_Key="k") != started(api, key=bob, Idempotency_Key="k")
        # Nothing of the gateway's own entries is anybody's run.
        audit = candid.json("keys", "list")["keys"][0]["id"]
        assert api("GET", f"runs/{audit}/events", key=ann)[0] == 404


def test_events_of_a_run_that_was_cut_off_tell_what_is_known_and_end(candid):
    body = {"prompt": "a red pear", "engine": "openai", "model": "gpt-image-2"}
    with simulating(candid, "--fault", "stall=60000") as service:
        with serving(candid, **service.environment) as gateway:
            run = started(API(candid, gateway), body)
        with serving(candid, **service.environment, CANDID_TIMEOUT="2") as gateway:
            api = API(candid, gateway)
            receipt = api.json("GET", f"runs/{run}")
            seen = cut_off(api, run)
            assert [(number, kind) for number, kind, _ in seen[:-1]] == [(1, "drafted"), (2, "sent")]
            end = seen[-1][2]
            assert (end["run"], end["state"], end["perhaps_charged"]) == (run, receipt["state"], True)
            assert end["state"] == "open" and run in end["message"]
            assert end["last"] in end["message"] and "another program" in end["message"]
            assert "Nobody" not in end["message"], "it is not known"
            assert [kind for _, kind, _ in cut_off(api, run, Last_Event_ID="1")] == ["sent", "cut_off"]
            assert cut_off(api, run, Last_Event_ID="2") == cut_off(api, run, Last_Event_ID="99") == seen[-1:]
            candid("log", "settle", run, "--not-charged", "--yes", check=0)
            assert [kind for _, kind, _ in cut_off(api, run, Last_Event_ID="2")] == ["resolved"]


def cut_off(api, run, **headers):
    """The events; of the last one, which is no entry, without a number."""
    status, _, body = api("GET", f"runs/{run}/events", **headers)
    assert status == 200
    head, _, last = body.rpartition(b"event: cut_off\ndata: ")
    if not head and not body.startswith(b"event: cut_off"):
        return events(body)
    return events(head) + [(None, "cut_off", json.loads(last))]


def test_what_is_no_run_has_no_events(candid, api):
    made(candid, "shop", scopes="images")
    key = candid.json("keys", "show", "shop")["key"]["id"]
    assert api("GET", f"runs/{key}/events")[0] == 404


def test_more_words_than_can_be_looked_for_are_said_to_be_too_many(candid, api):
    status, _, body = api("GET", "runs?words=" + "a%20" * 2000)
    assert status == 400 and json.loads(body)["error"]["param"] == "words"
    done = candid("log", "a " * 2000)
    assert done.returncode == 2 and b"too many" in done.stderr and b"damaged" not in done.stderr

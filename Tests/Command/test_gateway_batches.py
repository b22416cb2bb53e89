"""Receipts for the orders inside a batch that another program sends through `candid serve`."""
import http.client
import json
import time

import pytest

from test_keys import made
from test_keys_apart import SCOPES, Caller, meeting
from test_serve import Gateway, serving
from test_simulate import WORDS, simulating


def uploaded(caller, lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    form = ('--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
            '--b\r\ncontent-disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n'
            f"{text}\r\n--b--\r\n")
    return caller("POST", "files", form.encode(), type="multipart/form-data; boundary=b")["id"]


def order(name, prompt, **more):
    return {"custom_id": name, "method": "POST", "url": "/v1/images/generations",
            "body": {"model": "gpt-image-2", "prompt": prompt, "size": "1024x1024", "quality": "low"} | more}


def ended(caller, batch):
    for _ in range(200):
        state = caller("GET", f"batches/{batch}")
        if state["status"] in ("completed", "failed", "expired", "cancelled"):
            return state
        time.sleep(0.1)
    raise AssertionError("the batch does not end")


def content(caller, file):
    connection = http.client.HTTPConnection(caller.host, timeout=60)
    connection.request("GET", f"/v1/files/{file}/content", headers={"authorization": f"Bearer {caller.key}"})
    return connection.getresponse().read()


def receipts(candid, count, state="finished"):
    """The receipts of a batch's orders, once so many have come to their end."""
    for _ in range(200):
        found = [run for run in candid.json("log")["receipts"] if run["state"] == state]
        if len(found) >= count:
            return [candid.json("show", run["id"]) for run in found]
        time.sleep(0.1)
    raise AssertionError(candid("log").stdout.decode())


def begun(service):
    """The batches that reached the service."""
    return [one for one in service.admin("requests")["requests"] if one["url"].endswith("/batches")]


def test_each_order_of_a_relayed_batch_has_a_receipt(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann) as service:
        names = [f"mine-{number}" for number in range(len(WORDS))]
        file = uploaded(ann, [order(name, words) for name, words in zip(names, WORDS)])
        batch = ann.batch(file)
        held = receipts(candid, len(WORDS), state="open")
        assert sorted(one["sent"]["text"] for one in held) == sorted(WORDS), "they stand there before they are made"
        state = ended(ann, batch)
        found = receipts(candid, len(WORDS))
        results = [json.loads(line) for line in content(ann, state["output_file_id"]).splitlines()]
        assert {one["custom_id"] for one in results} == set(names), "the client sees its own names"
        by_words = {one["sent"]["text"]: one for one in found}
        for words in WORDS:
            receipt = by_words[words]
            assert receipt["asked"]["text"] == words and receipt["cost"]["basis"] == "settled"
            assert receipt["batch"] == found[0]["batch"] and receipt["pictures"]
        charges = service.admin("charges")
        assert len(charges["charges"]) == len(WORDS) and all(one["batch"] for one in charges["charges"])
        spent = candid.json("log", "spend", "--by", "engine")["totals"]
        assert spent[0]["settled"] == pytest.approx(charges["total_usd"], abs=1e-6)
        # Asking again buys nothing, and adds nothing.
        before = candid("ledger", "export").stdout
        ended(ann, batch)
        time.sleep(0.5)
        assert candid("ledger", "export").stdout == before
    candid("ledger", "verify", check=0)


def test_what_one_gateway_began_the_next_brings_home(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service:
        def through(gateway):
            ann.host = gateway.address.removeprefix("http://").removesuffix("/v1")
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            batch = ann.batch(uploaded(ann, [order("a", "a pear"), order("b", "two pears")]))
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            ended(ann, batch)
            assert {one["sent"]["text"] for one in receipts(candid, 2)} == {"a pear", "two pears"}


def test_the_command_brings_a_relayed_batch_home_too(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann) as service:
        ann.batch(uploaded(ann, [order("a", "a pear")]))
        batch, = candid.json("batch", "status", env=service.environment)["batches"]
        done = candid("batch", "collect", batch["id"], "--wait", "--every", "1", "-o", "out", "--json",
                      env=service.environment, check=0)
        assert json.loads(done.stdout)["made"] == 1


def test_a_batch_that_is_refused_ends_its_receipts_free_of_charge(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann):
        file = uploaded(ann, [order("a", "a pear")])
        refused = ann("POST", "batches", {"input_file_id": file, "endpoint": "/v1/images/generations",
                                          "completion_window": "1h"}, status=400)
        assert refused["error"]
        receipt, = receipts(candid, 1, state="failed")
        assert receipt["sent"]["text"] == "a pear" and not receipt.get("perhaps_charged")


def test_lines_that_are_no_orders_are_the_services_to_refuse(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann):
        batch = ann.batch(uploaded(ann, [order("a", "a pear"), "{broken"]))
        state = ended(ann, batch)
        assert state["status"] == "failed", "as it would have been without us"
        receipt, = receipts(candid, 1, state="failed")
        assert receipt["sent"]["text"] == "a pear"


def test_a_budget_holds_for_a_batch_as_well(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service, serving(
            candid, "--keys", "required", "--budget", "day=0.01", **service.environment) as gateway:
        ann.host = gateway.address.removeprefix("http://").removesuffix("/v1")
        file = uploaded(ann, [order(f"{number}", "a pear", quality="high") for number in range(20)])
        refused = ann("POST", "batches", {"input_file_id": file, "endpoint": "/v1/images/generations",
                                          "completion_window": "24h"}, status=429)
        assert "budget" in refused["error"]["message"]
        assert service.admin("charges")["charges"] == [], "nothing left"


class Bound(Caller):
    """A caller whose key has a policy."""

    def __init__(self, candid, *policy):
        self.key, self.host = made(candid, "bound", "--scopes", SCOPES, *policy), None

    def refused(self, lines, status, endpoint="/v1/images/generations"):
        body = {"input_file_id": uploaded(self, lines), "endpoint": endpoint, "completion_window": "24h"}
        return self("POST", "batches", body, status=status)["error"]


@pytest.mark.parametrize("policy, lines, status, code, words", [
    (["--models", "gpt-image-2"], [order("a", "a pear"), order("b", "a pear", model="gpt-image-3")], 403,
     "model_not_found", "Line 2 of the batch (“b”)"),
    (["--lint", "warning"], [order("a", "a street with no cars")], 400, "prompt_refused", "Line 1"),
    (["--require", "verbatim"], [order("a", "a pear")], 400, "verbatim_not_promised", "verbatim"),
    (["--mode", "approved"], [order("a", "a pear")], 400, "approval_needed", "candid lock add"),
    (["--lock", "hero"], [order("a", "a mug"), order("b", "a cup")], 400, "not_as_locked", "Line 2"),
    (["--budget", "day=0.01"], [order(f"{n}", "a pear", quality="high") for n in range(9)], 429,
     "insufficient_quota", "budget"),
    (["--models", "gpt-image-2"], [order("a", "a pear"), "{broken"], 403, "insufficient_permissions", "Line 2"),
    (["--session", "poster"], [order("a", "a pear")], 403, "insufficient_permissions", "“poster”"),
    (["--verify", "on"], [order("a", "a pear")], 403, "insufficient_permissions", "held to its brief"),
    (["--require", "confirmed"], [order("a", "a pear")], 403, "insufficient_permissions", "confirmed"),
])
def test_a_policy_is_asked_of_every_line(candid, policy, lines, status, code, words):
    candid("lock", "add", "hero", "a mug", "--engine", "openai", "--model", "gpt-image-2", "--size", "1024x1024",
           "--quality", "low", env={"OPENAI_API_KEY": "k"}, check=0)
    bound = Bound(candid, *policy)
    with meeting(candid, bound) as service:
        found = bound.refused(lines, status)
        assert found["code"] == code and words in found["message"]
        assert not begun(service)
    assert candid.json("log")["receipts"] == []


def test_a_policy_that_a_batch_keeps_lets_it_pass(candid):
    candid("lock", "add", "hero", "a {fruit}", "--value", "fruit=pear", "--engine", "openai", "--model",
           "gpt-image-2", "--size", "1024x1024", "--quality", "low", env={"OPENAI_API_KEY": "k"}, check=0)
    bound = Bound(candid, "--models", "gpt-image-*", "--lint", "warning", "--lock", "hero", "--mode", "approved",
                  "--budget", "day=5")
    with meeting(candid, bound):
        batch = bound.batch(uploaded(bound, [order("a", "a pear"), order("b", "a pear"), ""]))
        assert ended(bound, batch)["status"] == "completed"
        for receipt in receipts(candid, 2):
            assert receipt["lock"]["name"] == "hero"
        assert candid.json("keys", "show", "bound")["key"]["spent"]["day"] > 0


def test_a_firewall_is_not_passed_by_in_a_batch(candid):
    bound = Bound(candid, "--firewall", "replace")
    line = {"custom_id": "a", "method": "POST", "url": "/v1/responses", "body": {"model": "m", "input": "hello"}}
    with meeting(candid, bound):
        found = bound.refused([line], 403, endpoint="/v1/responses")
        assert "/v1/images/generations" in found["message"] and "one by one" in found["message"]


@pytest.mark.parametrize("url, member", [
    ("/v1/images/edits", {"images": [{"file_id": None}], "prompt": "a pear"}),
    ("/v1/responses", {"previous_response_id": None, "input": "go on"}),
])
def test_a_line_can_not_name_what_is_another_keys(candid, url, member):
    ann, bob = Caller(candid, "ann"), Caller(candid, "bob")
    with meeting(candid, ann, bob) as service:
        file = uploaded(ann, [order("a", "a pear")])
        body = json.loads(json.dumps(member).replace("null", f'"{file}"'))
        lines = [{"custom_id": "a", "method": "POST", "url": url, "body": {"model": "gpt-image-2"} | body}]
        asked = {"input_file_id": uploaded(bob, lines), "endpoint": url, "completion_window": "24h"}
        assert file in bob("POST", "batches", asked, status=404)["error"]["message"]
        # Spelled otherwise it is the same.
        hidden = json.dumps(lines[0]).replace("file_id", "file\\u005fid").replace("previous_", "previous\\u005f")
        asked["input_file_id"] = uploaded(bob, [hidden])
        assert file in bob("POST", "batches", asked, status=404)["error"]["message"]
        assert not begun(service)


def test_a_line_that_says_a_thing_twice_is_refused(candid):
    ann = Caller(candid, "ann")
    line = json.dumps(order("a", "a pear")).replace('"prompt":', '"prompt": "a plum", "prompt":')
    with meeting(candid, ann) as service:
        asked = {"input_file_id": uploaded(ann, [order("b", "a pear"), line]),
                 "endpoint": "/v1/images/generations", "completion_window": "24h"}
        found = ann("POST", "batches", asked, status=400)["error"]
        assert found["code"] == "repeated_field" and "line 2" in found["message"]
        assert not begun(service)


def test_a_batch_about_which_nobody_asks_ends_all_the_same(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service:
        def through(gateway):
            ann.host = gateway.address.removeprefix("http://").removesuffix("/v1")
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            batch = ann.batch(uploaded(ann, [order("a", "a pear")]))
            ended(Direct(service), batch)
            assert receipts(candid, 1, state="open")
        with serving(candid, "--keys", "required", **service.environment):
            assert receipts(candid, 1)[0]["sent"]["text"] == "a pear"
        before = len(service.admin("requests")["requests"])
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            time.sleep(1)
            assert len(service.admin("requests")["requests"]) == before, "nothing is open, nothing is asked"


class Direct(Caller):
    """The provider itself, past the gateway."""

    def __init__(self, service):
        self.key, self.host = "k", service.address.removeprefix("http://").removesuffix("/v1")

"""Receipts for the orders inside a batch that another program sends through `candid serve`."""
import http.client
import json
import time

import pytest

from test_keys_apart import Caller, meeting
from test_serve import serving
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

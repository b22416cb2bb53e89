"""candid batch, against `candid simulate`: many prompts, one purchase, a receipt for each picture."""
import json
import random
import signal
import subprocess
import time

import pytest

from test_simulate import WORDS, service, simulating  # noqa: F401

MODEL = ["--engine", "openai", "--model", "gpt-image-2.5-sunburst", "--quality", "low"]


def write(candid, prompts, name="prompts.jsonl"):
    text = "".join(json.dumps({"prompt": prompt}) + "\n" for prompt in prompts)
    (candid.folder / name).write_text(text, encoding="utf-8")
    return name


def submit(candid, service, prompts, *more, check=0):
    return candid("batch", "submit", write(candid, prompts), *MODEL, *more, "--json",
                  env=service.environment, check=check)


def collect(candid, service, batch, *more, check=0):
    done = candid("batch", "collect", batch, "--wait", "--every", "1", "-o", "out", "--json", *more,
                  env=service.environment, check=check)
    return json.loads(done.stdout)


def spent(candid):
    return candid.json("log", "spend", "--by", "engine")["totals"]


def test_each_picture_has_a_receipt_and_costs_half(candid, service):
    batch = json.loads(submit(candid, service, WORDS).stdout)
    assert batch["job"] and batch["state"] == "open" and batch["open"] == len(WORDS)
    # The service's name is in the ledger before anybody waits.
    entries = candid("ledger", "export", check=0).stdout.decode()
    assert batch["job"] in entries
    done = collect(candid, service, batch["id"])
    assert done["state"] == "finished" and done["made"] == len(WORDS)
    for item, words in zip(done["items"], WORDS):
        receipt = candid.json("show", item["receipt"])
        assert item["asked"] == words == receipt["sent"]["text"] and receipt["batch"] == batch["id"]
        assert receipt["cost"]["basis"] == "settled" and receipt["delivery"] == "undisclosed"
        file, = item["files"]
        assert (candid.folder / file).read_bytes().startswith(b"\x89PNG")
    charges = service.admin("charges")
    assert len(charges["charges"]) == len(WORDS) and all(c["batch"] for c in charges["charges"])
    assert done["cost"]["high"] == pytest.approx(charges["total_usd"], abs=1e-6)
    assert spent(candid)[0]["settled"] == pytest.approx(charges["total_usd"], abs=1e-6)
    again = collect(candid, service, batch["id"])
    assert again["made"] == len(WORDS) and len(service.admin("charges")["charges"]) == len(WORDS)
    candid("ledger", "verify", check=0)


@pytest.mark.parametrize("name, text, count", [
    ("lines.txt", "  a pear  \r\n\n두 마리 고양이\n", 2),
    ("plan.yaml", 'prompts:\n  - {prompt: "a pear", size: "1536x1024"}\n', 1),
])
def test_lines_and_plans_are_taken_to_the_byte(candid, service, name, text, count):
    (candid.folder / name).write_bytes(text.encode())
    batch = json.loads(candid("batch", "submit", name, *MODEL, "--json", check=0,
                              env=service.environment).stdout)
    asked = [item["asked"] for item in batch["items"]]
    assert len(asked) == count and asked[0] in ("  a pear  ", "a pear")
    if count == 1:
        receipt = candid.json("show", batch["items"][0]["receipt"])
        assert receipt["parameters"]["asked"]["size"] == "1536x1024"


def test_an_engine_without_batches_is_refused_by_name(candid):
    done = candid("batch", "submit", write(candid, ["a pear"]), "--engine", "sketch", check=4)
    assert "sketch" in done.stderr.decode() and "openai" in done.stderr.decode()


@pytest.mark.parametrize("line, says", [
    ('{"prompt": "x", "colour": "red"}', ":2: unknown key “colour”"),
    ('{"prompt": ""}', ":2 has no “prompt”"), ("a pear", ":2 is no JSON object"),
    ('{"prompt": "x", "size": "big"}', ":2: “size”"), ('{"prompt": "x", "n": 99}', ":2"),
])
def test_a_wrong_line_is_named_and_nothing_is_sent(candid, service, line, says):
    (candid.folder / "bad.jsonl").write_text('{"prompt": "a pear"}\n' + line + "\n")
    done = candid("batch", "submit", "bad.jsonl", *MODEL, env=service.environment, check=2)
    assert says in done.stderr.decode() and not service.admin("requests")["requests"]


def test_a_budget_holds_the_whole_batch_or_refuses_all_of_it(candid, service):
    prompts = [f"a pear {number}" for number in range(6)]
    done = submit(candid, service, prompts, "--budget", "0.02", check=4)
    assert "budget" in done.stderr.decode()
    assert not service.admin("requests")["requests"]
    assert candid.json("log")["receipts"] == []
    submit(candid, service, prompts, "--budget", "day=5")
    assert spent(candid)[0]["holding"] == 6


def test_what_is_refused_costs_nothing_and_the_rest_comes(candid):
    with simulating(candid, "--fault", "moderation@0.5", "--seed", "3") as service:
        batch = json.loads(submit(candid, service, [f"a pear {n}" for n in range(10)]).stdout)
        done = collect(candid, service, batch["id"], check=3)
        assert done["made"] and done["failed"] and done["made"] + done["failed"] == 10
        assert len(service.admin("charges")["charges"]) == done["made"]
        for item in done["items"]:
            if item["state"] == "failed":
                receipt = candid.json("show", item["receipt"])
                assert receipt["failure"]["code"] == "moderation_blocked"
                assert not receipt["perhaps_charged"] and item["cost"]["high"] == 0


def test_a_lost_answer_is_found_by_its_label_and_not_bought_again(candid):
    with simulating(candid, "--fault", "drop*1") as service:
        done = submit(candid, service, ["a pear", "a plum"], check=6)
        assert "perhaps begun" in done.stderr.decode()
        listed, = candid.json("batch", "status")["batches"]
        assert listed["job"] is None and listed["open"] == 2
        found = collect(candid, service, listed["id"])
        assert found["made"] == 2 and found["job"]
        assert len(service.admin("charges")["charges"]) == 2
        created = [r for r in service.admin("requests")["requests"] if r["url"] == "/v1/batches"]
        assert len(created) == 1


def test_a_batch_that_never_reached_the_service_is_free_again(candid, service):
    lost = service.environment | {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    done = candid("batch", "submit", write(candid, ["a pear"]), *MODEL, env=lost, check=6)
    assert "file was not taken" in done.stderr.decode()
    listed, = candid.json("batch", "status")["batches"]
    assert listed["state"] == "failed" and listed["cost"]["high"] == 0
    assert spent(candid)[0]["held"] == 0


def test_a_cancelled_batch_is_collected_as_far_as_it_came(candid, service):
    batch = json.loads(submit(candid, service, [f"a pear {n}" for n in range(30)]).stdout)
    candid("batch", "cancel", batch["id"], env=service.environment, check=0)
    done = collect(candid, service, batch["id"], check=None)
    assert done["open"] == 0 and done["made"] == len(service.admin("charges")["charges"]) < 30


def kill(candid, service, wait, *arguments):
    process = candid.popen(*arguments, env=service.environment, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)


def test_a_process_that_is_killed_at_any_point_buys_each_picture_once_or_not_at_all(candid, soak):
    dice = random.Random(0x62617463)
    with simulating(candid) as service:
        start = time.monotonic()
        submit(candid, service, ["a run that nobody kills", "nor this"])
        longest = time.monotonic() - start + 0.2
        for round in range(100 if soak else 8):
            name = write(candid, [f"a pear {round} {n}" for n in range(2)], f"{round}.jsonl")
            kill(candid, service, dice.uniform(0.05, longest), "batch", "submit", name, *MODEL)
        batches = candid.json("batch", "status")["batches"]
        for batch in batches:
            kill(candid, service, dice.uniform(0.05, longest), "batch", "collect", batch["id"],
                 "--wait", "--every", "1", "-o", "out")
            done = collect(candid, service, batch["id"], "--yes", check=None)
            assert done["open"] == 0 and done["made"] + done["failed"] == 2
        charged = {}
        for charge in service.admin("charges")["charges"]:
            prompt = json.loads(service.bytes(f"requests/{charge['request']}/body"))["prompt"]
            charged[prompt] = charged.get(prompt, 0) + 1
        assert all(count == 1 for count in charged.values())
        known = {item["asked"]: item for batch in candid.json("batch", "status")["batches"]
                 for item in batch["items"]}
        assert {p for p, item in known.items() if item["state"] == "finished"} == set(charged)
        candid("ledger", "verify", check=0)

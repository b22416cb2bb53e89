"""Money from outside: a day's budget, and what is left when the process is killed at any point."""
import datetime
import json
import random
import signal
import time

import pytest

from test_simulate import simulating

# Half of the answers are late, so that a kill finds the request on its way; the rest is a bad day.
FAULTS = ["stall=250@0.5", "rate-limit@0.1", "server-error=503@0.1", "cut@0.08", "drop@0.08"]


def arguments(prompt):
    return ["generate", "--engine", "openai", "--model", "gpt-image-2", "--quality", "low", "-q",
            "-o", "out.png", "--force", "--", prompt]


def span(candid, service):
    """How long a run takes here, in seconds."""
    start = time.monotonic()
    candid(*arguments("a run that nobody kills"), env=service.environment)
    return time.monotonic() - start


def charges(service):
    """What the provider charged, by prompt."""
    found = {}
    for charge in service.admin("charges")["charges"]:
        body = json.loads(service.bytes(f"requests/{charge['request']}/body"))
        found.setdefault(body["prompt"], []).append(charge["usd"])
    return found


def receipts(candid):
    found = {}
    for receipt in candid.json("log", "-n", "100000")["receipts"]:
        found.setdefault(receipt["asked"]["text"], []).append(receipt)
    return found


def check(receipt, charged, prompt):
    """Each charge is known or held, and nothing is charged that the ledger does not know of."""
    assert len(charged) <= 1, f"{prompt} was charged {len(charged)} times"
    if receipt is None:
        assert not charged, f"{prompt} was charged and is in no receipt"
    elif receipt["state"] == "finished":
        assert len(charged) == 1
        assert receipt["cost"]["basis"] == "settled"
        assert receipt["cost"]["low"] <= charged[0] + 1e-9 and charged[0] <= receipt["cost"]["high"] + 1e-9
    elif charged:
        assert receipt["perhaps_charged"], f"{prompt} was charged, and its receipt says {receipt['state']}"
        assert receipt["cost"]["high"] >= charged[0]


def test_a_process_that_is_killed_at_any_point_is_charged_once_or_perhaps(candid, soak):
    runs = 500 if soak else 25
    dice = random.Random(0x4D6F6E6579)
    outcomes = {}
    with simulating(candid, "--seed", "7", *[word for fault in FAULTS for word in ("--fault", fault)]) as service:
        longest = max(span(candid, service) for _ in range(3)) + 0.3
        prompts = [f"pear number {number}" for number in range(runs)]
        for prompt in prompts:
            process = candid.popen(*arguments(prompt), env=service.environment, stdout=-3, stderr=-3)
            time.sleep(dice.uniform(0, longest))
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=60)
        # What is still being drawn is charged before it is looked at.
        time.sleep(1)
        charged, kept = charges(service), receipts(candid)
        for prompt in prompts:
            found = kept.get(prompt, [])
            assert len(found) <= 1
            receipt = found[0] if found else None
            check(receipt, charged.get(prompt, []), prompt)
            outcome = (receipt["state"] if receipt else "nothing", len(charged.get(prompt, [])))
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            settle(candid, receipt, charged.get(prompt, []))
        candid("ledger", "verify", check=0)
        totals = candid.json("log", "spend", "--by", "engine")["totals"]
        bill = service.admin("charges")["total_usd"]
        assert sum(total["holding"] for total in totals) == unsettled(candid)
        assert sum(total["settled"] for total in totals) <= bill * 1.01 + 1e-6
    print(outcomes)
    if soak:
        assert any(state == "open" and count == 1 for state, count in outcomes), outcomes


def settle(candid, receipt, charged):
    """The person looks at the bill; the ledger then holds what stands there."""
    if receipt is None or not receipt["perhaps_charged"]:
        return
    asked = candid("log", "settle", receipt["id"], "--yes", check=6)
    assert b"can't be asked" in asked.stderr
    word = ["--charged", f"{charged[0]:.9f}"] if charged else ["--not-charged"]
    settled = candid.json("log", "settle", receipt["id"], "--yes", *word)
    assert not settled["perhaps_charged"]
    assert settled["cost"]["high"] == pytest.approx(charged[0] if charged else 0, abs=1e-8)


def unsettled(candid):
    return sum(
        receipt["perhaps_charged"] for found in receipts(candid).values() for receipt in found)


KEY = {"OPENAI_API_KEY": "sk-test-1234567890"}


def test_a_budget_is_refused_before_anything_is_sent(candid):
    with simulating(candid) as service:
        done = candid(*arguments("a pear")[:-2], "--budget", "0.0001", "--", "a pear",
                      env=service.environment, check=4)
        assert b"budget of the run" in done.stderr
        assert service.admin("requests")["requests"] == []


def test_a_days_budget_holds_what_was_perhaps_charged_until_it_is_settled(candid):
    with simulating(candid, "--fault", "drop*1") as service:
        bounded = [*arguments("a pear")[:-2], "--quality", "high", "--budget", "day=0.50", "--", "a pear"]
        candid(*bounded, env=service.environment, check=6)
        done = candid(*bounded, env=service.environment, check=4)
        assert b"budget of the day" in done.stderr and b"candid log spend" in done.stderr
        total, = candid.json("log", "spend")["totals"]
        assert total["holding"] == 1 and total["settled"] == 0 and total["held"] > 0
        run = candid.json("log", "--state", "failed")["receipts"][-1]["id"]
        settled = candid.json("log", "settle", run, "--not-charged")
        assert settled["resolutions"] == [
            {"by": "person", "charged": False, "note": "not charged, by your own word"}]
        candid(*bounded, env=service.environment, check=0)


def test_a_run_that_may_be_on_its_way_is_not_settled(candid):
    with simulating(candid, "--fault", "stall=60000") as service:
        process = candid.popen(*arguments("a pear"), env=service.environment, stdout=-3, stderr=-3)
        try:
            for _ in range(200):
                if service.admin("requests")["requests"]:
                    break
                time.sleep(0.1)
            run, = candid.json("log")["receipts"]
            done = candid("log", "settle", run["id"], "--not-charged", check=4)
            assert b"may still be on its way" in done.stderr
        finally:
            process.kill()
            process.wait(timeout=60)


def test_models_tell_price_end_and_the_providers_own_list(candid):
    with simulating(candid) as service:
        page, = candid.json("models", "openai", env=service.environment)["engines"]
    assert page["asked"] and page["problem"] is None
    rows = {row["name"]: row for row in page["models"]}
    assert rows["gpt-image-2.6-sunburst"]["default"]
    assert rows["gpt-image-2"]["price"]["per_million"]["image_out"] == "30"
    assert rows["gpt-image-1.5"]["replacement"] == "gpt-image-2.6-sunburst"
    assert any(row["listed"] for row in rows.values())


def test_a_list_that_can_not_be_had_is_a_partial_success_without_the_key(candid):
    done = candid("models", "openai", "--json", check=3,
                  env=KEY | {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})
    page, = json.loads(done.stdout)["engines"]
    assert page["problem"] and all(row["listed"] is None for row in page["models"])
    assert KEY["OPENAI_API_KEY"].encode() not in done.stdout + done.stderr
    candid("models", "openai", "--offline", check=0, env=KEY)


@pytest.mark.parametrize("days, warned", [(30, True), (89, True), (120, False)])
def test_the_end_of_a_model_is_warned_about(candid, days, warned):
    day = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)).strftime("%Y-%m-%d")
    (candid.folder / "own.yaml").write_text(
        f"engines: [{{id: openai, models: [{{name: gpt-image-2, shutdown_date: '{day}', "
        "replacement: gpt-image-9}]}]")
    env = KEY | {"CANDID_CATALOGUE": "own.yaml", "CANDID_ENGINE": "openai", "CANDID_MODEL": "gpt-image-2"}
    said = [
        candid("generate", "--dry-run", "a pear", env=env).stderr,
        candid("lint", "a pear", env=env).stderr,
        candid("doctor", env=env).stdout,
    ]
    for text in said:
        assert (b"gpt-image-2 stops answering on" in text and b"gpt-image-9" in text) == warned, said


def test_a_retired_model_says_what_took_its_place(candid):
    done = candid("generate", "--dry-run", "--engine", "openai", "--model", "dall-e-2", "a pear",
                  env=KEY, check=2)
    assert b"gpt-image-2.6-sunburst" in done.stderr


def test_prices_of_ones_own_win_and_a_wrong_row_is_named(candid):
    row = ("prices: [{model: gpt-image-2, engine: openai, per_picture: [{any: '0.5'}], "
           "source: our contract, date: '2026-11-20'}]")
    (candid.folder / "prices.yaml").write_text(row)
    env = KEY | {"CANDID_PRICES": "prices.yaml"}
    ask = ["generate", "--dry-run", "--engine", "openai", "--model", "gpt-image-2", "a pear"]
    estimate = candid.json(*ask, env=env)["estimate"]
    assert estimate["low"] == estimate["high"] == 0.5 and "our contract" in estimate["source"]
    (candid.folder / "prices.yaml").write_text(row.replace("per_picture", "per_pictures"))
    assert b"prices[0]: unknown key" in candid(*ask, env=env, check=2).stderr


def test_what_nobody_prices_is_unpriced_and_never_nothing(candid):
    ask = ["generate", "--dry-run", "--engine", "openai", "--model", "gpt-image-77", "a pear"]
    assert candid.json(*ask, env=KEY)["estimate"] is None
    assert b"unpriced" in candid(*ask, env=KEY, check=0).stdout

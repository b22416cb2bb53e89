"""candid calibrate: what a route changes unasked, and how often a judge errs."""
import json

import pytest

from test_describe import Chat
from test_simulate import simulating

ROUTE = "openai/gpt-image-2"
EDIT = ("edit", "a.png", "make the apple green", "--engine", "openai", "--model", "gpt-image-2",
        "--box", "300,300,500,500", "-o", "b.png", "--force")


@pytest.fixture
def apple(candid):
    candid("generate", "a red apple on a white table", "--size", "1024x1024", "-o", "a.png", check=0)
    return candid


def test_sketch_leaves_every_pixel_alone_and_each_trial_has_its_receipt(candid):
    document = candid.json("calibrate", "route", "sketch", "--times", "2")
    (item,) = document["calibrations"]
    assert item["floor"]["quiet"] and item["floor"]["score"] == 0 and not item["floor"]["repaints"]
    assert [t["comparison"] for t in item["route"]["trials"]] == ["identical"] * 2
    for trial in item["route"]["trials"]:
        receipt = candid.json("show", trial["run"])
        assert receipt["state"] == "finished"
        assert receipt["asked"]["text"] == item["route"]["instruction"]
    assert candid.json("calibrate", "list")["calibrations"] == [item]
    assert candid.json("show", item["id"])["calibrations"] == [item]
    assert b"every pixel" in candid("calibrate", check=0).stdout
    candid("ledger", "verify", check=0)


def test_a_restless_route_proves_nothing_below_its_floor(apple):
    with simulating(apple, "--fault", "leak=40") as service:
        document = apple.json("calibrate", "route", ROUTE, "--times", "2", env=service.environment)
        (item,) = document["calibrations"]
        assert item["floor"]["score"] > 1 and not item["floor"]["quiet"]
        assert item["route"]["trials"][0]["run"] != item["route"]["trials"][1]["run"]
        assert b"unasked" in apple("calibrate", "list", check=0).stdout
        receipt = json.loads(apple(*EDIT, "--json", env=service.environment).stdout)
        (judgement,) = receipt["judgements"]
        assert judgement["floor"]["route"] == {"engine": "openai", "model": "gpt-image-2"}
        (kept,) = [v for v in judgement["verdicts"] if v["claim"].get("facet") == "everything-else"]
        assert kept["outcome"] == "inconclusive"
        text = apple("verify", "b.png", "--against", "a.png", "--box", "300,300,500,500").stdout.decode()
        assert f"noise floor of {ROUTE}, measured " in text
        compared = apple("compare", "a.png", "b.png", "--route", ROUTE)
        assert f"noise floor of {ROUTE}" in compared.stdout.decode()
        plain = apple.json("compare", "a.png", "b.png", check=1)
        held = apple.json("compare", "a.png", "b.png", "--route", ROUTE, check=compared.returncode)
        assert plain["floor"] is None and held["floor"]["day"] == item["route"]["day"]
        assert held["change_score"] < plain["change_score"]


def test_without_a_floor_the_same_leak_is_refuted(apple):
    with simulating(apple, "--fault", "leak=40") as service:
        receipt = json.loads(apple(*EDIT, "--json", env=service.environment, check=1).stdout)
        (judgement,) = receipt["judgements"]
        assert "floor" not in judgement
        (kept,) = [v for v in judgement["verdicts"] if v["claim"].get("facet") == "everything-else"]
        assert kept["outcome"] == "refuted"


def test_a_dry_run_says_the_words_and_the_price_and_sends_nothing(candid):
    with simulating(candid) as service:
        done = candid("calibrate", "route", "openai", "--dry-run", env=service.environment, check=0)
        assert b"Leave this picture exactly as it is" in done.stderr and b"USD" in done.stderr
        assert service.admin("requests")["requests"] == []


def test_what_may_be_charged_is_named_or_agreed_to(candid):
    with simulating(candid) as service:
        done = candid("calibrate", "route", env=service.environment, check=4)
        assert b"openai/" in done.stderr and b"--yes" in done.stderr
        assert service.admin("requests")["requests"] == []


def test_a_budget_holds_and_a_failure_is_told_by_its_route(candid):
    with simulating(candid) as service:
        done = candid("calibrate", "route", ROUTE, "--budget", "0.0001", env=service.environment)
        assert done.returncode == 4 and b"budget" in done.stderr
        assert service.admin("requests")["requests"] == []
    with simulating(candid, "--fault", "bad-key") as service:
        document = candid.json("calibrate", "route", ROUTE, "sketch", env=service.environment, check=3)
        assert [i["route"]["route"]["engine"] for i in document["calibrations"]] == ["sketch"]
        (failed,) = document["failed"]
        assert failed["route"]["engine"] == "openai" and failed["run"]
        candid("calibrate", "route", ROUTE, env=service.environment, check=5)


def test_a_judge_is_measured_on_a_drawn_set_and_named_with_its_error(candid):
    drawn = candid.json("calibrate", "judge", "--make", "scenes", "--count", "12")
    assert drawn["statements"] == 12 and drawn["pictures"] == 6
    lines = [json.loads(line) for line in (candid.folder / "scenes/set.jsonl").read_text().splitlines()]
    assert sum(line["holds"] for line in lines) == 6
    document = candid.json("calibrate", "judge", "sketch", "--set", "scenes/set.jsonl")
    (item,) = document["calibrations"]
    error = item["judge"]["error"]
    assert error["false_passes"] == {"count": 0, "of": 6} and error["misses"] == {"count": 0, "of": 6}
    assert error["cannot_tell"]["of"] == 12 and item["judge"]["rule_based"]
    claim = next(line for line in lines if line["holds"])
    shown = candid("verify", f"scenes/{claim['picture']}", "--prompt", claim["claim"]).stdout.decode()
    assert "measured on" in shown and "of 6 (0–39 %) false ones" in shown
    judge = candid.json("verify", f"scenes/{claim['picture']}", "--prompt", claim["claim"])["judge"]
    assert judge["error"] == error
    again = candid("calibrate", "judge", "--make", "scenes", check=2)
    assert b"there already" in again.stderr


def test_the_same_seed_draws_the_same_set_and_another_picture_makes_another_digest(candid):
    for folder in ("one", "two"):
        candid("calibrate", "judge", "--make", folder, "--count", "4", "--seed", "7", check=0)
    files = [sorted(p.name for p in (candid.folder / f).iterdir()) for f in ("one", "two")]
    assert files[0] == files[1]
    for name in files[0]:
        assert (candid.folder / "one" / name).read_bytes() == (candid.folder / "two" / name).read_bytes()
    first = candid.json("calibrate", "judge", "--set", "one/set.jsonl")
    second = candid.json("calibrate", "judge", "--set", "two/set.jsonl")
    digest = [d["calibrations"][0]["judge"]["set"] for d in (first, second)]
    assert digest[0] == digest[1]
    (candid.folder / "two/scene-0001.png").write_bytes((candid.folder / "two/scene-0002.png").read_bytes())
    third = candid.json("calibrate", "judge", "--set", "two/set.jsonl")
    assert third["calibrations"][0]["judge"]["set"] != digest[0]


def test_a_judge_that_errs_is_measured_to_err(candid):
    """Labels turned round: what is true is called false, so every certain answer is an error."""
    candid("calibrate", "judge", "--make", "scenes", "--count", "8", check=0)
    file = candid.folder / "scenes/set.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    (candid.folder / "scenes/lies.jsonl").write_text(
        "\n".join(json.dumps(line | {"holds": not line["holds"]}) for line in lines))
    document = candid.json("calibrate", "judge", "--set", "scenes/lies.jsonl")
    error = document["calibrations"][0]["judge"]["error"]
    assert error["false_passes"]["count"] + error["misses"]["count"] + error["cannot_tell"]["count"] == 8
    assert error["false_passes"]["count"] >= 3


def test_a_judge_that_always_says_yes_passes_every_false_claim(candid):
    candid("calibrate", "judge", "--make", "scenes", "--count", "4", check=0)
    yes = json.dumps({"reason": "there it is", "answer": "yes"})
    chat = Chat(*[yes] * 60)
    document = candid.json("calibrate", "judge", "--set", "scenes/set.jsonl", env=chat.environment)
    judge = document["calibrations"][0]["judge"]
    assert judge["judge"] == "ollama" and judge["model"] == "eyes" and not judge["rule_based"]
    assert judge["error"]["false_passes"] == {"count": 2, "of": 2}
    assert judge["error"]["misses"] == {"count": 0, "of": 2}
    line = json.loads((candid.folder / "scenes/set.jsonl").read_text().splitlines()[0])
    arguments = ("verify", f"scenes/{line['picture']}", "--prompt", line["claim"])
    shown = candid(*arguments, env=chat.environment).stdout.decode()
    assert "ollama eyes; measured on" in shown and "passed 2 of 2" in shown
    other = candid(*arguments, env=chat.environment | {"CANDID_JUDGE": "ollama/ears"}).stdout.decode()
    assert "never measured (only that of eyes was, on" in other


def test_a_judge_that_can_not_be_asked_leaves_nothing_behind(candid):
    candid("calibrate", "judge", "--make", "scenes", "--count", "2", check=0)
    nobody = {"CANDID_JUDGE": "ollama/eyes", "CANDID_SPEAKER_OLLAMA_BASE_URL": "http://127.0.0.1:9/v1"}
    done = candid("calibrate", "judge", "--set", "scenes/set.jsonl", env=nobody, check=6)
    assert b"after 0 of 2" in done.stderr
    assert candid.json("calibrate", "list")["calibrations"] == []


@pytest.mark.parametrize("line, words", [
    ("[]", "no JSON object"), ('{"question": "?", "answer": "yes"}', "“picture”"),
    ('{"picture": "a.png", "question": "Is it red?", "answer": "maybe"}', "“answer”"),
    ('{"picture": "a.png", "claim": "a pear"}', "“holds”"),
    ('{"picture": "a.png", "claim": "a pear", "holds": true, "x": 1}', "unknown key “x”"),
    ('{"picture": "a.png"}', "either"),
    ('{"picture": "gone.png", "claim": "a pear", "holds": true}', "gone.png"),
])
def test_a_bad_line_is_named_with_its_place(apple, line, words):
    (apple.folder / "set.jsonl").write_text("\n" + line)
    done = apple("calibrate", "judge", "--set", "set.jsonl", check=2)
    assert "set.jsonl:2" in done.stderr.decode() and words in done.stderr.decode()


def test_words_off_are_usage_errors(candid):
    for arguments in (("judge",), ("judge", "--set", "a", "--make", "b"), ("route", "--times", "0"),
                      ("judge", "sketch", "--make", "b")):
        candid("calibrate", *arguments, check=64)
    candid("calibrate", "route", "nobody", check=2)
    done = candid("compare", "a.png", "b.png", "--route", "sketch", check=2)
    assert b"never measured" in done.stderr


def test_old_calibrations_and_those_of_other_models_are_said_to_be_so(candid):
    candid("calibrate", "route", "sketch", check=0)
    listed = candid.json("calibrate", "list", env={"CANDID_ENGINE": "sketch", "CANDID_MODEL": "sketch-2"})
    assert listed["calibrations"][0]["other_model"] == "sketch-2"
    text = candid("calibrate", "list", env={"CANDID_ENGINE": "sketch", "CANDID_MODEL": "sketch-2"}).stdout
    assert b"another model" in text

"""Trying again: the worst claim by the cheapest means, every attempt kept, the best returned, nothing claimed."""
import json
import re
import signal
import subprocess
import time

import pytest

from conftest import validate
from test_edit import editor  # noqa: F401
from test_simulate import simulating

ROUTE = ("--engine", "openai", "--model", "gpt-image-2", "--force", "--yes")
SCENE = "a red apple and a white cup on a wooden table in a kitchen"


@pytest.fixture
def studio(candid):
    """A simulator, a picture that it drew, and an edit of the cup in it."""
    with simulating(candid) as service:
        candid.environment |= service.environment
        candid("generate", SCENE, *ROUTE, "-o", "base.png", check=0)
        cup = next(t for t in service.admin("requests")["requests"][-1]["truth"][0]["scene"]["things"]
                   if t["name"] == "cup")
        x, y, w, h = cup["box"]
        service.box = f"{x - 8},{y - 8},{w + 16},{h + 16}"
        yield candid, service


def edit(studio, fault, *arguments, check=None):
    candid, service = studio
    service.bytes("faults", "PUT", fault.encode())
    done = candid("edit", "base.png", "make the cup green", *ROUTE, "-o", "new.png", "--box", service.box,
                  "--json", *arguments, check=check)
    receipt = json.loads(done.stdout)
    validate(receipt)
    return receipt, done.stderr.decode()


def outcomes(receipt):
    return {v["outcome"] for v in receipt["judgements"][0]["verdicts"]}


def sent(service):
    """The prompts of the edits, in order."""
    return [request["truth"][0]["prompt_used"] for request in service.admin("requests")["requests"][1:]]


def receipts(candid):
    return [line for line in candid("log").stdout.decode().splitlines() if re.search(r"[0-9a-f]{6}", line)]


@pytest.mark.parametrize("fault", ["leak", "leak=6", "drift=cast"])
def test_what_leaked_is_pasted_back_without_buying_anything(studio, fault):
    candid, service = studio
    receipt, said = edit(studio, fault, "--retry", "2", "--until", "confirmed", check=0)
    assert outcomes(receipt) == {"confirmed"}
    assert receipt["sent"] is None and receipt["repairs"] == receipt["attempt"]["after"]
    assert receipt["attempt"]["means"] == "repair" and receipt["attempt"]["number"] == 2
    assert receipt["attempt"]["claim"] == "everything-else kept"
    assert "next: “everything-else kept” is refuted: repair" in said
    assert len(service.admin("charges")["charges"]) == 2, "the base and one edit"
    first = candid.json("show", receipt["repairs"])
    assert first["judgements"][0]["verdicts"] and "attempt" not in first


def test_the_evidence_is_told_and_what_was_asked_stays(studio):
    candid, service = studio
    receipt, said = edit(studio, "unchanged*1", "--retry", "2", "--until", "confirmed", check=0)
    assert outcomes(receipt) == {"confirmed"} and receipt["attempt"]["means"] == "rewording"
    first, second = sent(service)
    assert first == "make the cup green" == receipt["asked"]["text"]
    assert second.startswith(first) and "left the picture as it was" in second
    shown = said.split("Further attempts may add, word for word:")[1].split("attempt 1")[0]
    added = second.removeprefix(first).strip()
    assert all(part.strip() in shown for part in re.findall(r"[^.]+\.", added)), "shown before it is sent"
    text = candid("show", receipt["id"], check=0).stdout.decode()
    assert "words for another attempt" in text and "attempt    2" in text


def test_without_leave_no_word_is_added(studio):
    candid, service = studio
    receipt, said = edit(studio, "unchanged*1", "--retry", "1", "--no-evidence-words", check=0)
    assert receipt["attempt"]["means"] == "new_draw"
    assert len(set(sent(service))) == 1 and "word for word" not in said


def test_words_of_the_persons_own_come_first_and_verbatim(studio):
    candid, service = studio
    words = "Paint the whole cup a strong leaf green."
    receipt, said = edit(studio, "unchanged*1", "--retry", "1", "--reword", words, check=0)
    assert sent(service)[1] == f"make the cup green\n\n{words}"
    assert receipt["attempt"]["means"] == "rewording" and words in said


@pytest.mark.parametrize("fault", ["lie", "unchanged", "flat"])
def test_who_lies_every_time_is_never_confirmed(studio, fault):
    candid, service = studio
    receipt, said = edit(studio, fault, "--retry", "2", "--until", "confirmed", check=1)
    assert "refuted" in outcomes(receipt) and "attempt" not in receipt, "the first, because none is better"
    assert len(sent(service)) == 3 and len(service.admin("charges")["charges"]) == 4
    assert "No attempt was confirmed" in said and "what does not:" in said
    for name in re.findall(r"also kept: candid show ([0-9a-f]+)", said):
        assert candid.json("show", name)["attempt"]["number"] in (2, 3)


def test_what_loses_a_claim_that_held_is_not_taken(editor):  # noqa: F811
    candid, answers = editor
    candid("generate", "a green pear on a white table", "--size", "256x256", "-o", "small.png", check=0)
    answers["files"] = ["small.png", "before.png"]
    done = candid("edit", "before.png", "change the apple", "--engine", "openai", "-o", "out.png", "--force",
                  "--box", "0,0,256,512", "--retry", "1", "--json", check=1)
    said = done.stderr.decode()
    assert "not taken" in said and "another size" in said
    assert (candid.folder / "out.png").read_bytes() == (candid.folder / "small.png").read_bytes()


def test_a_budget_that_ends_the_tries_leaves_the_best_so_far(studio):
    candid, service = studio
    service.bytes("faults", "PUT", b"unchanged")
    arguments = ("edit", "base.png", "make the cup green", *ROUTE, "-o", "new.png")
    refusal = candid(*arguments, "--budget", "0.0001", check=4).stderr.decode()
    dearest = re.search(r"up to ([0-9.]+) USD", refusal).group(1)
    done = candid(*arguments, "--budget", dearest, "--retry", "3", "--json", check=1)
    said = done.stderr.decode()
    assert "the budget of the run is" in said and "The tries end here, with the best so far" in said
    receipt = json.loads(done.stdout)
    assert receipt["state"] == "finished" and (candid.folder / "new.png").exists()
    assert len(service.admin("charges")["charges"]) == 2, "the base and one attempt"


def test_ctrl_c_ends_the_tries_and_loses_nothing(studio):
    candid, service = studio
    service.bytes("faults", "PUT", b"unchanged")
    process = candid.popen(
        "edit", "base.png", "make the cup green", *ROUTE, "-o", "new.png", "--retry", "3", "--json",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for line in process.stderr:
        if b"attempt 1 of 4" in line:
            service.bytes("faults", "PUT", b"unchanged, stall=60000")
        if b"next:" in line:
            break
    deadline = time.monotonic() + 60
    while len(service.admin("requests")["requests"]) < 3 and time.monotonic() < deadline:
        pass
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 130, said[-1500:]
    assert b"cancelled. The tries end here" in said
    assert json.loads(out)["state"] == "finished" and (candid.folder / "new.png").exists()
    states = "\n".join(receipts(candid))
    assert "cancelled" in states
    candid("ledger", "verify", check=0)


def test_a_new_picture_is_mended_where_the_place_is_known(candid):
    order = ("generate", "a cat on a table, no people", "--size", "512x512", "-o", "cat.png", "--force",
             "--verify", "--retry", "2", "--until", "confirmed", "--json")
    done = candid(*order, "--evidence-words", check=0)
    receipt = json.loads(done.stdout)
    validate(receipt)
    assert outcomes(receipt) == {"confirmed"} and receipt["attempt"]["means"] == "masked_edit"
    assert receipt["asked"]["text"] == "a cat on a table, no people"
    assert receipt["sent"]["text"] == "Remove the people."
    first = candid.json("show", receipt["attempt"]["after"])
    assert receipt["parent"] == first["pictures"][0]["sha256"]
    done = candid(*order, check=1)
    again = json.loads(done.stdout)
    said = done.stderr.decode()
    assert "which are not allowed" in said and again["sent"]["text"] == again["asked"]["text"]
    for name in re.findall(r"also kept: candid show ([0-9a-f]+)", said):
        kept = candid.json("show", name)
        assert kept["attempt"]["means"] == "new_draw"
        assert kept["sent"]["text"] == "a cat on a table, no people"


def test_what_nothing_can_settle_is_not_bought_again(candid):
    done = candid("generate", "a cat", "--size", "256x256", "-o", "cat.png", "--verify", "--judge", "none",
                  "--retry", "3", "--until", "confirmed", check=1)
    said = done.stderr.decode()
    assert "not tried again: no attempt can settle “cat: seen”" in said
    assert "attempt 2" not in said


@pytest.mark.parametrize("arguments, code", [
    (("--retry", "1"), 64), (("--verify", "--retry", "11"), 64),
    (("--verify", "--until", "confirmed"), 64), (("--verify", "--reword", "words"), 64),
    (("--verify", "--retry", "1", "-n", "2"), 64), (("--verify", "--retry", "1", "--retry-altered", "1"), 64),
    (("--verify", "--retry", "1", "--reword", "red", "--require", "verbatim"), 64),
    (("--verify", "--retry", "1", "--evidence-words", "--as-is"), 64),
    (("--verify", "--retry", "1", "--reword", " "), 64),
])
def test_what_contradicts_is_refused_before_anything_is_drawn(candid, arguments, code):
    done = candid("generate", "a cat", "-o", "cat.png", *arguments, check=code)
    assert done.stderr and not (candid.folder / "cat.png").exists()

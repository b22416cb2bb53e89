"""Edits by a simulated editor that misbehaves with a known truth: what was confirmed, and was it so?"""
import base64
import collections
import json
import random
import urllib.request

from test_simulate import simulating

SCENES = [
    "a red apple and a white cup on a wooden table in a kitchen",
    "a blue bicycle and a yellow bench in a park",
    "a black cat and a red ball on a beach",
    "a green car and a brown dog on a street",
    "a white vase and a blue book on a table",
    "a yellow boat and a red umbrella on a beach",
]
COLOURS = ["red", "green", "blue", "yellow", "purple", "pink"]
LIGHTS = ["night", "overcast", "dusk"]
FAULTS = [
    "unchanged", "unchanged=recompressed", "lie", "flat", "leak", "leak=6", "drift=cast",
    "drift=blur", "drift=identity", "ignore-mask",
]


class Editor:
    """The simulator, the pictures it drew, and what it knows of them."""

    def __init__(self, service, folder):
        self.service = service
        self.bases = [self.draw(folder / f"base-{number}.png", words)
                      for number, words in enumerate(SCENES)]
        self.asked = len(self.truths)

    def draw(self, file, words):
        body = json.dumps({"model": "gpt-image-2", "prompt": words}).encode()
        request = urllib.request.Request(
            self.service.address + "/images/generations", body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            file.write_bytes(base64.b64decode(json.load(reply)["data"][0]["b64_json"]))
        return file, words, self.truth["scene"]["things"]

    @property
    def truth(self):
        return self.truths[-1]

    @property
    def truths(self):
        return [request["truth"][0] for request in self.service.admin("requests")["requests"]]


def wish(dice, words, things):
    """An instruction, its contract, and the options that say where."""
    if dice.random() < 0.3:
        return f"make it {dice.choice(LIGHTS)}", ["--only", "lighting", "--keep", "composition"]
    thing = dice.choice([thing for thing in things if thing["name"] != "table"])
    colour = dice.choice([colour for colour in COLOURS if colour not in words])
    words = f"make the {thing['name']} {colour}"
    if dice.random() < 0.6:
        left, top, width, height = thing["box"]
        box = f"{max(0, left - 8)},{max(0, top - 8)},{width + 16},{height + 16}"
        return words, ["--box", box]
    return words, ["--keep", "lighting,composition"]


def lies(claim, fault, truth, isRepair=False):
    """Whether what a claim says is not so."""
    changed = truth["changed"]
    if isRepair and claim.get("facet") == "everything-else":
        return False
    if isRepair and claim["kind"] == "changed" and not changed["inside_mask"]:
        return True
    if claim["kind"] == "changed":
        return fault in ("lie", "flat") or fault.startswith("unchanged")
    if claim["kind"] != "kept":
        return fault == "flat"
    if claim["facet"] == "everything-else":
        return (changed["outside_mask"] or 0) > 0 and (truth.get("leak") or fault in (
            "flat", "ignore-mask") or fault.startswith("drift"))
    if claim["facet"] in ("lighting", "palette"):
        return fault in ("flat", "drift=cast")
    return fault == "flat"


def run(candid, editor, dice):
    file, scene, things = dice.choice(editor.bases)
    words, contract = wish(dice, scene, things)
    fault = "" if dice.random() < 0.4 else dice.choice(FAULTS)
    # One take in ten may be tried again: neither a repair nor another answer makes a lie true.
    again = ["--retry", "1", "--until", "confirmed"] if dice.random() < 0.1 else []
    before = editor.asked
    editor.service.bytes("faults", "PUT", fault.encode())
    done = candid(
        "edit", str(file), words, *contract, *again, "--engine", "openai", "--model", "gpt-image-2",
        "-o", "new.png", "--force", "--yes", "--json", env=editor.service.environment)
    assert done.returncode in (0, 1), (words, fault, done.stdout[-600:], done.stderr[-600:])
    receipt = json.loads(done.stdout)
    verdicts = receipt["judgements"][-1]["verdicts"]
    # A repair is made of the only answer; else the answer is the attempt's that was taken.
    isRepair = receipt.get("repairs") is not None
    truths = editor.truths[before:]
    editor.asked = before + len(truths)
    truth = truths[-1 if "attempt" in receipt and not isRepair else 0]
    return words, fault, truth, verdicts, bool(again), isRepair


def test_nothing_false_is_confirmed_and_true_changes_are_not_refuted(candid, soak):
    dice = random.Random(0x50726F6F66)
    seen, false, refuted, repaired = collections.Counter(), [], [], 0
    with simulating(candid) as service:
        editor = Editor(service, candid.folder)
        for number in range(2000 if soak else 100):
            words, fault, truth, verdicts, isAgain, isRepair = run(candid, editor, dice)
            outcomes = {verdict["outcome"] for verdict in verdicts}
            overall = next(o for o in ("refuted", "inconclusive", "confirmed") if o in outcomes)
            seen[fault or "honest", overall] += 1
            if isAgain:
                seen["tried again: " + (fault or "honest"), overall] += 1
                repaired += isRepair
            assert overall != "confirmed" or not (fault == "lie" or fault.startswith("unchanged"))
            false += [
                (number, words, fault, verdict["claim"], verdict["reason"]) for verdict in verdicts
                if verdict["outcome"] == "confirmed" and lies(verdict["claim"], fault, truth, isRepair)]
            assert all(verdict["reason"] for verdict in verdicts)
            if not fault and overall == "refuted":
                refuted.append((number, words, truth, verdicts))
    honest = sum(count for (fault, _), count in seen.items() if fault == "honest")
    for (fault, outcome), count in sorted(seen.items()):
        print(f"{fault:24}{outcome:14}{count:5}")
    print(json.dumps([(r[0], r[1], [(v["claim"].get("facet", v["claim"]["kind"]), v["outcome"], v["reason"]) for v in r[3]]) for r in refuted]))
    print(f"{repaired} leaks were pasted back by a further attempt")
    assert not false, false
    assert any(name.startswith("tried again: ") and name != "tried again: honest" for name, _ in seen)
    assert len(refuted) <= 0.02 * honest, refuted
    # The table is worth something only where lies are caught, not merely left open.
    assert seen["unchanged", "refuted"] == sum(
        count for (fault, _), count in seen.items() if fault == "unchanged")

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

    def draw(self, file, words):
        body = json.dumps({"model": "gpt-image-2", "prompt": words}).encode()
        request = urllib.request.Request(
            self.service.address + "/images/generations", body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            file.write_bytes(base64.b64decode(json.load(reply)["data"][0]["b64_json"]))
        return file, words, self.truth["scene"]["things"]

    @property
    def truth(self):
        return self.service.admin("requests")["requests"][-1]["truth"][0]


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


def lies(claim, fault, truth):
    """Whether what a claim says is not so."""
    changed = truth["changed"]
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
    editor.service.bytes("faults", "PUT", fault.encode())
    done = candid(
        "edit", str(file), words, *contract, "--engine", "openai", "--model", "gpt-image-2",
        "-o", "new.png", "--force", "--yes", "--json", env=editor.service.environment)
    assert done.returncode in (0, 1), (words, fault, done.stdout[-600:], done.stderr[-600:])
    verdicts = json.loads(done.stdout)["judgements"][-1]["verdicts"]
    return words, fault, editor.truth, verdicts


def test_nothing_false_is_confirmed_and_true_changes_are_not_refuted(candid, soak):
    dice = random.Random(0x50726F6F66)
    seen, false, refuted = collections.Counter(), [], []
    with simulating(candid) as service:
        editor = Editor(service, candid.folder)
        for number in range(2000 if soak else 100):
            words, fault, truth, verdicts = run(candid, editor, dice)
            outcomes = {verdict["outcome"] for verdict in verdicts}
            overall = next(o for o in ("refuted", "inconclusive", "confirmed") if o in outcomes)
            seen[fault or "honest", overall] += 1
            false += [
                (number, words, fault, verdict["claim"], verdict["reason"]) for verdict in verdicts
                if verdict["outcome"] == "confirmed" and lies(verdict["claim"], fault, truth)]
            assert all(verdict["reason"] for verdict in verdicts)
            if not fault and overall == "refuted":
                refuted.append((number, words, truth, verdicts))
    honest = sum(count for (fault, _), count in seen.items() if fault == "honest")
    for (fault, outcome), count in sorted(seen.items()):
        print(f"{fault:24}{outcome:14}{count:5}")
    print(json.dumps([(r[0], r[1], [(v["claim"].get("facet", v["claim"]["kind"]), v["outcome"], v["reason"]) for v in r[3]]) for r in refuted]))
    assert not false, false
    assert len(refuted) <= 0.02 * honest, refuted
    # The table is worth something only where lies are caught, not merely left open.
    assert seen["unchanged", "refuted"] == sum(
        count for (fault, _), count in seen.items() if fault == "unchanged")

"""candid verify: pixels first, words only beside a verdict."""
import json
import pathlib
import re

import pytest

from conftest import validate
from test_describe import Chat

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def pair(candid):
    """A picture, the same again, and another one of the same size."""
    candid("generate", "a red apple on a white table", "--size", "512x512", "-o", "before.png", check=0)
    candid("generate", "a green pear on a white table", "--size", "512x512", "-o", "after.png", check=0)
    (candid.folder / "same.png").write_bytes((candid.folder / "before.png").read_bytes())
    return candid


@pytest.mark.parametrize("sentence", ["I removed the hat.", "Fixed it!", "모자를 제거했습니다."])
def test_fixed_over_an_unchanged_picture_is_refuted(pair, sentence):
    document = pair.json("verify", "same.png", "--against", "before.png", "--claim", sentence, check=1)
    assert document["comparison"] == "identical"
    assert document["outcome"] == "refuted"
    assert document["contradiction"] == (
        "The assistant said it fixed this. The picture did not change.")
    text = pair("verify", "same.png", "--against", "before.png", "--claim", sentence, check=1)
    assert b"The picture did not change." in text.stdout


def test_what_pixels_cannot_say_is_inconclusive_without_a_judge(pair):
    arguments = ("verify", "after.png", "--against", "before.png", "--claim", "I removed the hat.",
                 "--judge", "none")
    document = pair.json(*arguments)
    assert document["outcome"] == "inconclusive"
    assert "no judge" in document["verdicts"][0]["reason"]
    pair(*arguments, "--require", "confirmed", check=1)


def test_a_change_outside_the_region_is_listed_with_its_box_and_its_crops(pair):
    document = pair.json(
        "verify", "after.png", "--against", "before.png", "--box", "0,0,64,64",
        "--evidence", "crops", check=1)
    kept = [v for v in document["verdicts"] if v["claim"].get("facet") == "everything-else"]
    assert [v["outcome"] for v in kept] == ["refuted"]
    assert any(e["name"] == "leak" and "box" in e for e in kept[0]["evidence"])
    assert list((pair.folder / "crops").glob("*-leak-1.png"))
    assert list((pair.folder / "crops").glob("*-leak-1-before.png"))


def test_a_leak_is_named_by_a_judge_that_knows_neither_prompt_nor_claim(pair):
    chat = Chat(*[json.dumps({"words": "a brass lamp"})] * 24)
    arguments = ("verify", "after.png", "--against", "before.png", "--box", "0,0,64,64")
    document = pair.json(*arguments, env=chat.environment, check=1)
    (kept,) = [v for v in document["verdicts"] if v["claim"].get("facet") == "everything-else"]
    leaks = [e for e in kept["evidence"] if e["name"] == "leak"]
    assert leaks[0]["text"] == "a brass lamp" and leaks[0]["named_by"].startswith("ollama")
    assert kept["outcome"] == "refuted" and kept["check"] == "pixels"
    assert 2 <= len(chat.bodies) <= 8
    for body in chat.bodies:
        words = json.dumps([m["content"] for m in body["messages"] if m["role"] == "user"])
        assert "leak" not in words and "apple" not in words and "kept" not in words
    text = pair(*arguments, env=chat.environment, check=1).stdout.decode()
    assert "a brass lamp (named by ollama" in text
    plain = pair(*arguments, "--judge", "none", check=1).stdout.decode()
    assert "leak at" in plain and "named by" not in plain


def test_content_words_that_no_question_covers_are_listed(pair):
    brief = "a melancholy portrait of a red bicycle whispering softly, no people"
    document = pair.json("verify", "before.png", "--prompt", brief, check=1)
    assert document["uncovered"] == ["whispering", "softly"]
    assert "whispering, softly" in pair("verify", "before.png", "--prompt", brief).stdout.decode()


def test_an_unchanged_picture_kept_everything(pair):
    document = pair.json(
        "verify", "same.png", "--against", "before.png", "--contract",
        "keep=lighting,composition,subject:apple", check=1)
    outcomes = {v["claim"]["kind"]: v["outcome"] for v in document["verdicts"]}
    assert outcomes == {"whole": "confirmed", "changed": "refuted", "kept": "confirmed"}


def test_each_claim_of_a_brief_names_its_words(pair):
    brief = "a red apple on a white table, no people"
    document = pair.json("verify", "before.png", "--prompt", brief)
    for verdict in document["verdicts"]:
        start, end = verdict["claim"]["range"]
        assert brief.encode()[start:end].decode() == verdict["claim"]["span"] != ""


@pytest.mark.parametrize("arguments, words", [
    (("missing.png", "--prompt", "a pear"), "missing.png"),
    (("before.png", "--against", "after.png", "--contract", "only=light"), "vocabulary"),
    (("before.png", "--against", "after.png", "--contract", "frame=1"), "contract"),
    (("before.png", "--against", "after.png", "--box", "0,0,9000,9"), "box"),
    (("before.png", "--against", "after.png", "--mask", "after.png"), "mask"),
    (("before.png", "--claim", "What a lovely day."), "nothing that can be checked"),
])
def test_bad_input_is_a_clear_error(pair, arguments, words):
    done = pair("verify", *arguments, check=2)
    assert words in done.stderr.decode()


def test_nothing_to_verify_is_a_usage_error(pair):
    pair("verify", "before.png", check=64)
    pair("verify", "before.png", "--prompt", "a pear", "--box", "0,0,9,9", check=64)


def test_verdicts_join_the_receipt_that_knows_the_picture(candid):
    receipt = candid.json("generate", "a red apple", "--size", "256x256", "-o", "a.png")
    document = candid.json("verify", "a.png", "--ground", "transparent", check=1)
    assert document["run"] == receipt["id"] and document["in_receipt"]
    shown = candid.json("show", receipt["id"])
    (judgement,) = shown["judgements"]
    assert judgement["verdicts"] == document["verdicts"]
    assert judgement["time"] == document["time"] > receipt["ended"]
    assert shown["ended"] == receipt["ended"], "looking again makes no run longer"
    text = candid("show", receipt["id"], check=0).stdout.decode()
    assert "verified" in text and "refuted" in text
    candid("verify", "a.png", "--ground", "no-border")
    assert len(candid.json("show", receipt["id"])["judgements"]) == 2
    candid("ledger", "verify", check=0)


def test_a_picture_with_its_record_is_known_only_while_its_pixels_are_the_same(candid):
    receipt = candid.json("generate", "a red apple", "--size", "256x256", "--embed", "-o", "a.png")
    document = candid.json("verify", "a.png", "--ground", "transparent", check=1)
    assert document["run"] == receipt["id"] and document["picture"] == receipt["pictures"][0]["sha256"]
    other = candid.json("generate", "a pear", "--size", "256x256", "-o", "b.png")
    candid("read", "a.png")
    png = (candid.folder / "a.png").read_bytes()
    body = (candid.folder / "b.png").read_bytes()
    record = png[png.index(b"iTXtcandid") - 4:]
    record = record[:12 + int.from_bytes(record[:4], "big")]
    (candid.folder / "c.png").write_bytes(body[:33] + record + body[33:])
    document = candid.json("verify", "c.png", "--ground", "transparent", check=1)
    assert not document["in_receipt"] and document["run"] not in (receipt["id"], other["id"])


def test_verdicts_on_an_unknown_picture_are_kept_under_a_name_of_their_own(pair):
    stranger = {"CANDID_LEDGER": str(pair.folder / "other")}
    arguments = ("verify", "same.png", "--against", "after.png", "--claim", "I removed the pear.")
    document = pair.json(*arguments, env=stranger)
    assert not document["in_receipt"]
    assert pair.json("show", document["run"], env=stranger) == document
    text = pair("show", document["run"][:8], env=stranger, check=0).stdout.decode()
    assert "pear: taken out" in text and document["run"] in text
    pair("ledger", "verify", env=stranger, check=0)


def test_a_heat_map_shows_where(pair):
    pair("verify", "after.png", "--against", "before.png", "--heat", "heat.png", check=0)
    assert (pair.folder / "heat.png").read_bytes()[:4] == b"\x89PNG"
    pair("verify", "after.png", "--prompt", "a pear", "--heat", "heat.png", check=64)


def test_success_is_only_said_beside_a_verdict():
    """What the command says of pictures never claims what was not checked.

    The linter's folder speaks of texts, which it has changed itself.
    """
    words = re.compile(r"\b(done!|fixed|removed it|successfully|all set)\b", re.I)
    said = re.compile(r'"(?:[^"\\]|\\.)*"')
    for file in (ROOT / "Sources/CandidCLI").rglob("*.swift"):
        if "Lint" in file.parts:
            continue
        for line in file.read_text().splitlines():
            code = line.strip()
            if code.startswith("//") or code.startswith("candid verify"):
                continue
            for text in said.findall(code):
                assert not words.search(text), (file.name, text)


def test_a_judge_sees_one_question_at_a_time_and_never_the_brief(pair):
    brief = "a green pear on a white table, no people"
    yes = json.dumps({"reason": "it is there", "answer": "yes"})
    chat = Chat(*[yes] * 40)
    document = pair.json("verify", "after.png", "--prompt", brief, env=chat.environment, check=1)
    assert document["judge"]["name"] == "ollama" and not document["judge"].get("error")
    assert "missing" in document["judged"]
    outcomes = {v["claim"]["kind"]: v["outcome"] for v in document["verdicts"]}
    assert outcomes["seen"] == "confirmed"
    assert outcomes["absent"] == "refuted", "who sees people everywhere refutes their absence"
    assert len(chat.bodies) >= 2 * len(document["verdicts"])
    for body in chat.bodies:
        assert brief not in json.dumps(body)
    shown = pair("verify", "after.png", "--prompt", "a pear", env=chat.environment).stdout.decode()
    assert "1 of 1 seen" in shown and "never measured" in shown


def second(answers):
    """A speaker who reads sentences, and no judge."""
    chat = Chat(*[json.dumps(answer) for answer in answers])
    return chat, chat.environment | {"CANDID_SPEAKER": "ollama/eyes", "CANDID_JUDGE": "none"}


CLAIM = {"kind": "removed", "span": "no more hat", "subject": "hat", "value": None, "number": None}


def test_a_speaker_reads_what_our_rules_do_not_and_its_reading_is_shown_as_inferred(pair):
    sentence = "Poof, no more hat."
    chat, environment = second([{"claims": [CLAIM]}])
    arguments = ("verify", "same.png", "--against", "before.png", "--claim", f"Hello there! {sentence}")
    chat.answers.insert(0, json.dumps({"claims": []}))
    document = pair.json(*arguments, env=environment, check=1)
    claim = document["verdicts"][0]["claim"]
    assert claim["inferred"] == "ollama eyes-1" and claim["kind"] == "removed" and claim["subject"] == "hat"
    start, end = claim["range"]
    assert f"Hello there! {sentence}".encode()[start:end].decode() == claim["span"] == "no more hat"
    assert document["outcome"] == "refuted" and "said it fixed this" in document["contradiction"]
    assert all("image_url" not in json.dumps(body) for body in chat.bodies), "a speaker sees no picture"
    chat, environment = second([{"claims": []}, {"claims": [CLAIM]}])
    text = pair(*arguments, env=environment, check=1).stdout.decode()
    assert "hat: taken out (inferred by ollama eyes-1)" in text


def test_a_reading_that_does_not_stand_in_the_sentence_is_turned_down(pair):
    chat, environment = second([{"claims": [CLAIM | {"subject": "red hat"}]}] * 3)
    arguments = ("verify", "same.png", "--against", "before.png", "--claim", "Poof, no more hat.")
    pair(*arguments, env=environment, check=6)
    assert len(chat.bodies) == 3 and "letter for letter" in json.dumps(chat.bodies[-1], ensure_ascii=False)
    chat, environment = second([{"claims": [CLAIM]}])
    pair(*arguments[:-1], "I removed the hat.", env=environment, check=1)
    assert chat.bodies == [], "rules that find something are not seconded"


def test_a_speaker_asks_about_the_words_that_our_rules_leave_unchecked(pair):
    brief = "a red pear gleaming frostily"
    drafts = [{"kind": "attribute", "span": span, "subject": "pear", "value": span, "number": None, "parents": [],
               "question": question, "rephrased": question}
              for span, question in [("gleaming", "Is the pear gleaming?"), ("misty", "Is the pear misty?")]]
    yes = json.dumps({"reason": "it is there", "answer": "yes"})
    chat = Chat(json.dumps({"claims": drafts}), *[yes] * 20)
    environment = chat.environment | {"CANDID_SPEAKER": "ollama/eyes"}
    done = pair("verify", "before.png", "--prompt", brief, "--json", env=environment)
    document = json.loads(done.stdout)
    added, = [v for v in document["verdicts"] if v["claim"].get("inferred")]
    assert added["claim"]["span"] == "gleaming" and added["outcome"] == "confirmed"
    assert document["uncovered"] == ["frostily"]
    assert "“misty” is refused: these words are not in the prompt" in done.stderr.decode()
    assert "frostily" in chat.bodies[0]["messages"][0]["content"]
    assert any("Is the pear gleaming?" in json.dumps(body) for body in chat.bodies[1:])
    chat = Chat()
    pair("verify", "before.png", "--prompt", brief, "--judge", "none", env=chat.environment | {"CANDID_SPEAKER": "ollama/eyes"})
    assert chat.bodies == [], "nobody would answer the questions"


def test_no_judge_makes_a_success_of_an_unchanged_picture(pair):
    chat = Chat()
    pair("verify", "same.png", "--against", "before.png", "--claim", "I removed the hat.",
         env=chat.environment, check=1)
    assert chat.bodies == []


def test_lettering_is_read_and_no_judge_is_needed(candid):
    brief = 'a poster that says "GRAND OPENING"'
    candid("generate", brief, "--size", "768x768", "-o", "poster.png", check=0)
    document = candid.json("verify", "poster.png", "--prompt", brief)
    read = [v for v in document["verdicts"] if v["claim"]["kind"] == "lettering"]
    assert [v["outcome"] for v in read] == ["confirmed"] and read[0]["check"] == "lettering"
    assert {e["name"] for e in read[0]["evidence"]} >= {"read", "languages", "distance", "lettering"}
    document = candid.json("verify", "poster.png", "--prompt", "a poster, no text", check=1)
    absence = [v for v in document["verdicts"] if v["claim"]["kind"] == "no_lettering"]
    assert [v["outcome"] for v in absence] == ["refuted"]
    document = candid.json("verify", "poster.png", "--prompt", 'a poster that says "открыто"',
                           "--judge", "none")
    unknown = [v for v in document["verdicts"] if v["claim"]["kind"] == "lettering"]
    assert unknown[0]["outcome"] == "inconclusive" and "cyrillic" in unknown[0]["reason"]


def test_colours_and_grounds_are_told_by_pixels(pair):
    looks = ("--ground", "white", "--colour", "#0057b8", "--judge", "none")
    document = pair.json("verify", "before.png", "--ground", "transparent", "--ground", "no-border",
                         "--judge", "none", check=1)
    assert [v["outcome"] for v in document["verdicts"]][0] == "refuted"
    assert {v["check"] for v in document["verdicts"]} == {"ground"}
    document = json.loads(pair("verify", "before.png", *looks, "--json").stdout)
    palette = document["verdicts"][0] if document["verdicts"][0]["check"] == "palette" else document["verdicts"][1]
    assert {e["name"] for e in palette["evidence"]} == {"share", "delta_e", "colours"}
    for option, word in (("--colour", "mauvish"), ("--ground", "spotty")):
        assert word in pair("verify", "before.png", option, word, check=2).stderr.decode()


POSTER = ("generate", 'a poster that says "GRAND OPENING"', "--size", "768x768", "-o", "p.png", "--force")


def test_generate_verify_writes_verdicts_into_the_receipt(candid):
    receipt = json.loads(candid(*POSTER, "--verify", "--ground", "flat", "--json").stdout)
    validate(receipt)
    judgement = receipt["judgements"][0]
    outcomes = {v["claim"]["kind"]: v["outcome"] for v in judgement["verdicts"]}
    assert outcomes["lettering"] == "confirmed" and outcomes["whole"] == "confirmed"
    assert "ground" in outcomes
    assert candid.json("show", receipt["id"])["judgements"] == receipt["judgements"]
    assert b"lettering \xe2\x80\x9cGRAND OPENING\xe2\x80\x9d" in candid(*POSTER, "--verify", check=0).stdout


def test_generate_verifies_nothing_unasked(candid):
    assert not candid.json(*POSTER).get("judgements")


def test_what_is_refuted_or_required_and_not_confirmed_is_a_no_and_the_picture_is_kept(candid):
    receipt = candid.json(*POSTER, "--verify", "--ground", "transparent", check=1)
    assert receipt["state"] == "finished" and (candid.folder / "p.png").exists()
    candid(*POSTER, "--verify", "--require", "confirmed", check=1)
    candid("generate", "plain", "--size", "256x256", "-o", "q.png", "--require", "confirmed", check=64)
    assert "mauvish" in candid(*POSTER, "--colour", "mauvish", check=2).stderr.decode()


def test_a_flat_picture_is_refuted_whatever_it_was_asked(candid):
    from test_simulate import simulating
    with simulating(candid, "--fault", "flat") as service:
        receipt = candid.json(
            "generate", "a red pear", "--engine", "openai", "--model", "gpt-image-2", "--verify",
            "-o", "flat.png", env=service.environment, check=1)
    assert {v["outcome"] for v in receipt["judgements"][0]["verdicts"]} == {"refuted"}

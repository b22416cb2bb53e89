"""The speaker and judge that come with Candid: no key, no network, rules, and it says so."""
import json
import struct
import zlib

import pytest

PICTURE = ("generate", "a red bicycle and two cats", "--size", "256x256", "-o", "a.png")
CLAIMS = ("verify", "a.png", "--prompt", "a red bicycle and two cats, no elephant")


@pytest.fixture
def drawn(candid):
    candid(*PICTURE, check=0)
    return candid


def test_plan_works_right_after_installing_and_says_that_rules_made_it(candid):
    plan = candid.json("plan", "a red bicycle", "-n", "4", "-o", "plan.yaml")
    assert plan["speaker"] == "sketch sketch-1 (rule-based)"
    assert len({item["prompt"] for item in plan["prompts"]}) == 4
    assert all("Rule-based" in item["why"] for item in plan["prompts"])
    talk = candid.json("show", plan["conversation"])
    assert talk["turns"][0]["rule_based"] is True
    receipt = candid.json("generate", "--plan", "plan.yaml:2", "--size", "256x256", "-o", "b.png")
    assert receipt["asked"]["text"] == plan["prompts"][1]["prompt"]


def test_describe_reads_the_record_and_says_so(drawn):
    description = drawn.json("describe", "a.png")
    assert description["rule_based"] is True and description["verified"] is False
    assert {(thing["name"], thing["count"]) for thing in description["seen"]} == {
        ("bicycle", 1), ("cat", 2)}
    text = drawn("describe", "a.png", check=0).stdout.decode()
    assert "rule-based" in text and "not in its pixels" in text


def test_verify_confirms_from_the_record_and_says_that_nobody_looked(drawn):
    document = drawn.json(*CLAIMS)
    assert document["outcome"] == "confirmed"
    assert document["judge"]["rule_based"] is True
    judged = [v for v in document["verdicts"] if v["check"] == "judge"]
    assert judged and all("nobody looked" in v["reason"] for v in judged)
    assert "looks at nothing" in drawn(*CLAIMS, check=0).stdout.decode()


def test_what_the_record_cannot_tell_says_why(drawn):
    document = drawn.json("verify", "a.png", "--prompt", "a cat, no trees")
    absent, = [v for v in document["verdicts"] if v["claim"]["kind"] == "absent"]
    assert absent["outcome"] == "inconclusive"
    assert "part of something else" in absent["reason"] and "rule-based" in absent["reason"]


def changed(png):
    """The same file with one sample of one pixel changed, and every other chunk as it was."""
    out, data, at = png[:8], b"", 8
    while at < len(png):
        length, = struct.unpack(">I", png[at:at + 4])
        kind, body = png[at + 4:at + 8], png[at + 8:at + 8 + length]
        at += 12 + length
        if kind == b"IDAT":
            data += body
            continue
        if kind == b"IEND":
            raw = bytearray(zlib.decompress(data))
            raw[-1] ^= 1
            body_of = zlib.compress(bytes(raw))
            out += chunk(b"IDAT", body_of)
        out += chunk(kind, body)
    return out


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(
        ">I", zlib.crc32(kind + body))


def test_a_record_confirms_nothing_for_a_picture_whose_pixels_were_changed(drawn):
    file = drawn.folder / "a.png"
    file.write_bytes(changed(file.read_bytes()))
    assert b"candid-sketch" in file.read_bytes()
    document = drawn.json(*CLAIMS)
    judged = [v for v in document["verdicts"] if v["claim"]["kind"] in ("seen", "absent", "count")]
    assert judged and {v["outcome"] for v in judged} == {"inconclusive"}
    done = drawn("describe", "a.png", check=5)
    assert "changed" in done.stderr.decode()


def test_a_picture_without_a_record_needs_a_judge_that_looks(drawn):
    drawn("generate", "a red bicycle", "--size", "256x256", "--format", "jpeg", "-o", "a.jpg", check=0)
    done = drawn("describe", "a.jpg", check=2)
    assert "--judge openai" in done.stderr.decode()
    document = drawn.json("verify", "a.jpg", "--prompt", "a red bicycle")
    assert document["judge"] is None and document["outcome"] == "inconclusive"
    assert "no judge is configured that looks" in json.dumps(document, ensure_ascii=False)


def test_nobody_is_asked_where_nobody_is_to_be(drawn):
    document = drawn.json(*CLAIMS, "--judge", "none")
    assert document["judge"] is None and document["outcome"] == "inconclusive"


def test_a_language_that_it_does_not_write_is_declined(candid):
    done = candid("plan", "красный велосипед", check=5)
    assert "English and Korean" in done.stderr.decode()

import csv
import json

import pytest
from conftest import ROOT, validate

SMALL = ["--size", "64x64"]


def rules(document):
    return [finding["rule"] for item in document["prompts"] for finding in item["findings"]]


@pytest.mark.parametrize("prompt, found", [
    ("a street with no cars", ["negation"]),
    ("아무도 없는 거리", ["negation"]),
    ("a sign that says \"no parking\"", ["quoted-negation"]),
    ("a red bicycle on a street", []),
])
def test_negation_in_two_languages(candid, prompt, found):
    assert rules(candid.json("lint", prompt)) == found


def test_a_finding_is_underlined_under_wide_letters(candid):
    lines = candid("lint", "고양이, no people", check=0).stdout.decode().splitlines()
    shown = next(i for i, line in enumerate(lines) if "고양이" in line)
    # three Hangul letters take six columns; comma and space follow
    assert lines[shown + 1].index("^") - lines[shown].index("고") == 8


def test_the_bar_and_the_exit_code(candid):
    candid("lint", "a street with no cars", check=0)
    candid("lint", "a street with no cars", "--fail-on", "warning", check=1)
    candid("lint", "a street with no cars", "--max-warnings", "0", check=1)
    candid("lint", "a street with no cars", "--fail-on", "warning", "--off", "negation", check=0)
    candid("lint", "a street", "--fail-on", "silly", check=2)
    candid("lint", "a street", "--off", "silly", check=2)
    candid("lint", check=64)


def test_lines_in_lines_out_in_order(candid):
    lines = [
        {"id": "a", "prompt": "a street with no cars"}, {"id": 7, "prompt": "🐈 a cat, no dogs"},
        {"id": None, "prompt": ""}, {"prompt": "a pear"},
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n"
    answers = [json.loads(line) for line in candid(
        "lint", "--format", "jsonl", input=text.encode(), check=0).stdout.splitlines()]
    schema = json.loads((ROOT / "docs/schemas/lint-line.v1.json").read_text())
    assert [answer["id"] for answer in answers] == ["a", 7, None, None]
    for line, answer in zip(lines, answers):
        import jsonschema
        from conftest import _registry
        jsonschema.Draft202012Validator(schema, registry=_registry()).validate(answer)
        for finding in answer["findings"]:
            if finding["rule"] == "negation":
                start, end = finding["scope"]
                assert line["prompt"][start:end] in ("cars", "dogs")
                start, end = finding["cue"]
                assert line["prompt"][start:end] == "no"
            else:
                assert "cue" not in finding and "scope" not in finding


def test_a_bad_line_is_answered_in_its_place(candid):
    text = b'{"id":1,"prompt":"a pear"}\nnonsense\n{"id":3}\n{"id":4,"prompt":"no cars"}\n'
    done = candid("lint", "--format", "jsonl", input=text, check=2)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("id") for answer in answers] == [1, None, 3, 4]
    assert ["error" in answer for answer in answers] == [False, True, True, False]


def test_a_fix_says_it_positively_and_lints_clean(candid):
    document = candid.json("lint", "--fix", "an empty street, no people, no text")
    fixed = document["prompts"][0]["to"]
    assert "people" not in fixed and "text" not in fixed
    assert "negation" not in rules(candid.json("lint", fixed))


def test_fix_changes_the_body_of_a_file_and_nothing_else(candid):
    front = "---\nsize: 64x64 # no cars\n---\n"
    (candid.folder / "a.prompt").write_text(front + "a street with no cars\n")
    done = candid("lint", "--fix", "a.prompt", check=0)
    text = (candid.folder / "a.prompt").read_text()
    assert text.startswith(front) and text.endswith("\n") and "cars" not in text[len(front):]
    assert b"[-" in done.stderr


def test_a_prompt_file_sends_its_body_to_the_byte(candid):
    (candid.folder / "a.prompt").write_bytes(
        "---\r\nsize: 64x64\r\nlint: {off: [negation]}\r\n---\r\n  배 a pear, no cars \r\n".encode())
    receipt = candid.json("generate", "--prompt-file", "a.prompt")
    assert receipt["asked"]["text"] == "  배 a pear, no cars "
    assert receipt["pictures"][0]["width"] == 64
    assert rules(candid.json("lint", "a.prompt")) == []


def test_front_matter_errors_name_the_line(candid):
    (candid.folder / "a.prompt").write_text("---\nsize: 64x64\nsice: 1\n---\na pear\n")
    assert "a.prompt:3:1" in candid("lint", "a.prompt", check=2).stderr.decode()
    (candid.folder / "b.prompt").write_text("---\nledger: /tmp/x\n---\na pear\n")
    assert "front matter" in candid("lint", "b.prompt", check=2).stderr.decode()


def test_tables(candid):
    with open(candid.folder / "t.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["id", "text"], [1, "a street,\nwith \"no\" cars"], [2, "a pear"]])
    document = candid.json("lint", "t.csv", "--column", "text")
    assert [item["row"] for item in document["prompts"]] == [2, 3]
    assert document["prompts"][0]["prompt"] == "a street,\nwith \"no\" cars"
    (candid.folder / "t.jsonl").write_text('{"prompt":"no cars"}\n{"prompt":"a pear"}\n')
    assert rules(candid.json("lint", "t.jsonl")) == ["negation"]
    assert "column" in candid("lint", "t.csv", check=2).stderr.decode()
    candid("lint", "missing.csv", check=2)
    (candid.folder / "bad.csv").write_text('prompt\n"open\n')
    assert "quotation" in candid("lint", "bad.csv", check=2).stderr.decode()


def test_sarif_and_github(candid):
    (candid.folder / "a.prompt").write_text("---\nsize: 64x64\n---\na street with no cars\n")
    sarif = json.loads(candid("lint", "a.prompt", "--format", "sarif", check=0).stdout)
    result = sarif["runs"][0]["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert sarif["version"] == "2.1.0" and result["ruleId"] == "negation"
    assert (region["startLine"], region["startColumn"]) == (4, 15)
    assert sarif["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "negation"
    line = candid("lint", "a.prompt", "--format", "github", check=0).stdout.decode()
    assert line.startswith("::warning file=a.prompt,line=4,col=15,")


def test_configuration_of_rules(candid):
    (candid.folder / "candid.yaml").write_text(
        "lint:\n  off: [embellishment]\n  severities:\n    negation: error\n  fail_on: error\n")
    candid("lint", "a street with no cars", check=1)
    assert rules(candid.json("lint", "a stunning pear")) == []


def test_rules_are_listed_and_explained(candid):
    document = candid.json("lint", "--rules")
    names = [rule["id"] for rule in document["rules"]]
    assert {"negation", "keep-constraint", "quoted-negation", "length", "secret"} <= set(names)
    assert b"negation" in candid("lint", "--rules", check=0).stdout
    assert b"Source" in candid("lint", "--explain", "negation", check=0).stdout
    candid("lint", "--explain", "silly", check=2)


def test_a_prompt_is_held_against_its_parameters(candid):
    assert "contradiction" in rules(
        candid.json("lint", "a wide 16:9 picture of a pear", "--size", "1024x1024"))


def test_a_secret_does_not_leave_this_machine(candid):
    key = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    prompt = "a pear, api key sk-abcdefghijklmnopqrstuvwxyz0123456789ABCD"
    done = candid("generate", prompt, "--engine", "openai", env=key, check=4)
    assert "secret" in done.stderr.decode()
    candid("generate", prompt, "--engine", "openai", "--yes", env=key, check=6)


def test_control_characters_do_not_reach_the_terminal(candid):
    done = candid("lint", "a pear \x1b[31m no cars", check=0)
    assert b"\x1b[31m" not in done.stdout


LOCK = ["hero", "a {colour} pear on a {{table}}", "--value", "colour=red", "--value", "colour=green",
        "--size", "64x64", "--seed", "4"]


def test_a_lock_draws_what_it_holds(candid):
    candid("lock", "add", *LOCK, check=0)
    validate(json.loads((candid.folder / "candid.lock").read_text()))
    receipt = candid.json("generate", "--lock", "hero", "--value", "colour=red")
    assert receipt["asked"]["text"] == "a red pear on a {table}"
    assert receipt["lock"]["name"] == "hero"
    assert receipt["lock"]["expansion"]["values"] == {"colour": "red"}
    assert receipt["parameters"]["asked"] == {"seed": "4", "size": "64x64"}


@pytest.mark.parametrize("arguments, says", [
    (["--value", "colour=blue"], "blue"),
    ([], "needs a value"),
    (["--value", "colour=red", "--seed", "5"], "seed"),
    (["--value", "colour=red", "--value", "size=big"], "size"),
    (["--value", "colour=red", "a red pear on a chair"], "[-"),
])
def test_a_lock_refuses_what_it_does_not_hold(candid, arguments, says):
    candid("lock", "add", *LOCK, check=0)
    done = candid("generate", "--lock", "hero", *arguments, check=4)
    assert says in done.stderr.decode()
    assert not (candid.folder / "ledger").exists()


def test_a_lock_holds_what_must_not_be_seen_and_what_only_one_model_has(candid):
    candid("lock", "add", "neg", "a pear", "--engine", "automatic1111", "--negative", "people",
           "--set", "cfg_scale=6", check=0)
    body = json.loads(candid.json("generate", "--lock", "neg", "--dry-run")["body"])
    assert (body["negative_prompt"], body["cfg_scale"]) == ("people", 6)
    for other in (["--negative", "cars"], ["--set", "cfg_scale=7"], ["--set", "steps=20"]):
        done = candid("generate", "--lock", "neg", "--dry-run", *other, check=4)
        assert b"locked" in done.stderr


def test_a_lock_holds_the_pictures_by_their_digests(candid):
    for name, prompt in (("a", "a red pear"), ("b", "a boat")):
        candid("generate", prompt, "--size", "64x64", "-o", f"{name}.png", check=0)
    candid("lock", "add", "red", "make it red", "--engine", "openai", "--image", "a.png", check=0)
    candid("generate", "--lock", "red", "--image", "a.png", "--dry-run", check=0)
    assert b"left out" in candid("generate", "--lock", "red", "--dry-run", check=4).stderr
    other = candid("generate", "--lock", "red", "--image", "b.png", "--dry-run", check=4)
    assert b"image is locked" in other.stderr


def test_a_settings_file_does_not_change_what_is_locked(candid):
    candid("lock", "add", *LOCK, check=0)
    (candid.folder / "candid.yaml").write_text("quality: low\nsize: 32x32\n")
    receipt = candid.json("generate", "--lock", "hero", "--value", "colour=red")
    assert receipt["pictures"][0]["width"] == 64


def test_locks_are_checked_updated_and_listed(candid):
    candid("lock", "add", *LOCK, check=0)
    candid("lock", "add", *LOCK, check=4)
    assert candid.json("lock", "check")["locks"][0]["unchanged"]
    candid("lock", "check", "hero", "a red pear on a {table}", "--value", "colour=red", check=0)
    candid("lock", "check", "hero", "a pear", "--value", "colour=red", check=4)
    file = candid.folder / "candid.lock"
    file.write_text(file.read_text().replace("pear", "bear"))
    done = candid("lock", "check", check=4)
    assert b"changed after it was made" in done.stdout
    candid("generate", "--lock", "hero", "--value", "colour=red", check=4)
    candid("lock", "update", *LOCK, check=0)
    assert [lock["name"] for lock in candid.json("lock", "list")["locks"]] == ["hero"]
    candid("lock", "update", "nobody", "a pear", check=2)
    candid("generate", "--lock", "nobody", check=2)
    file.write_text("{")
    candid("lock", "list", check=2)


def test_a_directive_makes_sent_differ_from_asked_and_says_so(candid):
    receipt = candid.json("generate", "a pear", *SMALL, "--directive", "as-is")
    assert receipt["asked"]["text"] == "a pear"
    assert receipt["sent"]["text"].endswith("a pear") and not receipt["sent"]["same_as_asked"]
    assert receipt["directive"] == "as-is"
    assert b"altered by us" in candid(
        "generate", "a pear", *SMALL, "--directive", "as-is", check=0).stdout
    candid("generate", "a pear", "--directive", "please", check=2)
    assert candid.json("generate", "a pear", *SMALL)["directive"] is None


def test_lines_keep_the_bar_and_the_column(candid):
    line = b'{"id":1,"text":"no cars"}\n'
    arguments = ["lint", "--format", "jsonl", "--column", "text"]
    candid(*arguments, input=line, check=0)
    candid(*arguments, "--fail-on", "warning", input=line, check=1)
    candid(*arguments, "--fail-on", "silly", input=line, check=2)
    candid(*arguments, "--fix", input=line, check=64)


@pytest.mark.parametrize("name, content, says", [
    ("missing.txt", None, "missing.txt"),
    ("notes.md", b"no cars", "notes.md"),
    ("ragged.csv", b"id,prompt\n1,a street, with no cars\n", "3 fields"),
    ("open.prompt", b"---\nsize: 64x64\na street\n", "three hyphens"),
    ("bom.prompt", b"\xef\xbb\xbf---\nsize: 64x64\n---\na street\n", "byte order mark"),
])
def test_a_file_that_can_not_be_linted_is_an_error(candid, name, content, says):
    if content is not None:
        (candid.folder / name).write_bytes(content)
    assert says in candid("lint", name, check=2).stderr.decode()


def test_windows_line_endings(candid):
    (candid.folder / "t.jsonl").write_bytes(b'{"prompt":"a pear"}\r\n\r\n{"prompt":"no cars"}\r\n')
    document = candid.json("lint", "t.jsonl")
    assert [item["row"] for item in document["prompts"]] == [1, 3]
    (candid.folder / "t.csv").write_bytes(b"\xef\xbb\xbfprompt\r\nno cars\r\n")
    assert rules(candid.json("lint", "t.csv")) == ["negation"]
    (candid.folder / "t.prompt").write_bytes(b"---\r\nsize: 64x64\r\n---\r\nno cars\r\n")
    assert b"t.prompt:4:1" in candid("lint", "t.prompt", check=0).stdout


def test_a_lock_update_keeps_what_is_not_named_and_shows_the_difference(candid):
    candid("lock", "add", *LOCK, check=0)
    done = candid("lock", "update", "hero", "--seed", "9", check=0)
    assert b"seed: 4" in done.stderr
    lock = candid.json("lock", "list")["locks"][0]
    assert lock["parameters"]["seed"] == "9" and lock["parameters"]["size"] == "64x64"
    assert lock["variables"] == {"colour": ["red", "green"]}


def test_a_missing_lock_file_is_an_error(candid):
    candid("lock", "check", check=2)
    candid("lock", "list", "--lock-file", "typo.lock", check=2)

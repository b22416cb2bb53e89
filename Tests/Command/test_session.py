"""candid chat and candid session: many turns, each composed anew, none lost."""
import json
import signal
import sqlite3
import time

import pytest

from conftest import validate

SIZE = ("--size", "256x256")


def talk(candid, *lines, session="poster", check=0, flags=()):
    text = "".join(line + "\n" for line in lines).encode()
    done = candid("chat", session, *SIZE, "--no-verify", "--json", *flags, input=text, check=check)
    # A failure that ends the command is a document of several lines.
    turns = [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b'{"')]
    for turn in turns:
        validate(turn)
    return turns, done.stderr.decode()


def test_turns_are_composed_and_carry_one_picture(candid):
    turns, said = talk(candid, "a red bicycle beside a blue door", "make the bicycle green", "add a cat")
    assert [turn["turn"]["sent"] for turn in turns] == [
        "a red bicycle beside a blue door", "make the bicycle green", "add a cat"]
    assert [turn["turn"]["carried"] for turn in turns][1:] == [{"messages": 0, "pictures": 1}] * 2
    assert "carried 0 messages, 1 picture" in said
    assert all(turn["turn"]["words"]["share"] == 0 for turn in turns)
    assert all(turn["turn"]["pixels"]["level"] == "low" for turn in turns[1:])
    session = candid.json("session", "show", "poster")
    assert [edit["words"] for edit in session["edits"]] == ["make the bicycle green", "add a cat"]
    assert candid.json("session", "list")["sessions"][0]["turns"] == 3
    receipt = candid.json("show", turns[2]["turn"]["receipt"])
    assert receipt["session"]["turn"] == 3 and receipt["session"]["name"] == "poster"
    assert candid.json("ledger", "verify")["damages"] == []


def test_the_style_card_is_proved_by_the_receipt(candid):
    turns, _ = talk(candid, "a red bicycle", flags=("--card", "flat colours"))
    receipt = candid.json("show", turns[0]["turn"]["receipt"])
    card, sent = receipt["session"]["card"], receipt["sent"]["text"].encode()
    assert sent[card["start"]:card["end"]] == b"flat colours" and card["end"] == len(sent)
    assert "proved" in candid("show", receipt["id"], check=0).stdout.decode()


def test_a_reset_carries_nothing_and_undo_brings_the_old_branch_back(candid):
    turns, said = talk(
        candid, "a red bicycle", "make the bicycle green", ":reset", ":draw", ":undo", ":undo", "add a cat")
    assert "carried 0 messages, 0 pictures" in said
    assert "[-red-]{+green+}" in said
    assert turns[2]["turn"]["sent"] == "a green bicycle" and turns[2]["turn"]["base"] is None
    assert turns[3]["turn"]["parent"] == 2


def test_a_session_goes_on_in_another_process_and_shows_its_tree(candid):
    talk(candid, "a red bicycle", "add a cat")
    turns, _ = talk(candid, ":from 1 add a dog")
    assert turns[0]["turn"]["parent"] == 1
    tree = candid("session", "tree", "poster", check=0).stdout.decode()
    assert "├─ 2 add a cat" in tree and "└─ ● 3 add a dog" in tree


def test_what_is_ambiguous_is_asked_about_and_nothing_is_sent(candid):
    turns, said = talk(candid, "a red bicycle beside a blue door", "make it yellow", "2")
    assert "make the door yellow" in said
    assert [turn["turn"]["sent"] for turn in turns][1] == "make the door yellow"
    turns, said = talk(candid, "make it yellow", session="poster", check=4)
    assert turns == [] and "Nothing was sent" in said


def test_it_is_asked_about_however_a_change_is_said(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", "make the bicycle green", ":from 1 make it yellow", "2",
        ":edit make it purple", "1")
    assert [turn["turn"]["sent"] for turn in turns][2:] == ["make the door yellow", "make the bicycle purple"]
    assert [turn["turn"]["parent"] for turn in turns] == [None, 1, 1, 3]
    for words in [("edit", "--session", "poster", "make it yellow"),
                  ("edit", "--session", "poster", "--from", "1", "make it yellow"),
                  ("generate", "--session", "poster", "--turn", "edit", "make it yellow"),
                  ("generate", "--session", "other", "make it yellow")]:
        assert "Say one of" in candid(*words, *SIZE, check=4).stderr.decode()
    assert len(candid.json("session", "show", "poster")["turns"]) == 4


def test_what_is_kept_is_not_changed_without_a_word(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", ":keep the bicycle as it is, the light", "remove the bicycle",
        ":unkeep the bicycle", "remove the bicycle", check=4)
    assert "Every edit keeps: subject:bicycle, lighting" in said
    assert "“remove the bicycle” changes the bicycle" in said and len(turns) == 2
    done = candid("edit", "--session", "poster", "make it night", *SIZE, check=4)
    assert "changes the lighting" in done.stderr.decode()


def test_what_alone_may_change_is_not_contradicted_without_a_word(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", ":only the light", "make the bicycle green", "1",
        "make the bicycle green")
    assert "changes the bicycle, and of the next edit it was said that only the lighting may change" in said
    assert "The next edit may change anything that is not kept." in said
    assert [turn["turn"]["sent"] for turn in turns] == ["a red bicycle beside a blue door", "make the bicycle green"]
    talk(candid, ":only the light")
    done = candid("generate", "--session", "poster", "make the bicycle blue", *SIZE, check=4)
    assert "only the lighting may change" in done.stderr.decode()
    talk(candid, ":only none")
    words = "edit", "--session", "poster", "make the bicycle blue", *SIZE
    said = candid(*words, "--only", "lighting", check=2).stderr.decode()
    assert "only: “make the bicycle blue” changes the bicycle, and only the lighting may change" in said
    candid(*words, "--no-verify", check=0)


def test_what_must_stay_is_the_contract_of_its_turn(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", "keep the door as it is, but make it night", "make the door white")
    assert "the door must stay as it is" in said
    assert turns[1]["turn"]["sent"].endswith("\n\nKeep the door exactly as it is.")
    assert turns[1]["turn"]["contract"] == {"keep": ["subject:door"], "only": []}
    assert turns[2]["turn"]["sent"] == "make the door white"


def test_what_waits_is_sent_on_send_and_not_before(candid):
    turns, said = talk(candid, ":hold", "a red bicycle", ":drop", "a red car", ":send")
    assert [turn["turn"]["sent"] for turn in turns] == ["a red car"]
    assert candid.json("log")["receipts"][0]["asked"]["text"] == "a red car"
    assert len(candid.json("log")["receipts"]) == 1


def test_a_longer_message_comes_in_quotes_or_with_backslashes(candid):
    turns, _ = talk(candid, '"""', "a red bicycle", "beside a door", '"""', "make the bicycle \\", "green")
    assert turns[0]["turn"]["said"] == "a red bicycle\nbeside a door"
    assert turns[1]["turn"]["said"] == "make the bicycle \ngreen"


def test_what_is_arranged_meanwhile_holds_for_what_waits(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", ":hold on", "make the bicycle green", ":card flat colours",
        ":keep the door", ":send", ":card")
    assert "What waits is now:" in said
    assert turns[1]["turn"]["sent"].startswith("make the bicycle green\n\nKeep the door")
    assert turns[1]["turn"]["sent"].endswith("\n\nflat colours")
    assert "There is no style card" not in said
    session = candid.json("session", "show", "poster")
    assert session["card"] == "flat colours" and session["keep"] == ["subject:door"]


def test_what_waits_is_dropped_when_the_session_goes_elsewhere(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", "make the bicycle green", ":hold on", "make the door white",
        ":undo", ":send", check=2)
    assert "What waited is dropped" in said and "nothing waits to be sent" in said
    assert len(turns) == 2
    session = candid.json("session", "show", "poster")
    assert session["edits"] == [] and len(session["turns"]) == 2


def test_a_question_is_about_the_session_as_it_stood(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", "make the bicycle green", "make it yellow", ":undo", "1", check=2)
    assert len(turns) == 2 and "nothing was asked" in said
    turns, said = talk(candid, "make it yellow", "7", "2", check=2)
    assert "there are 2 answers, and 7 is none of them" in said and len(turns) == 1


def test_an_earlier_turn_is_gone_back_to_with_what_is_arranged_now(candid):
    turns, _ = talk(
        candid, "a red bicycle beside a blue door", "make the bicycle green", ":card flat colours", ":keep the door",
        ":from 1 add a dog")
    assert turns[2]["turn"]["parent"] == 1 and turns[2]["turn"]["sent"].endswith("\n\nflat colours")
    assert "Keep the door" in turns[2]["turn"]["sent"]


@pytest.mark.parametrize("lines", [('"""', "a red pear"), ("a red pear \\",)])
def test_a_message_that_never_ends_is_not_sent(candid, lines):
    turns, said = talk(candid, *lines, check=2)
    assert turns == [] and "was not sent" in said


def test_what_is_kept_meanwhile_is_not_changed_by_what_waits(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", ":hold on", "make the door white", ":keep the door", ":send",
        check=2)
    assert len(turns) == 1 and "What waited is dropped" in said and "changes the door" in said


def test_an_earlier_turn_is_held_to_what_is_kept_now(candid):
    turns, said = talk(
        candid, "a red bicycle beside a blue door", "add a cat", ":keep the door", "from 1, make the door white",
        check=4)
    assert len(turns) == 2 and "the session keeps that" in said
    turns, _ = talk(candid, ":unkeep all", ":from 2 make the door white")
    assert turns[0]["turn"]["contract"] is None


def test_a_question_to_the_judge_waits_as_a_turn_does(candid):
    _, said = talk(
        candid, "a red bicycle", ":hold on", ":ask what is in the picture?", ":drop", ":send", check=2)
    assert "asks " in said and "nothing here is verified" not in said and "nothing waits" in said
    _, said = talk(candid, ":hold on", ":ask what is in the picture?", ":send")
    assert "nothing here is verified" in said
    _, said = talk(candid, ":hold on", ":ask what is in the picture?", ":undo", ":send", check=2)
    assert "The question is dropped" in said and "nothing here is verified" not in said


def test_an_empty_line_of_a_pipe_sends_nothing(candid):
    turns, _ = talk(
        candid, "a red bicycle beside a blue door", ":hold on", "make the bicycle green", ":hold off",
        ":card flat colours", "")
    assert len(turns) == 1


def test_a_question_that_is_never_answered_is_told_to_the_shell(candid):
    turns, _ = talk(
        candid, "a red bicycle beside a blue door", "make it yellow", ":card flat colours", check=4)
    assert len(turns) == 1


def test_a_new_ledger_is_for_its_owner(candid):
    talk(candid, "a red bicycle")
    assert (candid.folder / "ledger").stat().st_mode & 0o777 == 0o700


def test_an_early_failure_is_told_to_the_shell(candid):
    turns, _ = talk(candid, "a red bicycle", ":bogus", "make the bicycle green", check=2)
    assert len(turns) == 2
    turns, _ = talk(candid, "a red bicycle beside a blue door", "make it yellow", "add a cat", session="two", check=4)
    assert [turn["turn"]["sent"] for turn in turns] == ["a red bicycle beside a blue door", "add a cat"]


def test_a_flag_that_can_not_be_kept_stops_before_anything_is_sent(candid):
    talk(candid, "a red bicycle beside a blue door")
    for flags, status in [(("--mask", "nofile.png"), 2), (("--wire", "remembered"), 2), (("--card", ""), 64)]:
        turns, _ = talk(candid, "make the door green", flags=flags, check=status)
        assert turns == []
    assert talk(candid, "a pear", session="new", flags=("--image", "a.png", "--image", "b.png"), check=64)[0] == []
    assert len(candid.json("session", "show", "poster")["turns"]) == 1


def test_of_several_programs_that_begin_a_session_one_does(candid):
    import subprocess

    crowd = [candid.popen("generate", "--session", "race", f"a {colour} pear", *SIZE, "-o", f"{colour}.png", "--quiet",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
             for colour in ("red", "blue", "green", "pink", "white", "black")]
    ends = [(each.communicate()[1].decode(), each.returncode) for each in crowd]
    assert {code for _, code in ends} <= {0, 4} and any(code == 0 for _, code in ends), ends
    sessions = candid.json("session", "list")["sessions"]
    assert [row["name"] for row in sessions] == ["race"]
    assert sessions[0]["turns"] == sum(code == 0 for _, code in ends)


def test_a_branch_is_seen_by_its_name(candid):
    talk(candid, "a red bicycle", ":fork winter", "make it snowy", ":from 1 make the bicycle blue", ":fork summer")
    tree = candid("session", "tree", "poster", check=0).stdout.decode()
    assert "on “winter”" in tree.splitlines()[1] and "on “summer”" in tree.splitlines()[2], tree


def test_a_second_program_is_told_and_the_first_goes_on(candid):
    import subprocess

    first = candid.popen("chat", "poster", *SIZE, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    first.stdin.write(b"a red bicycle\n")
    first.stdin.flush()
    for line in first.stdout:
        if line.startswith(b"receipt"):
            break
    done = candid("chat", "poster", input=b"add a cat\n", check=4)
    assert f"process {first.pid}" in done.stderr.decode()
    first.stdin.write(b"add a dog\n")
    first.stdin.close()
    first.stdout.read()
    assert first.wait(60) == 0
    assert len(candid.json("session", "show", "poster")["turns"]) == 2


def test_a_deleted_or_altered_base_is_named_and_nothing_is_lost(candid):
    turns, _ = talk(candid, "a red bicycle", "add a cat")
    digest = turns[1]["turn"]["picture"]
    file = candid.folder / "ledger/pictures" / digest[0] / f"{digest}.png"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"x")
    assert "was altered" in talk(candid, "add a dog", check=2)[1]
    file.unlink()
    assert "no longer in the store" in talk(candid, "add a dog", check=2)[1]
    file.write_bytes(whole)
    assert talk(candid, "add a dog")[0][0]["turn"]["outcome"] == "finished"


def test_bad_orders_are_clear_errors_and_the_session_goes_on(candid):
    turns, said = talk(
        candid, "a red bicycle", ":frobnicate", ":from 9", ":wire remembered", ":only everything-else",
        ":send", ":undo", ":undo", "a fox", check=2)
    for words in [":frobnicate", "there is no turn 9", "keeps no conversation", "everything-else", "nothing waits",
                  "nothing is left to take back"]:
        assert words in said, words
    assert turns[-1]["turn"]["sent"] == "a fox"


def test_a_session_of_a_newer_candid_is_refused(candid):
    talk(candid, "a red bicycle")
    database = sqlite3.connect(candid.folder / "ledger/ledger.sqlite")
    database.execute("DROP TRIGGER entry_no_update")
    database.execute("UPDATE entry SET text = replace(text, '\"schema\":1', '\"schema\":9')")
    database.commit()
    done = candid("session", "show", "poster", check=2)
    assert "newer Candid" in done.stderr.decode()


def test_an_unknown_session_is_named_with_those_there_are(candid):
    talk(candid, "a red bicycle")
    assert "There are: poster" in candid("session", "show", "nosuch", check=2).stderr.decode()

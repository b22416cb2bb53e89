"""candid chat as a person at a terminal sees it: keys, paste, history, pictures."""
import base64
import re
import signal
import struct
import termios

import pytest

from terminal import Terminal
from test_session import SIZE, talk
from test_session_turns import silent

PLAIN = {"TERM": "xterm-256color", "NO_COLOR": "1"}
UP, DOWN, RIGHT, LEFT = (f"\x1b[{letter}" for letter in "ABCD")


def chat(candid, *flags, env=None):
    there = Terminal(candid, "chat", "poster", *SIZE, "--no-verify", *flags, env=PLAIN | (env or {}))
    there.resize(80)
    return there.wait_for("poster> ")


def takes(there, keys, *lines):
    """The keys and Enter come to this message, which is shown and waits."""
    there.forget().type(keys + "\r").wait_for("\r\nsends      " + "\r\n           ".join(lines) + "\r\nhistory")
    there.wait_for("nothing was sent yet").wait_for("\x1b[?2004h")


@pytest.fixture
def editor(candid):
    there = chat(candid, "--hold")
    yield there
    there.type("\x03\x04").finish()


def test_keys_move_and_delete(editor):
    want = "a red bicycle"
    for keys in [
        "red bicycle\x01a ", "a redXX\x7f\x7f bicycle", "a bicycle\x1bbred ", "a bicycle\x1b[1;5Dred ",
        "red bicycle\x1b[Ha ", "red bicycle\x1bOHa ", "red bicycle\x1b[1~a \x05", "a red bicycle rest\x17\x7f",
        "rubbish\x15a red bicycle", "a red bicycle and more" + LEFT * 9 + "\x0b",
        "a red bicycle\x15\x19", "more a red bicycle\x01\x1bd\x1b[3~", "a Xred bicycle\x01\x06\x06\x04",
        "a red bicycle" + LEFT * 40 + RIGHT * 80, "\x1b\x1b[Ha red bicycle", "wrong\x03a red bicycle",
        "a rd bicycle" + "\x02" * 9 + "e\x05",
    ]:
        takes(editor, keys, want)


def test_wide_letters_and_joined_signs_are_one_step_each(editor):
    takes(editor, "빨간 사과" + LEFT * 2 + "큰 ", "빨간 큰 사과")
    takes(editor, "a 👩‍🚀x" + LEFT + "\x7f", "a x")
    takes(editor, "a 👍🏽x" + LEFT + "\x7f", "a x")
    takes(editor, "cafe\u0301 x" + LEFT * 2 + "\x7f", "caf x")
    takes(editor, "두 고양이\x7f\x7f\x7f개", "두 개")


def test_a_paste_does_not_send_itself(editor):
    editor.forget().type("\x1b[200~a red bicycle\rbeside\ta door\r\nin rain\x1b[201~")
    editor.wait_for("in rain")
    assert b"sends" not in editor.shown
    takes(editor, "", "a red bicycle", "beside␉a door", "in rain")


def test_messages_of_several_lines(editor):
    takes(editor, "a red bicycle\x1b\rbeside a door", "a red bicycle", "beside a door")
    editor.forget().type("a red bicycle \\\r").wait_for("… ")
    takes(editor, "beside a door", "a red bicycle ", "beside a door")


def test_ctrl_c_forgets_a_message_of_several_lines(editor):
    for lines in [['"""\r', "a red pear\r"], ["a red pear \\\r"]]:
        for line in lines:
            # Until the next one is read, Ctrl-C is the terminal's.
            editor.forget().type(line).wait_for("\x1b[?2004h\r\x1b[K… ")
        editor.forget().type("\x03").wait_for("poster> ")
        assert b"sends" not in editor.shown
        takes(editor, "a red bicycle", "a red bicycle")


def test_a_long_line_shows_its_end_and_a_wide_prompt_leaves_room(candid):
    there = chat(candid, "--hold")
    there.forget().type("\x1b[200~" + "a pear, " * 4000 + "and a plum\x1b[201~").wait_for("and a plum")
    assert len(there.text.splitlines()[-1]) < 400
    there.type("\x15").forget().resize(14).type("a plum").wait_for("um")
    assert "…> " in there.text
    there.type("\x03\x04").finish()


def test_a_terminal_is_given_back_as_it_was_when_the_program_is_ended(candid):
    there = chat(candid)
    assert not termios.tcgetattr(there.end)[3] & termios.ECHO
    there.forget().kill_gently(signal.SIGTERM).wait_for("\x1b[?2004l")
    assert there._wait() == 130
    assert termios.tcgetattr(there.end)[3] & termios.ECHO


def test_what_is_pasted_or_typed_can_not_repaint_the_screen(editor):
    editor.forget().type("\x1b[200~a \x1b]0;owned\x07 pear\x1b[201~").wait_for("pear")
    assert b"\x1b]0;" not in editor.shown and "␛" in editor.text


def test_earlier_messages_come_back_also_in_another_run(candid):
    there = chat(candid, "--hold")
    takes(there, "a red bicycle", "a red bicycle")
    takes(there, "a blue door", "a blue door")
    takes(there, UP + UP, "a red bicycle")
    takes(there, "begun" + UP + DOWN + "\x15a pear", "a pear")
    there.forget().type(":brief\r").wait_for("no brief yet").wait_for("\x1b[?2004h").type("\x04").finish()
    again = chat(candid, "--hold")
    takes(again, UP + UP, "a pear")
    again.forget().type(UP + UP + "\r")
    again.wait_for("no brief yet").wait_for("\x1b[?2004h").type("\x04").finish()
    lines, = (candid.folder / "ledger/sessions").glob("*.lines")
    assert lines.stat().st_mode & 0o077 == 0


def test_a_narrower_window_redraws_the_line(editor):
    text = "a very long message about a red bicycle beside a blue door in the rain at night"
    editor.type(text).wait_for("night")
    editor.forget().resize(40).wait_for("\r\x1b[Kposter> ")
    editor.wait_for("at night")
    last = editor.text.split("\r\x1b[K")[-1]
    assert len(last.split("\r")[0]) <= 40
    takes(editor, "", text)


def test_ctrl_d_and_an_empty_ctrl_c_leave_and_the_session_stays(candid):
    for key in "\x04\x03":
        there = chat(candid)
        there.type(key)
        assert there.finish() == 0
    there = chat(candid)
    assert there.close() in (0, 130, -signal.SIGHUP)
    assert candid.json("session", "list")["sessions"][0]["name"] == "poster"


def test_what_a_word_was_taken_for_waits_for_a_yes(candid):
    talk(candid, "a red bicycle")
    there = chat(candid)
    there.forget().type("make it green\r").wait_for("“it” is read as the bicycle")
    there.wait_for("Enter sends it").wait_for("\x1b[?2004h")
    assert len(candid.json("session", "show", "poster")["turns"]) == 1
    there.forget().type("make the bicycle blue\r").wait_for("receipt").wait_for("\x1b[?2004h")
    there.forget().type("make it yellow\r").wait_for("Enter sends it").wait_for("\x1b[?2004h")
    there.forget().type("\r").wait_for("receipt").wait_for("\x1b[?2004h")
    there.type("\x04").finish()
    turns = candid.json("session", "show", "poster")["turns"]
    assert [turn["sent"] for turn in turns] == ["a red bicycle", "make the bicycle blue", "make the bicycle yellow"]
    assert turns[2]["said"] == "make it yellow"


def test_an_enter_typed_ahead_confirms_nothing(candid):
    talk(candid, "a red bicycle")
    there = chat(candid)
    # The second Enter is on its way before anything of the first could be read.
    there.forget().type("make it green\r\r").wait_for("“it” is read as the bicycle").wait_for(":send sends it")
    there.wait_for("poster> ").wait_for("\x1b[?2004h")
    assert b"Enter sends it" not in there.shown and b"receipt" not in there.shown
    assert len(candid.json("session", "show", "poster")["turns"]) == 1
    there.forget().type("\r").wait_for("poster> ")
    assert b"receipt" not in there.shown
    there.forget().type(":send\r").wait_for("receipt").wait_for("\x1b[?2004h")
    there.type("\x04").finish()
    assert candid.json("session", "show", "poster")["turns"][1]["sent"] == "make the bicycle green"


def test_an_enter_typed_while_a_turn_is_drawn_answers_no_later_question(candid):
    talk(candid, "a red bicycle")
    there = chat(candid)
    there.forget().type("make the bicycle blue\rmake it green\r\r")
    there.wait_for("receipt").wait_for("“it” is read as the bicycle").wait_for(":send sends it")
    there.forget().type(":brief\r").wait_for("brief      ")
    while b"\x1b[?2004h" not in there.shown.split(b"brief      ")[-1]:
        assert there._read()
    there.type("\x04").finish()
    turns = candid.json("session", "show", "poster")["turns"]
    assert [turn["sent"] for turn in turns] == ["a red bicycle", "make the bicycle blue"]


def test_a_yes_in_words_is_an_enter(candid):
    talk(candid, "a red bicycle")
    there = chat(candid)
    there.forget().type("ok\r").wait_for("asks for no change").wait_for("\x1b[?2004h")
    there.forget().type("make it green\r").wait_for("Enter sends it").wait_for("\x1b[?2004h")
    there.forget().type("yes\r").wait_for("receipt").wait_for("\x1b[?2004h")
    there.type("\x04").finish()
    turns = candid.json("session", "show", "poster")["turns"]
    assert [turn["sent"] for turn in turns] == ["a red bicycle", "make the bicycle green"]


def test_words_of_a_contract_wait_for_a_yes(candid):
    talk(candid, "a red bicycle beside a blue door")
    there = chat(candid)
    there.forget().type("keep the door as it is, but make it night\r").wait_for("the door must stay as it is")
    there.wait_for("Enter sends it").wait_for("\x1b[?2004h")
    assert len(candid.json("session", "show", "poster")["turns"]) == 1
    there.forget().type("\r").wait_for("receipt").wait_for("\x1b[?2004h")
    there.type("\x04").finish()
    turn = candid.json("session", "show", "poster")["turns"][1]
    assert turn["sent"].endswith("Keep the door exactly as it is.")


def test_bytes_that_come_late_inside_an_escape_sequence_are_part_of_it(editor):
    import time

    for pieces in [("\x1b", "[D"), ("\x1b[", "D"), ("\x1b[1", ";5D"), ("\x1b[1;", "5", "D")]:
        editor.forget().type("a red bicyle").wait_for("bicyle")
        for piece in pieces:
            editor.type(piece)
            time.sleep(0.2)
        if pieces[-1].endswith("5D") or pieces[-1] == "D" and len(pieces) == 3:
            takes(editor, "new ", "a red new bicyle")
        else:
            takes(editor, "X", "a red bicylXe")
    # An escape alone is no key, and what is typed behind it is text.
    editor.forget().type("a pear").wait_for("pear").type("\x1b")
    time.sleep(0.2)
    takes(editor, "b", "a pearb")


def test_a_paste_whose_marks_come_late_is_still_one(editor):
    import time

    editor.forget()
    for piece in ("\x1b[20", "0~a red pear\rand a pl", "um\x1b[2", "01~"):
        editor.type(piece)
        time.sleep(0.2)
    editor.wait_for("um")
    assert b"sends" not in editor.shown
    takes(editor, "", "a red pear", "and a plum")


def test_ctrl_c_at_the_keyboard_ends_the_turn_and_not_the_talk(candid):
    with silent(candid) as asked:
        there = Terminal(candid, "chat", "poster", "--engine", "openai", "--no-verify", env=PLAIN)
        there.resize(80).wait_for("poster> ")
        there.type("a pear\r")
        assert asked.wait(60)
        there.type("\x03").wait_for("cancelled; the session stands as before").wait_for("perhaps charged")
        while b"\x1b[?2004h" not in there.shown.split(b"perhaps charged")[-1]:
            assert there._read()
        there.type("\x04")
        assert there.finish() == 0


def shown(candid, env, *flags):
    there = chat(candid, *flags, env=env)
    there.forget().type("a red bicycle\r").wait_for("receipt").wait_for("\x1b[?2004h")
    there.type("\x04").finish()
    return there.shown


def test_kitty_gets_a_picture_in_pieces(candid):
    pieces = re.findall(rb"\x1b_G([^;]*);([^\x1b]*)\x1b\\", shown(candid, {"TERM": "xterm-kitty"}))
    assert pieces[0][0].startswith(b"a=T,f=100,q=2,")
    assert [head[-1:] for head, _ in pieces] == [b"1"] * (len(pieces) - 1) + [b"0"]
    assert all(len(data) <= 4096 for _, data in pieces)
    file = base64.b64decode(b"".join(data for _, data in pieces))
    assert file.startswith(b"\x89PNG") and struct.unpack(">II", file[16:24]) == (256, 256)


def test_iterm_gets_a_picture(candid):
    size, data = re.search(rb"\x1b\]1337;File=inline=1;size=(\d+);[^:]*:([^\x07]*)\x07",
                           shown(candid, {"TERM_PROGRAM": "iTerm.app"})).groups()
    file = base64.b64decode(data)
    assert file.startswith(b"\x89PNG") and len(file) == int(size)


def test_sixel_terminals_get_sixels(candid):
    text = re.search(rb'\x1bPq"1;1;256;256(.*?)\x1b\\', shown(candid, {"TERM": "foot"}), re.S).group(1)
    assert text.count(b"-") == 43 and set(text) <= set(range(0x23, 0x7F))
    # Every row of six is as wide as the picture.
    for band in text.split(b"-")[:-1]:
        for line in band.split(b"$")[:-1]:
            assert len(re.sub(rb"#\d+(;\d+)*", b"", line)) == 256


@pytest.mark.parametrize("env", [
    {}, {"TERM": "screen-256color", "KITTY_WINDOW_ID": "1"}, {"TERM": "tmux-256color", "TERM_PROGRAM": "iTerm.app"}])
def test_other_terminals_get_the_path(candid, env):
    text = shown(candid, env)
    assert b"\x1b_G" not in text and b"\x1b]1337" not in text and b"\x1bP" not in text
    assert b"./a-red-bicycle-" in text


@pytest.mark.parametrize("way, mark", [("sixel", b"\x1bPq"), ("iterm", b"\x1b]1337"), ("none", b"\x1b_G")])
def test_the_way_can_be_said(candid, way, mark):
    assert (mark in shown(candid, {"TERM": "xterm-kitty"}, "--show", way)) == (way != "none")

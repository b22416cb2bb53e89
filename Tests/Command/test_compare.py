"""candid compare: whether two pictures really differ, and where."""
import base64
import hashlib
import html
import json
import re
import struct
import zlib

import pytest

from conftest import validate_as



def png(path, width, height, colour):
    """Writes a PNG whose pixels a function names."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(
        b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def ground(x, y):
    return 40 + x, 60 + y, (x // 8 + y // 8) % 2 * 60 + 80


@pytest.fixture
def pair(candid):
    """A picture, the same again, one with a changed square, and a mask of that square."""
    def square(x, y):
        return 32 <= x < 64 and 32 <= y < 64

    png(candid.folder / "before.png", 128, 96, ground)
    png(candid.folder / "same.png", 128, 96, ground)
    png(candid.folder / "after.png", 128, 96, lambda x, y: (200, 30, 30) if square(x, y) else ground(x, y))
    png(candid.folder / "mask.png", 128, 96, lambda x, y: (255, 255, 255) if square(x, y) else (0, 0, 0))
    png(candid.folder / "wrong.png", 128, 96, lambda x, y: (255, 255, 255) if x > 90 else (0, 0, 0))
    png(candid.folder / "small.png", 64, 48, lambda x, y: ground(2 * x, 2 * y))
    return candid


def test_the_same_picture_is_identical(pair):
    document = pair.json("compare", "before.png", "same.png")
    assert document["comparison"] == "identical"
    assert document["changed_share"] == 0 and document["boxes"] == []
    assert document["pixelmatch_yiq"] == 0 and document["change_score"] == 0
    assert b"identical" in pair("compare", "before.png", "same.png", check=0).stdout


def test_a_change_is_an_answer_of_no_with_its_box(pair):
    document = pair.json("compare", "before.png", "after.png", check=1)
    assert document["comparison"] == "changed"
    assert document["boxes"] == [[32, 32, 32, 32]]
    assert document["inside_mask"] is None and document["outside_mask"] is None
    assert document["pixelmatch_yiq"] == 32 * 32
    text = pair("compare", "before.png", "after.png", check=1).stdout.decode()
    assert "changed" in text and "32,32,32,32" in text


def test_a_mask_tells_where_asked_from_elsewhere(pair):
    document = pair.json("compare", "before.png", "after.png", "--mask", "mask.png", check=1)
    assert document["comparison"] == "changed_where_asked"
    assert document["inside_mask"] == 1 and document["outside_mask"] == 0
    assert document["outside_max_block_shift"] == 0
    document = pair.json("compare", "before.png", "after.png", "--mask", "wrong.png", check=1)
    assert document["comparison"] == "changed_elsewhere"
    assert document["inside_mask"] == 0 and document["outside_score"] > 1


def test_what_is_ignored_changes_nothing(pair):
    arguments = ("compare", "before.png", "after.png", "--ignore", "30,30,36,36")
    document = pair.json(*arguments)
    assert document["comparison"] == "no_visible_change"
    assert document["pixelmatch_oklab"] == 0


def test_lines_are_answered_in_order_with_their_ids(pair):
    lines = [
        {"id": 7, "before": "before.png", "after": "after.png", "mask": "mask.png"},
        {"id": "b", "before": "before.png", "after": "same.png"},
        {"id": None, "before": "before.png", "after": "small.png", "mask": None},
    ]
    done = pair(
        "compare", "--jsonl", input="\n".join(map(json.dumps, lines)).encode(), check=1)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for answer in answers:
        validate_as("comparison", 1, answer)
    assert [answer["id"] for answer in answers] == [7, "b", None]
    assert [answer["comparison"] for answer in answers[:2]] == ["changed_where_asked", "identical"]
    assert answers[2]["ssim"] is None and "128x96 and 64x48" in answers[2]["peers_reason"]


def test_a_bad_line_says_what_is_wrong_and_the_others_are_answered(pair):
    lines = b'{"id": 1, "before": "before.png"}\n{"id": 2, "before": "before.png", "after": "same.png"}\n'
    done = pair("compare", "--jsonl", input=lines, check=2)
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert first["id"] == 1 and "“after”" in first["error"]
    assert second["comparison"] == "identical"


@pytest.mark.parametrize("arguments, words, status", [
    (("before.png", "gone.png"), "gone.png can't be read", 2),
    (("before.png", "after.png", "--mask", "small.png"), "64x48", 2),
    (("before.png", "after.png", "--ignore", "1,2,3"), "x,y,w,h", 2),
    (("before.png",), "Give two pictures", 64),
    (("before.png", "after.png", "--threshold", "2"), "from 0 to 1", 64),
])
def test_bad_input_is_named(pair, arguments, words, status):
    assert words in pair("compare", *arguments, check=status).stderr.decode()


def test_a_file_that_is_no_picture_is_named(pair):
    (pair.folder / "text.png").write_text("hello")
    assert "text.png: The bytes are not a picture" in pair(
        "compare", "before.png", "text.png", check=2).stderr.decode()


def test_a_heat_map_shows_the_change_and_nothing_else(pair):
    pair("compare", "before.png", "after.png", "--mask", "mask.png", "--heat", "heat.png", check=1)
    # The heat map of a pair that stayed is grey all over: it equals that of the picture with itself.
    pair("compare", "before.png", "same.png", "--heat", "grey.png", check=0)
    pair("compare", "same.png", "before.png", "--heat", "again.png", check=0)
    grey = (pair.folder / "grey.png").read_bytes()
    assert grey == (pair.folder / "again.png").read_bytes()
    assert grey != (pair.folder / "heat.png").read_bytes()
    document = pair.json("compare", "grey.png", "heat.png", check=1)
    assert document["comparison"] == "changed"
    x, y, width, height = document["boxes"][0]
    assert 16 <= x <= 32 and 16 <= y <= 32 and x + width <= 80 and y + height <= 80


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_colours_are_compared_and_not_numbers(pair):
    """A picture whose red and green are each other's, and whose file says so, is the same picture."""
    png(pair.folder / "swapped.png", 128, 96, lambda x, y: (ground(x, y)[1], ground(x, y)[0], ground(x, y)[2]))
    pair("compare", "before.png", "swapped.png", check=1)
    plain = (pair.folder / "swapped.png").read_bytes()
    swap = struct.pack(">8I", 31270, 32900, 30000, 60000, 64000, 33000, 15000, 6000)
    (pair.folder / "told.png").write_bytes(plain[:33] + chunk(b"cHRM", swap) + plain[33:])
    document = pair.json("compare", "before.png", "told.png", check=0)
    assert document["comparison"] in ("identical", "no_visible_change")
    assert document["pixelmatch_yiq"] > 0, "other tools see the numbers"
    assert document["notes"] == ["told.png: converted from the PNG's own primaries and gamma to sRGB"]
    assert document["notes"][0] in pair("compare", "before.png", "told.png", check=0).stdout.decode()


def test_a_profile_that_is_damaged_is_passed_over_and_named(pair):
    plain = (pair.folder / "before.png").read_bytes()
    broken = chunk(b"iCCP", b"mine\0\0" + zlib.compress(b"no profile" * 20))
    (pair.folder / "broken.png").write_bytes(plain[:33] + broken + plain[33:])
    document = pair.json("compare", "before.png", "broken.png", check=0)
    assert document["comparison"] == "identical"
    assert document["notes"] == ["broken.png: taken for sRGB, because its colour profile can't be used"]


def test_a_page_runs_its_own_script_and_no_other(pair):
    page = pair("compare", "before.png", "after.png", "--format", "html", check=1).stdout.decode()
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = html.unescape(re.search(r'Content-Security-Policy" content="(.*?)"', page)[1])
    assert f"script-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy


def test_a_page_holds_everything_and_reaches_for_nothing(pair):
    page = pair("compare", "before.png", "after.png", "--format", "html", check=1).stdout.decode()
    assert "[hidden]{display:none!important}" in page and 'alt="Where they differ"' in page
    assert page.startswith("<!doctype html>") and page.count("data:image/png;base64,") == 3
    assert "http:" not in page and "https:" not in page and "32,32,32,32" in page
    (pair.folder / "<b>.png").write_bytes((pair.folder / "same.png").read_bytes())
    page = pair("compare", "before.png", "<b>.png", "--format", "html", check=0).stdout.decode()
    assert "<b>" not in page and "&lt;b&gt;" in page

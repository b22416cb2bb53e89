"""candid session export and candid import: a session to look at, and one that travels."""
import io
import json
import zipfile

import pytest

from conftest import Candid, validate
from test_session import talk
from test_show import Reading


@pytest.fixture
def poster(candid):
    talk(candid, "a red bicycle beside a blue door", "make the bicycle green", ":from 1 add a cat",
         flags=("--card", "flat colours"))
    return candid


@pytest.fixture
def other(candid, tmp_path_factory):
    """Another machine: a folder and a ledger of its own."""
    return Candid(candid.path, tmp_path_factory.mktemp("other"))


def export(candid, ending="zip", session="poster"):
    done = candid.json("session", "export", session, "--to", f"out.{ending}", "--force")
    assert done["form"] == ending
    return (candid.folder / f"out.{ending}").read_bytes()


def changed(archive, name, change):
    """The archive with one file in another form, everything else as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for file in old.namelist():
            new.writestr(file, change(old.read(file)) if file == name else old.read(file))
    return out.getvalue()


def refused(candid, archive, words):
    file = candid.folder / "hostile.zip"
    file.write_bytes(archive)
    said = candid("import", "hostile.zip", check=2).stderr.decode()
    assert "hostile.zip" in said and words in said, said
    assert candid.json("session", "list")["sessions"] == [] if (candid.folder / "ledger").exists() else True
    assert not list((candid.folder / "ledger").glob("pictures/*/*.png"))


def test_a_session_goes_on_on_another_machine(poster, other):
    archive = export(poster)
    assert export(poster) == archive
    (other.folder / "poster.zip").write_bytes(archive)
    done = other.json("import", "poster.zip")
    assert done["new"] and done["turns"] == 3 and done["pictures"] == 3
    assert other.json("session", "show", "poster") == poster.json("session", "show", "poster")
    assert other.json("ledger", "verify")["damages"] == []
    assert export(other) == archive
    turns, _ = talk(other, "add a dog")
    assert turns[0]["turn"]["parent"] == 3 and turns[0]["turn"]["sent"] == "add a dog\n\nflat colours"
    # And back home, where it goes on from there.
    (poster.folder / "back.zip").write_bytes(export(other))
    assert "goes on" in poster("import", "back.zip", check=0).stdout.decode()
    assert len(poster.json("session", "show", "poster")["turns"]) == 4


def test_importing_twice_is_no_change(poster, other):
    (other.folder / "poster.zip").write_bytes(export(poster))
    other.json("import", "poster.zip")
    head = other.json("ledger", "verify")["head"]
    again = other.json("import", "poster.zip")
    assert (again["new"], again["entries"], again["pictures"]) == (False, 0, 0)
    assert other.json("ledger", "verify")["head"] == head
    assert "nothing new" in other("import", "poster.zip", check=0).stdout.decode()


def test_a_taken_name_is_told_with_the_way_out(poster, other):
    (other.folder / "poster.zip").write_bytes(export(poster))
    talk(other, "a lighthouse")
    said = other("import", "poster.zip", check=2).stderr.decode()
    assert "there is another session “poster”" in said and "--name poster-2" in said
    assert len(other.json("session", "list")["sessions"]) == 1
    assert other.json("import", "poster.zip", "--name", "poster-2")["name"] == "poster-2"
    assert {row["name"] for row in other.json("session", "list")["sessions"]} == {"poster", "poster-2"}


def test_a_session_that_is_here_keeps_its_name(poster):
    (poster.folder / "poster.zip").write_bytes(export(poster))
    said = poster("import", "poster.zip", "--name", "y", check=2).stderr.decode()
    assert "is here already, as “poster”" in said
    assert [row["name"] for row in poster.json("session", "list")["sessions"]] == ["poster"]


def test_what_judges_were_asked_goes_along(candid, other):
    text = b"a red bicycle\nadd a cat\n"
    candid("chat", "poster", "--size", "256x256", "--json", input=text, check=0)
    (other.folder / "poster.zip").write_bytes(export(candid))
    other.json("import", "poster.zip")
    with zipfile.ZipFile(candid.folder / "out.zip") as file:
        entries = [json.loads(line)["entry"] for line in file.read("entries.jsonl").splitlines()]
    asked = {entry["run"] for entry in entries if entry["event"]["kind"] == "questioned"}
    assert asked
    for name in asked:
        assert candid("show", name, check=0).stdout == other("show", name, check=0).stdout


def test_hostile_archives_are_refused_and_nothing_is_half_imported(poster, other):
    good = export(poster)
    with zipfile.ZipFile(io.BytesIO(good)) as file:
        validate(json.loads(file.read("manifest.json")))
        picture = next(name for name in file.namelist() if name.startswith("pictures/"))
    refused(other, b"", "no zip archive")
    refused(other, good[:-30], "no zip archive")
    refused(other, good.replace(b"red bicycle", b"tan bicycle", 1), "differs from its checksum")
    refused(other, changed(good, "entries.jsonl", lambda text: text.replace(b"red bicycle", b"tan bicycle")),
            "was changed")
    refused(other, changed(good, picture, lambda bytes: bytes[:-1] + b"x"), "differs from its digest")
    refused(other, changed(good, "manifest.json", lambda text: text.replace(b"archive/1", b"archive/2")),
            "Update Candid")
    refused(other, changed(good, "manifest.json", lambda text: text.replace(b'"notes" : 1', b'"notes" : 7')),
            "newer Candid")
    for name in ["../../escape.png", "/etc/passwd", "pictures/../../x", "notes.txt"]:
        more = io.BytesIO(good)
        with zipfile.ZipFile(more, "a") as file:
            file.writestr(name, b"x")
        refused(other, more.getvalue(), name)
    assert not (other.folder.parent / "escape.png").exists()


def test_a_zip_bomb_costs_nothing(poster, other):
    good = export(poster)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("manifest.json", b" " * (300 << 20))
    assert len(bomb.getvalue()) < 1 << 20
    refused(other, bomb.getvalue(), "claims 300 MB")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as file:
        for number in range(20_001):
            file.writestr(f"pictures/{number}", b"")
    refused(other, many.getvalue(), "20001 files")
    # Packed again by another program, the same session is still the same.
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    (other.folder / "again.zip").write_bytes(again.getvalue())
    assert other.json("import", "again.zip")["turns"] == 3
    assert export(other) == good


def test_a_missing_picture_is_named_and_the_rest_is_exported(poster):
    digest = poster.json("session", "show", "poster")["turns"][1]["picture"]
    (poster.folder / "ledger/pictures" / digest[0] / f"{digest}.png").unlink()
    done = poster("session", "export", "poster", "--to", "p.zip", check=3)
    assert digest in done.stderr.decode()
    page = poster("session", "export", "poster", "--to", "p.html", check=3)
    assert "no longer in the store" in (poster.folder / "p.html").read_text()
    assert digest in page.stderr.decode()


def test_the_page_holds_every_turn_and_fetches_nothing(poster):
    reading = Reading(export(poster, "html").decode())
    for words in ["a red bicycle beside a blue door", "make the bicycle green", "add a cat", "flat colours",
                  "Turn 3", "0 messages, 1 picture", "In one"]:
        assert words in reading.text, words
    assert len(reading.all("img")) == 3
    for _, attributes in reading.elements:
        for name in ("src", "href", "action", "data", "srcset"):
            value = attributes.get(name, "data:")
            assert value.startswith(("data:", "#turn-")), value
    assert "default-src 'none'" in reading.all("meta")[1]["content"]


def test_what_a_prompt_says_never_becomes_a_part_of_the_page(candid):
    talk(candid, "a pear <script>alert(1)</script> </style><img src=x onerror=alert(2)>")
    reading = Reading(export(candid, "html").decode())
    assert reading.all("script") == [] and len(reading.all("img")) == 1
    assert "<script>alert(1)</script>" in reading.text


def test_bad_places_are_clear_errors(poster):
    assert "neither in .html" in poster("session", "export", "poster", "--to", "p.txt", check=64).stderr.decode()
    (poster.folder / "p.zip").write_text("mine")
    assert "--force" in poster("session", "export", "poster", "--to", "p.zip", check=2).stderr.decode()
    assert (poster.folder / "p.zip").read_text() == "mine"
    assert "can't be written" in poster("session", "export", "poster", "--to", "no/p.html", check=2).stderr.decode()
    assert "can't be read" in poster("import", "nosuch.zip", check=2).stderr.decode()
    assert "There are: poster" in poster("session", "export", "nosuch", "--to", "p.html", check=2).stderr.decode()

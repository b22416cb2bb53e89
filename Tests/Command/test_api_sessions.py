"""Sessions by the native API: read, and taken along."""
import json

import pytest

from conftest import validate
from test_api import API, SMALL
from test_api_runs import guarded, made
from test_serve import serving


@pytest.fixture
def api(candid):
    with serving(candid) as gateway:
        yield API(candid, gateway)


@pytest.fixture
def poster(candid):
    candid("generate", "a red pear", "--session", "the poster", *SMALL, "-o", "one.png", check=0)
    return "sessions/the%20poster"


def test_sessions_are_listed_and_shown_as_the_command_does(candid, api, poster):
    found = api.json("GET", "sessions")
    validate(found)
    assert found == candid.json("session", "list") and len(found["sessions"]) == 1
    shown = api.json("GET", poster)
    validate(shown)
    assert shown == candid.json("session", "show", "the poster")
    assert api.json("GET", f"sessions/{shown['session'][:6]}") == shown


def test_a_list_has_pages(candid, api):
    for turn, name in enumerate(("one", "two", "three", "two")):
        words = "make the pear green" if turn == 3 else "a red pear"
        candid("generate", words, "--session", name, *SMALL, "-o", f"{turn}.png", check=0)
    whole = candid.json("session", "list")["sessions"]
    assert [row["name"] for row in whole] == ["two", "three", "one"]
    first = api.json("GET", "sessions?limit=2")
    validate(first)
    assert first["sessions"] == whole[:2]
    for place in (whole[1]["changed"], whole[1]["session"]):
        assert api.json("GET", f"sessions?limit=2&before={place}")["sessions"] == whole[2:]
    assert api.json("GET", f"sessions?before={whole[2]['session']}")["sessions"] == []
    assert api.json("GET", "sessions?before=0123456789abcdef")["sessions"] == []
    assert api.json("GET", f"sessions?before={whole[2]['changed']}")["sessions"] == []
    assert api.json("GET", "sessions?before=2020-01-01")["sessions"] == []


@pytest.mark.parametrize("query, field", [
    ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("before=soon", "before"),
])
def test_a_page_that_is_none_is_refused_by_name(api, query, field):
    assert api.json("GET", f"sessions?{query}", status=400)["error"]["param"] == field


def test_a_keys_page_is_filled_past_what_is_others(candid):
    key, other = made(candid, "shop", scopes="native,images"), made(candid, "other", scopes="native,images")
    with guarded(candid) as (_, api):
        for number, holder in enumerate((key, other, key, other)):
            turn = json.dumps({"message": "a red pear", "engine": "sketch", "size": "256x256"}).encode()
            status, _, body = api("POST", f"sessions/s{number}/turns", turn, key=holder)
            assert status == 202, body
            api("GET", f"runs/{json.loads(body)['id']}/events", key=holder)
        pages = []
        before = ""
        for _ in range(2):
            page = json.loads(api("GET", f"sessions?limit=1{before}", key=key)[2])["sessions"]
            pages += [row["name"] for row in page]
            before = f"&before={page[-1]['session']}"
        assert pages == ["s2", "s0"]


def test_a_session_is_exported_as_the_command_does(candid, api, poster):
    for form, type in (("zip", "application/zip"), ("html", "text/html; charset=utf-8")):
        candid("session", "export", "the poster", "--to", f"own.{form}", check=0)
        status, fields, body = api("GET", f"{poster}/export?form={form}")
        assert (status, fields["content-type"]) == (200, type)
        assert body == (candid.folder / f"own.{form}").read_bytes()
        assert "attachment" in fields["content-disposition"] and "sandbox" in fields["content-security-policy"]
    assert api("GET", f"{poster}/export")[2][:2] == b"PK"
    (candid.folder / "theirs.zip").write_bytes(api("GET", f"{poster}/export")[2])
    candid("import", "theirs.zip", "--ledger", str(candid.folder / "other"), check=0)


@pytest.mark.parametrize("path, status, word", [
    ("sessions/nobody", 404, "no such session"), ("sessions/nobody/export", 404, "no such session"),
    ("sessions/x/export?form=pdf", 400, "html or zip"), ("sessions/%ff", 404, "no such session"),
    ("sessions/..%2f..%2fetc/export", 404, "no such session"),
])
def test_a_session_that_is_not_there_is_said(api, poster, path, status, word):
    assert word in api.json("GET", path, status=status)["error"]["message"]


def test_a_session_of_the_persons_own_is_no_keys(candid, poster):
    native, boss = made(candid, "native"), made(candid, "boss", scopes="admin")
    with guarded(candid) as (_, api):
        assert json.loads(api("GET", "sessions", key=native)[2])["sessions"] == []
        for path in (poster, f"{poster}/export"):
            assert api("GET", path, key=native)[0] == 404
        for path in ("sessions", poster, f"{poster}/export"):
            assert api("GET", path, key=boss)[0] == 200

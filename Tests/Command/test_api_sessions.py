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

"""What the native API is asked of pictures that are there already: whether they differ, and whether a claim is true."""
import base64
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
def pictures(candid):
    """Two pictures of the command's, as files and by digest."""
    for name, prompt in (("before", "a red pear on a table"), ("after", "a red pear on a table at night")):
        candid("generate", prompt, *SMALL, "-o", f"{name}.png", check=0)
    after, before = (one["pictures"][0]["sha256"] for one in candid.json("log")["receipts"])
    return {name: ((candid.folder / f"{name}.png").read_bytes(), digest)
            for name, digest in (("before", before), ("after", after))}


def stored(pictures, name):
    return {"sha256": pictures[name][1]}


def inline(pictures, name):
    return {"base64": base64.b64encode(pictures[name][0]).decode()}


def form(**parts):
    """A form's body and type; bytes are files."""
    body = b""
    for name, value in parts.items():
        file = f'; filename="{name}.png"' if isinstance(value, bytes) else ""
        value = value if isinstance(value, bytes) else value.encode()
        body += f'--b\r\ncontent-disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + value + b"\r\n"
    return body + b"--b--\r\n", "multipart/form-data; boundary=b"


def asked(api, path, body, status=200, type="application/json", key=None):
    found, _, text = api("POST", path, body if isinstance(body, bytes) else json.dumps(body), key=key, content_type=type)
    assert found == status, text
    return json.loads(text)


def test_pictures_are_compared_as_the_command_does(candid, api, pictures):
    own = json.loads(candid("compare", "before.png", "after.png", "--format", "json", check=1).stdout)
    by_digest = asked(api, "compare", {"before": stored(pictures, "before"), "after": stored(pictures, "after")})
    validate(by_digest)
    assert by_digest == own
    assert asked(api, "compare", {"before": inline(pictures, "before"), "after": stored(pictures, "after")}) == own
    body, type = form(before=pictures["before"][0], after=pictures["after"][0])
    assert asked(api, "compare", body, type=type) == own
    same = asked(api, "compare", {"before": stored(pictures, "after"), "after": inline(pictures, "after")})
    assert same["comparison"] == "identical"


def test_what_is_forgiven_is_said_as_to_the_command(candid, api, pictures):
    own = json.loads(candid(
        "compare", "before.png", "after.png", "--format", "json", "--ignore", "0,0,256,128", "--threshold", "0.4",
        "--tolerance", "2.5", "--count-antialiasing").stdout)
    body, type = form(
        before=pictures["before"][0], after=pictures["after"][0], ignore="0,0,256,128", threshold="0.4",
        tolerance="2.5", count_antialiasing="true")
    assert asked(api, "compare", body, type=type) == own
    assert own != asked(api, "compare", {"before": stored(pictures, "before"), "after": stored(pictures, "after")})


def test_claims_are_verified_as_the_command_does(candid, api, pictures):
    # A judge is asked in an order of chance.
    unlike = {"time", "verdicts"}
    own = json.loads(candid(
        "verify", "after.png", "--against", "before.png", "--claim", "I made it night.", "--prompt", "a red pear",
        "--colour", "#e4002b", "--json").stdout)
    found = asked(api, "verify", {
        "picture": stored(pictures, "after"), "against": inline(pictures, "before"), "claims": ["I made it night."],
        "prompt": "a red pear", "colours": ["#e4002b"]})
    validate(found)
    assert {k: v for k, v in found.items() if k not in unlike} == {k: v for k, v in own.items() if k not in unlike}
    assert told(found) == told(own) and found["in_receipt"]
    assert len(candid.json("show", found["run"])["judgements"]) == 2
    body, type = form(picture=pictures["before"][0], against=pictures["before"][0], claims="I made it night.")
    assert asked(api, "verify", body, type=type)["outcome"] == "refuted"


def told(document):
    return [(verdict["claim"], verdict["outcome"], verdict["check"], verdict["reason"]) for verdict in document["verdicts"]]


@pytest.mark.parametrize("path, change, status, word", [
    ("compare", {"after": None}, 400, "after"), ("compare", {"after": {"sha256": "0" * 64}}, 404, "after"),
    ("compare", {"after": {"base64": "QUJDRA=="}}, 400, "after"), ("compare", {"ignore": ["1,2"]}, 400, "x,y,w,h"),
    ("compare", {"threshold": 2}, 400, "0 to 1"), ("compare", {"tolerance": 0}, 400, "above 0"),
    ("compare", {"route": "nobody"}, 400, "nobody"), ("compare", {"heat": "x"}, 400, "heat"),
    ("verify", {"claims": "x"}, 400, "claims"), ("verify", {}, 400, "nothing that can be checked"),
    ("verify", {"prompt": "a pear", "box": "1,1,1,1"}, 400, "against"),
    ("verify", {"colours": ["nocolour"]}, 400, "nocolour"),
    ("verify", {"picture": {"base64": "QUJDRA=="}, "prompt": "a pear"}, 400, "read"),
])
def test_what_can_not_be_looked_at_is_refused_by_name(api, pictures, path, change, status, word):
    body = {"before": stored(pictures, "before"), "after": stored(pictures, "after")} \
        if path == "compare" else {"picture": stored(pictures, "after")}
    problem = asked(api, path, body | change, status)["error"]
    assert word in problem["message"], problem


def test_anothers_picture_is_not_there_and_its_receipt_is_not_touched(candid, pictures):
    ann, bob = made(candid, "ann"), made(candid, "bob")
    with guarded(candid) as (_, api):
        body = {"before": stored(pictures, "before"), "after": inline(pictures, "after")}
        assert "before" in asked(api, "compare", body, 404, key=bob)["error"]["message"]
        asked(api, "verify", {"picture": stored(pictures, "after"), "prompt": "a red pear"}, 404, key=bob)
        found = asked(api, "verify", {"picture": inline(pictures, "after"), "prompt": "a red pear"}, key=ann)
        assert found["in_receipt"] is False
        assert not any("judgements" in one for one in candid.json("log")["receipts"])

"""The native API: what it says of itself, and what it gives."""
import concurrent.futures
import http.client
import json
import pathlib
import subprocess
import sys
import threading

import pytest
from openapi_spec_validator import validate as validate_openapi

from conftest import validate
from test_serve import serving
from test_simulate import simulating

SMALL = ["--size", "256x256", "-q"]


class API:
    def __init__(self, candid, gateway):
        self.candid, self.host = candid, gateway.address.removeprefix("http://").removesuffix("/v1")

    def __call__(self, method, path, body=None, key=None, **headers):
        """Status, fields in lower case, and body."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            headers["authorization"] = f"Bearer {key}"
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.request(method, "/api/v1/" + path, body, headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def json(self, method, path, body=None, status=200, **headers):
        found, _, text = self(method, path, body, **headers)
        assert found == status, text
        return json.loads(text)


@pytest.fixture
def api(candid):
    with serving(candid) as gateway:
        yield API(candid, gateway)


@pytest.fixture
def receipt(candid):
    candid("generate", "a red pear", *SMALL, "-o", "pear.png", check=0)
    return candid.json("log")["receipts"][0]


def test_the_description_is_openapi_and_names_every_answer_there_is(api):
    document = api.json("GET", "openapi.json")
    validate_openapi(document)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            address = path.removeprefix("/").replace("{id}", "0" * 16).replace("{digest}", "0" * 64)
            status, _, body = api(method.upper(), address)
            assert str(status) in operation["responses"], (path, status, body)


def test_another_method_is_told_which_ones_there_are(api):
    status, fields, body = api("DELETE", "runs")
    assert (status, fields["allow"]) == (405, "POST, GET, HEAD") and b"POST and GET and HEAD" in body
    assert api("POST", "nowhere")[0] == 404
    assert b"openapi.json" in api("GET", "nowhere")[2]


def test_a_prompt_is_linted_as_the_command_does(candid, api):
    prompt = "a cat ((masterpiece)) without a hat"
    found = api.json("POST", "lint", json.dumps({"prompt": prompt}), content_type="application/json")
    validate(found)
    own = json.loads(candid("lint", prompt, "--json").stdout)
    assert found["prompts"][0]["findings"] == own["prompts"][0]["findings"] != []


@pytest.mark.parametrize("body, word", [
    ("{", "JSON"), ("[]", "object"), ("{}", "prompt"), ('{"prompt": 3}', "prompt"),
    ('{"prompt": "a", "promt": "b"}', "promt"),
])
def test_what_can_not_be_linted_is_refused_by_name(api, body, word):
    problem = api.json("POST", "lint", body, status=400)["error"]
    assert word in problem["message"]


def test_receipts_are_found_and_shown_as_the_command_does(candid, api, receipt):
    assert api.json("GET", f"runs/{receipt['id']}") == receipt
    found = api.json("GET", "runs?words=pear&state=finished&limit=1")
    validate(found)
    assert found["receipts"] == [receipt]
    assert api.json("GET", "runs?words=giraffe")["receipts"] == []
    assert api.json("GET", f"runs?before={receipt['began']}")["receipts"] == []


def test_pages_of_runs_lose_none_that_began_at_once(candid, api):
    with concurrent.futures.ThreadPoolExecutor(8) as crowd:
        ends = list(crowd.map(
            lambda n: api("POST", "runs", json.dumps({"prompt": f"pear {n}", "engine": "sketch", "size": "16x16"}))[0],
            range(24)))
    assert set(ends) == {202}, ends
    seen, before = [], ""
    for _ in range(30):
        page = api.json("GET", f"runs?limit=3{before}")["receipts"]
        if not page:
            break
        seen += [row["id"] for row in page]
        before = f"&before={page[-1]['id']}"
    assert len(seen) == len(set(seen)) == 24


@pytest.mark.parametrize("path, status, word", [
    ("runs?limit=0", 400, "1 to 200"), ("runs?limit=x", 400, "1 to 200"), ("runs?state=done", 400, "finished"),
    ("runs?since=yesterday", 400, "2026-11-22"), ("runs?before=2026-02-31", 400, "before is a day"),
    ("runs?before=soon", 400, "or a run's id"),
    ("runs?modell=x", 400, "modell"), ("runs?model=a&model=b", 400, "twice"),
    ("runs/0000000000000000", 404, "no run"), ("runs/xyz", 404, "16 digits"),
    ("runs/xyz/events", 404, "no run"), ("pictures/abc", 404, "no picture"),
])
def test_what_is_not_there_is_said(api, path, status, word):
    assert word in api.json("GET", path, status=status)["error"]["message"]


def events(text):
    """Each event's id, kind and entry."""
    parts = [part.split("\n") for part in text.decode().split("\n\n") if part and not part.startswith(":")]
    return [(int(id[4:]), kind[7:], json.loads(data[6:])) for id, kind, data in parts]


def test_the_events_of_a_run_are_its_entries_and_go_on_where_somebody_left(api, receipt):
    path = f"runs/{receipt['id']}/events"
    status, fields, body = api("GET", path)
    assert (status, fields["content-type"]) == (200, "text/event-stream")
    all = events(body)
    assert [number for number, _, _ in all] == list(range(1, len(all) + 1))
    assert [kind for _, kind, _ in all][:2] == ["drafted", "sent"] and all[-1][1] == "finished"
    assert events(api("GET", path, Last_Event_ID="2")[2]) == all[2:]
    assert api("GET", path, Last_Event_ID="99")[2] == b""
    assert api("GET", path, Last_Event_ID="x")[0] == 400


def test_events_come_while_a_run_goes_on(candid):
    with simulating(candid, "--fault", "stall=1500") as service, serving(candid, **service.environment) as gateway:
        api = API(candid, gateway)
        body = json.dumps({"model": "gpt-image-2", "prompt": "a red pear", "size": "1024x1024"})
        order = threading.Thread(target=gateway.post, args=("/images/generations", body))
        order.start()
        for _ in range(100):
            open_runs = api.json("GET", "runs?state=open")["receipts"]
            if open_runs:
                break
        connection = http.client.HTTPConnection(api.host, timeout=60)
        connection.request("GET", f"/api/v1/runs/{open_runs[0]['id']}/events")
        answer = connection.getresponse()
        first = answer.read1(1 << 16)
        assert [kind for _, kind, _ in events(first)] == ["drafted", "sent"]
        rest = events(answer.read())
        assert rest[0][0] == 3 and rest[-1][1] == "finished"
        order.join()


def test_a_picture_has_its_digest_for_a_tag_and_comes_in_parts(candid, api, receipt):
    digest = receipt["pictures"][0]["sha256"]
    path, bytes = f"pictures/{digest}", (candid.folder / "pear.png").read_bytes()
    status, fields, body = api("GET", path)
    assert (status, body, fields["content-type"], fields["etag"]) == (200, bytes, "image/png", f'"{digest}"')
    assert "immutable" in fields["cache-control"]
    status, fields, body = api("HEAD", path)
    assert (status, body, fields["content-length"]) == (200, b"", str(len(bytes)))
    assert api("GET", path, If_None_Match=f'"x", W/"{digest}"')[0] == 304
    for asked, part in (("bytes=0-9", bytes[:10]), ("bytes=-5", bytes[-5:]), ("bytes=20-", bytes[20:]),
                        (f"bytes=10-{1 << 40}", bytes[10:])):
        status, fields, body = api("GET", path, Range=asked)
        assert (status, body) == (206, part), asked
        assert fields["content-range"].endswith(f"/{len(bytes)}")
    for whole in ("bytes=9-3", "lines=1-2", "bytes=0-1,4-5", "bytes=--1", "bytes=x-"):
        assert api("GET", path, Range=whole)[:1] == (200,), whole
    assert api("GET", path, Range="bytes=0-9", If_Range='"other"')[0] == 200
    status, fields, _ = api("GET", path, Range=f"bytes={len(bytes)}-")
    assert (status, fields["content-range"]) == (416, f"bytes */{len(bytes)}")


def test_a_key_opens_it_only_with_its_scope(candid):
    keys = {scope: candid("keys", "create", scope, "--scopes", scope, check=0).stdout.split()[0].decode()
            for scope in ("native", "chat")}
    with serving(candid, "--keys", "required") as gateway:
        api = API(candid, gateway)
        assert api("GET", "openapi.json")[0] == 401
        assert api("GET", "openapi.json", key=keys["chat"])[0] == 403
        assert api("GET", "openapi.json", key=keys["native"])[0] == 200


# What an engine takes is in its catalogue, and what a file must hold to be a picture, and where a session stands: no schema can say it. A run that was ended keeps its receipt.
SCHEMATHESIS = """
checks.use_after_free.enabled = false
[[operations]]
include-operation-id = ["startRun", "previewOrder", "comparePictures", "verifyPicture", "startTurn", "previewTurn",
  "returnToTurn", "undoStep", "pinTurn", "resetSession", "forkSession", "nameSession", "arrangeSession"]
checks.positive_data_acceptance.enabled = false
[[operations]]
include-path-regex = "^/sessions/"
parameters = { "path.session" = "SESSION" }
"""


def test_schemathesis_finds_nothing_that_the_description_does_not_say(candid, api, receipt, tmp_path):
    candid("generate", "a red pear", "--session", "poster", *SMALL, "-o", "turn.png", check=0)
    # By its digits, since it may get another name on the way.
    before = candid.json("session", "show", "poster")
    session = before["session"]
    (tmp_path / "schemathesis.toml").write_text(SCHEMATHESIS.replace("SESSION", session))
    command = [
        str(pathlib.Path(sys.executable).parent / "schemathesis"), "run",
        f"http://{api.host}/api/v1/openapi.json", "--max-examples", "20", "--seed", "8", "--no-color",
        "--generation-database", "none"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stdout.decode()[-9000:]
    # It got as far as the session, and did something to it.
    assert candid.json("session", "show", session)["changed"] != before["changed"]

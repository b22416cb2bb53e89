"""What of the provider's account is one key's: its files, its batches, its stored responses, and nobody else's."""
import contextlib
import gzip
import http.client
import json

import pytest

from test_api_runs import made
from test_serve import serving
from test_simulate import simulating

SCOPES = "images,responses,chat,files,batches"


class Caller:
    """A key and what it asks of the gateway."""

    def __init__(self, candid, name, scopes=SCOPES):
        self.key, self.host = made(candid, name, scopes=scopes), None

    def __call__(self, method, path, body=None, status=200, type="application/json"):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        text = body if isinstance(body, (str, bytes, type_of_nothing)) else json.dumps(body)
        connection.request(method, "/v1/" + path, text, {"authorization": f"Bearer {self.key}", "content-type": type})
        answer = connection.getresponse()
        found = answer.read()
        assert answer.status == status, (answer.status, found)
        return found if answer.getheader("content-type", "").startswith("text/") else json.loads(found)

    def file(self):
        line = json.dumps({"custom_id": "1", "method": "POST", "url": "/v1/images/generations", "body": {
            "model": "gpt-image-2", "prompt": "a pear", "size": "1024x1024"}})
        form = ('--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
                '--b\r\ncontent-disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n'
                f"{line}\r\n--b--\r\n")
        return self("POST", "files", form, type="multipart/form-data; boundary=b")["id"]

    def batch(self, file, status=200):
        order = {"input_file_id": file, "endpoint": "/v1/images/generations", "completion_window": "24h"}
        return self("POST", "batches", order, status=status).get("id")

    def respond(self, status=200, **more):
        return self("POST", "responses", {"model": "gpt-6.1-terra", "input": "hello"} | more, status=status)

    def listed(self, kind):
        return [one["id"] for one in self("GET", kind)["data"]]


type_of_nothing = type(None)


@contextlib.contextmanager
def meeting(candid, *callers):
    with simulating(candid) as service, \
            serving(candid, "--keys", "required", **service.environment) as gateway:
        for caller in callers:
            caller.host = gateway.address.removeprefix("http://").removesuffix("/v1")
        yield service


@pytest.fixture
def three(candid):
    ann, bob, boss = Caller(candid, "ann"), Caller(candid, "bob"), Caller(candid, "boss", "admin")
    with meeting(candid, ann, bob, boss) as service:
        yield service, ann, bob, boss


def test_a_file_is_its_owners_and_the_admins(three):
    _, ann, bob, boss = three
    file = ann.file()
    for caller in (ann, boss):
        assert caller.listed("files") == [file]
        assert caller("GET", f"files/{file}")["id"] == file
    assert bob.listed("files") == []
    for method, path in (("GET", f"files/{file}"), ("GET", f"files/{file}/content"), ("DELETE", f"files/{file}")):
        assert bob(method, path, status=404)["error"]["code"] == "not_found"
    bob.batch(file, status=404)
    assert ann("DELETE", f"files/{file}")["deleted"] is True


def test_a_batch_is_its_owners_with_what_it_made(three):
    service, ann, bob, boss = three
    own = bob.batch(bob.file())
    batches = [ann.batch(ann.file()) for _ in range(3)]
    for batch in batches:
        for method, path in (("GET", f"batches/{batch}"), ("POST", f"batches/{batch}/cancel")):
            bob(method, path, status=404)
    assert ann.listed("batches") == list(reversed(batches))
    assert len(boss.listed("batches")) == 4
    # The first pages hold nothing of his.
    assert bob.listed("batches?limit=1") == [own]
    for _ in range(200):
        made = ann("GET", f"batches/{batches[0]}")
        if made["status"] == "completed":
            break
    output = made["output_file_id"]
    assert b"custom_id" in raw(ann, f"files/{output}/content")
    bob("GET", f"files/{output}", status=404)


def raw(caller, path):
    connection = http.client.HTTPConnection(caller.host, timeout=60)
    connection.request("GET", "/v1/" + path, headers={"authorization": f"Bearer {caller.key}"})
    return connection.getresponse().read()


@pytest.mark.parametrize("streams", [False, True])
def test_a_stored_response_is_its_owners(three, streams):
    service, ann, bob, boss = three
    if streams:
        text = ann.respond(stream=True).decode()
        response = json.loads(next(
            line[6:] for line in text.split("\n") if line.startswith("data: ") and '"response"' in line))["response"]["id"]
    else:
        response = ann.respond()["id"]
    for caller in (ann, boss):
        assert caller("GET", f"responses/{response}")["id"] == response
    asked = len(service.admin("requests")["requests"])
    for method, path in (("GET", f"responses/{response}"), ("DELETE", f"responses/{response}"),
                         ("POST", f"responses/{response}/cancel"), ("GET", f"responses/{response}/input_items")):
        bob(method, path, status=404)
    problem = bob.respond(404, previous_response_id=response)["error"]
    assert problem["param"] == "previous_response_id"
    assert len(service.admin("requests")["requests"]) == asked, "nothing of it reached the provider"
    ann.respond(previous_response_id=response)


@pytest.mark.parametrize("path", [
    "files/{own}/../{file}", "files/%2e%2e/files/{file}", "files/{own}%2f..%2f{file}", "files//{file}",
    "files/{own}/./../{file}/content", "responses/../files/{file}",
])
def test_no_spelling_of_a_path_leads_to_anothers_file(three, path):
    service, ann, bob, _ = three
    file, own = ann.file(), bob.file()
    asked = len(service.admin("requests")["requests"])
    bob("GET", path.format(own=own, file=file), status=404)
    assert len(service.admin("requests")["requests"]) == asked


@pytest.mark.parametrize("body", [
    '{"model": "gpt-6.1-terra", "input": [{"role": "user", "content": [{"type": "input_file", "file_id": "FILE"}]}]}',
    '{"model": "gpt-6.1-terra", "input": [{"role": "user", "content": [{"type": "input_file", "file\\u005fid": "FILE"}]}]}',
    '{"model": "gpt-6.1-terra", "input": "x", "tools": [{"type": "code_interpreter", "container": {"file_ids": ["FILE"]}}]}',
    '{"model": "gpt-6.1-terra", "input": "x", "conversation": {"id": "conv_1"}}',
])
def test_what_a_request_names_is_its_own_callers(three, body):
    service, ann, bob, _ = three
    file = ann.file()
    asked = len(service.admin("requests")["requests"])
    assert bob("POST", "responses", body.replace("FILE", file), status=404)["error"]["code"] == "not_found"
    assert len(service.admin("requests")["requests"]) == asked


def test_an_id_that_a_client_has_repeated_back_is_not_taken_for_its_own(three):
    _, ann, bob, _ = three
    response = ann.respond()["id"]
    bob.respond(metadata={"id": response})
    bob("GET", f"responses/{response}", status=404)


def test_what_is_whose_holds_across_a_restart_and_without_keys_everything_is_there(candid):
    ann, bob = Caller(candid, "ann"), Caller(candid, "bob")
    with simulating(candid) as service:
        def serve(*arguments):
            return serving(candid, *arguments, **service.environment)

        with serve("--keys", "required") as gateway:
            ann.host = gateway.address.removeprefix("http://").removesuffix("/v1")
            file = ann.file()
        with serve("--keys", "required") as gateway:
            ann.host = bob.host = gateway.address.removeprefix("http://").removesuffix("/v1")
            assert ann.listed("files") == [file] and bob.listed("files") == []
        with serve() as gateway:
            bob.host = gateway.address.removeprefix("http://").removesuffix("/v1")
            connection = http.client.HTTPConnection(bob.host, timeout=60)
            connection.request("GET", "/v1/files")
            assert [one["id"] for one in json.loads(connection.getresponse().read())["data"]] == [file]


@pytest.mark.parametrize("type", ["multipart/form-data; boundary=b", "text/plain", "Multipart/Form-Data", ""])
def test_a_body_names_nothing_of_others_whatever_it_calls_itself(three, type):
    service, ann, bob, _ = three
    file, said = ann.file(), ann.respond()["id"]
    before = len(service.admin("requests")["requests"])
    bob("POST", "responses", {"model": "gpt-6.1-terra", "input": "x", "previous_response_id": said}, 404, type)
    bob("POST", "responses/input_tokens", {"model": "gpt-6.1-terra", "previous_response_id": said}, 404, type)
    bob("POST", "batches", {"input_file_id": file, "endpoint": "/v1/images/generations"}, 404, type)
    bob("POST", f"responses/{said}", {}, 404, type)
    assert len(service.admin("requests")["requests"]) == before


@pytest.mark.parametrize("packed", [
    lambda text: gzip.compress(text.encode()), lambda text: text.encode("utf-16"), lambda text: text.encode("utf-32")])
def test_what_can_not_be_read_names_nothing_of_others(three, packed):
    service, ann, bob, _ = three
    body = json.dumps({"input_file_id": ann.file(), "endpoint": "/v1/images/generations", "completion_window": "24h"})
    before = len(service.admin("requests")["requests"])
    bob("POST", "batches", packed(body), 400)
    assert len(service.admin("requests")["requests"]) == before


def test_a_compaction_is_no_way_around_a_budget(candid):
    poor, choosy = Caller(candid, "poor"), Caller(candid, "choosy")
    candid("keys", "edit", "poor", "--budget", "day=1", check=0)
    candid("keys", "edit", "choosy", "--models", "gpt-image-*", check=0)
    with meeting(candid, poor, choosy) as service:
        for caller in poor, choosy:
            caller("POST", "responses/compact", {"model": "gpt-6.1-terra", "input": "x"}, 403)
        assert service.admin("requests")["requests"] == []


@pytest.mark.parametrize("path", ["responses/comp%61ct", "responses/./compact", "responses/x/../compact"])
def test_no_spelling_of_a_compaction_is_a_way_around_a_budget(candid, path):
    boss = Caller(candid, "boss", "admin")
    candid("keys", "edit", "boss", "--budget", "day=1", check=0)
    with meeting(candid, boss) as service:
        boss("POST", path, {"model": "gpt-6.1-terra", "input": "x"}, 404)
        assert service.admin("requests")["requests"] == []

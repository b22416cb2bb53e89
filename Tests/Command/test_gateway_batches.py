"""Receipts for the orders inside a batch that another program sends through `candid serve`."""
import http.client
import http.server
import json
import signal
import socket
import subprocess
import threading
import time

import pytest

from test_keys import made
from test_keys_apart import SCOPES, Caller, meeting
from test_serve import Gateway, serving
from test_simulate import WORDS, simulating


def uploaded(caller, lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    form = ('--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
            '--b\r\ncontent-disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n'
            f"{text}\r\n--b--\r\n")
    return caller("POST", "files", form.encode(), type="multipart/form-data; boundary=b")["id"]


def order(name, prompt, **more):
    return {"custom_id": name, "method": "POST", "url": "/v1/images/generations",
            "body": {"model": "gpt-image-2", "prompt": prompt, "size": "1024x1024", "quality": "low"} | more}


def ended(caller, batch):
    for _ in range(200):
        state = caller("GET", f"batches/{batch}")
        if state["status"] in ("completed", "failed", "expired", "cancelled"):
            return state
        time.sleep(0.1)
    raise AssertionError("the batch does not end")


def content(caller, file):
    connection = http.client.HTTPConnection(caller.host, timeout=60)
    connection.request("GET", f"/v1/files/{file}/content", headers={"authorization": f"Bearer {caller.key}"})
    return connection.getresponse().read()


def receipts(candid, count, state="finished"):
    """The receipts of a batch's orders, once so many have come to their end."""
    for _ in range(200):
        found = [run for run in candid.json("log")["receipts"] if run["state"] == state]
        if len(found) >= count:
            return [candid.json("show", run["id"]) for run in found]
        time.sleep(0.1)
    raise AssertionError(candid("log").stdout.decode())


def begun(service):
    """The batches that reached the service."""
    return [one for one in service.admin("requests")["requests"] if one["url"].endswith("/batches")]


def test_each_order_of_a_relayed_batch_has_a_receipt(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann) as service:
        names = [f"mine-{number}" for number in range(len(WORDS))]
        file = uploaded(ann, [order(name, words) for name, words in zip(names, WORDS)])
        batch = ann.batch(file)
        held = receipts(candid, len(WORDS), state="open")
        assert sorted(one["sent"]["text"] for one in held) == sorted(WORDS), "they stand there before they are made"
        state = ended(ann, batch)
        found = receipts(candid, len(WORDS))
        results = [json.loads(line) for line in content(ann, state["output_file_id"]).splitlines()]
        assert {one["custom_id"] for one in results} == set(names), "the client sees its own names"
        by_words = {one["sent"]["text"]: one for one in found}
        for words in WORDS:
            receipt = by_words[words]
            assert receipt["asked"]["text"] == words and receipt["cost"]["basis"] == "settled"
            assert receipt["batch"] == found[0]["batch"] and receipt["pictures"]
        charges = service.admin("charges")
        assert len(charges["charges"]) == len(WORDS) and all(one["batch"] for one in charges["charges"])
        spent = candid.json("log", "spend", "--by", "engine")["totals"]
        assert spent[0]["settled"] == pytest.approx(charges["total_usd"], abs=1e-6)
        # Asking again buys nothing, and adds nothing.
        before = candid("ledger", "export").stdout
        ended(ann, batch)
        time.sleep(0.5)
        assert candid("ledger", "export").stdout == before
    candid("ledger", "verify", check=0)


def test_what_one_gateway_began_the_next_brings_home(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service:
        def through(gateway):
            ann.host = gateway.address.removeprefix("http://").removesuffix("/v1")
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            batch = ann.batch(uploaded(ann, [order("a", "a pear"), order("b", "two pears")]))
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            ended(ann, batch)
            assert {one["sent"]["text"] for one in receipts(candid, 2)} == {"a pear", "two pears"}


def test_the_command_brings_a_relayed_batch_home_too(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann) as service:
        ann.batch(uploaded(ann, [order("a", "a pear")]))
        batch, = candid.json("batch", "status", env=service.environment)["batches"]
        done = candid("batch", "collect", batch["id"], "--wait", "--every", "1", "-o", "out", "--json",
                      env=service.environment, check=0)
        assert json.loads(done.stdout)["made"] == 1


def test_a_batch_that_is_refused_ends_its_receipts_free_of_charge(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann):
        file = uploaded(ann, [order("a", "a pear")])
        refused = ann("POST", "batches", {"input_file_id": file, "endpoint": "/v1/images/generations",
                                          "completion_window": "1h"}, status=400)
        assert refused["error"]
        receipt, = receipts(candid, 1, state="failed")
        assert receipt["sent"]["text"] == "a pear" and not receipt.get("perhaps_charged")


def test_lines_that_are_no_orders_are_the_services_to_refuse(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann):
        batch = ann.batch(uploaded(ann, [order("a", "a pear"), "{broken"]))
        state = ended(ann, batch)
        assert state["status"] == "failed", "as it would have been without us"
        receipt, = receipts(candid, 1, state="failed")
        assert receipt["sent"]["text"] == "a pear"


def test_a_budget_holds_for_a_batch_as_well(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service, serving(
            candid, "--keys", "required", "--budget", "day=0.01", **service.environment) as gateway:
        ann.host = gateway.address.removeprefix("http://").removesuffix("/v1")
        file = uploaded(ann, [order(f"{number}", "a pear", quality="high") for number in range(20)])
        refused = ann("POST", "batches", {"input_file_id": file, "endpoint": "/v1/images/generations",
                                          "completion_window": "24h"}, status=429)
        assert "budget" in refused["error"]["message"]
        assert service.admin("charges")["charges"] == [], "nothing left"


class Bound(Caller):
    """A caller whose key has a policy."""

    def __init__(self, candid, *policy):
        self.key, self.host = made(candid, "bound", "--scopes", SCOPES, *policy), None

    def refused(self, lines, status, endpoint="/v1/images/generations"):
        body = {"input_file_id": uploaded(self, lines), "endpoint": endpoint, "completion_window": "24h"}
        return self("POST", "batches", body, status=status)["error"]


@pytest.mark.parametrize("policy, lines, status, code, words", [
    (["--models", "gpt-image-2"], [order("a", "a pear"), order("b", "a pear", model="gpt-image-3")], 403,
     "model_not_found", "Line 2 of the batch (“b”)"),
    (["--lint", "warning"], [order("a", "a street with no cars")], 400, "prompt_refused", "Line 1"),
    (["--require", "verbatim"], [order("a", "a pear")], 400, "verbatim_not_promised", "verbatim"),
    (["--mode", "approved"], [order("a", "a pear")], 400, "approval_needed", "candid lock add"),
    (["--lock", "hero"], [order("a", "a mug"), order("b", "a cup")], 400, "not_as_locked", "Line 2"),
    (["--budget", "day=0.01"], [order(f"{n}", "a pear", quality="high") for n in range(9)], 429,
     "insufficient_quota", "budget"),
    (["--models", "gpt-image-2"], [order("a", "a pear"), "{broken"], 403, "insufficient_permissions", "Line 2"),
    (["--session", "poster"], [order("a", "a pear")], 403, "insufficient_permissions", "“poster”"),
    (["--verify", "on"], [order("a", "a pear")], 403, "insufficient_permissions", "held to its brief"),
    (["--require", "confirmed"], [order("a", "a pear")], 403, "insufficient_permissions", "confirmed"),
])
def test_a_policy_is_asked_of_every_line(candid, policy, lines, status, code, words):
    candid("lock", "add", "hero", "a mug", "--engine", "openai", "--model", "gpt-image-2", "--size", "1024x1024",
           "--quality", "low", env={"OPENAI_API_KEY": "k"}, check=0)
    bound = Bound(candid, *policy)
    with meeting(candid, bound) as service:
        found = bound.refused(lines, status)
        assert found["code"] == code and words in found["message"]
        assert not begun(service)
    assert candid.json("log")["receipts"] == []


def test_a_policy_that_a_batch_keeps_lets_it_pass(candid):
    candid("lock", "add", "hero", "a {fruit}", "--value", "fruit=pear", "--engine", "openai", "--model",
           "gpt-image-2", "--size", "1024x1024", "--quality", "low", env={"OPENAI_API_KEY": "k"}, check=0)
    bound = Bound(candid, "--models", "gpt-image-*", "--lint", "warning", "--lock", "hero", "--mode", "approved",
                  "--budget", "day=5")
    with meeting(candid, bound):
        batch = bound.batch(uploaded(bound, [order("a", "a pear"), order("b", "a pear"), ""]))
        assert ended(bound, batch)["status"] == "completed"
        for receipt in receipts(candid, 2):
            assert receipt["lock"]["name"] == "hero"
        assert candid.json("keys", "show", "bound")["key"]["spent"]["day"] > 0


def test_a_firewall_is_not_passed_by_in_a_batch(candid):
    bound = Bound(candid, "--firewall", "replace")
    line = {"custom_id": "a", "method": "POST", "url": "/v1/responses", "body": {"model": "m", "input": "hello"}}
    with meeting(candid, bound):
        found = bound.refused([line], 403, endpoint="/v1/responses")
        assert "/v1/images/generations" in found["message"] and "one by one" in found["message"]


@pytest.mark.parametrize("url, member", [
    ("/v1/images/edits", {"images": [{"file_id": None}], "prompt": "a pear"}),
    ("/v1/responses", {"previous_response_id": None, "input": "go on"}),
])
def test_a_line_can_not_name_what_is_another_keys(candid, url, member):
    ann, bob = Caller(candid, "ann"), Caller(candid, "bob")
    with meeting(candid, ann, bob) as service:
        file = uploaded(ann, [order("a", "a pear")])
        body = json.loads(json.dumps(member).replace("null", f'"{file}"'))
        lines = [{"custom_id": "a", "method": "POST", "url": url, "body": {"model": "gpt-image-2"} | body}]
        asked = {"input_file_id": uploaded(bob, lines), "endpoint": url, "completion_window": "24h"}
        assert file in bob("POST", "batches", asked, status=404)["error"]["message"]
        # Spelled otherwise it is the same.
        hidden = json.dumps(lines[0]).replace("file_id", "file\\u005fid").replace("previous_", "previous\\u005f")
        asked["input_file_id"] = uploaded(bob, [hidden])
        assert file in bob("POST", "batches", asked, status=404)["error"]["message"]
        assert not begun(service)


def test_a_line_that_says_a_thing_twice_is_refused(candid):
    ann = Caller(candid, "ann")
    line = json.dumps(order("a", "a pear")).replace('"prompt":', '"prompt": "a plum", "prompt":')
    with meeting(candid, ann) as service:
        asked = {"input_file_id": uploaded(ann, [order("b", "a pear"), line]),
                 "endpoint": "/v1/images/generations", "completion_window": "24h"}
        found = ann("POST", "batches", asked, status=400)["error"]
        assert found["code"] == "repeated_field" and "line 2" in found["message"]
        assert not begun(service)


def test_a_batch_about_which_nobody_asks_ends_all_the_same(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service:
        def through(gateway):
            ann.host = gateway.address.removeprefix("http://").removesuffix("/v1")
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            batch = ann.batch(uploaded(ann, [order("a", "a pear")]))
            ended(Direct(service), batch)
            assert receipts(candid, 1, state="open")
        with serving(candid, "--keys", "required", **service.environment):
            assert receipts(candid, 1)[0]["sent"]["text"] == "a pear"
        before = len(service.admin("requests")["requests"])
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway)
            time.sleep(1)
            assert len(service.admin("requests")["requests"]) == before, "nothing is open, nothing is asked"


class Direct(Caller):
    """The provider itself, past the gateway."""

    def __init__(self, service):
        self.key, self.host = "k", service.address.removeprefix("http://").removesuffix("/v1")


class Front(http.server.ThreadingHTTPServer):
    """Another address of the provider, which can refuse to give files out."""

    def __init__(self, service):
        super().__init__(("127.0.0.1", 0), Passing)
        self.host = service.address.removeprefix("http://").removesuffix("/v1")
        self.unread, self.before = None, None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def environment(self):
        return {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"http://127.0.0.1:{self.server_port}/v1"}


class Passing(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path.endswith("/content"):
            before, self.server.before = self.server.before, None
            if before:
                before()
            if self.server.unread:
                return self.reply(self.server.unread, b"{}", [("retry-after", "7")])
        connection = http.client.HTTPConnection(self.server.host, timeout=60)
        connection.request(self.command, self.path, body or None, dict(self.headers))
        answer = connection.getresponse()
        self.reply(answer.status, answer.read(), [("content-type", answer.getheader("content-type", "text/plain"))])

    do_POST = do_GET

    def reply(self, status, body, headers):
        self.send_response(status)
        for name, value in headers + [("content-length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def through(gateway, *callers):
    for caller in callers:
        caller.host = gateway.address.removeprefix("http://").removesuffix("/v1")


@pytest.mark.parametrize("unread, status", [(404, 404), (403, 502), (429, 429), (500, 500), (503, 503), (409, 502)])
@pytest.mark.parametrize("policy", ["none", "terms", "budget"])
def test_a_batch_that_nobody_could_read_does_not_leave(candid, unread, status, policy):
    ann = Caller(candid, "ann") if policy == "none" else Bound(
        candid, "--scopes", SCOPES + (",admin" if policy == "budget" else ""),
        *(["--budget", "day=5"] if policy == "budget" else ["--lint", "warning"]))
    with simulating(candid) as service:
        front = Front(service)
        with serving(candid, "--keys", "required", **front.environment) as gateway:
            through(gateway, ann)
            body = {"input_file_id": uploaded(ann, [order("a", "a pear")]), "completion_window": "24h",
                    "endpoint": "/v1/images/generations"}
            front.unread = unread
            if policy != "none" and unread in (403, 404):
                assert "policy" in ann("POST", "batches", body, status=403)["error"]["message"]
            else:
                connection = http.client.HTTPConnection(ann.host, timeout=60)
                connection.request("POST", "/v1/batches", json.dumps(body), {"authorization": f"Bearer {ann.key}"})
                answer = connection.getresponse()
                assert answer.status == status
                assert json.loads(answer.read())["error"]["code"] == "batch_not_read"
                again = status in (429, 500, 503)
                assert answer.getheader("x-should-retry") == str(again).lower()
                assert answer.getheader("retry-after") == "7"
            assert not begun(service)
            assert candid.json("log")["receipts"] == []
            front.unread = None
            assert ann.batch(body["input_file_id"]), "nothing stands in the way of another try"


def test_whoever_is_bound_by_nothing_may_name_a_file_that_is_not_given_out(candid):
    boss = Caller(candid, "boss", "admin")
    with simulating(candid) as service:
        front = Front(service)
        with serving(candid, "--keys", "required", **front.environment) as gateway:
            through(gateway, boss)
            file = uploaded(boss, [order("a", "a pear")])
            front.unread = 500
            boss.batch(file, status=500)
            front.unread = 404
            assert boss.batch(file)
        front.unread = 404
        with serving(candid, "--keys", "required", "--budget", "day=9", **front.environment) as gateway:
            through(gateway, boss)
            boss.batch(file, status=404)


def test_where_batches_can_not_be_read_at_all_a_key_begins_none(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service, \
            serving(candid, "--keys", "required", OPENAI_BASE_URL=service.address) as gateway:
        through(gateway, ann)
        found = ann("POST", "batches", {"endpoint": "/v1/responses"}, status=403)["error"]
        assert found["code"] == "insufficient_permissions" and "OPENAI_API_KEY" in found["message"]
        assert service.admin("requests")["requests"] == []


def test_a_batch_ends_although_the_address_in_the_settings_changed(candid):
    ann = Caller(candid, "ann")
    with simulating(candid) as service:
        with serving(candid, "--keys", "required", **service.environment) as gateway:
            through(gateway, ann)
            batch = ann.batch(uploaded(ann, [order("a", "a pear")]))
        ended(Direct(service), batch)
        with serving(candid, "--keys", "required", **Front(service).environment) as gateway:
            through(gateway, ann)
            time.sleep(1)
            assert receipts(candid, 1, state="open"), "by itself it asks only where it began"
            ended(ann, batch)
            assert receipts(candid, 1)[0]["sent"]["text"] == "a pear"


@pytest.mark.parametrize("endpoint", ["/v1/images/generations", "/v1/responses"])
def test_a_line_that_says_a_thing_twice_is_refused_whenever_the_file_is_read(candid, endpoint):
    ann, boss = Caller(candid, "ann"), Caller(candid, "boss", "admin")
    line = '{"custom_id":"a","url":"/v1/responses","body":{"model":"m","model":"n","input":"x"}}'
    with meeting(candid, ann, boss) as service:
        def refused(caller, status):
            return caller("POST", "batches", {"input_file_id": uploaded(caller, [line]), "endpoint": endpoint,
                                              "completion_window": "24h"}, status=status)
        assert refused(ann, 400)["error"]["code"] == "repeated_field"
        assert not begun(service)
        if endpoint == "/v1/images/generations":
            assert refused(boss, 400)["error"]["code"] == "repeated_field"


def test_what_another_brought_home_meanwhile_is_no_trouble(candid):
    with simulating(candid) as service:
        front = Front(service)
        process = candid.popen("serve", "--port", "0", env=front.environment, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
        try:
            caller = Direct(service)
            caller.host = process.stdout.readline().decode().split("//")[1].split("/")[0]
            batch = caller.batch(uploaded(caller, [order("a", "a pear"), order("b", "two pears")]))
            ended(Direct(service), batch)
            name = candid.json("batch", "status", env=front.environment)["batches"][0]["id"]
            done = threading.Event()

            def other():
                candid("batch", "collect", name, "-o", "out", env=front.environment, check=0)
                done.set()
            front.before = other
            ended(caller, batch)
            assert done.wait(60) and len(receipts(candid, 2)) == 2
            time.sleep(1)
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=60)
        assert b"error" not in said and b"not written down" not in said
    candid("ledger", "verify", check=0)


def test_a_gateway_without_its_port_asks_about_no_batch(candid):
    ann = Caller(candid, "ann")
    with meeting(candid, ann) as service, socket.socket() as taken:
        ann.batch(uploaded(ann, [order("a", "a pear")]))
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        before = len(service.admin("requests")["requests"])
        for _ in range(3):
            assert candid("serve", "--port", str(taken.getsockname()[1]), env=service.environment).returncode != 0
        assert len(service.admin("requests")["requests"]) == before

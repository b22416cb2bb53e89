"""Callers' keys: making, changing and revoking them, and what they open at the gateway."""
import concurrent.futures
import http.client
import json
import re
import signal
import ssl
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from test_firewall import SAYS, change
from test_serve import ORDER, TALK, Gateway, serving
from test_simulate import simulating


def made(candid, name, *options):
    """The key that was made, as its caller holds it."""
    return candid("keys", "create", name, *options, check=0).stdout.decode().strip()


def test_a_key_is_shown_once_and_nowhere_kept(candid):
    key = made(candid, "shop", "--budget", "day=5", "--note", "the shop's own")
    assert re.fullmatch(r"ck_[0-9A-Za-z]{49}", key)
    ledger = b"".join(path.read_bytes() for path in (candid.folder / "ledger").glob("ledger.sqlite*"))
    assert key.encode() not in ledger
    shown = candid.json("keys", "show", "shop")
    assert shown["secret"] is None and shown["key"]["policy"]["budget"] == {"day": 5, "month": None}
    assert key not in candid("keys", "list", check=0).stdout.decode()
    candid.json("ledger", "verify")


def test_a_key_is_made_changed_rotated_and_revoked(candid):
    first = candid.json("keys", "create", "shop", "--models", "gpt-image-*,sketch-1", "--rate", "60")
    edited = candid.json(
        "keys", "edit", "shop", "--rename", "store", "--rate", "none", "--scopes", "images",
        "--expires", "90d", "--lint", "error", "--require", "verbatim", "--when-left", "cancel")
    assert edited["key"]["id"] == first["key"]["id"] and edited["key"]["name"] == "store"
    policy = edited["key"]["policy"]
    assert (policy["rate"], policy["scopes"], policy["models"]) == (None, ["images"], ["gpt-image-*", "sketch-1"])
    assert (policy["lint"], policy["require"], policy["when_left"]) == ("error", "verbatim", "cancel")
    rotated = candid.json("keys", "rotate", first["key"]["id"][:6], "--overlap", "24h")
    assert rotated["secret"] != first["secret"]
    assert rotated["key"]["fingerprint"] != first["key"]["fingerprint"]
    assert candid.json("keys", "revoke", "store")["key"]["standing"] == "revoked"
    assert candid.json("keys", "list")["keys"] == []
    assert len(candid.json("keys", "list", "--all")["keys"]) == 1
    assert candid.json("keys", "audit")["turned_away"] == []


@pytest.mark.parametrize("arguments, status, words", [
    (["create", "a b"], 64, "can't be a key's name"),
    (["create", "a", "--scopes", "picture"], 64, "--scopes"),
    (["create", "a", "--budget", "week=5"], 64, "--budget"),
    (["create", "a", "--budget", "day=-5"], 64, "--budget"),
    (["create", "a", "--expires", "2001-01-01"], 64, "is over already"),
    (["create", "a", "--rate", "0"], 64, "--rate"),
    (["create", "a", "--lint", "loud"], 64, "--lint"),
    (["create", "taken"], 4, "there is a key “taken” already"),
    (["edit", "taken"], 64, "nothing to change"),
    (["show", "nobody"], 2, "There are: taken"),
    (["revoke", "gone"], 4, "is revoked"),
    (["rotate", "taken", "--overlap", "soon"], 64, "--overlap"),
])
def test_what_is_off_is_named_with_its_way_out(candid, arguments, status, words):
    for name in "taken", "gone":
        made(candid, name)
    candid("keys", "revoke", "gone", check=0)
    done = candid("keys", *arguments, check=status)
    assert words in done.stderr.decode()


@pytest.fixture
def behind(candid):
    """The simulator, and what starts a gateway before it."""
    with simulating(candid) as service:
        def start(*arguments):
            return serving(candid, *arguments, **service.environment)
        yield service, start


def order(gateway, key=None, path="/images/generations", body=ORDER, **headers):
    if key:
        headers["authorization"] = f"Bearer {key}"
    status, fields, answer = gateway.post(path, json.dumps(body), **headers)
    return status, {name.lower(): value for name, value in fields.items()}, answer


def code(answer):
    return json.loads(answer)["error"]["code"]


def get(gateway, path, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(gateway.address.removesuffix("/v1") + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read()


def test_a_key_opens_the_gateway_and_is_named_in_the_ledger(candid, behind):
    service, start = behind
    key = made(candid, "shop")
    made(candid, "other")
    with start("--keys", "required") as gateway:
        assert order(gateway, key)[0] == 200
        assert order(gateway, x_api_key=key)[0] == 200
        assert order(gateway, key, "/chat/completions", TALK)[0] == 200
    seen = service.bytes("requests").decode()
    assert seen and key not in seen and "x-api-key" not in seen, "the caller's key goes nowhere"
    assert [receipt["caller"]["name"] for receipt in candid.json("log", "--kind", "receipt")["receipts"]] == ["shop"] * 2
    log = candid.json("log", "--caller", "shop")
    assert len(log["receipts"]) == 2 and [talk["caller"]["name"] for talk in log["conversations"]] == ["shop"]
    assert candid.json("log", "--caller", "other") | {"schema": ""} == {"schema": "", "receipts": [], "conversations": []}
    assert candid.json("keys", "show", "shop")["key"]["last_used"]
    candid.json("ledger", "verify")


def test_who_has_no_valid_key_is_told_why_and_written_down(candid, behind):
    service, start = behind
    key = made(candid, "shop")
    gone = made(candid, "gone")
    candid("keys", "revoke", "gone", check=0)
    late = made(candid, "late", "--expires", "1s")
    time.sleep(1.1)
    wrong = key[:-1] + ("a" if key[-1] != "a" else "b")
    # A well-formed key that this ledger never made.
    elsewhere = made(candid, "x", "--ledger", "elsewhere")
    cases = {
        None: ("missing_key", "didn't provide"), wrong: ("mistyped_key", "typing mistake"),
        elsewhere: ("unknown_key", "knows no such key"), "sk-theirs": ("foreign_key", "begin with ck_"),
        late: ("expired_key", "expired at"), gone: ("revoked_key", "was revoked"),
    }
    with start("--keys", "required") as gateway:
        for presented, (_, words) in cases.items():
            status, fields, answer = order(gateway, presented)
            assert (status, code(answer)) == (401, "invalid_api_key")
            assert words in json.loads(answer)["error"]["message"] and fields["www-authenticate"]
            assert not presented or presented.encode() not in answer
        assert get(gateway, "/healthz")[0] == 200 and get(gateway, "/v1/models")[0] == 401
    assert service.admin("requests")["requests"] == []
    rows = candid.json("keys", "audit")["turned_away"]
    assert {row["reason"] for row in rows} == {reason for reason, _ in cases.values()}
    named = {row["reason"]: row["name"] for row in rows}
    assert named["revoked_key"] == "gone" and named["expired_key"] == "late" and named["unknown_key"] is None
    assert "pear" not in json.dumps(rows) and "sk-theirs" not in json.dumps(rows)
    assert [row["name"] for row in candid.json("keys", "audit", "--caller", "late")["turned_away"]] == ["late"]


def test_on_this_machine_nobody_needs_a_key_but_ours_are_held_to_theirs(candid, behind):
    _, start = behind
    made(candid, "shop")
    gone = made(candid, "gone")
    candid("keys", "revoke", "gone", check=0)
    with start() as gateway:
        assert order(gateway)[0] == order(gateway, "sk-theirs")[0] == 200
        assert order(gateway, gone)[0] == 401
    with start("--keys", "off") as gateway:
        assert order(gateway, gone)[0] == 200


def test_a_key_is_revoked_while_the_gateway_runs(candid, behind):
    _, start = behind
    key = made(candid, "shop")
    with start("--keys", "required") as gateway:
        assert order(gateway, key)[0] == 200
        candid("keys", "revoke", "shop", check=0)
        assert order(gateway, key)[0] == 401
        assert order(gateway, made(candid, "shop"))[0] == 200, "and a new one counts at once"


def test_scopes_and_models_are_kept_to(candid, behind):
    service, start = behind
    talker = made(candid, "talker", "--scopes", "chat")
    drawer = made(candid, "drawer", "--models", "sketch-*")
    with start("--keys", "required") as gateway:
        status, _, answer = order(gateway, talker)
        assert (status, code(answer)) == (403, "insufficient_permissions")
        status, _, answer = order(gateway, drawer)
        assert (status, code(answer)) == (403, "model_not_found")
        assert order(gateway, drawer, body=ORDER | {"model": "sketch-1", "prompt": "a pear"})[0] == 200
        status, answer = get(gateway, "/v1/models", authorization=f"Bearer {drawer}")
        assert [model["id"] for model in json.loads(answer)["data"]] == ["sketch-1"]
        assert get(gateway, "/v1/models/gpt-image-2", authorization=f"Bearer {drawer}")[0] == 404
    assert service.admin("requests")["requests"] == []
    rows = candid.json("keys", "audit")["turned_away"]
    assert [(row["reason"], row["name"], row["model"]) for row in rows] == [
        ("model", "drawer", "gpt-image-2"), ("scope", "talker", None)]


def test_a_rate_holds_and_says_when_to_come_back(candid, behind):
    service, start = behind
    key = made(candid, "shop", "--rate", "2")
    with start("--keys", "required") as gateway:
        found = [order(gateway, key) for _ in range(6)]
        gateway.process.terminate()
        assert gateway.process.wait(timeout=30) == 0
    assert [status for status, _, _ in found] == [200] * 2 + [429] * 4
    _, fields, answer = found[-1]
    assert code(answer) == "rate_limit_exceeded" and fields["x-should-retry"] == "true"
    assert 0 < int(fields["retry-after"]) <= 30
    assert len(service.admin("charges")["charges"]) == 2
    rows = candid.json("keys", "audit")["turned_away"]
    assert sum(row["count"] for row in rows) == 4 and len(rows) <= 2, "alike, so written together"
    assert {row["address"] for row in rows} == {"127.0.0.1"}


def test_a_keys_budget_holds_for_it_alone_and_across_restarts(candid, behind):
    service, start = behind
    shop = made(candid, "shop", "--budget", "day=0.30")
    other = made(candid, "other")
    dear = ORDER | {"quality": "high"}
    with start("--keys", "required") as gateway:
        assert order(gateway, shop, body=dear)[0] == 200
    with start("--keys", "required") as gateway:
        status, fields, answer = order(gateway, shop, body=dear)
        assert (status, code(answer)) == (429, "insufficient_quota")
        assert fields["x-should-retry"] == "false" and 0 < int(fields["retry-after"]) <= 86_400
        assert order(gateway, other, body=dear)[0] == 200
    assert len(service.admin("charges")["charges"]) == 2
    assert candid.json("keys", "audit")["turned_away"][0]["reason"] == "budget"
    spent = candid.json("keys", "show", "shop")["key"]["spent"]
    assert 0 < spent["day"] <= 0.30
    totals = candid.json("log", "spend", "--by", "caller")["totals"]
    assert {total["name"] for total in totals} == {"shop", "other"}


def test_a_policy_asks_on_the_callers_behalf(candid, behind):
    service, start = behind
    proud = made(candid, "proud", "--receipt", "on")
    strict = made(candid, "strict", "--require", "verbatim")
    careful = made(candid, "careful", "--lint", "warning")
    proven = made(candid, "proven", "--verify", "on", "--receipt", "on")
    with start("--keys", "required") as gateway:
        assert json.loads(order(gateway, proud)[2])["candid"]["receipt"]
        assert "candid" in json.loads(order(gateway, proud, x_candid_receipt="false")[2])
        assert sum(json.loads(order(gateway, proven)[2])["candid"]["verdicts"].values()) > 0
        bought = len(service.admin("charges")["charges"])
        assert code(order(gateway, strict)[2]) == "verbatim_not_promised"
        status, _, answer = order(gateway, careful, body=ORDER | {"prompt": "a street with no cars"})
        assert (status, code(answer)) == (400, "prompt_refused") and "negat" in answer.decode()
        assert len(service.admin("charges")["charges"]) == bought
        assert order(gateway, careful, body=ORDER | {"prompt": "a red pear on a blue plate"})[0] == 200


def test_what_a_key_may_have_under_way_is_bounded(candid, behind):
    service, start = behind
    key = made(candid, "shop", "--at-once", "1")
    service.bytes("faults", "PUT", b"stall=1500*1")
    with start("--keys", "required") as gateway, concurrent.futures.ThreadPoolExecutor() as pool:
        first = pool.submit(order, gateway, key)
        while not service.admin("requests")["requests"]:
            time.sleep(0.05)
        status, fields, answer = order(gateway, key)
        assert (status, code(answer)) == (429, "rate_limit_exceeded") and fields["retry-after"] == "1"
        assert first.result()[0] == 200
        assert order(gateway, key)[0] == 200, "its place is free again"


def test_the_gateway_lets_in_so_many_and_a_few_wait(candid, behind):
    service, start = behind
    service.bytes("faults", "PUT", b"stall=1500*2")
    with start("--at-once", "1", "--waiting", "1") as gateway, concurrent.futures.ThreadPoolExecutor() as pool:
        first = pool.submit(order, gateway)
        while not service.admin("requests")["requests"]:
            time.sleep(0.05)
        second = pool.submit(order, gateway)
        time.sleep(0.3)
        status, fields, answer = order(gateway)
        assert (status, code(answer)) == (503, "overloaded") and fields["retry-after"]
        assert first.result()[0] == second.result()[0] == 200


@pytest.mark.parametrize("headers, status", [
    ({"host": "evil.example"}, 421), ({"host": "evil.example:8484"}, 421), ({"host": "localhost.evil.example"}, 421),
    ({"host": "localhost:1"}, 200), ({"host": "127.0.0.1"}, 200), ({"host": "candid.example"}, 200),
    ({"origin": "https://evil.example"}, 403), ({"origin": "null"}, 403), ({"origin": "http://localhost:3000"}, 403),
    ({"origin": "https://studio.example"}, 200),
])
def test_pages_elsewhere_and_foreign_names_are_turned_away(candid, behind, headers, status):
    _, start = behind
    with start("--name", "candid.example", "--allow-origin", "https://studio.example") as gateway:
        assert get(gateway, "/v1/models", **headers)[0] == status
        assert get(gateway, "/healthz", **headers)[0] == status
    reasons = [row["reason"] for row in candid.json("keys", "audit")["turned_away"]]
    assert reasons == ([] if status == 200 else ["origin"] * 2)


@pytest.mark.parametrize("trusted, address", [("127.0.0.0/8", "192.0.2.7"), ("10.0.0.0/8", "127.0.0.1")])
def test_only_a_trusted_proxy_is_believed(candid, behind, trusted, address):
    _, start = behind
    key = made(candid, "shop")
    proxied = {"x-forwarded-for": "203.0.113.9, 192.0.2.7, 127.0.0.1", "x-forwarded-host": "evil.example"}
    with start("--trusted-proxy", trusted) as gateway:
        status = get(gateway, "/v1/models", authorization=f"Bearer {key}", **proxied)[0]
        assert status == (421 if trusted == "127.0.0.0/8" else 200)
        del proxied["x-forwarded-host"]
        assert get(gateway, "/v1/models", **proxied)[0] == 401, "whoever comes by a proxy needs a key"
    assert candid.json("keys", "audit")["turned_away"][0]["address"] == address


def test_a_batch_is_no_way_around_a_budget(candid, behind):
    service, start = behind
    bound = made(candid, "bound", "--budget", "day=1")
    with start("--keys", "required") as gateway:
        status, _, answer = order(gateway, bound, "/batches", {"endpoint": "/v1/images/generations"})
        assert (status, code(answer)) == (403, "insufficient_permissions")
    assert service.admin("requests")["requests"] == []


def eventually(look):
    """Waits for what another process does in its own time."""
    for _ in range(200):
        if look():
            return True
        time.sleep(0.05)
    return False


def test_settings_are_read_again_and_broken_ones_are_not_taken(candid):
    file, log = candid.folder / "settings.yaml", candid.folder / "log"
    file.write_text("serve:\n  names: [old.example]\n")
    with open(log, "wb") as said:
        process = candid.popen(
            "serve", "--port", "0", "--config", str(file), stdout=subprocess.PIPE, stderr=said)
    try:
        address = re.search(rb"http://[0-9.:]+/v1", process.stdout.readline()).group().decode()
        gateway = Gateway(process, address)
        assert get(gateway, "/v1/models", host="old.example")[0] == 200
        file.write_text("serve:\n  names: [new.example]\n  at_onse: 3\n")
        process.send_signal(signal.SIGHUP)
        assert eventually(lambda: "the old ones stay" in log.read_text()) and "at_onse" in log.read_text()
        assert get(gateway, "/v1/models", host="old.example")[0] == 200
        file.write_text("serve:\n  names: [new.example]\n")
        process.send_signal(signal.SIGHUP)
        assert eventually(lambda: get(gateway, "/v1/models", host="new.example")[0] == 200)
        assert get(gateway, "/v1/models", host="old.example")[0] == 421
        process.terminate()
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("emptied", ["", "# serve:\n#   names: [old.example]\n", None])
def test_a_settings_file_that_is_being_written_takes_nothing_away(candid, emptied):
    file, log = candid.folder / "settings.yaml", candid.folder / "log"
    file.write_text("# nothing\n")
    with open(log, "wb") as said:
        process = candid.popen(
            "serve", "--port", "0", "--config", str(file), stdout=subprocess.PIPE, stderr=said)
    try:
        address = re.search(rb"http://[0-9.:]+/v1", process.stdout.readline()).group().decode()
        gateway = Gateway(process, address)
        process.send_signal(signal.SIGHUP)
        assert eventually(lambda: "were read again" in log.read_text()), "it held nothing before"
        file.write_text("serve:\n  names: [old.example]\n")
        process.send_signal(signal.SIGHUP)
        assert eventually(lambda: get(gateway, "/v1/models", host="old.example")[0] == 200)
        file.write_text(emptied) if emptied is not None else file.unlink()
        process.send_signal(signal.SIGHUP)
        assert eventually(lambda: "the old ones stay" in log.read_text())
        assert str(file) in log.read_text().splitlines()[-1]
        assert get(gateway, "/v1/models", host="old.example")[0] == 200
        # Emptied, told, and written only then.
        process.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        file.write_text("serve:\n  names: [new.example]\n")
        assert eventually(lambda: get(gateway, "/v1/models", host="new.example")[0] == 200)
    finally:
        process.kill()
        process.communicate()


def test_what_was_paid_for_is_kept_at_the_end(candid, behind):
    service, start = behind
    service.bytes("faults", "PUT", b"stall=1500*1")
    with start("--when-left", "finish") as gateway:
        host = gateway.address.removeprefix("http://").removesuffix("/v1")
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request("POST", "/v1/images/generations", json.dumps(ORDER), {"content-type": "application/json"})
        assert eventually(lambda: service.admin("requests")["requests"])
        connection.close()
        gateway.process.terminate()
        assert gateway.process.wait(timeout=60) == 0
    assert candid.json("log")["receipts"][0]["state"] == "finished"


def test_it_speaks_tls_with_a_certificate(candid):
    certificate, key = candid.folder / "cert.pem", candid.folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
         "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    process = candid.popen(
        "serve", "--port", "0", "--tls-cert", str(certificate), "--tls-key", str(key),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        port = int(re.search(rb"https://127\.0\.0\.1:(\d+)/v1", process.stdout.readline()).group(1))
        trust = ssl.create_default_context(cafile=str(certificate))
        connection = http.client.HTTPSConnection("localhost", port, context=trust, timeout=60)
        for _ in range(2):
            body = json.dumps(ORDER | {"model": "sketch-1", "prompt": "a pear"})
            connection.request("POST", "/v1/images/generations", body, {"content-type": "application/json"})
            answer = connection.getresponse()
            assert answer.status == 200 and json.loads(answer.read())["data"][0]["b64_json"]
        assert connection.sock.version() in ("TLSv1.2", "TLSv1.3")
        with pytest.raises((http.client.HTTPException, OSError)):
            plain = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            plain.request("GET", "/healthz")
            plain.getresponse()
    finally:
        process.kill()
        process.communicate()


def test_a_renewed_certificate_is_shown_after_a_signal_and_a_broken_one_is_not_taken(candid):
    certificate, key, log = (candid.folder / name for name in ("cert.pem", "key.pem", "log"))

    def renew():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-subj", "/CN=localhost", "-days", "2", "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True)
        return certificate.read_text().strip()

    first = renew()
    with open(log, "wb") as said:
        process = candid.popen(
            "serve", "--port", "0", "--tls-cert", str(certificate), "--tls-key", str(key),
            stdout=subprocess.PIPE, stderr=said)
    try:
        port = int(re.search(rb"https://127\.0\.0\.1:(\d+)/v1", process.stdout.readline()).group(1))
        shown = lambda: ssl.get_server_certificate(("127.0.0.1", port)).strip()
        assert shown() == first
        second = renew()
        assert second != first and shown() == first, "not before it is told"
        process.send_signal(signal.SIGHUP)
        assert eventually(lambda: shown() == second)
        certificate.write_text("nothing")
        process.send_signal(signal.SIGHUP)
        assert eventually(lambda: "the old ones stay" in log.read_text())
        assert shown() == second
    finally:
        process.kill()
        process.communicate()


def test_a_browser_hears_only_for_pages_that_are_allowed(candid, behind):
    _, start = behind
    with start("--allow-origin", "https://studio.example") as gateway:
        def ask(origin):
            host = gateway.address.removeprefix("http://").removesuffix("/v1")
            connection = http.client.HTTPConnection(host, timeout=20)
            connection.request("OPTIONS", "/v1/images/generations", headers={
                "origin": origin, "access-control-request-method": "POST",
                "access-control-request-headers": "authorization"})
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.getheader("access-control-allow-origin")
        assert ask("https://studio.example") == (204, "https://studio.example")
        assert ask("https://evil.example") == (403, None)
        fields = order(gateway, origin="https://studio.example")[1]
        assert fields["access-control-allow-origin"] == "https://studio.example"
        assert "access-control-allow-origin" not in order(gateway)[1]


@pytest.mark.parametrize("arguments, words", [
    (["--address", "0.0.0.0"], "candid keys create"),
    (["--address", "0.0.0.0", "--keys", "off"], "keys are required there"),
    (["--address", "::", "--keys", "optional"], "keys are required there"),
    (["--keys", "maybe"], "required, optional or off"),
    (["--allow-origin", "*"], "name the pages"),
    (["--allow-origin", "studio.example"], "is no origin"),
    (["--at-once", "0"], "serve.at_once"),
    (["--trusted-proxy", "127.0.0.1"], "candid keys create"),
    (["--trusted-proxy", "10.0.0.0/33"], "no range"),
    (["--tls-cert", "there.pem"], "go together"),
    (["--tls-cert", "nowhere.pem", "--tls-key", "nowhere.pem"], "nowhere.pem can't be used"),
])
def test_a_gateway_that_would_be_open_does_not_start(candid, arguments, words):
    assert words in candid("serve", "--port", "0", *arguments, check=2).stderr.decode()


def test_with_a_key_it_listens_on_other_addresses(candid, behind):
    _, start = behind
    key = made(candid, "shop")
    process = candid.popen(
        "serve", "--port", "0", "--address", "0.0.0.0", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        port = re.search(rb"http://0\.0\.0\.0:(\d+)/v1", process.stdout.readline()).group(1).decode()
        gateway = Gateway(process, f"http://127.0.0.1:{port}/v1")
        sketch = ORDER | {"model": "sketch-1", "prompt": "a pear"}
        assert order(gateway, body=sketch)[0] == 401 and order(gateway, key, body=sketch)[0] == 200
    finally:
        process.kill()
        process.communicate()


def test_a_policy_puts_the_firewall_before_a_caller(candid, behind):
    service, start = behind
    key = made(candid, "shop", "--firewall", "annotate")
    with start("--keys", "required") as gateway:
        drawn = json.loads(order(gateway, key, body=ORDER | {"prompt": SAYS})[2])
        body = {"model": "gpt-6.1-terra"} | change(drawn["data"][0]["b64_json"])
        service.bytes("faults", "PUT", b"lie")
        assert b"refuted" in order(gateway, key, "/responses", body)[2]
        status, headers, answer = order(gateway, key, "/responses", body, x_candid_firewall="off")
        assert b"refuted" in answer and headers["x-candid-policy"] == "firewall=annotate"
        headers = order(gateway, key, "/responses", body, x_candid_firewall="replace")[1]
        assert "x-candid-policy" not in headers


@pytest.mark.parametrize("option, field, least, less, more", [
    ("--lint", "x_candid_lint", "warning", "error", "note"),
    ("--receipt", "x_candid_receipt", "on", "false", "true"),
    ("--verify", "x_candid_verify", "on", "0", "1"),
])
def test_a_policy_is_the_least_that_is_asked(candid, behind, option, field, least, less, more):
    _, start = behind
    key = made(candid, "shop", option, least)
    body = ORDER | {"prompt": "a red pear on a white table"}
    with start("--keys", "required") as gateway:
        status, headers, answer = order(gateway, key, body=body, **{field: less})
        assert headers["x-candid-policy"] == f"{field[9:]}={'true' if least == 'on' else least}"
        assert status == 200 and (option != "--receipt" or json.loads(answer)["candid"]["receipt"])
        assert "x-candid-policy" not in order(gateway, key, body=body, **{field: more})[1]
        assert "x-candid-policy" not in order(gateway, key, body=body)[1]


def test_a_refusal_says_what_held(candid, behind):
    _, start = behind
    key = made(candid, "shop", "--lint", "warning")
    with start("--keys", "required") as gateway:
        body = ORDER | {"prompt": "a street with no cars"}
        status, headers, answer = order(gateway, key, body=body, x_candid_lint="error")
        assert (status, code(answer)) == (400, "prompt_refused")
        assert headers["x-candid-policy"] == "lint=warning"

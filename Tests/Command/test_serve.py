"""The gateway between a client and the simulator: what passes, what is written down."""
import base64
import concurrent.futures
import contextlib
import http.client
import json
import os
import pathlib
import re
import socket
import struct
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from test_simulate import simulating

ORDER = {"model": "gpt-image-2", "prompt": "a \"red\" pear\r\ne\u0301 \ud83d\udc69\u200d\ud83d\udc67", "size": "1024x1024"}


class Gateway:
    def __init__(self, process, address):
        self.process, self.address = process, address

    def post(self, path, body, **headers):
        """Status, fields and body; what a client sees."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("content-type", "application/json")
        host = self.address.removeprefix("http://").removesuffix("/v1")
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request("POST", "/v1" + path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


@contextlib.contextmanager
def serving(candid, *arguments, **environment):
    process = candid.popen(
        "serve", "--port", "0", *arguments, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL)
    try:
        line = process.stdout.readline()
        yield Gateway(process, re.search(rb"http://127\.0\.0\.1:\d+/v1", line).group().decode())
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def both(candid):
    with simulating(candid) as service, serving(candid, **service.environment) as gateway:
        yield service, gateway


def direct(service, body):
    request = urllib.request.Request(
        service.address + "/images/generations", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def test_bytes_pass_unchanged_both_ways_and_leave_a_receipt(candid, both):
    service, gateway = both
    # Odd blanks and escapes: nothing that a JSON tree would keep.
    body = b'{ "n":1.0 ,"model":"gpt-image-2",\t "prompt"  :"a \\u0022red\\u0022 pear" }'
    status, headers, answer = gateway.post("/images/generations", body, authorization="Bearer theirs")
    assert status == 200
    assert service.bytes("requests/1/body") == body
    assert normal(answer) == normal(direct(service, body))
    assert not any(name.lower().startswith("x-candid") for name in headers)
    seen = service.admin("requests")["requests"][0]["headers"]
    assert "theirs" not in json.dumps(seen) and seen["authorization"].startswith("sha256:")
    receipt = candid.json("show", candid.json("log")["receipts"][0]["id"])
    assert receipt["asked"]["text"] == 'a "red" pear'
    assert receipt["sent"]["body_bytes"] == len(body)
    assert receipt["state"] == "finished" and receipt["pictures"]


def normal(answer):
    """The simulator's clock runs with every request."""
    return re.sub(rb'"created":\d+', b"", answer)


def test_a_receipt_rides_beside_where_it_is_asked_for(both):
    _, gateway = both
    body = json.dumps(ORDER).encode()
    status, headers, answer = gateway.post(
        "/images/generations", body, x_candid_receipt="true")
    document = json.loads(answer)
    assert status == 200 and document["data"][0]["b64_json"]
    assert document["candid"]["receipt"] == headers["x-candid-receipt"]
    assert document["candid"]["delivery"] == "undisclosed"


def test_a_refusal_of_the_providers_passes_as_it_is(candid, both):
    service, gateway = both
    service.bytes("faults", "PUT", b"moderation")
    status, _, answer = gateway.post("/images/generations", json.dumps(ORDER))
    assert status == 400 and json.loads(answer)["error"]["code"] == "moderation_blocked"
    assert candid.json("log")["receipts"][0]["state"] == "failed"


def test_the_gateway_never_buys_twice_by_itself(both):
    service, gateway = both
    service.bytes("faults", "PUT", b"drop")
    status, headers, answer = gateway.post("/images/generations", json.dumps(ORDER))
    assert status == 502 and headers["x-should-retry"] == "false"
    assert len(service.admin("charges")["charges"]) == 1
    assert json.loads(answer)["error"]["code"] == "upstream_failed"


def test_a_cut_answer_is_cut_for_the_client_too(candid, both):
    service, gateway = both
    service.bytes("faults", "PUT", b"cut=60")
    with pytest.raises(http.client.HTTPException):
        gateway.post("/images/generations", json.dumps(ORDER))
    receipt = candid.json("show", candid.json("log")["receipts"][0]["id"])
    assert receipt["state"] == "failed" and receipt["perhaps_charged"]


def leave(service, gateway):
    """An order whose client goes while it is being made."""
    service.bytes("faults", "PUT", b"stall=1500")
    host = gateway.address.removeprefix("http://").removesuffix("/v1")
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request(
        "POST", "/v1/images/generations", json.dumps(ORDER), {"content-type": "application/json"})
    while not service.admin("requests")["requests"]:
        time.sleep(0.05)
    connection.close()


def ended(candid):
    for _ in range(200):
        receipts = candid.json("log")["receipts"]
        if receipts and receipts[0]["state"] != "open":
            return candid.json("show", receipts[0]["id"])
        time.sleep(0.1)
    raise AssertionError("the run has no end")


def test_a_client_that_leaves_loses_nothing_where_runs_are_finished(candid):
    with simulating(candid) as service, serving(
        candid, "--when-left", "finish", "--patience", "0", **service.environment
    ) as gateway:
        leave(service, gateway)
        assert ended(candid)["pictures"]


def test_what_nobody_comes_back_for_is_called_off(candid):
    with simulating(candid) as service, serving(
        candid, "--patience", "0", **service.environment
    ) as gateway:
        leave(service, gateway)
        receipt = ended(candid)
        assert receipt["state"] == "cancelled" and receipt["perhaps_charged"]


def test_a_client_that_comes_back_in_time_gets_what_it_left(candid, both):
    service, gateway = both
    leave(service, gateway)
    status, headers, _ = gateway.post(
        "/images/generations", json.dumps(ORDER), x_stainless_retry_count="1")
    assert status == 200 and headers["x-candid-repeat"]
    assert len(service.admin("charges")["charges"]) == 1


def test_a_retry_gets_the_answer_that_was_bought(both):
    service, gateway = both
    body = json.dumps(ORDER)
    _, _, first = gateway.post("/images/generations", body)
    _, headers, again = gateway.post("/images/generations", body, x_stainless_retry_count="1")
    assert again == first and headers["x-candid-repeat"]
    assert len(service.admin("charges")["charges"]) == 1
    gateway.post("/images/generations", body)
    assert len(service.admin("charges")["charges"]) == 2, "two orders that are equal are two orders"


def test_a_retry_of_a_stream_gets_the_same_events(both):
    service, gateway = both
    body = json.dumps(ORDER | {"stream": True, "partial_images": 1})
    _, _, first = gateway.post("/images/generations", body)
    status, _, again = gateway.post("/images/generations", body, x_stainless_retry_count="1")
    assert status == 200 and again == first and b"image_generation.completed" in first
    assert len(service.admin("charges")["charges"]) == 1


def test_a_retry_joins_what_is_under_way(both):
    service, gateway = both
    service.bytes("faults", "PUT", b"stall=1500*1")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        first = pool.submit(gateway.post, "/images/generations", json.dumps(ORDER))
        while not service.admin("requests")["requests"]:
            time.sleep(0.05)
        second = gateway.post("/images/generations", json.dumps(ORDER), x_stainless_retry_count="1")
    assert second[2] == first.result()[2]
    assert len(service.admin("charges")["charges"]) == 1


def test_an_idempotency_key_names_one_order(both):
    service, gateway = both
    _, _, first = gateway.post("/images/generations", json.dumps(ORDER), idempotency_key="k1")
    _, _, again = gateway.post("/images/generations", json.dumps(ORDER), idempotency_key="k1")
    assert again == first and len(service.admin("charges")["charges"]) == 1
    status, _, answer = gateway.post(
        "/images/generations", json.dumps(ORDER | {"prompt": "a plum"}), idempotency_key="k1")
    assert status == 409 and json.loads(answer)["error"]["code"] == "idempotency_key_reused"


def test_a_retry_of_a_change_is_known_whatever_its_boundary(both):
    service, gateway = both
    picture = base64.b64decode(json.loads(direct(service, json.dumps(ORDER).encode()))["data"][0]["b64_json"])

    def form(boundary):
        fields = b"".join(
            f'--{boundary}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (("model", "gpt-image-2"), ("prompt", "make it night")))
        file = f'--{boundary}\r\ncontent-disposition: form-data; name="image"; filename="a.png"\r\n\r\n'.encode()
        return fields + file + picture + f"\r\n--{boundary}--\r\n".encode()

    answers = [
        gateway.post(
            "/images/edits", form(boundary), x_stainless_retry_count=count,
            content_type=f"multipart/form-data; boundary={boundary}")
        for count, boundary in (("0", "first"), ("1", "second"))]
    assert answers[0][0] == 200 and answers[0][2] == answers[1][2]
    assert len(service.admin("charges")["charges"]) == 2, "the base, and one change"


def test_what_was_refused_for_nothing_can_be_tried_again(both):
    service, gateway = both
    service.bytes("faults", "PUT", b"server-error=503*1")
    assert gateway.post("/images/generations", json.dumps(ORDER))[0] == 503
    assert gateway.post(
        "/images/generations", json.dumps(ORDER), x_stainless_retry_count="1")[0] == 200


@pytest.mark.parametrize("path, body, headers, status, code", [
    ("/images/generations", "{", {}, 400, "invalid_request"),
    ("/images/generations", json.dumps(ORDER), {"x-candid-wish": "1"}, 400, "unknown_field"),
    ("/images/generations", json.dumps(ORDER), {"x-candid-require": "proof"}, 400, "invalid_value"),
    ("/images/generations", json.dumps(ORDER), {"x-candid-require": "verbatim"}, 400, "verbatim_not_promised"),
    ("/images/generations", json.dumps(ORDER | {"model": "gpt-9"}), {}, 404, "model_not_found"),
    ("/images/generations", '{"prompt": "a pear"}', {}, 400, "missing_required_parameter"),
    ("/images/variations", "{}", {}, 404, "not_found"),
])
def test_what_the_gateway_refuses_has_a_name_and_reaches_nobody(both, path, body, headers, status, code):
    service, gateway = both
    found, _, answer = gateway.post(path, body, **headers)
    assert (found, json.loads(answer)["error"]["code"]) == (status, code)
    assert service.admin("requests")["requests"] == []


def test_a_budget_holds_for_clients_too(candid):
    with simulating(candid) as service, serving(
        candid, "--budget", "0.01", **service.environment
    ) as gateway:
        status, headers, answer = gateway.post("/images/generations", json.dumps(ORDER))
        assert status == 429 and json.loads(answer)["error"]["code"] == "refused_by_candid"
        assert headers["x-should-retry"] == "false"
        assert service.admin("requests")["requests"] == []


@pytest.mark.parametrize("prompt, field, value, status, code", [
    ("a street without people", "lint", "note", 400, "prompt_refused"),
    ("a red pear", "lint", "error", 200, None),
    ("a red pear", "budget", "0.0001", 429, "refused_by_candid"),
    ("a red pear", "budget", "5", 200, None),
    ("a red pear", "lint", "all", 400, "invalid_value"),
    ("a red pear", "budget", "much", 400, "invalid_value"),
    ("a red pear", "verify", "perhaps", 400, "invalid_value"),
])
def test_a_request_can_ask_what_a_policy_can(both, prompt, field, value, status, code):
    service, gateway = both
    found, _, answer = gateway.post(
        "/images/generations", json.dumps(ORDER | {"prompt": prompt}), **{f"x_candid_{field}": value})
    assert found == status and json.loads(answer).get("error", {}).get("code") == code
    assert len(service.admin("requests")["requests"]) == (status == 200)


def test_a_picture_is_held_to_its_brief_where_that_is_asked(candid, both):
    _, gateway = both
    gateway.post("/images/generations", json.dumps(ORDER | {"prompt": "a red pear"}), x_candid_verify="true")
    receipt = candid.json("show", candid.json("log")["receipts"][0]["id"])
    assert receipt["judgements"][0]["verdicts"]


def test_a_wish_about_pictures_is_refused_where_there_can_be_none(both):
    service, gateway = both
    status, _, answer = gateway.post("/chat/completions", json.dumps(TALK), x_candid_verify="true")
    assert status == 400 and json.loads(answer)["error"]["param"] == "x-candid-verify"
    assert service.admin("requests")["requests"] == []


def test_models_of_every_route_are_listed(both):
    _, gateway = both
    with urllib.request.urlopen(gateway.address + "/models", timeout=20) as answer:
        names = [model["id"] for model in json.load(answer)["data"]]
    assert {"sketch-1", "gpt-image-2"} <= set(names)
    with pytest.raises(urllib.error.HTTPError) as problem:
        urllib.request.urlopen(gateway.address + "/models/gpt-9", timeout=20)
    assert problem.value.code == 404


TALK = {"model": "gpt-6.1-terra", "messages": [
    {"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is a \"pear\"?"}]}


def conversation(candid):
    found = candid.json("log", "--kind", "conversation")["conversations"][0]
    return candid.json("show", found["id"])


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize("path, body", [
    ("/chat/completions", TALK),
    ("/responses", {"model": "gpt-6.1-terra", "instructions": "Be brief.", "input": TALK["messages"][1:]}),
])
def test_questions_pass_unchanged_and_are_written_down(candid, both, path, body, streams):
    service, gateway = both
    sent = json.dumps(body | {"stream": streams, "temperature": 1.50}, indent=3).encode()
    status, headers, answer = gateway.post(path, sent, x_candid_receipt="true")
    assert status == 200 and service.bytes("requests/1/body") == sent
    record = conversation(candid)
    assert record["state"] == "finished"
    turn = record["turns"][0]
    assert (turn["purpose"], turn["system"]) == ("relay", "Be brief.")
    assert turn["messages"][0]["text"] == 'What is a "pear"?'
    assert turn["answer"]["text"]
    if not streams:
        assert json.loads(answer)["candid"]["receipt"] == headers["x-candid-receipt"]


def test_a_response_with_the_image_tool_leaves_a_receipt(candid, both):
    service, gateway = both
    body = {"model": "gpt-6.1-terra", "input": "a red pear on a table",
            "tool_choice": {"type": "image_generation"}, "tools": [{"type": "image_generation", "size": "1024x1024"}]}
    status, _, answer = gateway.post("/responses", json.dumps(body))
    call = next(item for item in json.loads(answer)["output"] if item["type"] == "image_generation_call")
    assert status == 200 and call["result"]
    receipt = candid.json("show", candid.json("log")["receipts"][0]["id"])
    assert receipt["asked"]["text"] == "a red pear on a table"
    assert receipt["state"] == "finished" and receipt["pictures"]


def test_files_pass_both_ways(both):
    _, gateway = both
    boundary = "b"
    line = json.dumps({"custom_id": "1", "method": "POST", "url": "/v1/images/generations", "body": ORDER})
    form = (f'--{boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
            f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n'
            f"{line}\r\n--{boundary}--\r\n")
    status, _, answer = gateway.post("/files", form, content_type=f"multipart/form-data; boundary={boundary}")
    assert status == 200
    with urllib.request.urlopen(
        f"{gateway.address}/files/{json.loads(answer)['id']}/content", timeout=20
    ) as content:
        assert json.loads(content.read())["custom_id"] == "1"


def test_what_passed_is_counted_by_its_names(both):
    service, gateway = both
    gateway.post("/images/generations", json.dumps(ORDER))
    gateway.post("/images/generations", json.dumps(ORDER), x_stainless_retry_count="1")
    gateway.post("/images/generations", json.dumps(ORDER | {"model": "mine\"\n"}))
    gateway.post("/chat/completions", json.dumps(TALK))
    address = gateway.address.removesuffix("/v1") + "/metrics"
    for _ in range(100):
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
            lines = answer.read().decode().splitlines()
        counts = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        if len([line for line in lines if line.startswith("candid_runs_total")]) == 2:
            break
        time.sleep(0.1)
    route = 'http_route="/v1/images/generations",http_response_status_code='
    assert counts[f'http_server_requests_total{{{route}"200"}}'] == "2"
    assert counts[f'http_server_requests_total{{{route}"404"}}'] == "1"
    assert counts["candid_repeats_total"] == "1"
    assert counts['candid_refusals_total{code="model_not_found"}'] == "1"
    assert counts['candid_deliveries_total{delivery="undisclosed"}'] == "1"
    name = "gen_ai_client_operation_duration_seconds"
    labels = ('gen_ai_operation_name="generate_content",gen_ai_provider_name="openai",'
              'gen_ai_request_model="gpt-image-2",error_type=""')
    assert counts[f'{name}_count{{{labels}}}'] == "1" == counts[f'{name}_bucket{{{labels},le="+Inf"}}']
    assert any(line.startswith("gen_ai_client_token_usage_sum{") and '"chat"' in line for line in lines)
    assert f"# TYPE {name} histogram" in lines and "mine" not in "".join(lines)


def test_what_was_cut_off_is_told_at_the_next_start(candid):
    with simulating(candid) as service:
        with serving(candid, **service.environment) as gateway:
            service.bytes("faults", "PUT", b"stall=60000*1")
            host = gateway.address.removeprefix("http://").removesuffix("/v1")
            connection = http.client.HTTPConnection(host, timeout=60)
            connection.request(
                "POST", "/v1/images/generations", json.dumps(ORDER), {"content-type": "application/json"})
            while not service.admin("requests")["requests"]:
                time.sleep(0.05)
        run = candid.json("log")["receipts"][0]["id"]
        assert told(candid, service, "300") == "", "it may still be on its way"
        words = ""
        for _ in range(100):
            words = words or told(candid, service, "1")
            if words:
                break
            time.sleep(0.1)
        assert run in words and "candid log settle" in words
        assert "If no other program waits for it" in words, "more is not known"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux binds a process")
@pytest.mark.parametrize("own, loops", [(None, 1), ("2", 2)])
def test_a_process_bound_to_one_processor_has_one_event_loop(candid, own, loops):
    one = min(os.sched_getaffinity(0))
    process = candid.popen(
        "serve", "--port", "0", env={"NIO_SINGLETON_GROUP_LOOP_COUNT": own} if own else {},
        preexec_fn=lambda: os.sched_setaffinity(0, {one}), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout.readline()
        threads = [path.read_text() for path in pathlib.Path(f"/proc/{process.pid}/task").glob("*/comm")]
        assert sum(name.startswith("NIO-SGLTN-1-") for name in threads) == loops
    finally:
        process.terminate()
        process.communicate()


def told(candid, service, timeout):
    """The warnings of a start."""
    process = candid.popen(
        "serve", "--port", "0", env=service.environment | {"CANDID_TIMEOUT": timeout},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.terminate()
    return "".join(line for line in process.communicate()[1].decode().splitlines() if "warning" in line)


def test_a_client_that_goes_while_it_is_written_to_leaves_no_run_open(candid):
    body = json.dumps(ORDER | {"stream": True, "partial_images": 3})
    with simulating(candid) as service, serving(candid, "--patience", "1", **service.environment) as gateway:
        host, port = gateway.address.removeprefix("http://").removesuffix("/v1").split(":")

        def cut(number):
            with socket.create_connection((host, int(port)), timeout=60) as line:
                line.sendall(
                    f"POST /v1/images/generations HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n"
                    f"content-length: {len(body)}\r\n\r\n{body}".encode())
                line.recv(1 + 700 * number)
                if number % 2:
                    # Resets the connection instead of ending it.
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(cut, range(12)))
        for _ in range(300):
            states = [run["state"] for run in candid.json("log")["receipts"]]
            if "open" not in states:
                break
            time.sleep(0.1)
        assert len(states) == 12 and set(states) <= {"finished", "cancelled"}

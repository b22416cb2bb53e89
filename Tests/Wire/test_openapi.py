"""What leaves for every OpenAI-shaped route, against a description of the API that is given.

The description is not part of the project: `make openapi OPENAPI=FILE`. Not only must every body be
valid; every top-level field must be one that the description knows, because schemas let unknown
ones pass.
"""
import base64
import email.parser
import email.policy
import http.server
import json
import os
import subprocess
import threading

import jsonschema
import pytest
import yaml

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGPg5OT8DwABVQEbRny5UQAAAABJRU5ErkJggg==")
B64 = base64.b64encode(PICTURE).decode()
SPEECH = json.dumps({"description": "a red pear", "prompts": []})
ANSWERS = {
    "/v1/images/generations": {"created": 1, "data": [{"b64_json": B64}]},
    "/v1/images/edits": {"created": 1, "data": [{"b64_json": B64}]},
    "/v1/responses": {
        "id": "resp_1", "object": "response", "status": "completed", "model": "m", "output": [
            {"type": "image_generation_call", "id": "ig_1", "status": "completed", "result": B64},
            {"type": "message", "id": "m_1", "role": "assistant", "status": "completed", "content": [
                {"type": "output_text", "text": SPEECH, "annotations": []}]}]},
    "/v1/chat/completions": {
        "id": "c", "object": "chat.completion", "model": "m", "choices": [
            {"index": 0, "finish_reason": "stop",
             "message": {"role": "assistant", "content": SPEECH}}]},
}


@pytest.fixture(scope="session")
def description(request):
    path = request.config.getoption("--openapi")
    if not path:
        pytest.skip("no description is given: --openapi FILE")
    with open(path, encoding="utf-8") as file:
        return read(yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def read(node):
    """The description as a JSON Schema validator takes it.

    `nullable: true` is of OpenAPI 3.0, and stands in descriptions that call themselves 3.1. `oneOf`
    is written where several may fit: a message of a user is an easy message and an item.
    """
    if isinstance(node, list):
        return [read(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {"anyOf" if key == "oneOf" and isinstance(value, list) and "anyOf" not in node else key:
            read(value) for key, value in node.items()}
    if node.get("nullable") is True:
        node.pop("nullable")
        return {"anyOf": [node, {"type": "null"}]}
    return node


@pytest.fixture
def recorder():
    requests = []

    class Desk(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            requests.append((self.path, self.headers["content-type"], body))
            reply = json.dumps(ANSWERS.get(self.path, {})).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.requests = requests
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def candid(request, recorder, tmp_path):
    command = os.path.abspath(request.config.getoption("--candid"))
    (tmp_path / "base.png").write_bytes(picture(command, tmp_path, "base"))
    (tmp_path / "other.png").write_bytes(picture(command, tmp_path, "other"))
    environment = {
        "HOME": str(tmp_path), "PATH": os.environ["PATH"], "OPENAI_API_KEY": "sk-openapi",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{recorder.server_port}/v1",
        "CANDID_LEDGER": str(tmp_path / "ledger"),
    }

    def run(*arguments):
        """Runs the command; only what it sends is looked at, not how it likes these answers."""
        done = subprocess.run(
            [command, *arguments], cwd=tmp_path, env=environment, capture_output=True, timeout=120)
        assert recorder.requests, done.stderr.decode()
        return recorder.requests

    return run


def picture(command, folder, name):
    subprocess.run(
        [command, "generate", f"a pear {name}", "--size", "1024x1024", "-q", "-o", f"{name}-0.png",
         "--ledger", "drawn"], cwd=folder, check=True, capture_output=True,
        env={"HOME": str(folder), "PATH": os.environ["PATH"]})
    return (folder / f"{name}-0.png").read_bytes()


def form(kind, body):
    """A form's fields, files as their length, `name[]` gathered under `name`."""
    boundary = b"--" + kind.split("boundary=")[1].encode()
    fields = {}
    for part in (b"\r\n" + body[: -len(boundary) - 6]).split(b"\r\n" + boundary)[1:]:
        head, content = part[2:].split(b"\r\n\r\n", 1)
        headers = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + b"\r\n\r\n")
        name = headers["content-disposition"].params["name"]
        value = "" if headers["content-disposition"].params.get("filename") else content.decode()
        if name.endswith("[]"):
            fields.setdefault(name[:-2], []).append(value)
        else:
            fields[name] = value
    return fields


def properties(schema, components):
    """Every field that a schema knows, through its references and parts."""
    if "$ref" in schema:
        return properties(components[schema["$ref"].rsplit("/", 1)[1]], components)
    known = set(schema.get("properties", {}))
    for part in schema.get("allOf", []) + schema.get("anyOf", []) + schema.get("oneOf", []):
        known |= properties(part, components)
    return known


def typed(value, schema, components):
    """A form's text as the schema's type, where it is one of a number or truth."""
    if "$ref" in schema:
        return typed(value, components[schema["$ref"].rsplit("/", 1)[1]], components)
    kinds = {schema.get("type")} | {
        part.get("type") for part in schema.get("anyOf", []) + schema.get("oneOf", [])}
    if isinstance(value, str) and kinds & {"integer", "number", "boolean"}:
        return json.loads(value)
    return value


def check(description, path, kind, body):
    kind, whole = kind.split(";")[0], kind
    content = description["paths"][path.removeprefix("/v1")]["post"]["requestBody"]["content"]
    schema = content[kind]["schema"]
    components = description["components"]["schemas"]
    if kind == "multipart/form-data":
        own = components[schema["$ref"].rsplit("/", 1)[1]]["properties"]
        value = {
            name: typed(value, own.get(name, {}), components)
            for name, value in form(whole, body).items()}
    else:
        value = json.loads(body)
    unknown = set(value) - properties(schema, components)
    assert not unknown, f"{path}: the description knows no {unknown}"
    whole = {"components": description["components"], **schema}
    validator = jsonschema.Draft202012Validator(whole)
    problems = [
        f"{path}: {problem.json_path}: {problem.message[:300]}"
        for problem in validator.iter_errors(value)]
    assert not problems, "\n".join(problems)


IMAGES = "generate", "a red pear", "-o", "a.png", "--force", "--engine", "openai"
RESPONSES = *IMAGES[:-1], "openai-responses", "--allow-rewrite"


@pytest.mark.parametrize("arguments", [
    IMAGES,
    (*IMAGES, "--model", "gpt-image-2", "--size", "1536x1024", "--quality", "high"),
    (*IMAGES, "--model", "gpt-image-1.5", "--background", "transparent"),
    (*IMAGES, "--model", "gpt-image-2", "--format", "jpeg", "-o", "a.jpg",
     "--set", "output_compression=80", "--set", "moderation=low"),
    (*IMAGES, "--model", "gpt-image-2", "-n", "3", "-o", "many"),
    (*IMAGES, "--model", "gpt-image-2", "--partials", "2"),
    (*IMAGES, "--image", "base.png"),
    (*IMAGES, "--image", "base.png", "--image", "other.png", "--model", "gpt-image-2"),
    (*IMAGES, "--image", "base.png", "--mask", "base.png", "--model", "gpt-image-2"),
    (*IMAGES, "--image", "base.png", "--model", "gpt-image-1.5", "--set", "input_fidelity=high",
     "--size", "1024x1024", "--quality", "low"),
    ("edit", "base.png", "make the pear blue", "--engine", "openai", "-o", "a.png", "--no-verify"),
    RESPONSES,
    (*RESPONSES, "--size", "1024x1024", "--quality", "low", "--partials", "1"),
    (*RESPONSES, "--image", "base.png"),
    (*RESPONSES, "--follows", "resp_1"),
    ("plan", "a poster for a jazz night", "--speaker", "openai", "-o", "p.yaml"),
    ("plan", "a poster for a jazz night", "--speaker", "openai-chat", "-o", "p.yaml"),
    ("describe", "base.png", "--judge", "openai"),
    ("describe", "base.png", "--judge", "openai-chat"),
    ("verify", "base.png", "--judge", "openai", "--prompt", "two red pears on a table"),
    ("verify", "base.png", "--judge", "openai-chat", "--prompt", "two red pears on a table"),
    (*IMAGES, "--expand", "assisted", "--speaker", "openai", "-y"),
    (*IMAGES, "--rephrase", "--speaker", "openai-chat", "-y"),
], ids=" ".join)
def test_what_is_sent_is_what_the_description_says(candid, description, arguments):
    for path, kind, body in candid(*arguments):
        check(description, path, kind, body)

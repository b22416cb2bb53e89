"""What the deployment page and its files say exists, and works where it can be run here."""
import http.client
import json
import re
import shutil
import socket
import subprocess
import time

import pytest

from conftest import ROOT
from test_serve import ORDER, serving
from test_simulate import simulating

FOLDER = ROOT / "Deployment"
# Flags of useradd, systemctl, docker, apt, swift.
OTHERS = set("""--system --home-dir --shell --uid --create-home --now --rm --time --no-install-recommends
    --static-swift-stdlib --product --from --interval --timeout --start-period""".split())
TEXTS = [ROOT / "docs/deployment.md", *(FOLDER / name for name in ("candid.service", "Dockerfile"))]


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_every_option_setting_and_variable_that_is_named_exists(candid, file):
    manual = candid("manual", "--form", "markdown", check=0).stdout.decode()
    text = file.read_text()
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - OTHERS
    assert flags or file.name == "Dockerfile"
    assert not [flag for flag in flags if f"`{flag}" not in manual]
    variables = set(re.findall(r"\b(?:CANDID|OPENAI|OTEL)_[A-Z_]+", text))
    assert variables and not [name for name in variables if f"`{name}`" not in manual]
    settings = set(re.findall(r"`((?:serve|network|tracing|engines|budget)\.[a-z_.]+)`", text))
    assert not [name for name in settings if f"`{name}`" not in manual]


def test_the_pages_settings_are_taken(candid):
    page = (ROOT / "docs/deployment.md").read_text()
    block = re.search(r"behind nginx on the same machine:\n\n((?:    .*\n|\n)+)", page).group(1)
    (candid.folder / "config.yaml").write_text(re.sub("^    ", "", block, flags=re.M))
    settings = candid("config", "--config", "config.yaml", check=0).stdout.decode()
    assert all(word in settings for word in ("candid.example", "http://127.0.0.1:4318", "50"))


def test_systemd_takes_the_unit(candid):
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd here")
    unit = candid.folder / "candid.service"
    # Neither the program nor its manual is installed where tests run.
    unit.write_text((FOLDER / "candid.service").read_text().replace("/usr/local/bin/candid", candid.path)
                    .replace("Documentation=man:candid(1)\n", ""))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True)
    about = [line for line in done.stderr.decode().splitlines() if "candid.service" in line]
    assert done.returncode == 0 and not about, done.stderr.decode()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def nginx(candid):
    """nginx with our configuration; only ports, and the certificate that is nobody's, differ."""
    if not shutil.which("nginx"):
        pytest.skip("there is no nginx here")
    port = free_port()
    created = json.loads(candid("keys", "create", "shop", "--scopes", "images", "--json", check=0).stdout)
    with simulating(candid) as service, serving(
        candid, "--trusted-proxy", "127.0.0.1", "--name", "candid.example", **service.environment
    ) as gateway:
        behind = gateway.address.removeprefix("http://").removesuffix("/v1")
        server = (FOLDER / "nginx.conf").read_text().replace("127.0.0.1:8484", behind)
        server = server.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
        server = re.sub(r"\s*ssl_certificate.*", "", server)
        folder = candid.folder / "nginx"
        (folder / "temp").mkdir(parents=True)
        places = "".join(
            f"{name}_temp_path {folder}/temp/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "whole.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{places}{server}}}\n")
        command = ["nginx", "-p", str(folder), "-c", str(folder / "whole.conf")]
        tested = subprocess.run([*command, "-t"], capture_output=True)
        assert tested.returncode == 0, tested.stderr.decode()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield service, port, created["secret"] if "secret" in created else created["key"]["secret"]
        finally:
            process.terminate()
            process.wait(20)


def ask(port, path, body=None, host="candid.example", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(
        "POST" if body else "GET", path, body and json.dumps(body),
        {"host": host, "content-type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()})
    return connection.getresponse()


def test_an_order_goes_through_nginx_and_its_caller_is_known(candid, nginx):
    service, port, key = nginx
    answer = ask(port, "/v1/images/generations", ORDER, authorization=f"Bearer {key}")
    assert answer.status == 200 and json.loads(answer.read())["data"][0]["b64_json"]
    assert service.bytes("requests/1/body") == json.dumps(ORDER).encode()
    # What a client says of its own address is left out.
    assert ask(port, "/v1/images/generations", ORDER, x_forwarded_for="203.0.113.9").status == 401
    seen = candid("keys", "audit", "--json", check=0).stdout.decode()
    assert "missing" in seen and "203.0.113.9" not in seen
    assert ask(port, "/metrics").status == 404


def test_a_stream_comes_through_nginx_event_by_event(nginx):
    service, port, key = nginx
    order = ORDER | {"stream": True, "partial_images": 2}
    answer = ask(port, "/v1/images/generations", order, authorization=f"Bearer {key}")
    assert answer.getheader("content-type").startswith("text/event-stream")
    events = re.findall(rb"^event: (\S+)", answer.read(), flags=re.M)
    assert events == [b"image_generation.partial_image"] * 2 + [b"image_generation.completed"]

"""A ledger that can't take the end of an order: it is bought once, and the gateway says that it is not ready."""
import contextlib
import os

import pytest

from test_keys import get, order
from test_serve import serving
from test_simulate import simulating


@pytest.fixture
def small(candid):
    folder = candid.folder / "small"
    folder.mkdir()
    if os.system(f"mount -t tmpfs -o size=24m tmpfs {folder} 2>/dev/null"):
        pytest.skip("no disk of its own can be had here")
    yield folder
    os.system(f"umount -l {folder}")


def fill(folder, rest):
    with contextlib.suppress(OSError), open(folder / "filler", "wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    os.truncate(folder / "filler", (folder / "filler").stat().st_size - rest)


def test_what_was_bought_on_a_full_disk_is_not_bought_again(candid, small):
    with simulating(candid) as service:
        candid.environment |= service.environment
        with serving(candid, "--ledger", str(small / "ledger")) as gateway:
            body = {"model": "gpt-image-2", "prompt": "a pear", "size": "1024x1024"}
            order(gateway, body=body)
            status, answer = get(gateway, "/readyz")
            assert status == 503 and b"has room for" in answer
            fill(small, 64 << 10)
            before = len(service.admin("charges")["charges"])
            ends = [order(gateway, body=body, idempotency_key="full") for _ in range(3)]
            after = len(service.admin("charges")["charges"])
            assert after - before <= 1, ends

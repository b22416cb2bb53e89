"""The official `openai` package and batches: files, creation, polling, results, errors, cancelling."""
import json
import time

import openai
import pytest

from test_openai import HARD_WORDS, client

pytestmark = pytest.mark.skipif(
    not hasattr(openai.resources, "Batches"), reason=f"openai {openai.__version__} has no batches")


def line(name, prompt, **more):
    return json.dumps({
        "custom_id": name, "method": "POST", "url": "/v1/images/generations",
        "body": {"model": "gpt-image-2", "quality": "low", "prompt": prompt} | more})


def begin(client, *lines):
    file = client.files.create(file=("batch.jsonl", "\n".join(lines).encode()), purpose="batch")
    assert file.purpose == "batch" and file.status == "processed"
    return client.batches.create(
        input_file_id=file.id, endpoint="/v1/images/generations", completion_window="24h",
        metadata={"label": "ours"})


def ended(client, batch):
    for _ in range(600):
        batch = client.batches.retrieve(batch.id)
        if batch.status in ("completed", "failed", "cancelled", "expired"):
            return batch
        time.sleep(0.05)
    raise AssertionError(f"the batch is still {batch.status}")


def results(client, file):
    return {item["custom_id"]: item for item in map(json.loads, client.files.content(file).text.splitlines())}


def test_results_are_told_by_their_names_and_words_arrive_to_the_byte(simulator):
    openai = client(simulator)
    batch = begin(openai, *[line(f"n-{i}", words) for i, words in enumerate(HARD_WORDS)])
    assert batch.metadata["label"] == "ours"
    batch = ended(openai, batch)
    assert batch.status == "completed" and batch.request_counts.completed == len(HARD_WORDS)
    found = results(openai, batch.output_file_id)
    assert set(found) == {f"n-{i}" for i in range(len(HARD_WORDS))}
    assert all(item["response"]["body"]["data"][0]["b64_json"] for item in found.values())
    drawn = [r for r in simulator.requests if r["url"] == "/v1/images/generations"]
    sent = [json.loads(simulator.bytes(f"requests/{r['request']}/body"))["prompt"] for r in drawn]
    assert sorted(sent) == sorted(HARD_WORDS)
    assert len(simulator.charges) == len(HARD_WORDS) and all(c["batch"] for c in simulator.charges)


def test_what_came_to_nothing_is_in_the_file_of_errors(simulator):
    openai = client(simulator)
    simulator.play("moderation@0.5")
    batch = ended(openai, begin(openai, *[line(f"n-{i}", f"a pear {i}") for i in range(12)]))
    made = results(openai, batch.output_file_id)
    refused = results(openai, batch.error_file_id)
    assert made and refused and not set(made) & set(refused) and len(made) + len(refused) == 12
    for item in refused.values():
        assert item["response"]["body"]["error"]["code"] == "moderation_blocked"
    assert len(simulator.charges) == len(made)


def test_a_wrong_file_fails_as_a_whole(simulator):
    openai = client(simulator)
    batch = ended(openai, begin(openai, line("a", "x"), line("a", "y")))
    assert batch.status == "failed" and batch.errors.data[0].line == 2


def test_batches_and_files_are_listed_and_cancelled(simulator):
    openai = client(simulator)
    batch = begin(openai, *[line(f"n-{i}", f"a pear {i}") for i in range(40)])
    openai.batches.cancel(batch.id)
    assert ended(openai, batch).status == "cancelled"
    assert [b.id for b in openai.batches.list(limit=1)] == [batch.id]
    assert batch.input_file_id in [f.id for f in openai.files.list()]
    assert openai.files.delete(batch.input_file_id).deleted

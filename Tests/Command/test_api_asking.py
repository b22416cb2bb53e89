"""Questions about a session's picture by the native API. No live model."""
import base64
import concurrent.futures
import json
import threading

import pytest

from conftest import validate
from test_api import API
from test_api_runs import guarded, made, post
from test_api_turns import SMALL, started, step
from test_serve import serving
from test_talk_money import Reply, Talker

QUESTION = "What is  in the picture?\r\n“Tell me.”"


def ask(api, question, status=200, session="poster", **headers):
    _, document = post(api, f"sessions/{session}/ask", {"question": question}, status, **headers)
    if status == 200:
        validate(document)
    return document


def test_the_judge_answers_and_picture_and_session_stay(candid):
    with serving(candid) as gateway:
        api = API(candid, gateway)
        started(api, "a red bicycle beside a blue door")
        second = started(api, "add a cat")
        before = api.json("GET", "sessions/poster")
        answer = ask(api, "What is in the picture?")
        assert "bicycle" in answer["answer"] and answer["is_verified"] is False
        assert (answer["name"], answer["turn"], answer["speaker"]) == ("poster", 2, "sketch")
        assert answer["picture"] == candid.json("show", second["id"])["pictures"][0]["sha256"]
        talk = candid.json("show", answer["conversation"])
        assert talk["turns"][0]["messages"][0]["text"] == "What is in the picture?"
        after = api.json("GET", "sessions/poster")
        assert after["turns"] == before["turns"] and after["at_turn"] == 2
        assert started(api, "make the cat black")["turn"]["parent"] == 2
    candid("ledger", "verify", check=0)


def test_the_question_is_sent_as_it_is_and_its_key_pays(candid):
    ann = made(candid, "ann", "--budget", "day=0.06", scopes="native")
    bob = made(candid, "bob")
    talker = Talker("A bicycle.")
    with serving(candid, "--keys", "required", **talker.environment) as gateway:
        api = API(candid, gateway)
        started(api, "a red bicycle", key=ann)
        ask(api, QUESTION, 404, key=bob)
        assert talker.asked == 0
        answer = ask(api, QUESTION, key=ann)
        assert answer["question"] == QUESTION and answer["answer"] == '"A bicycle."'
        asked = candid.json("show", answer["conversation"])["turns"][0]
        assert asked["messages"][0]["text"] == QUESTION
        # Each may cost about 0.051 and costs 0.0055: the third may pass what is left of the day.
        ask(api, QUESTION, key=ann)
        status, fields, text = api("POST", "sessions/poster/ask", json.dumps({"question": QUESTION}), key=ann)
        assert status == 429 and 0 < int(fields["retry-after"]) <= 86_400, text
        assert json.loads(text)["error"]["code"] == "insufficient_quota" and talker.asked == 2
    assert candid.json("keys", "show", "ann")["key"]["spent"]["day"] == pytest.approx(0.011)
    totals = candid.json("log", "spend", "--by", "caller")["totals"]
    assert [(row["name"], row["runs"]) for row in totals] == [("ann", 2)]
    assert candid.json("keys", "audit")["turned_away"][0]["reason"] == "budget"


def test_a_judge_that_says_nothing_of_use_is_told_and_the_session_goes_on(candid):
    talker = Talker(None)
    with serving(candid, **talker.environment) as gateway:
        api = API(candid, gateway)
        started(api, "a red bicycle")
        status, fields, text = api("POST", "sessions/poster/ask", json.dumps({"question": QUESTION}))
        assert (status, fields["x-should-retry"]) == (502, "false"), text
        assert json.loads(text)["error"]["code"] == "judge_failed"
        assert started(api, "add a cat")["turn"]["parent"] == 1


class Slow(Talker):
    """Answers once it is told to."""

    def __init__(self, answer):
        super().__init__(answer)
        self.RequestHandlerClass = SlowReply
        self.begun, self.gate = threading.Event(), threading.Event()


class SlowReply(Reply):
    def do_POST(self):
        self.server.begun.set()
        assert self.server.gate.wait(60)
        super().do_POST()


def test_nobody_else_works_on_a_session_while_its_judge_thinks(candid):
    talker = Slow("A bicycle.")
    with serving(candid, **talker.environment) as gateway, concurrent.futures.ThreadPoolExecutor() as pool:
        api = API(candid, gateway)
        started(api, "a red bicycle")
        asked = pool.submit(ask, api, QUESTION)
        assert talker.begun.wait(60)
        _, problem = post(api, "sessions/poster/turns", {"message": "add a cat"} | SMALL, 409)
        assert problem["error"]["code"] == "session_in_use"
        assert candid("generate", "--session", "poster", "add a cat").returncode == 4
        talker.gate.set()
        assert asked.result(60)["turn"] == 1
        assert started(api, "add a cat")["turn"]["parent"] == 1


@pytest.mark.parametrize("body, status, word", [
    ({}, 400, "question"), ({"question": ""}, 400, "question"), ({"question": 3}, 400, "question"),
    ({"question": "why?", "judge": "x"}, 400, "judge"),
])
def test_what_is_no_question_is_refused_by_name(candid, body, status, word):
    with serving(candid) as gateway:
        api = API(candid, gateway)
        started(api, "a red bicycle")
        _, document = post(api, "sessions/poster/ask", body, status)
        assert word in document["error"]["message"]


def test_without_a_picture_or_a_judge_nothing_is_asked(candid):
    with serving(candid) as gateway:
        api = API(candid, gateway)
        ask(api, "what?", 404)
        started(api, "a red bicycle")
        step(api, "undo")
        assert ask(api, "what?", 409)["error"]["code"] == "no_picture"
    with serving(candid, CANDID_JUDGE="none") as gateway:
        api = API(candid, gateway)
        started(api, "a red bicycle")
        assert "CANDID_JUDGE" in ask(api, "what?", 400)["error"]["message"]


@pytest.mark.parametrize("way", ["verify", "header"])
def test_a_judge_that_verifies_is_paid_by_the_key_that_has_it_asked(candid, way):
    ann = made(candid, "ann", "--budget", "day=0.08", scopes="native")
    talker = Talker({"answer": "yes", "reason": "it is there"})
    with serving(candid, "--keys", "required", **talker.environment) as gateway:
        api = API(candid, gateway)
        brief = "a pear, a dog, a lamp, a violin"
        if way == "verify":
            # What its own runs did not make it may bring itself.
            candid("generate", brief, "--size", "64x64", "-o", "pear.png", check=0)
            picture = base64.b64encode((candid.folder / "pear.png").read_bytes()).decode()
            for _ in range(2):
                post(api, "verify", {"picture": {"base64": picture}, "prompt": brief}, 200, key=ann)
        else:
            for _ in range(2):
                _, run = post(
                    api, "runs", {"prompt": brief, "engine": "sketch", "size": "64x64"}, 202, key=ann,
                    x_candid_verify="true")
                api("GET", f"runs/{run['id']}/events", key=ann)
    spent = candid.json("keys", "show", "ann")["key"]["spent"]["day"]
    # The seventh question might pass what is left.
    assert 1 < talker.asked <= 6 and spent == pytest.approx(0.0055 * talker.asked)

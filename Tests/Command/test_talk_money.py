"""What questions to speakers and judges cost, against a Responses server that counts. No live model."""
import http.server
import json
import threading

import pytest

ANSWER = {"caption": "A pear.", "seen": [], "lettering": []}


class Talker(http.server.ThreadingHTTPServer):
    """Answers as told, and says that it used 500 tokens of ours and 1000 of its own."""

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), Reply)
        self.answer, self.asked = answer, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def environment(self):
        return {"CANDID_JUDGE": "openai", "CANDID_SPEAKER": "openai",
                "CANDID_SPEAKER_OPENAI_BASE_URL": f"http://127.0.0.1:{self.server_port}/v1"}


class Reply(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.server.asked += 1
        if self.server.answer is None:
            self.close_connection = True
            return
        text = json.dumps(self.server.answer)
        reply = json.dumps({
            "model": "gpt-6.1-terra-1", "status": "completed",
            "usage": {"input_tokens": 500, "output_tokens": 1000},
            "output": [{"type": "message", "content": [{"type": "output_text", "text": text}]}],
        }).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


@pytest.fixture
def picture(candid):
    candid("generate", "a red pear", "--size", "64x64", "-o", "pear.png", check=0)
    return "pear.png"


def totals(candid, by="purpose"):
    return {row["name"]: row for row in candid.json("log", "spend", "--by", by)["totals"]}


def test_a_question_is_priced_by_its_tokens_and_shown_wherever_money_is(candid, picture):
    talker = Talker(ANSWER)
    answer = candid.json("describe", picture, env=talker.environment)
    assert answer["cost"]["basis"] == "settled" and answer["cost"]["high"] == pytest.approx(0.0055)
    talk = candid.json("show", answer["conversation"])
    turn, = talk["turns"]
    assert turn["cost"] == talk["cost"] == answer["cost"] and talk["perhaps_charged"] is False
    assert turn["estimate"]["low"] < 0.0055 < turn["estimate"]["high"]
    assert totals(candid)["describe"]["settled"] == pytest.approx(0.0055)
    assert totals(candid, "engine")["openai"]["runs"] == 1
    words = candid("show", answer["conversation"], check=0).stdout.decode()
    assert "0.0055 USD" in words
    candid("ledger", "verify", check=0)


@pytest.mark.parametrize("bound", ["0.001", "day=0.001"])
def test_a_question_that_may_pass_a_budget_is_not_asked(candid, picture, bound):
    talker = Talker(ANSWER)
    done = candid("describe", picture, "--budget", bound, env=talker.environment, check=4)
    assert "budget" in done.stderr.decode() and talker.asked == 0
    done = candid("plan", "a poster", "--budget", bound, env=talker.environment, check=4)
    assert "budget" in done.stderr.decode() and talker.asked == 0


def test_the_questions_of_one_verification_stand_on_one_bill(candid, picture):
    talker = Talker({"answer": "yes", "reason": "it is there"})
    claims = ["--prompt", "a pear, a dog, a lamp, a violin"]
    candid("verify", picture, *claims, "--budget", "0.08", env=talker.environment)
    spent = totals(candid)["verify"]["settled"]
    # Each may cost about 0.051 and costs 0.0055: the seventh might pass what is left.
    assert 1 < talker.asked <= 6 and spent == pytest.approx(0.0055 * talker.asked)
    asked, talker.asked = talker.asked, 0
    candid("verify", picture, *claims, env=talker.environment)
    assert talker.asked > asked


def test_an_answer_that_never_came_is_held_until_somebody_says(candid, picture):
    talker = Talker(None)
    candid("describe", picture, env=talker.environment, check=6)
    held = totals(candid)["describe"]
    assert held["held"] > 0.04 and held["settled"] == 0
    name = json.loads(candid("ledger", "export", check=0).stdout.splitlines()[-1])["entry"]["run"]
    done = candid("log", "settle", name, check=6)
    assert "can't be asked" in done.stderr.decode()
    settled = candid.json("log", "settle", name, "--not-charged")
    assert settled["perhaps_charged"] is False and settled["cost"]["high"] == 0
    assert totals(candid)["describe"]["held"] == 0
    candid("ledger", "verify", check=0)


def test_what_nobody_prices_needs_leave_under_a_budget(candid, picture):
    talker = Talker(ANSWER)
    env = talker.environment | {"CANDID_JUDGE": "openai/gpt-nobody-knows"}
    done = candid("describe", picture, "--budget", "1", env=env, check=4)
    assert "nobody says" in done.stderr.decode() and talker.asked == 0
    answer = candid.json("describe", picture, "--budget", "1", "--accept-unpriced", env=env)
    assert answer["cost"] is None and totals(candid)["describe"]["unpriced"] == 1

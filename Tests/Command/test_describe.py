"""candid describe, against a Chat server that says what the test wants. No live model was asked."""
import base64
import http.server
import json
import threading

import pytest

ANSWER = {
    "caption": "A grey cat on a blue sofa.",
    "seen": [{"name": "cat", "count": 1, "look": "grey, asleep"},
             {"name": "sofa", "count": 1, "look": "blue"}],
    "lettering": ["OPEN"],
}


class Chat(http.server.ThreadingHTTPServer):
    def __init__(self, *answers):
        super().__init__(("127.0.0.1", 0), Reply)
        self.answers, self.bodies = list(answers), []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def environment(self):
        return {"CANDID_JUDGE": "ollama/eyes",
                "CANDID_SPEAKER_OLLAMA_BASE_URL": f"http://127.0.0.1:{self.server_port}/v1"}


class Reply(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.bodies.append(json.loads(body))
        answer = self.server.answers.pop(0)
        message = answer if isinstance(answer, dict) else {"content": answer}
        reply = json.dumps({"model": "eyes-1", "choices": [
            {"finish_reason": "stop", "message": message}]}).encode()
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


def test_a_description_is_blind_and_says_that_it_is_no_verification(candid, picture):
    chat = Chat(json.dumps(ANSWER))
    answer = candid.json("describe", picture, env=chat.environment)
    assert answer["caption"] == ANSWER["caption"] and answer["lettering"] == ["OPEN"]
    assert answer["verified"] is False and answer["judge"] == "ollama eyes-1"
    body, = chat.bodies
    assert "pear" not in json.dumps(body["messages"][0])
    assert body["messages"][1]["content"][0]["image_url"]["url"].startswith("data:image/png;base64,")


def test_against_lists_what_is_missing_extra_and_different(candid, picture):
    chat = Chat(json.dumps(ANSWER))
    against = candid.json(
        "describe", picture, "--against", "a grey cat and a lamp on a red sofa",
        env=chat.environment)["against"]
    assert "lamp" in json.dumps([against["missing"], against["different"]])
    assert "blue" in json.dumps([against["extra"], against["different"]])
    assert "cat" not in against["missing"]


def test_prose_is_asked_for_again_with_the_error_at_most_twice(candid, picture):
    chat = Chat("Sure! A cat.", json.dumps({"caption": 1}), json.dumps(ANSWER))
    candid.json("describe", picture, env=chat.environment)
    assert len(chat.bodies) == 3
    assert "not JSON" in chat.bodies[1]["messages"][-1]["content"]
    assert "no “" in chat.bodies[2]["messages"][-1]["content"]


@pytest.mark.parametrize("answers, code, says", [
    (["Sure!"] * 3, 6, "not JSON"),
    ([""] * 3, 6, "empty"),
    ([{"content": None, "refusal": "I can't look at that."}], 5, "I can't look at that."),
])
def test_what_cannot_be_used_ends_with_a_clear_error(candid, picture, answers, code, says):
    done = candid("describe", picture, env=Chat(*answers).environment, check=code)
    assert says in done.stderr.decode()


@pytest.mark.parametrize("arguments, env, says", [
    (["pear.png", "--judge", "none"], {}, "nobody is to be asked"),
    (["none.png", "--judge", "ollama/eyes"], {}, "none.png"),
    (["words.txt", "--judge", "ollama/eyes"], {}, "no PNG"),
    (["pear.png", "--judge", "oracle"], {}, "oracle"),
    (["pear.png", "--judge", "ollama"], {}, "ollama/NAME"),
    (["pear.png", "--judge", "openai/gpt-4"], {"OPENAI_API_KEY": "k"}, "gpt-6.1-terra"),
    (["pear.png", "--judge", "anthropic"], {}, "ANTHROPIC_API_KEY"),
])
def test_bad_input_names_the_thing_and_the_way_out(candid, picture, arguments, env, says):
    (candid.folder / "words.txt").write_text("words")
    done = candid("describe", *arguments, env=env, check=2)
    assert says in done.stderr.decode()


def test_the_conversation_is_in_the_ledger_word_for_word(candid, picture):
    chat = Chat("Sure! A cat.", json.dumps(ANSWER))
    name = candid.json("describe", picture, env=chat.environment)["conversation"]
    talk = candid.json("show", name)
    assert [turn["answer"]["text"] for turn in talk["turns"]] == ["Sure! A cat.", json.dumps(ANSWER)]
    assert talk["turns"][0]["system"] == chat.bodies[0]["messages"][0]["content"]
    assert talk["turns"][0]["answer"]["model"] == "eyes-1" and talk["state"] == "finished"
    words = candid("show", name[:8], check=0).stdout.decode()
    assert "Sure! A cat." in words and "ollama eyes" in words
    candid("ledger", "verify", check=0)


def test_a_failed_conversation_is_kept_too_and_holds_no_key(candid, picture):
    chat = Chat("Sure!", "Sure!", "Sure!")
    candid("describe", picture, check=6,
           env=chat.environment | {"CANDID_SPEAKER_OLLAMA_KEY": "secret-key-1234"})
    export = candid("ledger", "export", check=0).stdout
    assert b"Sure!" in export and b"secret-key-1234" not in export


def test_generate_describes_blindly_through_a_judge(candid):
    chat = Chat(json.dumps(ANSWER))
    receipt = candid.json("generate", "a red pear", "--size", "64x64", "-o", "pear.png", "--describe",
                          env=chat.environment)
    told, = receipt["descriptions"]
    assert told["caption"] == ANSWER["caption"] and told["by"] == "ollama eyes-1"
    assert told["blind"] is True and told["verified"] is False
    assert told["picture"] == receipt["pictures"][0]["sha256"]
    body, = chat.bodies
    assert "pear" not in json.dumps([m["content"] for m in body["messages"]]).split("base64")[0]
    assert candid.json("show", told["conversation"])["turns"][0]["purpose"] == "describe"
    assert "also_sent" not in receipt, "the engine was told nothing of it"
    shown = candid("show", receipt["id"], check=0).stdout.decode()
    assert "described  A grey cat on a blue sofa." in shown and "no verification" in shown
    page = candid("show", receipt["id"], "--html", "-", check=0).stdout.decode()
    assert "Nothing here is verified." in page
    candid("ledger", "verify", check=0)


def test_without_a_judge_nothing_is_bought(candid):
    done = candid("generate", "a red pear", "--engine", "openai", "--describe", "-o", "pear.png",
                  check=2, env={"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
                                "CANDID_JUDGE": "nobody"})
    assert "there is no speaker" in done.stderr.decode()
    assert not (candid.folder / "ledger").exists()


def test_a_description_that_fails_costs_no_picture(candid):
    chat = Chat("no", "no", "no")
    done = candid("generate", "a red pear", "--size", "64x64", "-o", "pear.png", "--describe",
                  env=chat.environment, check=3)
    assert "nobody described it" in done.stderr.decode()
    assert (candid.folder / "pear.png").exists()


class Responses(http.server.BaseHTTPRequestHandler):
    """OpenAI's Responses with a picture, and with words where they were asked for."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.bodies.append(body)
        output = [{"type": "image_generation_call", "id": "ig_1", "status": "completed",
                   "result": self.server.picture, "revised_prompt": "a red pear"}]
        if "instructions" in body and self.server.talks:
            output.append({"type": "message", "role": "assistant", "content": [
                {"type": "output_text", "text": "One red pear on white."}]})
        reply = json.dumps({"id": "resp_1", "object": "response", "status": "completed",
                            "model": "gpt-outer", "output": output}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


@pytest.fixture
def responses(candid, picture):
    server = http.server.HTTPServer(("127.0.0.1", 0), Responses)
    server.bodies, server.talks = [], True
    server.picture = base64.b64encode((candid.folder / picture).read_bytes()).decode()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = "CANDID_OPENAI_RESPONSES_BASE_URL"
    rows = {row["key"]: row for row in candid.json("config")["settings"]}
    key = rows["engines.openai-responses.base_url"].get("variable", key)
    candid.environment |= {
        "OPENAI_API_KEY": "k", key: f"http://127.0.0.1:{server.server_port}/v1"}
    yield server
    server.shutdown()


RESPONSES = ("generate", "a red pear", "--engine", "openai-responses", "--allow-rewrite",
             "-o", "again.png")


def test_a_route_that_can_describes_in_the_same_call(candid, responses):
    receipt = candid.json(*RESPONSES, "--describe")
    told, = receipt["descriptions"]
    assert told["caption"] == "One red pear on white." and told["by"] == "openai-responses gpt-outer"
    assert told["blind"] is False and told["verified"] is False and told["conversation"] is None
    body, = responses.bodies
    assert receipt["also_sent"]["system"] == body["instructions"], "our own words are shown"
    shown = candid("show", receipt["id"], check=0).stdout.decode()
    assert "which knew the prompt" in shown and "system text" in shown


def test_a_route_that_says_nothing_leaves_it_to_the_judge(candid, responses):
    responses.talks = False
    chat = Chat(json.dumps(ANSWER))
    receipt = candid.json(*RESPONSES, "--describe", env=chat.environment)
    assert receipt["descriptions"][0]["blind"] is True
    nobody = candid(*RESPONSES, "--describe", "--force", env={"CANDID_JUDGE": "none"}, check=3)
    assert b"nobody is to be asked" in nobody.stderr


def test_conversations_are_listed_and_shown_as_a_page(candid, picture):
    chat = Chat(json.dumps(ANSWER), "no", "no", "no")
    name = candid.json("describe", picture, env=chat.environment)["conversation"]
    candid("describe", picture, env=chat.environment)
    log = candid.json("log")
    assert [talk["state"] for talk in log["conversations"]] == ["failed", "finished"]
    assert len(log["receipts"]) == 1
    listed = candid("log", check=0).stdout.decode().splitlines()
    assert "(failed)" in listed[0] and "describe" in listed[1] and "pear" in listed[2]
    only = candid.json("log", "--kind", "conversation", "-n", "1")
    assert len(only["conversations"]) == 1 and only["receipts"] == []
    assert candid.json("log", "--kind", "receipt")["conversations"] == []
    assert [talk["id"] for talk in candid.json("log", "SOFA", "grey")["conversations"]] == [name]
    assert candid.json("log", "--engine", "ollama", "--state", "finished")["conversations"]
    assert candid.json("log", "--delivery", "verbatim")["conversations"] == []
    page = candid("show", name, "--html", "-", check=0).stdout.decode()
    assert "What does this picture show?" in page and "A grey cat on a blue sofa." in page
    assert "http:" not in page.split("Sent to")[0] and "<script" not in page
    assert b"--curl" in candid("show", name, "--curl", check=2).stderr
    candid("ledger", "verify", check=0)

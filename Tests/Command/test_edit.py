"""candid edit: an instruction under a contract, and whether that and nothing else happened."""
import base64
import http.server
import json
import threading

import pytest


@pytest.fixture
def editor(candid):
    """An editor in OpenAI's dialect that gives back whatever file it is told to, or files in order."""
    answers = {"file": None, "bodies": []}

    class Editor(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            answers["bodies"].append(self.rfile.read(int(self.headers["content-length"])))
            file = answers["files"].pop(0) if answers.get("files") else answers["file"]
            picture = base64.b64encode((candid.folder / file).read_bytes()).decode()
            body = json.dumps({"created": 1, "data": [{"b64_json": picture}]}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Editor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    candid.environment["OPENAI_API_KEY"] = "sk-test"
    candid.environment["OPENAI_BASE_URL"] = f"http://127.0.0.1:{server.server_port}/v1"
    for name, prompt in [("before", "a red apple on a white table"), ("after", "a green pear on a white table")]:
        candid("generate", prompt, "--size", "512x512", "-o", f"{name}.png", check=0)
    yield candid, answers
    server.shutdown()


EDIT = ("edit", "before.png", "change the apple", "--engine", "openai", "-o", "out.png", "--force")


def test_the_contract_is_sent_behind_the_instruction_and_kept_in_the_receipt(editor):
    candid, answers = editor
    answers["file"] = "after.png"
    receipt = candid.json(*EDIT, "--only", "subject:apple", "--keep", "lighting")
    words = "Change only the apple. Keep the lighting and everything else exactly as they are."
    assert receipt["asked"]["text"] == "change the apple"
    assert receipt["sent"]["text"] == f"change the apple\n\n{words}"
    assert receipt["contract"] == {"only": ["subject:apple"], "keep": ["lighting"]}
    assert f"change the apple\n\n{words}".encode() in answers["bodies"][0]
    judgement = receipt["judgements"][0]
    assert judgement["parent"] == receipt["parent"]
    assert candid.json("show", receipt["id"])["judgements"] == receipt["judgements"]


def test_an_engine_that_cannot_edit_refuses_the_picture_before_anything_is_sent(editor):
    candid, answers = editor
    done = candid(
        "edit", "before.png", "change the apple", "--engine", "dall-e-3", "--allow-rewrite", "--box", "0,0,32,32", "-o", "out.png",
        check=2)
    assert "dall-e-3 takes no pictures" in done.stderr.decode()
    assert not (candid.folder / "out.png").exists()
    assert answers["bodies"] == []


def test_an_unchanged_answer_is_refuted(editor):
    candid, answers = editor
    answers["file"] = "before.png"
    receipt = candid.json(*EDIT, check=1)
    assert receipt["state"] == "finished"
    assert receipt["judgements"][0]["comparison"] == "identical"
    shown = candid(*EDIT, check=1).stdout.decode()
    assert "refuted" in shown and "the picture did not change" in shown


def test_a_leak_is_refuted_with_its_box(editor):
    candid, answers = editor
    answers["file"] = "after.png"
    done = candid(*EDIT, "--box", "0,0,64,64", check=1)
    assert "leak at" in done.stdout.decode()
    assert "as a hint" in done.stderr.decode()


def test_without_verify_nothing_is_claimed(editor):
    candid, answers = editor
    answers["file"] = "before.png"
    receipt = candid.json(*EDIT, "--no-verify")
    assert "judgements" not in receipt


def test_what_is_inconclusive_is_no_where_confirmed_is_required(editor):
    candid, answers = editor
    answers["file"] = "after.png"
    arguments = ("edit", "before.png", "remove the apple", *EDIT[3:], "--judge", "none")
    assert candid.json(*arguments)["judgements"][0]["verdicts"]
    candid(*arguments, "--require", "confirmed", check=1)


def test_a_receipt_with_several_pictures_does_not_say_which(editor):
    candid, _ = editor
    receipt = candid.json("generate", "two cups", "-n", "2", "--size", "256x256", "-o", "cups/")
    done = candid("edit", receipt["id"], "make it blue", check=2)
    assert "2 pictures" in done.stderr.decode()


@pytest.mark.parametrize("arguments, words", [
    (("--only", "light"), "vocabulary"), (("--only", "style", "--keep", "style"), "style"),
    (("--box", "1,2,3"), "box"), (("--box", "0,0,512,512"), "whole picture"),
    (("--mask", "after.png"), "mask"),
])
def test_a_contract_that_means_nothing_is_refused_before_anything_is_sent(editor, arguments, words):
    candid, answers = editor
    done = candid(*EDIT, *arguments, check=2)
    assert words in done.stderr.decode()
    assert answers["bodies"] == []


def test_a_repair_pastes_back_what_leaked_as_a_new_picture_and_keeps_both(editor):
    candid, answers = editor
    answers["file"] = "after.png"
    edit = json.loads(candid(*EDIT, "--box", "0,0,256,512", "--json", check=1).stdout)
    sent = len(answers["bodies"])
    receipt = candid.json("repair", edit["id"], "-o", "repaired.png")
    assert receipt["repairs"] == edit["id"] and receipt["sent"] is None
    assert receipt["pictures"][0]["sha256"] != edit["pictures"][0]["sha256"]
    assert len(answers["bodies"]) == sent, "nothing is sent"
    outcomes = {v["claim"].get("facet", v["claim"]["kind"]): v["outcome"]
                for v in receipt["judgements"][0]["verdicts"]}
    assert outcomes["everything-else"] == "confirmed" and outcomes["changed"] == "confirmed"
    kept = candid.json("show", edit["id"])["pictures"]
    assert [p["sha256"] for p in kept] == [p["sha256"] for p in edit["pictures"]]
    shown = candid("show", "repaired.png", check=0).stdout.decode()
    assert f"the edit {edit['id']}" in shown, "the file says so"
    assert candid("ledger", "verify", check=0)


@pytest.mark.parametrize("arguments, code, words", [
    (("nothing",), 2, "nothing"), (("before.png",), 2, "no picture before"),
    (("before.png", "--box", "0,0,9,9", "--mask", "m.png"), 64, "not both"),
])
def test_a_repair_needs_an_edit(editor, arguments, code, words):
    candid, _ = editor
    assert words in candid("repair", *arguments, check=code).stderr.decode()


def test_a_repair_without_a_region_asks_for_one(editor):
    candid, answers = editor
    answers["file"] = "after.png"
    edit = json.loads(candid(*EDIT, "--json").stdout)
    assert "--box" in candid("repair", edit["id"], check=2).stderr.decode()
    assert "from 0 to 64" in candid(
        "repair", edit["id"], "--box", "0,0,64,64", "--feather", "99", check=2).stderr.decode()


def test_it_is_tried_again_with_the_evidence_and_every_attempt_is_kept(editor):
    candid, answers = editor
    answers["file"] = "before.png"
    done = candid(*EDIT, "--retry", "2", "--until", "confirmed", "--json", check=1)
    bodies = [body.decode("utf-8", "replace") for body in answers["bodies"]]
    assert len(bodies) == 3
    assert "left the picture as it was" not in bodies[0]
    assert "left the picture as it was" in bodies[1]
    said = done.stderr.decode()
    assert "attempt 1 of 3: refuted" in said and "No attempt was confirmed" in said
    receipt = json.loads(done.stdout)
    assert receipt["asked"]["text"] == "change the apple"
    assert len(candid("log").stdout.decode().strip().splitlines()) >= 5, "two pictures, three attempts"


def test_a_confirmed_edit_is_not_tried_again(editor):
    candid, answers = editor
    answers["file"] = "after.png"
    receipt = candid.json("edit", "before.png", "change the apple", "--engine", "openai", "-o",
                          "out.png", "--force", "--retry", "2", "--box", "128,64,256,320")
    outcomes = {v["outcome"] for v in receipt["judgements"][0]["verdicts"]}
    assert outcomes == {"confirmed"} and len(answers["bodies"]) == 1
    candid(*EDIT, "--retry", "1", "--no-verify", check=64)


def test_sketch_changes_its_own_picture_and_nothing_else_without_a_network(candid):
    candid("generate", "a red apple and a cat on a table", "--size", "512x512", "-o", "a.png", check=0)
    receipt = candid.json("edit", "a.png", "make the apple green", "--only", "subject:apple", "-o", "b.png")
    assert receipt["delivery"] == "verbatim"
    assert receipt["pictures"][0]["scene"]["things"]
    compared = candid.json("compare", "a.png", "b.png", check=1)
    assert compared["comparison"] == "changed"
    assert 0 < compared["changed_share"] < 0.05
    candid("edit", "b.png", "remove the cat", "-o", "c.png", check=0)
    again = candid.json("edit", "c.png", "put a hat on the table", "-o", "d.png")
    names = [thing["name"] for thing in again["pictures"][0]["scene"]["things"]]
    assert "cat" not in names and {"apple", "hat", "table"} <= set(names)


def test_what_sketch_cannot_change_is_refused_by_name(candid):
    candid("generate", "a red apple", "--size", "256x256", "-o", "a.png", check=0)
    candid("generate", "a red apple", "--size", "256x256", "--format", "jpeg", "-o", "a.jpg", check=0)
    assert b"There is no horse" in candid("edit", "a.png", "remove the horse", "-o", "b.png", check=5).stderr
    assert b"understands no change" in candid("edit", "a.png", "what a lovely song", "-o", "b.png", check=5).stderr
    assert b"did not draw this picture" in candid("edit", "a.jpg", "make the apple blue", "-o", "b.png", check=5).stderr
    candid("edit", "a.jpg", "a bird", "--box", "10,10,100,100", "-o", "b.png", check=0)

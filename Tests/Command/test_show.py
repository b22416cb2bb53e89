"""candid show: what went along with the prompt, and a receipt as one page that needs nothing else."""
import html.parser
import http.server
import re
import threading

import pytest

from test_generate import Rewriter

HOSTILE = ('a pear <script>alert(1)</script> </style><img src=x onerror="alert(2)"> '
           "' \" &amp; <a href='https://example.com'>\u202e</title>")


class Reading(html.parser.HTMLParser):
    """The elements of a page, and the words between them."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.words, self.open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.words))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def rewriter(candid):
    server = http.server.HTTPServer(("127.0.0.1", 0), Rewriter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    candid.environment |= {
        "OPENAI_API_KEY": "secret-1", "OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_port}/v1"}
    yield candid
    server.shutdown()


def page(candid, name):
    return Reading(candid("show", name, "--html", "-", check=0).stdout.decode())


def test_a_page_holds_the_picture_and_fetches_nothing(candid):
    receipt = candid.json("generate", "a red pear", "--size", "64x64", "-o", "p.png")
    assert candid("show", "p.png", "--html", "p.html", check=0).stdout == b"p.html\n"
    reading = Reading((candid.folder / "p.html").read_text())
    picture, = reading.all("img")
    assert picture["src"].startswith("data:image/png;base64,") and "a red pear" in picture["alt"]
    for _, attributes in reading.elements:
        for name in ("src", "href", "action", "data", "srcset"):
            assert attributes.get(name, "data:").startswith("data:")
    policy = reading.all("meta")[1]["content"]
    assert policy.startswith("default-src 'none'; img-src data:") and "script-src" not in policy
    assert reading.all("script") == [] and reading.all("link") == []
    for digest in [receipt["pictures"][0]["sha256"], receipt["sent"]["body_sha256"], receipt["hash"]]:
        assert digest in reading.text
    assert "Equal, byte for byte" in reading.text and "The engine got exactly your words." in reading.text


def test_hostile_words_stay_words(rewriter):
    rewriter("generate", HOSTILE, "--engine", "openai", "-o", "h.png", "--yes", check=0)
    reading = page(rewriter, "h.png")
    assert reading.all("script") == [] and reading.all("a") == []
    assert [image["src"][:5] for image in reading.all("img")] == ["data:"]
    assert all(not name.startswith("on") for _, found in reading.elements for name in found)
    assert "<script>alert(1)</script>" in reading.text and "&amp;" in reading.text
    assert "\u202e" not in reading.text, "a direction character is shown and not obeyed"


def test_a_rewrite_is_shown_word_by_word_with_its_author(rewriter):
    rewriter("generate", "cat", "--engine", "openai", "-o", "c.png", check=0)
    reading = page(rewriter, "c.png")
    assert "The engine got 5 words you did not write." in reading.text
    assert "Revised by openai" in reading.text and "+5" in reading.text
    assert len(reading.all("ins")) >= 2
    assert "mood majestic" in reading.text.replace("mood", "mood ")
    assert "curl -X POST" in reading.text and "$OPENAI_API_KEY" in reading.text
    assert "secret-1" not in reading.text


def test_a_failed_run_has_a_page_without_a_picture(candid):
    candid("generate", "a pear", "--engine", "openai", "-o", "c.png",
           env={"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})
    name = candid.json("log")["receipts"][0]["id"]
    reading = page(candid, name)
    assert "No picture was made." in reading.text and reading.all("img") == []
    assert "nothing reached the provider" in reading.text and "not charged" in reading.text
    # The settings name another address by now, and no key.
    assert "curl -X POST 'http://127.0.0.1:9/v1/images/generations'" in reading.text
    assert "authorization: Bearer $OPENAI_API_KEY" in reading.text


def test_several_pictures_stand_side_by_side(candid):
    candid("generate", "a pear", "-n", "3", "--size", "64x64", "-o", "many/", check=0)
    reading = page(candid, candid.json("log")["receipts"][0]["id"])
    assert len(reading.all("img")) == 3 and "Picture 3" in reading.text


def test_a_page_is_not_written_over_unasked(candid):
    candid("generate", "a pear", "--size", "64x64", "-o", "p.png", check=0)
    (candid.folder / "p.html").write_text("mine")
    done = candid("show", "p.png", "--html", "p.html", check=2)
    assert b"--force" in done.stderr and (candid.folder / "p.html").read_text() == "mine"
    candid("show", "p.png", "--html", "p.html", "--force", check=0)
    assert b"no/such" in candid("show", "p.png", "--html", "no/such/p.html", check=2).stderr
    candid("show", "p.png", "--html", "-", "--json", check=64)


def test_what_went_along_with_the_prompt_is_shown(candid):
    plain = candid.json("generate", "a red pear", "--size", "256x256", "-o", "p.png")
    assert "also_sent" not in plain
    assert "also sent" not in candid("show", plain["id"], check=0).stdout.decode()
    edit = candid.json("edit", "p.png", "make the pear green", "--box", "0,0,128,128", "-o", "e.png",
                       "--no-verify")
    base, mask = edit["also_sent"]["pictures"]
    assert (base["role"], base["sha256"]) == ("base", plain["pictures"][0]["sha256"])
    assert mask["role"] == "mask"
    shown = candid("show", edit["id"], check=0).stdout.decode()
    assert f"also sent  base: 256x256 png" in shown and base["sha256"][:16] in shown
    reading = page(candid, edit["id"])
    assert mask["sha256"] in reading.text and "Before" in reading.text and "After" in reading.text
    assert len(reading.all("img")) == 3, "before, after, and the mask"


def test_evidence_is_marked_on_the_picture(candid):
    candid("generate", "a red pear", "--size", "256x256", "-o", "p.png", check=0)
    candid("edit", "p.png", "make the pear green", "--only", "subject:pear", "-o", "e.png", check=0)
    reading = page(candid, "e.png")
    assert "What was checked" in reading.text and "the picture changed" in reading.text
    boxes = [found for found in reading.all("i") if found.get("class") == "box"]
    assert boxes and "left:" in boxes[0]["style"]


def test_a_strangers_picture_has_no_page(candid):
    candid("generate", "a pear", "--size", "64x64", "--embed", "-o", "p.png", check=0)
    done = candid("show", "p.png", "--html", "p.html", check=2,
                  env={"CANDID_LEDGER": str(candid.folder / "other")})
    assert b"vouches" in done.stderr


def test_an_expansion_is_shown_from_the_brief_to_the_yes(candid):
    receipt = candid.json("generate", "a red bicycle leaning on a blue wall", "--expand", "assisted",
                          "--yes", "--size", "256x256", "-o", "x.png")
    change = receipt["changes"][0]
    reading = page(candid, receipt["id"])
    assert "Brief" in reading.text and "Approved by --yes" in reading.text
    assert f"added {len(change['added'])} words" in reading.text
    assert len(reading.all("ins")) > 1
    for word in change["added"]:
        assert word["word"] in reading.text


def test_the_questions_of_a_verification_do_not_crowd_the_log(candid):
    candid("generate", "a red pear", "--verify", "--size", "256x256", "-o", "v.png")
    assert candid.json("log")["conversations"] == []
    talks = candid.json("log", "--kind", "conversation")["conversations"]
    assert talks and {talk["turns"][0]["purpose"] for talk in talks} == {"verify"}
    assert candid.json("show", talks[0]["id"])["id"] == talks[0]["id"]

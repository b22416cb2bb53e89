"""candid read: what is written in a picture, and whether it is what was asked."""
import pytest


@pytest.fixture
def poster(candid):
    candid("generate", 'a poster that says "GRAND OPENING"', "--size", "768x768",
           "-o", "poster.png", check=0)
    candid("generate", "a red apple on a white table", "--size", "512x512", "-o", "apple.png",
           check=0)
    return candid


def test_asked_words_are_found_with_their_places(poster):
    document = poster.json("read", "poster.png", "--contains", "grand opening")
    assert document["lettering"] and document["holds"] and document["distance"] <= 0.2
    assert document["missing_words"] == []
    for word in document["words"]:
        x, y, w, h = word["box"]
        assert x + w <= document["width"] and y + h <= document["height"]


def test_other_words_are_a_no_with_the_distance(poster):
    document = poster.json("read", "poster.png", "--contains", "CLOSED TODAY", check=1)
    assert not document["holds"] and document["distance"] > 0.2 and document["missing_words"]
    poster("read", "poster.png", "--none", check=1)


def test_a_picture_without_lettering_has_none(poster):
    document = poster.json("read", "apple.png", "--none")
    assert document["holds"] and not document["lettering"]


def test_a_language_that_is_not_there_names_the_package(poster):
    done = poster("read", "poster.png", env={"CANDID_LETTERING_LANGUAGES": "tlh"}, check=2)
    assert "tesseract-ocr-tlh" in done.stderr.decode()


@pytest.mark.parametrize("arguments, code, words", [
    (("missing.png",), 2, "missing.png"),
    (("poster.png", "--contains", "!!!"), 2, "no letters"),
    (("poster.png", "--none", "--equals", "a"), 64, "one of"),
])
def test_bad_input_is_a_clear_error(poster, arguments, code, words):
    assert words in poster("read", *arguments, check=code).stderr.decode()

import shlex

import pytest

SITUATIONS = ["exact-words", "edit", "brand", "reproducible", "bulk", "explore"]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_command_it_prints_exists(candid, situation):
    # The embedded engine can't edit.
    advice = candid.json("advise", "--" + situation, *(["--engine", "sd-server"] if situation == "edit" else []))
    assert advice["situation"] == situation and advice["price"] == "0 USD"
    program, *words = shlex.split(advice["command"])
    assert program == "candid"
    (candid.folder / "FILE").write_text("a pear")
    candid("generate", "a pear", "--size", "64x64", "-o", "PICTURE.png", check=0)
    (candid.folder / "PICTURE.png").rename(candid.folder / "PICTURE")
    candid("lock", "add", "NAME", "a pear", check=0)
    candid(*words, "--dry-run", check=0)


def test_exact_words_on_a_route_that_cannot_prove_them_is_refused_with_those_that_can(candid):
    done = candid("advise", "--exact-words", "--engine", "openai", check=4)
    assert "sketch" in done.stderr.decode()


def test_an_edit_on_an_engine_that_takes_no_pictures_is_refused_with_those_that_do(candid):
    done = candid("advise", "--edit", "--engine", "dall-e-3", check=4)
    says = done.stderr.decode()
    assert "dall-e-3 takes no pictures" in says and "Engines that edit: sketch, openai" in says


def test_an_unknown_price_is_no_price(candid):
    assert candid.json("advise", "--explore", "--engine", "openai")["price"] is None


def test_nothing_wished_for_names_what_can_be(candid):
    assert "--exact-words" in candid("advise", check=64).stderr.decode()


def test_no_seed_is_advised_where_the_model_takes_none(candid):
    assert "--seed" in candid.json("advise", "--reproducible")["command"]
    assert "--seed" not in candid.json("advise", "--reproducible", "--engine", "openai")["command"]

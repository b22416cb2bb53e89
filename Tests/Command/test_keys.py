"""Callers' keys: making, changing and revoking them, and what they open at the gateway."""
import re

import pytest


def made(candid, name, *options):
    """The key that was made, as its caller holds it."""
    return candid("keys", "create", name, *options, check=0).stdout.decode().strip()


def test_a_key_is_shown_once_and_nowhere_kept(candid):
    key = made(candid, "shop", "--budget", "day=5", "--note", "the shop's own")
    assert re.fullmatch(r"ck_[0-9A-Za-z]{49}", key)
    ledger = b"".join(path.read_bytes() for path in (candid.folder / "ledger").glob("ledger.sqlite*"))
    assert key.encode() not in ledger
    shown = candid.json("keys", "show", "shop")
    assert shown["secret"] is None and shown["key"]["policy"]["budget"] == {"day": 5, "month": None}
    assert key not in candid("keys", "list", check=0).stdout.decode()
    candid.json("ledger", "verify")


def test_a_key_is_made_changed_rotated_and_revoked(candid):
    first = candid.json("keys", "create", "shop", "--models", "gpt-image-*,sketch-1", "--rate", "60")
    edited = candid.json(
        "keys", "edit", "shop", "--rename", "store", "--rate", "none", "--scopes", "images",
        "--expires", "90d", "--lint", "error", "--require", "verbatim", "--when-gone", "cancel")
    assert edited["key"]["id"] == first["key"]["id"] and edited["key"]["name"] == "store"
    policy = edited["key"]["policy"]
    assert (policy["rate"], policy["scopes"], policy["models"]) == (None, ["images"], ["gpt-image-*", "sketch-1"])
    assert (policy["lint"], policy["require"], policy["when_gone"]) == ("error", "verbatim", "cancel")
    rotated = candid.json("keys", "rotate", first["key"]["id"][:6], "--overlap", "24h")
    assert rotated["secret"] != first["secret"]
    assert rotated["key"]["fingerprint"] != first["key"]["fingerprint"]
    assert candid.json("keys", "revoke", "store")["key"]["standing"] == "revoked"
    assert candid.json("keys", "list")["keys"] == []
    assert len(candid.json("keys", "list", "--all")["keys"]) == 1
    assert candid.json("keys", "audit")["turned_away"] == []


@pytest.mark.parametrize("arguments, status, words", [
    (["create", "a b"], 64, "can't be a key's name"),
    (["create", "a", "--scopes", "picture"], 64, "--scopes"),
    (["create", "a", "--budget", "week=5"], 64, "--budget"),
    (["create", "a", "--budget", "day=-5"], 64, "--budget"),
    (["create", "a", "--expires", "2001-01-01"], 64, "is over already"),
    (["create", "a", "--rate", "0"], 64, "--rate"),
    (["create", "a", "--lint", "loud"], 64, "--lint"),
    (["create", "taken"], 4, "there is a key “taken” already"),
    (["edit", "taken"], 64, "nothing to change"),
    (["show", "nobody"], 2, "There are: taken"),
    (["revoke", "gone"], 4, "is revoked"),
    (["rotate", "taken", "--overlap", "soon"], 64, "--overlap"),
])
def test_what_is_off_is_named_with_its_way_out(candid, arguments, status, words):
    for name in "taken", "gone":
        made(candid, name)
    candid("keys", "revoke", "gone", check=0)
    done = candid("keys", *arguments, check=status)
    assert words in done.stderr.decode()

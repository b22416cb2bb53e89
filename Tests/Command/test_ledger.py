import contextlib
import hashlib
import json
import os
import random
import shutil
import sqlite3
import time

import pytest

SMALL = ["--size", "64x64"]


def test_log_finds_words_in_any_script(candid):
    candid("generate", "a red pear on a table", *SMALL, check=0)
    candid("generate", "빨간 사과와 고양이", *SMALL, check=0)
    for word, count in [("pear", 1), ("PEA", 1), ("사과", 1), ("고양", 1), ("boat", 0), ("re", 1)]:
        assert len(candid.json("log", word)["receipts"]) == count, word


def test_log_filters(candid):
    candid("generate", "a pear", *SMALL, check=0)
    assert len(candid.json("log", "--delivery", "altered")["receipts"]) == 0
    assert len(candid.json("log", "--engine", "sketch", "--state", "finished")["receipts"]) == 1
    assert len(candid.json("log", "--before", "2020-01-01")["receipts"]) == 0
    candid("log", "--since", "yesterday", check=64)
    candid("log", "-n", "0", check=64)


def test_show_by_name_by_digest_and_by_file(candid):
    receipt = candid.json("generate", "a pear", *SMALL, "-o", "pear.png")
    for name in [receipt["id"], receipt["id"][:6], receipt["pictures"][0]["sha256"], "pear.png"]:
        assert candid.json("show", name)["id"] == receipt["id"]
    assert "no receipt" in candid("show", "ffffffff", check=2).stderr.decode()


def test_receipts_hold_on_to_one_another(candid):
    first = candid.json("generate", "a pear", *SMALL)
    second = candid.json("generate", "a boat", *SMALL)
    assert first["previous"] is None
    assert second["previous"] == first["hash"]


def test_replay_is_equal(candid):
    receipt = candid.json("generate", "a pear", *SMALL, "--seed", "3")
    verdict = candid.json("replay", receipt["id"])
    assert verdict["equal"] and not verdict["environment_differs"]
    assert candid.json("show", verdict["replay"])["replays"] == receipt["id"]


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_a_picture_carries_its_record(candid, form):
    name = f"pear.{form}"
    receipt = candid.json("generate", "배 a pear", *SMALL, "--format", form, "--embed", "-o", name)
    exported = (candid.folder / name).read_bytes()
    digest = receipt["pictures"][0]["sha256"]
    assert hashlib.sha256(exported).hexdigest() != digest
    kept = next((candid.folder / "ledger/pictures").rglob(f"{digest}.*")).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == digest
    assert candid.json("show", name)["id"] == receipt["id"]
    stranger = {"CANDID_LEDGER": str(candid.folder / "other")}
    recalled = candid.json("show", name, env=stranger)
    assert recalled["asked"]["text"] == "배 a pear"
    assert "vouches" in candid("show", name, env=stranger, check=0).stderr.decode()


def test_a_picture_without_a_record_is_unknown_elsewhere(candid):
    candid("generate", "a pear", *SMALL, "-o", "pear.png", check=0)
    candid("show", "pear.png", env={"CANDID_LEDGER": str(candid.folder / "other")}, check=2)


def test_verify_names_what_is_damaged(candid):
    receipt = candid.json("generate", "a pear", *SMALL)
    assert candid.json("ledger", "verify")["sound"]
    picture = next((candid.folder / "ledger/pictures").rglob("*.png"))
    picture.write_bytes(picture.read_bytes()[:-1])
    audit = candid.json("ledger", "verify", check=7)
    assert [damage["place"] for damage in audit["damages"]] == [str(picture)]
    # A search indexes the words, which the receipt's own row does not hold.
    assert len(candid.json("log", "pear")["receipts"]) == 1
    database = sqlite3.connect(candid.folder / "ledger/ledger.sqlite")
    database.executescript(
        "DROP TRIGGER entry_no_update; UPDATE entry SET text = replace(text, 'pear', 'peas');")
    database.close()
    places = [damage["place"] for damage in candid.json("ledger", "verify", check=7)["damages"]]
    assert "entry 1" in places and receipt["id"] in "".join(places)


def test_a_head_noted_elsewhere_vouches_for_the_past(candid):
    candid("generate", "a pear", *SMALL, check=0)
    head = candid.json("ledger", "verify")["head"]
    candid("generate", "a boat", *SMALL, check=0)
    candid("ledger", "verify", "--head", head, check=0)
    candid("ledger", "verify", "--head", "0" * 64, check=7)
    candid("ledger", "verify", "--head", "zz", check=64)


def test_backup_and_export(candid):
    receipt = candid.json("generate", "a pear", *SMALL)
    backup = candid.json("ledger", "backup", "copy")
    assert backup["receipts"] == backup["pictures"] == 1
    assert candid.json("show", receipt["id"], "--ledger", "copy")["hash"] == receipt["hash"]
    candid("ledger", "backup", "copy", check=2)
    lines = candid("ledger", "export", check=0).stdout.decode().splitlines()
    previous = hashlib.sha256(b"candid ledger 1").hexdigest()
    for line in lines:
        text = line[line.index('"entry":') + 8:-1]
        previous = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
        assert json.loads(line)["hash"] == previous
    assert previous == backup["head"]


def test_gc_removes_strays_and_nothing_else(candid):
    candid("generate", "a pear", *SMALL, check=0)
    store = candid.folder / "ledger/pictures/0"
    store.mkdir(parents=True, exist_ok=True)
    stray = store / ("00" * 32 + ".png")
    stray.write_bytes(b"stray")
    os.utime(stray, (0, 0))
    assert candid.json("ledger", "gc")["files"] == [str(stray)]
    assert stray.exists()
    candid("ledger", "gc", "--yes", check=0)
    assert not stray.exists()
    candid("ledger", "verify", check=0)


@pytest.mark.parametrize("damage", ["garbage", "truncated", "newer", "folder", "unwritable"])
def test_a_ledger_that_can_not_be_used_is_exit_7_and_nothing_is_sent(candid, damage):
    candid("generate", "a pear", *SMALL, check=0)
    file = candid.folder / "ledger/ledger.sqlite"
    options = []
    if damage == "garbage":
        file.write_bytes(b"this is no database " * 500)
    elif damage == "truncated":
        for extra in ["-wal", "-shm"]:
            (candid.folder / f"ledger/ledger.sqlite{extra}").unlink(missing_ok=True)
        file.write_bytes(file.read_bytes()[:3000])
    elif damage == "newer":
        database = sqlite3.connect(file)
        database.execute("INSERT INTO grdb_migrations VALUES ('999 from the future')")
        database.commit()
        database.close()
    elif damage == "folder":
        options = ["--ledger", str(candid.folder / "ledger/ledger.sqlite")]
    else:
        options = ["--ledger", "/proc/candid"]
    done = candid("generate", "a pear", *SMALL, "-o", "new.png", *options, check=7)
    assert "ledger" in done.stderr.decode()
    assert not (candid.folder / "new.png").exists()


def test_a_full_disk_under_the_ledger(candid):
    small = candid.folder / "small"
    small.mkdir()
    if os.system(f"mount -t tmpfs -o size=300k tmpfs {small} 2>/dev/null"):
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        done = candid("generate", "a castle", "-o", "x.png", "--ledger", str(small), check=7)
        assert "full" in done.stderr.decode() or "written" in done.stderr.decode()
    finally:
        os.system(f"umount {small}")


def test_a_full_disk_is_named_where_a_ledger_on_it_is_read(candid):
    small = candid.folder / "small"
    small.mkdir()
    if os.system(f"mount -t tmpfs -o size=8m tmpfs {small} 2>/dev/null"):
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        ledger = ["--ledger", str(small / "ledger")]
        candid("generate", "a pear", *SMALL, "-o", "x.png", *ledger, check=0)
        with contextlib.suppress(OSError), open(small / "filler", "wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        for command in (["log"], ["ledger", "verify"], ["session", "list"]):
            assert "is full" in candid(*command, *ledger, check=7).stderr.decode()
        (small / "filler").unlink()
        assert candid.json("ledger", "verify", *ledger)["sound"]
    finally:
        os.system(f"umount {small}")


def test_two_processes_share_one_ledger(candid):
    processes = [
        candid.popen("generate", f"a pear number {number}", *SMALL, "-q") for number in range(6)]
    assert [process.wait(timeout=60) for process in processes] == [0] * 6
    audit = candid.json("ledger", "verify")
    assert audit["sound"] and audit["receipts"] == 6


def test_a_kill_at_any_point_leaves_the_whole_record_or_none(candid, soak):
    random.seed(time.time_ns())
    candid("generate", "a pear", *SMALL, check=0)
    for round in range(200 if soak else 20):
        process = candid.popen("generate", f"a pear {round}", "--size", "256x256", "-q")
        time.sleep(random.uniform(0, 0.25))
        process.kill()
        process.wait()
        audit = candid.json("ledger", "verify")
        assert audit["sound"], audit["damages"]
    log = candid.json("log", "-n", "1000")["receipts"]
    for receipt in log:
        assert receipt["state"] in ("finished", "open")
        assert (receipt["state"] == "finished") == bool(receipt["pictures"])
    candid("generate", "a pear after all that", *SMALL, check=0)


def test_config_shows_where_values_come_from(candid):
    folder = candid.folder / ".config/candid"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("size: 32x32\nengines:\n  openai:\n    key: sk-secret-3\n")
    (candid.folder / "candid.yaml").write_text("# ours\nsize: 48x48\n")
    document = candid.json("config", env={"CANDID_QUALITY": "low"})
    rows = {row["key"]: row for row in document["settings"]}
    assert rows["size"]["value"] == "48x48" and rows["size"]["origin"].endswith("candid.yaml:2")
    assert rows["quality"]["origin"] == "environment CANDID_QUALITY"
    assert rows["engine"]["origin"] == "built in"
    assert rows["engines.openai.key"]["value"] == "(set, not shown)"
    assert b"sk-secret-3" not in candid("config", check=0).stdout
    receipt = candid.json("generate", "a pear", "--size", "16x16")
    assert receipt["pictures"][0]["width"] == 16
    assert candid.json("generate", "a pear")["pictures"][0]["width"] == 48


@pytest.mark.parametrize("text, says", [
    ("engnie: sketch\n", "candid.yaml:1:1: unknown key “engnie”. Do you mean “engine”?"),
    ("size: 64x64\nsize: 32x32\n", "candid.yaml"),
    ("size: [1, 2]\n", "candid.yaml:1:7: “size” must be one value"),
    ("- a\n", "the file must hold settings"),
    ("a: b: c\n", "candid.yaml"),
    ("engines:\n  openai:\n    base_url: http://evil\n", "candid.yaml:3:5: “engines.openai.base_url”"),
    ("size: nonsense\n", "candid.yaml:1"),
])
def test_a_wrong_settings_file_names_line_and_key(candid, text, says):
    (candid.folder / "candid.yaml").write_text(text)
    assert says in candid("generate", "a pear", *([] if "nonsense" in text else SMALL), check=2).stderr.decode()


def test_an_empty_environment_variable_is_named(candid):
    done = candid("config", env={"OPENAI_BASE_URL": ""}, check=2)
    assert "OPENAI_BASE_URL" in done.stderr.decode()


def test_doctor_and_ledger_path(candid):
    assert candid.json("doctor")["healthy"]
    assert candid.json("ledger", "path")["folder"] == str(candid.folder / "ledger")


def test_the_manual_covers_every_subcommand_and_the_page_is_current(candid):
    text = candid("manual", check=0).stdout.decode()
    for name in ["generate", "log", "show", "replay", "ledger verify", "config", "doctor"]:
        assert f"`candid {name}`" in text
    from conftest import ROOT
    assert text == (ROOT / "docs/cli.md").read_text(), "run: make docs"
    rules = candid("manual", "--form", "rules", check=0).stdout.decode()
    assert rules == (ROOT / "docs/rules.md").read_text(), "run: make docs"
    assert candid("manual", "--form", "man", check=0).stdout.startswith(b".TH CANDID 1")
    for shell in ["bash", "zsh", "fish"]:
        assert b"candid" in candid("--generate-completion-script", shell, check=0).stdout


def test_usage_errors_are_64(candid):
    candid("generate", "--nonsense", check=64)
    candid("paint", check=64)
    candid("--help", check=0)
    assert candid("--version", check=0).stdout.strip().count(b".") == 2


@pytest.mark.parametrize("arguments", [
    ["log"], ["show", "abc"], ["ledger", "verify"], ["ledger", "backup", "copy"],
    ["ledger", "export"], ["ledger", "gc"], ["replay", "abc"],
])
def test_looking_things_up_never_makes_a_ledger(candid, arguments):
    assert "there is no ledger" in candid(*arguments, check=2).stderr.decode()
    assert not (candid.folder / "ledger").exists()


def test_an_emptied_or_removed_ledger_is_not_called_sound_and_loses_no_picture(candid):
    candid("generate", "a pear", *SMALL, check=0)
    picture = next((candid.folder / "ledger/pictures").rglob("*.png"))
    os.utime(picture, (0, 0))
    for file in (candid.folder / "ledger").glob("ledger.sqlite*"):
        file.unlink()
    candid("ledger", "verify", check=7)
    candid("ledger", "gc", "--yes", check=7)
    (candid.folder / "ledger/ledger.sqlite").touch()
    candid("ledger", "verify", check=7)
    candid("ledger", "gc", "--yes", check=7)
    assert picture.exists()


def test_gc_removes_nothing_from_a_damaged_ledger(candid):
    candid("generate", "a pear", *SMALL, check=0)
    picture = next((candid.folder / "ledger/pictures").rglob("*.png"))
    os.utime(picture, (0, 0))
    database = sqlite3.connect(candid.folder / "ledger/ledger.sqlite")
    database.execute("DELETE FROM picture")
    database.commit()
    database.close()
    candid("ledger", "gc", "--yes", check=7)
    assert picture.exists()


def test_a_picture_made_twice_is_still_shown(candid):
    receipt = candid.json("generate", "a pear", *SMALL, "--embed", "-o", "pear.png")
    candid("replay", receipt["id"], check=0)
    assert candid.json("show", "pear.png")["id"] == receipt["id"]
    assert candid.json("show", receipt["pictures"][0]["sha256"])["id"] == receipt["id"]
    assert candid.json("replay", "pear.png")["equal"]


def test_places_in_a_settings_file_are_beside_it(candid):
    (candid.folder / "candid.yaml").write_text("ledger: led\noutput: pics\nsize: 64x64\n")
    (candid.folder / "sub").mkdir()
    import subprocess
    environment = {k: v for k, v in candid.environment.items() if k != "CANDID_LEDGER"}
    done = subprocess.run(
        [candid.path, "generate", "a pear", "-q"], cwd=candid.folder / "sub", env=environment,
        capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (candid.folder / "led/ledger.sqlite").exists()
    assert list((candid.folder / "pics").glob("*.png"))

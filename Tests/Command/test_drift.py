"""The drift meter in candid chat, against an editor that damages a little more with every change."""
from test_simulate import simulating

WORDS = [
    "a red bicycle and a blue vase, in a meadow", "make the bicycle green", "make the vase yellow",
    "make the bicycle orange",
]


def talk(candid, service, *lines):
    environment = {**service.environment, "NO_COLOR": "1"}
    return candid(
        "chat", "drifting", "--engine", "openai", "--model", "gpt-image-2", "--size", "1024x1024", "--no-verify",
        input="".join(line + "\n" for line in lines).encode(), env=environment, check=0)


def test_a_growing_cast_is_named_and_reads_without_colours(candid):
    with simulating(candid, "--fault", "drift=cast") as service:
        done = talk(candid, service, *WORDS)
    said = (done.stdout + done.stderr).decode()
    assert "\x1b[3" not in said
    assert "yellow cast" in said and "Drift is high. :reset starts afresh" in said
    palette = [line for line in said.splitlines() if line.startswith("palette")]
    assert len(palette) == 3 and "high" in palette[-1] and "█" in palette[-1]
    words = [line for line in said.splitlines() if line.startswith("words")]
    assert all("low" in line and "█" not in line for line in words)


def test_an_honest_editor_raises_no_alarm(candid):
    with simulating(candid) as service:
        done = talk(candid, service, *WORDS)
    said = (done.stdout + done.stderr).decode()
    assert "palette" in said and "high" not in said and "cast" not in said


def test_a_picture_that_was_drawn_anew_asks_for_no_other_reset(candid):
    with simulating(candid) as service:
        done = talk(candid, service, "a red bicycle beside a blue door", "make it night", ":reset", ":draw")
    said = (done.stdout + done.stderr).decode().split("drawn anew")[-1]
    assert "Drift is high" not in said

"""The official `openai` package, newest and oldest, with its own strict validation of answers."""
import base64
import hashlib
import inspect
import struct
import zlib

import openai
import pytest

HARD_WORDS = [
    "a \"quoted\" 'pear' \\ {x} <b>",
    "pear\r\nline\n\ttab",
    "  pear with blanks at both ends  ",
    "e\u0301 \u1100\u1161\u11a8 pear",
    "\u05d0\u05d1 pear \u202e",
    "pear 👩‍👩‍👧‍👦 🏳️‍🌈",
    "pear " + "아" * 31995,
]


PARAMETERS = inspect.signature(openai.resources.Images.generate).parameters


def client(simulator, retries=0):
    return openai.OpenAI(
        base_url=simulator.address, api_key="sk-test", max_retries=retries, timeout=60,
        _strict_response_validation=True)


def draw(client, prompt="a red pear", **options):
    # The oldest package drew with the one model there was, but sends whatever else it is given.
    model = {"model": "gpt-image-2"}
    if "model" not in PARAMETERS:
        model = {"extra_body": model}
    return client.images.generate(prompt=prompt, size="1024x1024", **model, **options)


def test_a_picture_comes_and_is_charged_once(simulator):
    answer = draw(client(simulator))
    assert base64.b64decode(answer.data[0].b64_json).startswith(b"\x89PNG\r\n\x1a\n")
    assert len(simulator.charges) == 1


def test_several_pictures_come(simulator):
    assert len(draw(client(simulator), n=3).data) == 3


@pytest.mark.parametrize("words", HARD_WORDS, ids=range(len(HARD_WORDS)))
def test_words_arrive_to_the_byte(simulator, words):
    draw(client(simulator), words)
    assert simulator.body()["prompt"].encode() == words.encode()


def code_of(error):
    # The oldest package looks for the code one level too high.
    return error.code or error.response.json()["error"]["code"]


STREAMS = "stream" in PARAMETERS


@pytest.mark.skipif(not STREAMS, reason=f"openai {openai.__version__} has no picture streams")
def test_unfinished_pictures_come_before_the_finished_one(simulator):
    events = list(draw(client(simulator), stream=True, partial_images=2))
    assert [event.type for event in events] == [
        "image_generation.partial_image", "image_generation.partial_image",
        "image_generation.completed"]
    assert [event.partial_image_index for event in events[:2]] == [0, 1]
    assert all(base64.b64decode(event.b64_json) for event in events)
    assert events[-1].usage.total_tokens > 0


@pytest.mark.skipif(not STREAMS, reason=f"openai {openai.__version__} has no picture streams")
def test_a_stream_that_breaks_is_an_error_or_ends_without_the_picture(simulator):
    simulator.play("cut=50")
    events = []
    try:
        for event in draw(client(simulator), stream=True, partial_images=2):
            events.append(event.type)
    except Exception:
        pass
    assert "image_generation.completed" not in events
    assert len(simulator.charges) == 1


@pytest.mark.parametrize("fault, error, status, code", [
    ("moderation", openai.BadRequestError, 400, "moderation_blocked"),
    ("bad-key", openai.AuthenticationError, 401, "invalid_api_key"),
    ("unverified", openai.PermissionDeniedError, 403, None),
    ("retired", openai.NotFoundError, 404, "model_not_found"),
])
def test_what_is_the_callers_fault_is_not_sent_again(simulator, fault, error, status, code):
    simulator.play(fault)
    with pytest.raises(error) as caught:
        draw(client(simulator, retries=2))
    assert caught.value.status_code == status
    if code:
        assert code_of(caught.value) == code
    assert len(simulator.requests) == 1
    assert not simulator.charges


def test_a_spent_quota_says_that_trying_again_is_useless(simulator):
    simulator.play("quota")
    with pytest.raises(openai.RateLimitError) as caught:
        draw(client(simulator, retries=0))
    assert code_of(caught.value) == "insufficient_quota"


@pytest.mark.parametrize("fault", ["rate-limit*2", "server-error*2", "server-error=503*2"])
def test_what_passes_is_sent_again_and_charged_once(simulator, fault):
    simulator.play(fault)
    assert draw(client(simulator, retries=2)).data
    assert len(simulator.requests) == 3
    assert len(simulator.charges) == 1


def test_a_lost_answer_makes_this_client_buy_twice_but_not_through_the_gateway(simulator):
    """Why the recorder counts charges: the package can't know that the picture was made."""
    simulator.play("drop*1")
    if simulator.address == simulator.behind:
        assert draw(client(simulator, retries=2)).data
        assert len(simulator.charges) == 2
    else:
        with pytest.raises(openai.InternalServerError):
            draw(client(simulator, retries=2))
        assert len(simulator.charges) == 1


def test_models_are_listed(simulator):
    assert any(model.id.startswith("gpt-image") for model in client(simulator).models.list())


def test_a_picture_that_is_none_is_an_answer_without_data(simulator):
    simulator.play("no-picture")
    answer = draw(client(simulator))
    assert not answer.data or not answer.data[0].b64_json


# Changes

EDIT_PARAMETERS = inspect.signature(openai.resources.Images.edit).parameters


def change(simulator, image, prompt="make the pear green", **options):
    model = {"model": "gpt-image-2"}
    if "model" not in EDIT_PARAMETERS:
        model = {"extra_body": model}
    if "Union" not in str(EDIT_PARAMETERS["image"].annotation) and isinstance(image, list):
        pytest.skip(f"openai {openai.__version__} changes one picture at a time")
    return client(simulator).images.edit(image=image, prompt=prompt, **model, **options)


def picture(answer):
    return base64.b64decode(answer.data[0].b64_json)


@pytest.fixture
def pear(simulator):
    return picture(draw(client(simulator), "a red pear on a table"))


def test_a_picture_is_changed(simulator, pear):
    answer = change(simulator, ("pear.png", pear))
    assert picture(answer) != pear
    assert simulator.requests[-1]["truth"][0]["parent_sha256"] == hashlib.sha256(pear).hexdigest()


def test_several_pictures_are_taken(simulator, pear):
    assert change(simulator, [("a.png", pear), ("b.png", pear)]).data


def test_a_mask_holds(simulator, pear):
    change(simulator, ("pear.png", pear), "make it night", mask=("mask.png", left_half(pear)))
    truth = simulator.requests[-1]["truth"][0]
    assert truth["changed"]["outside_mask"] == 0 < truth["changed"]["inside_mask"]


def test_a_mask_of_another_size_is_refused(simulator, pear):
    with pytest.raises(openai.BadRequestError) as caught:
        change(simulator, ("pear.png", pear), mask=("mask.png", png(64, 64)))
    assert "mask" in str(caught.value)


@pytest.mark.skipif(not STREAMS, reason=f"openai {openai.__version__} has no picture streams")
def test_a_change_is_streamed(simulator, pear):
    events = list(change(simulator, ("pear.png", pear), stream=True))
    assert [event.type for event in events] == ["image_edit.completed"]
    assert base64.b64decode(events[-1].b64_json) != pear


@pytest.mark.parametrize("words", HARD_WORDS[:-1], ids=range(len(HARD_WORDS) - 1))
def test_the_words_of_a_change_arrive_to_the_byte(simulator, pear, words):
    change(simulator, ("pear.png", pear), words + " make it night")
    number = simulator.requests[-1]["request"]
    assert (words + " make it night").encode() in simulator.bytes(f"requests/{number}/body")


def test_who_claims_a_change_that_is_none_is_known_by_the_bytes(simulator, pear):
    simulator.bytes("faults", "PUT", b"unchanged")
    assert picture(change(simulator, ("pear.png", pear))) == pear


def png(width, height, clear=lambda x, y: True):
    rows = b"".join(
        b"\0" + b"".join(b"\0\0\0" + (b"\0" if clear(x, y) else b"\xff") for x in range(width))
        for y in range(height))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(
            ">I", zlib.crc32(name + data))

    return b"".join([
        b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")])


def left_half(picture):
    width, height = struct.unpack(">II", picture[16:24])
    return png(width, height, lambda x, y: x < width // 2)

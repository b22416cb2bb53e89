"""The official `google-genai` package."""
import pytest
from google import genai
from google.genai import errors, types

WORDS = "  \"pear\"\r\n\te\u0301 👩‍👩‍👧‍👦 "
MODEL = "gemini-3.1-flash-image"


@pytest.fixture
def client(simulator):
    with genai.Client(
            api_key="k",
            http_options=types.HttpOptions(base_url=simulator.address.removesuffix("/v1"))) as client:
        yield client


def draw(client, prompt="a red pear", **image):
    return client.models.generate_content(
        model=MODEL, contents=prompt, config=types.GenerateContentConfig(
            response_modalities=["TEXT", "IMAGE"], image_config=types.ImageConfig(**image)))


def pictures(answer):
    return [part.inline_data for part in answer.candidates[0].content.parts if part.inline_data]


def test_a_picture_comes_and_is_charged_once(simulator, client):
    answer = draw(client, aspect_ratio="16:9")
    assert [picture.mime_type for picture in pictures(answer)] == ["image/png"]
    assert pictures(answer)[0].data.startswith(b"\x89PNG")
    assert answer.candidates[0].finish_reason == types.FinishReason.STOP
    assert answer.usage_metadata.total_token_count > 0
    assert len(simulator.charges) == 1


def test_words_arrive_to_the_byte(simulator, client):
    draw(client, WORDS)
    assert simulator.body()["contents"][0]["parts"][0]["text"].encode() == WORDS.encode()


def test_a_stream_brings_words_and_then_the_picture(simulator, client):
    events = list(client.models.generate_content_stream(
        model=MODEL, contents="a red pear",
        config=types.GenerateContentConfig(response_modalities=["TEXT", "IMAGE"])))
    assert events[0].text
    assert pictures(events[-1])


def test_a_block_is_no_error_but_has_no_picture(simulator, client):
    simulator.play("moderation")
    assert draw(client).prompt_feedback.block_reason == types.BlockedReason.PROHIBITED_CONTENT
    simulator.play("moderation=output")
    assert draw(client).candidates[0].finish_reason == types.FinishReason.IMAGE_SAFETY


@pytest.mark.parametrize("fault, status, name", [
    ("rate-limit", 429, "RESOURCE_EXHAUSTED"), ("bad-key", 401, "UNAUTHENTICATED"),
    ("server-error=503", 503, "UNAVAILABLE"),
])
def test_errors_have_googles_names(simulator, client, fault, status, name):
    simulator.play(fault)
    with pytest.raises(errors.APIError) as caught:
        draw(client)
    assert (caught.value.code, caught.value.status) == (status, name)
    assert len(simulator.requests) == 1
    assert not simulator.charges

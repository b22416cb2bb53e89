"""The `langchain-openai` package: chat, whole and streamed, by Chat Completions and by Responses."""
import base64

import openai
import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

WORDS = "  \"pear\"\r\n\te\u0301 👩‍👩‍👧‍👦 "


def talker(simulator, **options):
    return ChatOpenAI(
        model="gpt-6.1-terra", base_url=simulator.address, api_key="sk-test", max_retries=0, **options)


@pytest.mark.parametrize("by_responses", [False, True])
def test_words_arrive_to_the_byte_and_an_answer_comes(simulator, by_responses):
    answer = talker(simulator, use_responses_api=by_responses).invoke(
        [SystemMessage("Be brief."), HumanMessage(WORDS)])
    assert answer.text and answer.usage_metadata["input_tokens"] > 0
    told = simulator.body()
    messages = told["input"] if by_responses else told["messages"]
    said = messages[-1]["content"]
    assert (said if isinstance(said, str) else said[0]["text"]).encode() == WORDS.encode()


@pytest.mark.parametrize("by_responses", [False, True])
def test_a_stream_says_the_same_piece_by_piece(simulator, by_responses):
    model = talker(simulator, use_responses_api=by_responses)
    pieces = list(model.stream("What is a pear?"))
    assert len(pieces) > 2
    assert "".join(piece.text for piece in pieces) == model.invoke("What is a pear?").text


def test_the_image_tool_draws(simulator):
    model = talker(simulator, use_responses_api=True).bind_tools([{"type": "image_generation"}])
    answer = model.invoke("a red pear", tool_choice={"type": "image_generation"})
    drawn = [block for block in answer.content if block.get("type") == "image_generation_call"]
    assert base64.b64decode(drawn[0]["result"]).startswith(b"\x89PNG\r\n\x1a\n")
    assert len([charge for charge in simulator.charges if charge]) >= 1


def test_a_service_that_is_busy_is_its_own_error(simulator):
    simulator.play("rate-limit")
    with pytest.raises(openai.RateLimitError):
        talker(simulator).invoke("What is a pear?")

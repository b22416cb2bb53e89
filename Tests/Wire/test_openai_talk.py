"""The official `openai` package talks to the simulator: Chat Completions and Responses."""
import base64
import json

import openai
import pytest

CHAT, MODEL = "gpt-6.1-terra", "gpt-6.1-terra"
PLAN = {
    "type": "object", "additionalProperties": False, "required": ["prompts"],
    "properties": {"prompts": {"type": "array", "minItems": 3, "maxItems": 3, "items": {
        "type": "object", "additionalProperties": False, "required": ["title", "prompt"],
        "properties": {"title": {"type": "string"}, "prompt": {"type": "string"}}}}}}
DRAW = [{"type": "image_generation", "size": "1024x1024", "quality": "low"}]
FORCED = {"type": "image_generation"}


def client(simulator, retries=0):
    return openai.OpenAI(
        base_url=simulator.address, api_key="sk-test", max_retries=retries, timeout=60,
        _strict_response_validation=True)


def chat(simulator, words="Expand this prompt: a red pear", retries=0, **options):
    return client(simulator, retries).chat.completions.create(
        model=CHAT, messages=[{"role": "user", "content": words}], **options)


def test_a_chat_is_answered_and_says_that_rules_answer(simulator):
    answer = chat(simulator)
    assert "red pear" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer.model_dump()["sketch"]["rule_based"] is True if hasattr(
        answer, "model_dump") else True
    assert len(simulator.charges) == 1


def test_chat_pieces_are_the_same_words(simulator):
    whole = chat(simulator).choices[0].message.content
    pieces = [chunk.choices[0] for chunk in chat(simulator, stream=True)]
    assert "".join(piece.delta.content or "" for piece in pieces) == whole
    assert pieces[-1].finish_reason == "stop" and len(pieces) > 3


def test_words_of_a_chat_arrive_to_the_byte(simulator):
    words = "e\u0301 \u1100\u1161\u11a8 \u202e pear 👩‍👩‍👧‍👦\r\n\ttab  "
    chat(simulator, words)
    assert simulator.body()["messages"][0]["content"].encode() == words.encode()


def test_a_schema_is_kept_to(simulator):
    # The oldest package knows no schemas, but sends whatever else it is given.
    answer = chat(simulator, "Design prompts for: a bicycle shop", extra_body={"response_format": {
        "type": "json_schema", "json_schema": {"name": "plan", "schema": PLAN, "strict": True}}})
    prompts = json.loads(answer.choices[0].message.content)["prompts"]
    assert len({item["prompt"] for item in prompts}) == 3


@pytest.mark.parametrize("fault, error, tries", [
    ("rate-limit*2", None, 3), ("server-error*2", None, 3), ("bad-key", openai.AuthenticationError, 1),
    ("retired", openai.NotFoundError, 1), ("moderation", openai.BadRequestError, 1),
])
def test_faults_strike_chats_too(simulator, fault, error, tries):
    simulator.play(fault)
    if error is None:
        assert chat(simulator, retries=2).choices
    else:
        with pytest.raises(error):
            chat(simulator, retries=2)
    assert len(simulator.requests) == tries


def test_a_chat_stream_that_breaks_off_never_says_that_it_is_done(simulator):
    simulator.play("cut=40")
    ends = []
    try:
        for chunk in chat(simulator, stream=True):
            ends.append(chunk.choices[0].finish_reason)
    except Exception:
        pass
    assert "stop" not in ends


def test_a_model_that_is_gone_is_not_found(simulator):
    with pytest.raises(openai.NotFoundError) as caught:
        client(simulator).chat.completions.create(
            model="gpt-4", messages=[{"role": "user", "content": "Hello"}])
    assert "retired" in str(caught.value)


responses = pytest.mark.skipif(
    not hasattr(openai.OpenAI, "responses"), reason=f"openai {openai.__version__} has no Responses")


def respond(simulator, words="a red pear", **options):
    return client(simulator).responses.create(model=MODEL, input=words, **options)


def call_of(response):
    call, = [item for item in response.output if item.type == "image_generation_call"]
    return call


@responses
def test_a_response_is_words(simulator):
    answer = respond(simulator, "Expand this prompt: a red pear")
    assert "red pear" in answer.output_text and answer.status == "completed"
    assert answer.usage.total_tokens > 0


@responses
def test_a_response_is_parsed_under_a_schema(simulator):
    pydantic = pytest.importorskip("pydantic")
    item = pydantic.create_model("Item", title=(str, ...), prompt=(str, ...))
    plan = pydantic.create_model("Plan", prompts=(list[item], ...))
    answer = client(simulator).responses.parse(
        model=MODEL, input="Design 4 prompts for: a bicycle shop", text_format=plan)
    assert len(answer.output_parsed.prompts) == 4
    chat = client(simulator).chat.completions.parse(
        model=CHAT, response_format=plan,
        messages=[{"role": "user", "content": "Design 4 prompts for: a bicycle shop"}])
    assert len(chat.choices[0].message.parsed.prompts) == 4


@responses
def test_a_schema_that_rules_cannot_fill_is_a_refusal(simulator):
    pydantic = pytest.importorskip("pydantic")
    weather = pydantic.create_model("Weather", degrees=(float, ...))
    chat = client(simulator).chat.completions.parse(
        model=CHAT, response_format=weather, messages=[{"role": "user", "content": "How warm?"}])
    assert chat.choices[0].message.parsed is None and "rules" in chat.choices[0].message.refusal


@responses
def test_a_forced_tool_draws_and_tells_the_prompt(simulator):
    answer = respond(simulator, tools=DRAW, tool_choice=FORCED)
    call = call_of(answer)
    assert base64.b64decode(call.result).startswith(b"\x89PNG") and call.status == "completed"
    assert call.model_dump()["revised_prompt"] == "a red pear"
    assert answer.model_dump()["tool_usage"]["image_gen"]["output_tokens"] > 0
    assert [len(charge["pictures"]) for charge in simulator.charges] == [1, 0]


@responses
def test_a_rewrite_is_told_or_not_and_recorded_always(simulator):
    for fault, told in (("embellish", True), ("embellish=silent", False)):
        simulator.play(fault)
        call = call_of(respond(simulator, tools=DRAW, tool_choice=FORCED))
        assert ("8k" in (call.model_dump()["revised_prompt"] or "")) is told
        assert "8k" in simulator.requests[-1]["truth"][0]["prompt_used"]


@responses
def test_a_drawing_comes_in_events_with_unfinished_pictures(simulator):
    events = list(respond(
        simulator, stream=True, tool_choice=FORCED, tools=[DRAW[0] | {"partial_images": 2}]))
    names = [event.type for event in events]
    assert names[0] == "response.created" and names[-1] == "response.completed"
    assert names.count("response.image_generation_call.partial_image") == 2
    assert [event.sequence_number for event in events] == list(range(len(events)))
    done, = [event.item for event in events if event.type == "response.output_item.done"]
    assert base64.b64decode(done.result)
    assert call_of(events[-1].response).result == done.result


@responses
def test_words_come_in_events(simulator):
    events = list(respond(simulator, "Expand this prompt: a red pear", stream=True))
    text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
    assert text == events[-1].response.output_text and "red pear" in text


@responses
def test_a_second_turn_changes_the_first_ones_picture(simulator):
    first = respond(simulator, "draw a red pear on a plain background", tools=DRAW)
    second = respond(
        simulator, "make the pear green", tools=DRAW, previous_response_id=first.id)
    assert call_of(second).model_dump()["action"] == "edit"
    truth = simulator.requests[-1]["truth"][0]
    assert truth["parent_sha256"] == simulator.requests[-2]["truth"][0]["sha256"]
    again = client(simulator).responses.retrieve(second.id)
    assert call_of(again).result == call_of(second).result
    # The stateless form: the call is said again with its picture.
    item = {"type": "image_generation_call", "id": call_of(first).id, "status": "completed",
            "result": call_of(first).result}
    stateless = client(simulator).responses.create(
        model=MODEL, tools=DRAW, tool_choice=FORCED, store=False,
        input=[item, {"role": "user", "content": "make the pear green"}])
    assert call_of(stateless).result == call_of(second).result
    with pytest.raises(openai.NotFoundError):
        client(simulator).responses.retrieve(stateless.id)


@responses
def test_what_is_deleted_is_forgotten(simulator):
    answer = respond(simulator, "Hello")
    client(simulator).responses.delete(answer.id)
    with pytest.raises(openai.NotFoundError):
        client(simulator).responses.retrieve(answer.id)
    with pytest.raises(openai.BadRequestError) as caught:
        respond(simulator, previous_response_id=answer.id)
    assert caught.value.code == "previous_response_not_found"


@responses
def test_a_picture_is_shown_and_told_from_its_record(simulator):
    drawn = call_of(respond(simulator, "draw two cats", tools=DRAW)).result
    def ask(words):
        return client(simulator).responses.create(model=MODEL, input=[{"role": "user", "content": [
            {"type": "input_text", "text": words},
            {"type": "input_image", "detail": "auto",
             "image_url": "data:image/png;base64," + drawn}]}]).output_text
    assert "2 × " in ask("What does this picture show?")
    assert ask("Is there a cat in this picture?").startswith("Yes: rule-based")
    assert ask("Is there an elephant in this picture?").startswith("No: rule-based")


@responses
@pytest.mark.parametrize("options, param", [
    ({"tools": [DRAW[0] | {"n": 2}]}, "tools[0].n"),
    ({"tools": [DRAW[0] | {"size": "17x17"}], "tool_choice": FORCED}, "tools[0].size"),
    ({"tools": [{"type": "web_search"}]}, "tools[0]"),
    ({"tool_choice": FORCED}, "tool_choice"),
    ({"tools": [DRAW[0] | {"action": "edit"}], "tool_choice": FORCED}, "tools[0].action"),
])
def test_what_cannot_be_drawn_is_refused_by_its_field(simulator, options, param):
    with pytest.raises(openai.BadRequestError) as caught:
        respond(simulator, "draw a pear", **options)
    assert caught.value.param == param and not simulator.charges

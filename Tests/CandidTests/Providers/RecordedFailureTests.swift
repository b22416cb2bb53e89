import Candid
import Testing

@Suite struct RecordedFailureTests {
    static let failures: [(String, String, ProviderFailure)] = responses + gemini + local

    private static let moderated = ProviderFailure.refused(
        code: "moderation_blocked",
        message:
            "Your request was rejected by the safety system. (stopped at the output: violence)",
        status: 200)

    private static let responses: [(String, String, ProviderFailure)] = [
        // The response is completed, and its call failed.
        ("openai-responses", "failed-call.json", moderated),
        ("openai-responses", "failed-call.sse", moderated),
        (
            "openai-responses", "failed-call-without-reason.json",
            .failing(
                code: nil, message: "the image tool failed and gave no reason", status: 200)
        ),
        (
            "openai-responses", "only-words.json",
            .unreadable(
                status: 200, detail: "the response holds no picture: “I can't draw that.”")
        ),
        (
            "openai-responses", "incomplete.json",
            .refused(
                code: "content_filter", message: "a filter stopped the response", status: 200)
        ),
        (
            "openai-responses", "incomplete.sse",
            .unreadable(
                status: 200, detail: "the response is incomplete: max_output_tokens")
        ),
        (
            "openai-responses", "failed-response.json",
            .failing(code: "server_error", message: "Something broke.", status: 200)
        ),
        (
            "openai-responses", "flat-error.sse",
            .throttled(code: "rate_limit_exceeded", message: "Slow down.", retryAfter: nil)
        ),
        (
            "openai-responses", "throttled.json",
            .throttled(
                code: "rate_limit_exceeded",
                message: "Rate limit exceeded for images per minute.", retryAfter: .seconds(7))
        ),
        (
            "openai-responses", "blocked.json",
            .refused(
                code: "moderation_blocked",
                message: "Your request was rejected. safety_violations=[sexual]. "
                    + "(stopped at the input: sexual)", status: 400)
        ),
        (
            "openai-responses", "proxy-page.json",
            .unreadable(
                status: 502,
                detail: "HTTP 502 with a body that is no error of the provider's: "
                    + "something between us and it answered")
        ),
    ]

    private static let gemini: [(String, String, ProviderFailure)] = [
        (
            "gemini", "prompt-blocked.json",
            .refused(
                code: "PROHIBITED_CONTENT", message: "the prompt was blocked: PROHIBITED_CONTENT",
                status: 200)
        ),
        (
            "gemini", "picture-blocked.json",
            .refused(
                code: "IMAGE_SAFETY",
                message:
                    "stopped by a filter (IMAGE_SAFETY): “Unable to show the generated image.”",
                status: 200)
        ),
        (
            "gemini", "no-picture.json",
            .unreadable(
                status: 200, detail: "no picture came (STOP): “Which pear do you mean?”")
        ),
        (
            "gemini", "throttled.json",
            .throttled(
                code: "RESOURCE_EXHAUSTED", message: "You exceeded your current quota.",
                retryAfter: .milliseconds(3500))
        ),
        (
            "gemini", "invalid.json",
            .refused(code: "INVALID_ARGUMENT", message: "API key not valid.", status: 400)
        ),
        (
            "gemini", "broken.json",
            .failing(code: "INTERNAL", message: "An internal error has occurred.", status: 500)
        ),
        (
            "gemini", "nothing.json",
            .unreadable(status: 200, detail: "the answer has no candidate")
        ),
    ]

    private static let local: [(String, String, ProviderFailure)] = [
        (
            "sd-server", "failed.json",
            .failing(code: "generation_failed", message: "out of memory", status: 200)
        ),
        (
            "sd-server", "cancelled.json",
            .refused(code: "cancelled", message: "the job ended as cancelled", status: 200)
        ),
        (
            "sd-server", "queue-full.json",
            .throttled(code: nil, message: "job queue is full", retryAfter: nil)
        ),
        ("sd-server", "forgotten.json", .brokeOff("the service no longer knows the job")),
        (
            "sd-server", "no-picture.json",
            .unreadable(status: 200, detail: "the job is done and holds no picture")
        ),
        (
            "sd-server", "other-status.json",
            .unreadable(status: 200, detail: "a job can't be “dreaming”")
        ),
        (
            "sd-server", "invalid.json",
            .refused(code: nil, message: "prompt required", status: 400)
        ),
        (
            "automatic1111", "no-picture.json",
            .unreadable(status: 200, detail: "the answer holds no picture")
        ),
        (
            "automatic1111", "sampler-unknown.json",
            .refused(
                code: "HTTPException", message: "HTTPException: Sampler not found", status: 404)
        ),
        (
            "automatic1111", "out-of-memory.json",
            .failing(
                code: "OutOfMemoryError", message: "OutOfMemoryError: CUDA out of memory.",
                status: 500)
        ),
        (
            "automatic1111", "validation.json",
            .refused(
                code: nil, message: "body.steps: value is not a valid integer", status: 422)
        ),
        (
            "automatic1111", "no-password.json",
            .refused(
                code: "Incorrect username or password", message: "Incorrect username or password",
                status: 401)
        ),
        (
            "automatic1111", "other-page.json",
            .unreadable(status: 200, detail: "the answer has no “images”")
        ),
        (
            "comfyui", "node-errors.json",
            .refused(
                code: "node_errors",
                message: "node 4 (CheckpointLoaderSimple): Value not in list "
                    + "ckpt_name: 'x' not in []", status: 400)
        ),
        (
            "comfyui", "no-outputs.json",
            .refused(
                code: "prompt_no_outputs", message: "Prompt has no outputs", status: 400)
        ),
        (
            "comfyui", "execution-error.json",
            .failing(code: "execution_error", message: "KSampler: out of memory", status: 200)
        ),
        (
            "comfyui", "interrupted.json",
            .failing(
                code: "execution_interrupted", message: "somebody stopped the job there",
                status: 200)
        ),
        (
            "comfyui", "nothing-saved.json",
            .unreadable(status: 200, detail: "the graph is done and saved no picture")
        ),
        (
            "comfyui", "empty-picture.json",
            .unreadable(status: 200, detail: "the address of a picture holds none")
        ),
        (
            "comfyui", "other-service.json",
            .unreadable(status: 200, detail: "the answer is no history of the job")
        ),
    ]

    @Test(arguments: failures)
    func `a failure is told by its kind`(
        engine: String, situation: String, failure: ProviderFailure
    ) {
        #expect(throws: failure) {
            try Recording(engine: engine, situation: situation).played()
        }
    }
}

package dev.goldpan.verify.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One server's chat completions: asks until there is a sound answer, or no hope for one.
 *
 * <p>Asked again are: what cannot be reached, does not answer in time, answers with more than a megabyte, with 408, 409, 429 (unless
 * the quota is used up) or 5xx, or not in the form asked for. Waits are as long as the server wants, else 1, 2, 4... at most 30
 * seconds: without chance, since calls are kept apart anyway. Redirections are not followed, so a key stays with its host.
 */
final class Chat {
    /** JSON of a stranger: shallow, one name once, nothing after it. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxNumberLength(40).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    private static final int SHOWN = 200;

    private final HttpClient client;
    private final URI address;
    private final ApiKey key;
    private final Duration patience;
    private final int retries;
    private final Pace pace;
    private final Spending spending;
    private final Time time;
    private volatile NoAnswer over; // why nobody is asked any more
    private volatile NoAnswer limit; // why nobody else is

    /** @param patience how long one attempt may take, and how long a server may want to be left alone */
    Chat(LlmAddress at, ApiKey key, Duration patience, Spending spending, Time time) {
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience).build();
        this.address = URI.create(at.base() + "/chat/completions");
        this.key = key;
        this.patience = patience;
        this.retries = at.retries();
        this.pace = new Pace(at.perMinute(), time);
        this.spending = spending;
        this.time = time;
    }

    /** Lets nobody be asked any more. */
    void end(NoAnswer why) {
        over = why;
    }

    /** Why nobody is asked any more; null while there is hope. */
    NoAnswer over() {
        return over != null ? over : limit;
    }

    /** Makes sense of the text of an answer. */
    interface Reader<T> {
        /** @throws IllegalArgumentException if it is not what was asked for */
        T read(String content);
    }

    /** Charges the first attempt, in the caller's order. @throws NoAnswer if it is not to be made */
    void reserve(Spending.Tokens estimate) throws NoAnswer {
        if (over != null) {
            throw over;
        }
        try {
            spending.reserve(estimate);
        } catch (NoAnswer reached) {
            limit = reached; // what is reserved is still asked
            throw reached;
        }
    }

    /** A sound answer to {@code body}, whose first attempt is {@link #reserve reserved}. */
    <T> T ask(byte[] body, Spending.Tokens estimate, Reader<T> reader) throws NoAnswer {
        for (int attempt = 1; ; attempt++) {
            try {
                if (over != null) {
                    throw over;
                }
                pace.await();
                return reader.read(content(send(body), estimate));
            } catch (IllegalArgumentException unsound) {
                again(NoAnswer.again("the answer is not as asked for: " + shown(unsound.getMessage()), null), attempt);
            } catch (NoAnswer none) {
                again(none, attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw NoAnswer.toThis("stopped while waiting for an answer");
            }
            spending.reserve(estimate);
        }
    }

    /** Waits for the next attempt, or gives up by throwing. */
    private void again(NoAnswer none, int attempt) throws NoAnswer {
        if (none.hope() == NoAnswer.Hope.NONE) {
            over = none;
        }
        if (none.hope() != NoAnswer.Hope.AGAIN) {
            throw none;
        }
        if (attempt > retries) {
            throw NoAnswer.toThis(none.getMessage() + " (after " + attempt + (attempt == 1 ? " attempt)" : " attempts)"));
        }
        Duration wait = none.wanted() != null ? none.wanted() : backOff(attempt);
        if (wait.compareTo(patience) > 0 && none.wanted() != null) {
            throw NoAnswer.toThis(none.getMessage() + "; the server wants to be left alone for " + wait.toSeconds() + " s");
        }
        try {
            time.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NoAnswer.toThis("stopped while waiting for an answer");
        }
    }

    /** 1, 2, 4... seconds. @param attempt from 1 */
    static Duration backOff(int attempt) {
        Duration wait = Duration.ofSeconds(1L << Math.min(attempt - 1, 10));
        return wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF;
    }

    private HttpResponse<byte[]> send(byte[] body) throws NoAnswer, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (key.header() != null) {
            request.header("Authorization", key.header());
        }
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request.build(), any -> new LimitedBody());
        try {
            return response.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw NoAnswer.again("no answer within " + patience.toMillis() / 1000.0 + " s", null);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw NoAnswer.again("the server cannot be asked: " + shown(cause.getMessage() == null ? cause.getClass().getSimpleName()
                    : cause.getMessage()), null);
        } finally {
            response.cancel(true); // what is still on its way is not waited for
        }
    }

    private String content(HttpResponse<byte[]> response, Spending.Tokens estimate) throws NoAnswer {
        JsonNode said = parse(response.body());
        if (response.statusCode() != 200) {
            throw Refusals.of(response, said, shown(said.at("/error/message").asText("")), time.now());
        }
        JsonNode usage = said.path("usage");
        if (isCount(usage.path("prompt_tokens")) && isCount(usage.path("completion_tokens"))) {
            spending.settle(estimate, new Spending.Tokens(usage.get("prompt_tokens").asLong(), usage.get("completion_tokens").asLong()));
        }
        JsonNode choice = said.at("/choices/0");
        String end = choice.path("finish_reason").asText("stop");
        if (choice.at("/message/refusal").isTextual()) {
            throw NoAnswer.toThis("the model refuses: " + shown(choice.at("/message/refusal").asText()));
        }
        if (end.equals("length") || end.equals("content_filter")) {
            throw NoAnswer.toThis("the answer was cut off by the server: " + end);
        }
        if (!choice.at("/message/content").isTextual()) {
            throw NoAnswer.again("the server's answer is no chat completion", null);
        }
        return choice.at("/message/content").asText();
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.asInt() >= 0;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** A stranger's words on one line, short, without the key. */
    private String shown(String text) {
        String plain = key.removedFrom(text).replaceAll("\\p{C}|\\p{Zl}|\\p{Zp}", " ").strip();
        return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain;
    }
}

package dev.goldpan.verify.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A server of chat completions that behaves as it is told, call by call; the last behaviour stays. */
public final class ChatStub implements AutoCloseable {
    /** What a call meets. */
    public interface Behaviour {
        void meet(HttpExchange call, JsonNode question) throws IOException, InterruptedException;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    public final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());
    public final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private final List<Behaviour> behaviours;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public ChatStub(Behaviour... behaviours) throws IOException {
        this.behaviours = List.of(behaviours);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::meet);
        server.start();
    }

    /** A server that answers each question by what {@code content} makes of its text. */
    public static ChatStub byQuestion(UnaryOperator<String> content) throws IOException {
        return new ChatStub((call, question) -> says(content.apply(question.at("/messages/1/content/1/text").asText()))
                .meet(call, question));
    }

    private void meet(HttpExchange call) throws IOException {
        JsonNode question = JSON.readTree(call.getRequestBody().readAllBytes());
        int which;
        synchronized (asked) {
            which = Math.min(asked.size(), behaviours.size() - 1);
            keys.add(String.valueOf(call.getRequestHeaders().getFirst("Authorization")));
            asked.add(question);
        }
        try (call) {
            behaviours.get(which).meet(call, question);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The address, as a user writes it after {@code llm:}. */
    public String address(String settings) {
        return "seer?base=http://127.0.0.1:" + server.getAddress().getPort() + "/v1&per-minute=100000" + settings;
    }

    /** Answers with a status, headers (name, value, ...) and a body. */
    public static Behaviour status(int status, String body, String... headers) {
        return (call, question) -> {
            for (int i = 0; i < headers.length; i += 2) {
                call.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            call.getResponseBody().write(bytes);
        };
    }

    /** A completion with this content, which took 1000 and 100 tokens. */
    public static Behaviour says(String content) {
        return status(200, JSON.createObjectNode().set("choices", JSON.createArrayNode().add(JSON.createObjectNode()
                .put("finish_reason", "stop").set("message", JSON.createObjectNode().put("content", content)))).toString()
                .replaceFirst("^\\{", "{\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100},"));
    }

    /** Never answers. */
    public static Behaviour hangs() {
        return (call, question) -> new CountDownLatch(1).await(); // until the server's threads are interrupted
    }

    /** A body without an end. @param pause between its pieces, in milliseconds */
    public static Behaviour drips(int piece, int pause) {
        return (call, question) -> {
            call.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(piece).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 10_000; i++) {
                call.getResponseBody().write(spaces); // fails as soon as nobody listens
                call.getResponseBody().flush();
                Thread.sleep(pause);
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

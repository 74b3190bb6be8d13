package dev.goldpan.verify.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A model that sees, holding pictures to a rubric. What was answered once is not asked again: answers are kept under the hash of the
 * picture's bytes, the prompt, the model, its server, the rubric's version and every setting that is sent.
 */
public final class Grader {
    private static final int MOST_WRITTEN = 1200; // tokens
    private static final int LETTERS_PER_TOKEN = 3; // fewer than there are, so that estimates are high
    private static final int TILE = 512;
    private static final int LARGEST_SEEN = 2048;
    private static final int PER_TILE = 170;
    private static final int PER_PICTURE = 85;

    private final LlmAddress at;
    private final Rubric rubric;
    private final AnswerStore store;
    private final Spending spending;
    private final Chat chat;

    /**
     * @param store folder of the answers
     * @param environment where the key is looked up
     * @param patience how long one attempt may take
     */
    public Grader(LlmAddress at, Path store, UnaryOperator<String> environment, Duration patience) {
        this(at, store, environment, patience, Time.REAL);
    }

    Grader(LlmAddress at, Path store, UnaryOperator<String> environment, Duration patience, Time time) {
        this.at = at;
        this.rubric = Rubric.named(at.rubric());
        this.store = new AnswerStore(store);
        this.spending = new Spending(at.limits());
        this.chat = new Chat(at, ApiKey.of(at.base(), environment), patience, spending, time);
    }

    /** What is asked. */
    public Rubric rubric() {
        return rubric;
    }

    /** What was spent so far. */
    public Spending spending() {
        return spending;
    }

    /** Hash of all that is the same for every picture; answers under different ones are not comparable. */
    public String hash() {
        return hash(new byte[0], "");
    }

    /** One picture and its prompt, as they are asked about. */
    public final class Question {
        private final byte[] body;
        private final Spending.Tokens estimate;
        private final String prompt;
        private final String key;

        private Question(byte[] png, int width, int height, String prompt) {
            this.prompt = prompt;
            this.key = hash(png, prompt);
            this.body = body(png, prompt);
            long words = rubric.instructions().length() + rubric.question(prompt).length() + rubric.schema(prompt).toString().length();
            long tiles = tiles(width) * tiles(height);
            long seen = PER_PICTURE + (at.detail().equals("low") ? 0 : PER_TILE * tiles);
            this.estimate = new Spending.Tokens(words / LETTERS_PER_TOKEN + seen, MOST_WRITTEN);
        }

        /** Equal for equal questions. */
        public String key() {
            return key;
        }

        /** The answer that was kept, if there is a sound one. */
        public Optional<Answer> kept() {
            try {
                return store.get(key).map(content -> read(content, prompt));
            } catch (IllegalArgumentException unsound) {
                return Optional.empty();
            }
        }

        /** Charges the first attempt of {@link #ask}. */
        public void reserve() throws NoAnswer {
            chat.reserve(estimate);
        }

        /** Asks and keeps the answer; to be {@link #reserve reserved} before. */
        public Answer ask() throws NoAnswer {
            String content = chat.ask(body, estimate, said -> {
                read(said, prompt);
                return said;
            });
            try {
                store.put(key, content);
            } catch (UncheckedIOException e) { // this answer counts; what cannot be kept would be paid again and again
                chat.end(NoAnswer.ever(e.getMessage()));
            }
            return read(content, prompt);
        }
    }

    /** Why nothing is asked any more; empty while there is hope. */
    public Optional<String> givenUp() {
        return Optional.ofNullable(chat.over()).map(NoAnswer::getMessage);
    }

    /** A question. @param png the picture's file @param width of the picture @param height of it */
    public Question question(byte[] png, int width, int height, String prompt) {
        return new Question(png, width, height, prompt);
    }

    private static long tiles(int side) {
        return (Math.min(side, LARGEST_SEEN) + TILE - 1) / TILE;
    }

    private Answer read(String content, String prompt) {
        String json = content;
        if (!at.format().equals("schema")) { // servers that know no schema talk around it
            int begin = content.indexOf('{');
            int end = content.lastIndexOf('}');
            if (begin < 0 || end < begin) {
                throw new IllegalArgumentException("there is no JSON object in it");
            }
            json = content.substring(begin, end + 1);
        }
        try {
            return rubric.read(Chat.JSON.readTree(json), prompt);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON object", e);
        }
    }

    private byte[] body(byte[] png, String prompt) {
        ObjectNode body = Chat.JSON.createObjectNode().put("model", at.model()).put("temperature", 0).put("seed", 0);
        body.put("api.openai.com".equals(at.base().getHost()) ? "max_completion_tokens" : "max_tokens", MOST_WRITTEN);
        ArrayNode messages = body.putArray("messages");
        boolean told = !at.format().equals("schema");
        messages.addObject().put("role", "system").put("content", rubric.instructions()
                + (told ? "\nThe JSON object must satisfy this schema: " + rubric.schema(prompt) : ""));
        ArrayNode shown = messages.addObject().put("role", "user").putArray("content");
        shown.addObject().put("type", "image_url").putObject("image_url")
                .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(png)).put("detail", at.detail());
        shown.addObject().put("type", "text").put("text", rubric.question(prompt));
        if (at.format().equals("schema")) {
            body.putObject("response_format").put("type", "json_schema").putObject("json_schema")
                    .put("name", at.rubric()).put("strict", true).set("schema", rubric.schema(prompt));
        } else if (at.format().equals("object")) {
            body.putObject("response_format").put("type", "json_object");
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String hash(byte[] png, String prompt) {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {rubric.version(), at.base().toString(), at.model(), at.format(), at.detail(),
                    "" + MOST_WRITTEN, prompt}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                all.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                all.update(bytes);
            }
            return HexFormat.of().formatHex(all.digest(png));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

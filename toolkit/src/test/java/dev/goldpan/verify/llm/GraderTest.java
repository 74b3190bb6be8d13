package dev.goldpan.verify.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on this machine that misbehaves. No test waits for longer than the patience it gives. */
class GraderTest {
    private static final String KEY = "sk-secret-0123456789";
    private static final byte[] PNG = {1, 2, 3};
    private static final String SUBJECTS = "{\"subject_1\":{\"reason\":\"r\",\"appears\":true,\"recognisable\":true},"
            + "\"subject_2\":{\"reason\":\"r\",\"appears\":true,\"recognisable\":false},\"content_mixture\":false}";

    @TempDir
    private Path store;
    private final FakeTime time = new FakeTime();

    /** A clock that only pauses move. */
    private static final class FakeTime implements Time {
        private final List<Duration> pauses = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public synchronized Instant now() {
            return now;
        }

        @Override
        public synchronized void pause(Duration length) {
            pauses.add(length);
            now = now.plus(length);
        }

        /** Pauses of a second and more, in seconds: those that are not the pace of calls. */
        List<Long> waits() {
            return pauses.stream().map(Duration::toSeconds).filter(s -> s > 0).toList();
        }
    }

    private Grader grader(ChatStub stub, String settings, int patience) {
        return new Grader(LlmAddress.parse(stub.address(settings)), store, Map.of(ApiKey.OTHERS, KEY)::get,
                Duration.ofMillis(patience), time);
    }

    private Answer ask(ChatStub stub, String settings) throws NoAnswer {
        return ask(grader(stub, settings, 20_000), "a cat and a dog");
    }

    private static Answer ask(Grader grader, String prompt) throws NoAnswer {
        Grader.Question question = grader.question(PNG, 128, 128, prompt);
        if (question.kept().isPresent()) {
            return question.kept().get();
        }
        question.reserve();
        return question.ask();
    }

    private String refused(ChatStub stub, String settings) {
        return assertThrows(NoAnswer.class, () -> ask(stub, settings)).getMessage();
    }

    static String aspects(String overall) {
        StringBuilder json = new StringBuilder();
        for (String name : List.of("accuracy_to_prompt", "creativity_and_originality", "visual_quality_and_realism",
                "consistency_and_cohesion", "emotional_or_thematic_resonance")) {
            json.append("\"").append(name).append("\":{\"explanation\":\"e\",\"score\":7},");
        }
        return "{" + json + "\"overall_score\":{\"explanation\":\"e\",\"score\":" + overall + "}}";
    }

    @Test
    void asksInTheAgreedFormAndReadsTheMarks() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(aspects("8.5")))) {
            Answer answer = ask(stub, "");
            assertEquals(85, answer.score(), 1e-12);
            assertEquals(7, answer.parts().get("accuracy_to_prompt"));
            assertEquals(6, answer.parts().size());
            JsonNode asked = stub.asked.get(0);
            assertEquals("seer", asked.at("/model").asText());
            assertEquals("data:image/png;base64,AQID", asked.at("/messages/1/content/0/image_url/url").asText());
            assertTrue(asked.at("/messages/1/content/1/text").asText().contains("a cat and a dog"));
            JsonNode schema = asked.at("/response_format/json_schema/schema");
            assertTrue(asked.at("/response_format/json_schema/strict").asBoolean());
            strict(schema);
            assertEquals(6, schema.at("/properties").size());
            assertEquals("Bearer " + KEY, stub.keys.get(0));
        }
    }

    /** What strict structured output demands of every object. */
    private static void strict(JsonNode schema) {
        if (schema.path("type").asText().equals("object")) {
            assertFalse(schema.get("additionalProperties").asBoolean());
            assertEquals(schema.get("properties").size(), schema.get("required").size());
            schema.get("properties").forEach(GraderTest::strict);
        }
    }

    @Test
    void theThreeQuestionsFollowFromFiveAnswers() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(SUBJECTS))) {
            Answer answer = ask(stub, "&rubric=subjects");
            assertEquals(Map.of("existence", 1.0, "recognisability", 0.0, "not a mixture", 1.0, "all three", 0.0), answer.parts());
            assertEquals(2.0 / 3, answer.score(), 1e-12);
        }
        assertEquals(List.of("cat", "red balloon"), SubjectQuestions.subjects("a photo of a cat and a red balloon."));
        assertEquals(List.of("bear", "elephant", "owl"), SubjectQuestions.subjects("a bear, an elephant, and an owl"));
        assertEquals(List.of("dog", "hat"), SubjectQuestions.subjects("a dog with a hat"));
        assertEquals(List.of("sandy island"), SubjectQuestions.subjects("a sandy island"));
    }

    @Test
    void waitsAsLongAsTheServerWantsElseTwiceAsLongEachTime() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.status(429, "{}", "Retry-After", "7"), ChatStub.status(500, "oops"),
                ChatStub.status(503, "", "Retry-After", "Thu, 01 Jan 2026 00:00:20 GMT"), ChatStub.status(408, ""),
                ChatStub.says(aspects("6")))) {
            assertEquals(60, ask(stub, "").score(), 1e-12);
            assertEquals(List.of(7L, 2L, 11L, 8L), time.waits(), "11 seconds are left to the date after 7 and 2");
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L),
                Stream.of(1, 2, 3, 4, 5, 6, 60).map(n -> Chat.backOff(n).toSeconds()).toList());
    }

    @Test
    void aServerThatWantsTooLongIsNotWaitedFor() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.status(429, "{}", "Retry-After", "86400"))) {
            assertTrue(refused(stub, "").contains("left alone for 86400 s"));
            assertEquals(1, stub.asked.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{\"a\":1", "[]", "{}", "null", "{\"overall_score\":5}"})
    void unsoundContentIsAskedAgainAndThenGivenUp(String content) throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(content))) {
            String why = refused(stub, "&retries=2");
            assertTrue(why.contains("not as asked for") && why.contains("after 3 attempts"), why);
            assertEquals(3, stub.asked.size());
            assertTrue(Files.list(store).findAny().isEmpty(), "nothing unsound is kept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "-1", "\"9\"", "true", "null", "1e999", "NaN", "[5]"})
    void marksOutsideTheScaleAreNoMarks(String mark) throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(aspects(mark)), ChatStub.says(aspects("4")))) {
            assertEquals(40, ask(stub, "").score(), 1e-12);
            assertEquals(2, stub.asked.size());
        }
    }

    @Test
    void keysTooManyOrTwiceAreNoAnswer() throws Exception {
        String more = aspects("4").replaceFirst("\\{", "{\"extra\":1,");
        String twice = aspects("4").replaceFirst("}}$", "},\"overall_score\":{\"explanation\":\"e\",\"score\":10}}");
        try (ChatStub stub = new ChatStub(ChatStub.says(more), ChatStub.says(twice), ChatStub.says(aspects("4") + "{}"),
                ChatStub.says(aspects("3")))) {
            assertEquals(30, ask(stub, "").score(), 1e-12);
            assertEquals(4, stub.asked.size());
        }
    }

    @Test
    void bodiesThatAreNoCompletionAreAskedAgain() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.status(200, "<html>"), ChatStub.status(200, "{\"choices\":[]}"),
                ChatStub.status(200, "[".repeat(5000)), ChatStub.says(aspects("3")))) {
            assertEquals(30, ask(stub, "").score(), 1e-12);
        }
    }

    @Test
    void hangsAndDripsEndWithThePatienceAndHugeBodiesAtTheirLimit() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.hangs(), ChatStub.drips(1, 20))) {
            Grader grader = grader(stub, "&retries=1", 300);
            String why = assertThrows(NoAnswer.class, () -> ask(grader, "a cat and a dog")).getMessage();
            assertTrue(why.startsWith("no answer within 0.3 s"), why);
            assertEquals(2, stub.asked.size());
        }
        try (ChatStub stub = new ChatStub(ChatStub.drips(1 << 18, 0))) {
            String why = refused(stub, "&retries=0");
            assertTrue(why.contains("longer than 1048576 bytes"), why);
        }
    }

    @Test
    void aRefusedKeyOrAnEmptyAccountEndsAllAsking() throws Exception {
        String quota = "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"pay " + KEY + " first\"}}";
        for (ChatStub.Behaviour behaviour : List.of(ChatStub.status(401, quota), ChatStub.status(429, quota))) {
            try (ChatStub stub = new ChatStub(behaviour)) {
                Grader grader = grader(stub, "", 20_000);
                String why = assertThrows(NoAnswer.class, () -> ask(grader, "a cat")).getMessage();
                assertTrue(why.contains("pay (key) first"), why);
                assertEquals(why, assertThrows(NoAnswer.class, () -> ask(grader, "a dog")).getMessage());
                assertEquals(1, stub.asked.size());
            }
        }
    }

    @Test
    void oneRefusedPictureIsNotAskedAgain() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.status(400, "{\"error\":{\"message\":\"bad\\nimage\\u001b[31m\"}}"),
                ChatStub.says(aspects("3")))) {
            Grader grader = grader(stub, "", 20_000);
            assertEquals("the server answers 400: bad image [31m", assertThrows(NoAnswer.class, () -> ask(grader, "a cat")).getMessage());
            assertEquals(30, ask(grader, "a dog").score(), 1e-12);
        }
    }

    @Test
    void aRedirectionDoesNotTakeTheKeyAway() throws Exception {
        try (ChatStub other = new ChatStub(ChatStub.says(aspects("9")));
                ChatStub stub = new ChatStub(ChatStub.status(307, "", "Location",
                        LlmAddress.parse(other.address("")).base() + "/chat/completions"))) {
            assertTrue(refused(stub, "").contains("307"));
            assertTrue(other.asked.isEmpty());
        }
    }

    @Test
    void limitsHoldAndRetriesCount() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(aspects("5")))) {
            Grader calls = grader(stub, "&calls=2", 20_000);
            ask(calls, "one");
            ask(calls, "two");
            assertTrue(assertThrows(NoAnswer.class, () -> ask(calls, "three")).getMessage().contains("limit of 2 calls"));
            assertEquals(2, stub.asked.size());
            assertEquals(2200, calls.spending().spent().read() + calls.spending().spent().written());
            Grader money = grader(stub, "&euros=0.03&euros-in=10&euros-out=10", 20_000); // 0.011 a call, about 0.025 reserved
            ask(money, "four");
            assertEquals(0.011, money.spending().spent().euros(), 1e-12);
            assertTrue(assertThrows(NoAnswer.class, () -> ask(money, "five")).getMessage().contains("limit of 0.03 euros"));
            Grader tokens = grader(stub, "&tokens=1000", 20_000);
            assertTrue(assertThrows(NoAnswer.class, () -> ask(tokens, "six")).getMessage().contains("limit of 1000 tokens"));
            assertEquals(3, stub.asked.size());
        }
        try (ChatStub stub = new ChatStub(ChatStub.status(500, ""))) {
            assertTrue(refused(stub, "&calls=3&retries=10").contains("limit of 3 calls"));
            assertEquals(3, stub.asked.size());
        }
    }

    @Test
    void answersAreKeptByAllThatWasAsked() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(aspects("5")), ChatStub.says(aspects("6")), ChatStub.says(aspects("7")),
                ChatStub.says(aspects("8")))) {
            assertEquals(50, ask(stub, "").score(), 1e-12);
            assertEquals(50, ask(stub, "").score(), 1e-12); // another process
            assertEquals(1, stub.asked.size());
            assertEquals(60, ask(grader(stub, "", 20_000), "another prompt").score(), 1e-12);
            assertEquals(70, ask(stub, "&detail=low").score(), 1e-12);
            Path file;
            try (Stream<Path> files = Files.walk(store)) {
                file = files.filter(Files::isRegularFile).sorted().toList().get(0);
            }
            Files.writeString(file, Files.readString(file).substring(0, 40)); // torn, as no kill of ours leaves it
            long before = stub.asked.size();
            ask(stub, "");
            ask(grader(stub, "", 20_000), "another prompt");
            ask(stub, "&detail=low");
            assertEquals(before + 1, stub.asked.size());
            assertNoKeyIn(store);
        }
    }

    private static void assertNoKeyIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains(KEY));
            }
        }
    }

    @Test
    void serversWithoutSchemasAreToldInWords() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says("Here you are:\n```json\n" + aspects("5") + "\n```"))) {
            assertEquals(50, ask(stub, "&format=text").score(), 1e-12);
            assertTrue(stub.asked.get(0).path("response_format").isMissingNode());
            assertTrue(stub.asked.get(0).at("/messages/0/content").asText().contains("additionalProperties"));
        }
    }

    @Test
    void callsAreKeptApart() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(aspects("5")))) {
            LlmAddress at = LlmAddress.parse(stub.address("").replace("per-minute=100000", "per-minute=20"));
            Grader grader = new Grader(at, store, name -> null, Duration.ofSeconds(20), time);
            for (String prompt : List.of("one", "two", "three")) {
                ask(grader, prompt);
            }
            assertEquals(List.of(3L, 3L), time.waits());
            assertEquals("null", stub.keys.get(0), "no header where there is no key");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?calls=1", "m?calls=0", "m?calls=x", "m?calls=1&calls=2", "m?cals=3", "m?rubric=best",
            "m?base=file:///etc", "m?base=http://user@host/v1", "m?base=http://host/v1%3Fa=b", "m?euros=5", "m?base=%zz", "m?retries=11"})
    void wrongAddressesAreRefused(String text) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> LlmAddress.parse(text)).getMessage().startsWith("--verifier: llm:"));
    }

    @Test
    void theKeyStaysWhereItBelongs() {
        String why = assertThrows(IllegalArgumentException.class, () -> LlmAddress.parse("m?" + KEY + "=1")).getMessage();
        assertFalse(why.contains(KEY), why);
        Map<String, String> all = Map.of("OPENAI_API_KEY", "open", "GEMINI_API_KEY", "gem", ApiKey.OTHERS, "other");
        assertEquals("Bearer open", ApiKey.of(LlmAddress.parse("m").base(), all::get).header());
        assertEquals("Bearer gem", ApiKey.of(LlmAddress.parse("m?base=gemini").base(), all::get).header());
        assertEquals("Bearer other", ApiKey.of(LlmAddress.parse("m?base=https://else.where/v1").base(), all::get).header());
        assertFalse(ApiKey.of(LlmAddress.parse("m").base(), all::get).toString().contains("open"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ApiKey.of(LlmAddress.parse("m").base(), name -> null))
                .getMessage().contains("OPENAI_API_KEY"));
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> ApiKey.of(LlmAddress.parse("m?base=http://else.where/v1").base(), all::get)).getMessage().contains("over http"));
    }
}

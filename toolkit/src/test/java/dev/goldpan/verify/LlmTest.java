package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.laws.VerifierLaws;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.llm.ChatStub;
import dev.goldpan.verify.llm.Grader;
import dev.goldpan.verify.llm.LlmAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmTest {
    private static final String ONE_SUBJECT = "{\"subject_1\":{\"reason\":\"r\",\"appears\":%s,\"recognisable\":true},"
            + "\"content_mixture\":false}";

    @TempDir
    private Path store;

    @BeforeAll
    static void start() {
        Engine.start();
    }

    private Llm llm(ChatStub stub, String settings) {
        Grader grader = new Grader(LlmAddress.parse(stub.address("&rubric=subjects&retries=0" + settings)), store, name -> null,
                Duration.ofSeconds(20));
        return new Llm("llm:seer", "seer", grader);
    }

    @Test
    void keepsTheLawsOfVerifiers() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.says(String.format(ONE_SUBJECT, true))); Llm llm = llm(stub, "")) {
            VerifierLaws.check(llm, 16);
        }
    }

    @Test
    void onePictureFailsAloneAndEqualOnesAreAskedOnce() throws Exception {
        try (ChatStub stub = new ChatStub(ChatStub.status(400, "{}"), ChatStub.says(String.format(ONE_SUBJECT, true)))
                ; Scope scope = Scope.open(); Llm llm = llm(stub, "&calls=2")) {
            List<Score> first = llm.score(List.of(shown(0.1, "a broken one")));
            List<Score> scores = llm.score(List.of(shown(0.2, "a cat"), shown(0.2, "a cat"), shown(0.3, "a dog")));
            assertEquals("the server answers 400", first.get(0).failure());
            assertEquals(1, scores.get(0).value());
            assertEquals(1, scores.get(1).value());
            assertTrue(scores.get(2).failure().contains("limit of 2 calls"), scores.get(2).failure());
            assertEquals(2, stub.asked.size());
        }
    }

    @Test
    void answersComeInTheOrderOfThePictures() throws Exception {
        try (ChatStub stub = ChatStub.byQuestion(question -> String.format(ONE_SUBJECT, question.contains("cat")));
                Scope scope = Scope.open(); Llm llm = llm(stub, "")) {
            List<Evidence> shown = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                shown.add(shown(0.5, (i % 3 == 0 ? "a cat " : "a dog ") + i));
            }
            List<Double> scores = llm.score(shown).stream().map(Score::value).toList();
            double no = 1.0 / 3; // neither there nor recognised, but no mixture
            assertEquals(List.of(1.0, no, no, 1.0, no, no, 1.0, no), scores);
            assertEquals(8, stub.asked.size());
        }
    }

    private static Evidence shown(double grey, String prompt) {
        return Evidence.of(torch.full(new long[] {1, 3, 8, 8}, new Scalar(grey)), new Prompt(prompt));
    }

    @Test
    void isOpenedByItsName() {
        Verifiers at = new Verifiers(store, Device.CPU, Precision.FP32, Duration.ofSeconds(1));
        try (Verifier llm = at.open("llm:seer?base=http://localhost:1/v1")) {
            assertEquals("llm:seer?base=http://localhost:1/v1", llm.info().name());
            assertEquals(100, llm.info().range().most());
            assertTrue(llm.keepsTime());
        }
        assertThrows(IllegalArgumentException.class, () -> at.open("llm:seer?rubrik=x"));
    }
}

package dev.goldpan.verify;

import dev.goldpan.tensor.CacheFolder;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.verify.llm.Answer;
import dev.goldpan.verify.llm.Grader;
import dev.goldpan.verify.llm.LlmAddress;
import dev.goldpan.verify.llm.NoAnswer;
import dev.goldpan.verify.llm.Spending;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a language model that sees says of a picture: {@code llm:MODEL?base=URL&rubric=NAME}, see docs/llm-judge.md. A picture without a
 * sound answer fails alone. Answers are kept in the {@link CacheFolder}, so a search that goes on after a kill pays for none twice.
 */
public final class Llm implements Verifier {
    private static final int AT_ONCE = 4;
    private static final String OF_TEN = " of 10";

    private final Grader grader;
    private final String model;
    private final VerifierInfo info;
    private final ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE, work -> {
        Thread thread = new Thread(work, "goldpan-llm");
        thread.setDaemon(true);
        return thread;
    });

    Llm(String name, String model, Grader grader) {
        this.grader = grader;
        this.model = model;
        info = new VerifierInfo(name, grader.hash(), EnumSet.of(Need.IMAGE, Need.PROMPT), 0, VerifierInfo.Scope.POINT,
                new VerifierInfo.Range(grader.rubric().least(), grader.rubric().most()), grader.rubric().unit(), 0);
    }

    /** The model at {@code address}; its key comes from the environment. @param patience how long one attempt may take */
    static Llm open(String address, Duration patience) {
        LlmAddress at = LlmAddress.parse(address);
        Grader grader = new Grader(at, CacheFolder.path().resolve("llm"), System::getenv, patience);
        return new Llm(VerifierNames.LLM + address, at.model(), grader);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public boolean keepsTime() {
        return true;
    }

    @Override
    public boolean worksElsewhere() {
        return true;
    }

    /** Whether {@code name} is that of a language model. */
    public static boolean isNamed(String name) {
        return name.startsWith(VerifierNames.LLM);
    }

    /** What the verifier called {@code name} may cost one process. */
    public static LlmAddress.Limits limits(String name) {
        return LlmAddress.parse(name.substring(VerifierNames.LLM.length())).limits();
    }

    /** What was spent so far. */
    public Spending spending() {
        return grader.spending();
    }

    /** Why it asks nothing more, for good: a limit, a refusal of the key; empty while there is hope. */
    public Optional<String> givenUp() {
        return grader.givenUp();
    }

    /** One picture's answer, or why there is none. */
    public record Said(Answer answer, String failure) {}

    @Override
    public List<Score> score(List<Evidence> shown) {
        return answers(shown).stream().map(said -> said.answer() == null ? Score.failed(said.failure())
                : Score.of(said.answer().score())).toList();
    }

    /** The whole answers, with the parts that scores are made of. */
    public List<Said> answers(List<Evidence> shown) {
        Shown.check(info, shown);
        Map<String, Future<Said>> asked = new HashMap<>(); // equal questions are asked once
        List<Future<Said>> all = new ArrayList<>();
        for (Evidence one : shown) {
            BufferedImage picture = Images.pictures(one.image()).get(0);
            Grader.Question question = grader.question(Png.encode(picture, Map.of()), picture.getWidth(), picture.getHeight(),
                    one.prompt().text());
            all.add(asked.computeIfAbsent(question.key(), key -> begin(question)));
        }
        return all.stream().map(Llm::end).toList();
    }

    /** The model's name, without where and how it is asked. */
    public String model() {
        return model;
    }

    /** The name that values of a part of its answers are kept under: {@code existence (gpt-4o)}, {@code overall score of 10 (gpt-4o)}. */
    public String column(String part) {
        return part.replace('_', ' ') + (grader.rubric().gradesParts() ? OF_TEN : "") + " (" + model + ")";
    }

    /** Whether values kept under {@code column} are marks, not a yes or a no. */
    public static boolean isMark(String column) {
        return column.contains(OF_TEN + " (");
    }

    /** What was answered about {@code picture} before and kept; empty where nothing sound was. Asks nothing. */
    public Optional<Answer> kept(BufferedImage picture, String prompt) {
        return grader.question(Png.encode(picture, Map.of()), picture.getWidth(), picture.getHeight(), prompt).kept();
    }

    /** Looks among the answers that were kept, and reserves what has to be paid, in the order of the list. */
    private Future<Said> begin(Grader.Question question) {
        var kept = question.kept();
        if (kept.isPresent()) {
            return CompletableFuture.completedFuture(new Said(kept.get(), null));
        }
        try {
            question.reserve();
        } catch (NoAnswer none) {
            return CompletableFuture.completedFuture(new Said(null, none.getMessage()));
        }
        return callers.submit(() -> {
            try {
                return new Said(question.ask(), null);
            } catch (NoAnswer none) {
                return new Said(null, none.getMessage());
            }
        });
    }

    private static Said end(Future<Said> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Said(null, "stopped while waiting for an answer");
        } catch (ExecutionException e) {
            return new Said(null, "the answer cannot be used: " + e.getCause().getMessage());
        }
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}

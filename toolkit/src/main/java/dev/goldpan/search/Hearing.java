package dev.goldpan.search;

import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * What verifiers say of one batch. Those that compute here have said it when the hearing begins; those that work elsewhere may still
 * be thinking, and the evidence they look at outlives the scope it was made in.
 */
final class Hearing {
    private final List<Asked> all = new ArrayList<>();
    private final int width;
    private List<Map<String, Score>> scores;

    /** One verifier about some rows. @param said null while it may still be thinking; @param held whether its evidence is kept for it */
    private record Asked(Jury.Question question, int[] rows, List<Evidence> shown, List<Score> said, boolean held) {
        Asked answered() {
            if (said != null) {
                return this;
            }
            try {
                return new Asked(question, rows, shown, question.answer(), held);
            } finally {
                if (held && !question.isAbandoned()) {
                    tensors(shown).forEach(Tensor::close);
                } else if (!held && question.isAbandoned()) {
                    tensors(shown).forEach(Scope::detach); // better memory that is never returned than a dangling pointer
                }
            }
        }
    }

    /** @param width rows of the batch */
    Hearing(int width) {
        this.width = width;
    }

    /** Asks {@code verifier} about {@code rows} of {@code shown}, evidence of the open scope. */
    void ask(Jury jury, Verifier verifier, int[] rows, List<Evidence> shown) {
        if (rows.length == 0) {
            return;
        }
        List<Evidence> some = Arrays.stream(rows).mapToObj(shown::get).toList();
        boolean elsewhere = verifier.worksElsewhere();
        if (elsewhere) {
            some = some.stream().map(Hearing::held).toList();
        }
        Asked asked = new Asked(jury.ask(verifier, some), rows, some, null, elsewhere);
        all.add(elsewhere ? asked : asked.answered());
    }

    /** Whether somebody has not been waited for yet. */
    boolean isOpen() {
        return scores == null && all.stream().anyMatch(asked -> asked.said() == null);
    }

    /** The scores of each row by verifier, none for idle rows; waits for all. */
    List<Map<String, Score>> scores() {
        if (scores == null) {
            List<Map<String, Score>> told = new ArrayList<>();
            IntStream.range(0, width).forEach(row -> told.add(new LinkedHashMap<>()));
            for (Asked asked : all) {
                List<Score> said = asked.answered().said();
                for (int i = 0; i < asked.rows().length; i++) {
                    told.get(asked.rows()[i]).put(asked.question().verifier().info().name(), said.get(i));
                }
            }
            scores = told;
        }
        return scores;
    }

    /** The same evidence, in tensors of its own that no scope releases. */
    private static Evidence held(Evidence evidence) {
        return new Evidence(own(evidence.noise()), own(evidence.x0At()), own(evidence.latent()), own(evidence.image()), evidence.prompt(),
                evidence.label());
    }

    private static Tensor own(Tensor tensor) {
        try (Scope scope = Scope.open()) {
            return tensor == null ? null : Scope.detach(new Tensor(tensor));
        }
    }

    private static Stream<Tensor> tensors(List<Evidence> shown) {
        return shown.stream().flatMap(one -> Stream.of(one.noise(), one.x0At(), one.latent(), one.image()))
                .filter(Objects::nonNull);
    }
}

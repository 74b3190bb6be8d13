package dev.goldpan.verify;

import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A verifier that judges a candidate by the set it would join: every score is of the set kept so far with that candidate added.
 *
 * <p>The same candidates kept in the same order give the same scores. Not safe from several threads.
 */
public interface Population extends Verifier {
    /** Ours by name. They choose from banks of sweeps, one picture after the other, and steer no search. */
    List<String> NAMES = List.of("fid", "is");

    /** What it sees of candidates, each of which has to be looked at only once. @return [b, d], fp64, on the processor */
    Tensor look(List<Evidence> shown);

    /** The score of the set with each of some candidates. @param seen what it saw of them, [b, d] */
    List<Score> scores(Tensor seen);

    /** Adds a chosen candidate to the set. @param seen what it saw of it, [1, d] */
    void keep(Tensor seen);

    @Override
    default List<Score> score(List<Evidence> shown) {
        try (Scope scope = Scope.open()) {
            return scores(look(shown));
        }
    }

    /** Adds a chosen candidate to the set. */
    default void keep(Evidence chosen) {
        try (Scope scope = Scope.open()) {
            keep(look(List.of(chosen)));
        }
    }
}

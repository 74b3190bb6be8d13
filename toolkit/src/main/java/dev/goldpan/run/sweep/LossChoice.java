package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.verify.VerifierNames;
import java.util.List;
import java.util.stream.Stream;

/**
 * What chooses from a bank by attention: losses, and ensembles of them, which choose by mean rank. They are asked about the noises alone,
 * after the pictures, so that a bank gets them at any time.
 *
 * @param names as in a spec: {@code conform}, {@code ensemble:initno+self-cross}; none where no loss is asked
 */
public record LossChoice(List<String> names) {
    /** No loss. */
    public static final LossChoice NONE = new LossChoice(List.of());

    /** Takes each name once. */
    public LossChoice {
        names = names.stream().distinct().toList();
    }

    /** Those of {@code verifiers} that are losses, or ensembles of losses alone. */
    static LossChoice among(List<String> verifiers) {
        return new LossChoice(verifiers.stream().filter(name -> VerifierNames.members(name).stream().allMatch(Losses::isLoss)).toList());
    }

    /** Every loss that is needed, once. */
    public List<String> members() {
        return names.stream().flatMap(name -> VerifierNames.members(name).stream()).distinct().toList();
    }

    /** These and those of {@code other}. */
    LossChoice and(LossChoice other) {
        return new LossChoice(Stream.concat(names.stream(), other.names.stream()).toList());
    }
}

package dev.goldpan.search;

import dev.goldpan.verify.Score;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A candidate and what every verifier that saw it said.
 *
 * @param candidate what was looked at
 * @param scores by verifier, in the order they were asked
 * @param gradient hash of the gradient of the score that steers, shaped like the noise and kept in {@link Blobs}: with respect to the
 *     noise where the candidate is finished, else with respect to the latents of its last call, in units of the noise that the next
 *     move adds; null where none was wanted, or where it is not finite
 */
public record Scored(Candidate candidate, Map<String, Score> scores, String gradient) {
    /** Without a gradient. */
    public Scored(Candidate candidate, Map<String, Score> scores) {
        this(candidate, scores, null);
    }

    /** Copies the map. */
    public Scored {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /** What {@code verifier} said; NaN where it failed or was not asked. */
    public double value(String verifier) {
        Score score = scores.get(verifier);
        return score == null ? Double.NaN : score.value();
    }
}

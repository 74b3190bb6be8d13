package dev.goldpan.verify.llm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model said of one picture, checked.
 *
 * @param score in the unit of the rubric
 * @param parts the marks or answers it comes of, in the rubric's order; a yes is 1, a no 0
 */
public record Answer(double score, Map<String, Double> parts) {
    /** Copies the parts in their order. */
    public Answer {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
}

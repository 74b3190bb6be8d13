package dev.goldpan.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.goldpan.search.Candidate;

/** Candidates as text: what journals keep and pictures carry. What is read is untrusted. */
public final class CandidateJson {
    /** Deepest nesting that is read: a line of about five hundred candidates, each leaving the one before. */
    private static final int DEEPEST = 1000;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build()).build())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private CandidateJson() {}

    static String write(Candidate candidate) {
        try {
            return JSON.writeValueAsString(candidate);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode tree(Candidate candidate) {
        return JSON.valueToTree(candidate);
    }

    /** @throws IllegalArgumentException in one line, if {@code text} is not a candidate */
    public static Candidate read(String text) {
        try {
            Candidate candidate = JSON.readValue(text, Candidate.class);
            if (candidate == null) {
                throw new IllegalArgumentException("candidate: there is none");
            }
            return candidate;
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException wrong ? wrong : null;
            throw new IllegalArgumentException("candidate: " + (cause == null ? e.getOriginalMessage() : cause.getMessage())
                    .lines().findFirst().orElse("not readable"));
        }
    }
}

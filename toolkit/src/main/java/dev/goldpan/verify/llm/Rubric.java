package dev.goldpan.verify.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is asked about a picture, in which form it must be answered, and what the answer is worth. */
public interface Rubric {
    /** Its name with its version: changes whenever a word of it does, since answers are kept under it. */
    String version();

    /** Lowest possible score. */
    default double least() {
        return 0;
    }

    /** Highest possible score. */
    double most();

    /** Whether parts of an answer are marks from 0 to 10; else each is a yes or a no. */
    boolean gradesParts();

    /** Of the score, for people. */
    String unit();

    /** What the model is told to be and to do, the same for every picture. */
    String instructions();

    /** What it is told about the picture of {@code prompt}. */
    String question(String prompt);

    /** JSON schema of the answer, within what strict structured output allows: every property required, no others. */
    ObjectNode schema(String prompt);

    /** The answer. @throws IllegalArgumentException saying in what it is not as asked for */
    Answer read(JsonNode said, String prompt);

    /** The rubric called {@code name}, {@code aspects} or {@code subjects}. */
    static Rubric named(String name) {
        return name.equals("subjects") ? new SubjectQuestions() : new FiveAspects();
    }
}

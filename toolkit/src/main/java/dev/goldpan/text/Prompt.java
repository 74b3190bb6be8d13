package dev.goldpan.text;

/**
 * What an image is to be, in words.
 *
 * @param text the prompt; may be empty
 * @param second what a model with two text encoders tells the second one; the prompt where null or empty
 * @param negative what guidance moves away from, or null where the user gave nothing: some models tell that from an empty text
 * @param negativeSecond the same for the second encoder; the negative prompt where null or empty
 */
public record Prompt(String text, String second, String negative, String negativeSecond) {
    /** Fills in what follows from the rest. */
    public Prompt {
        if (text == null) {
            throw new IllegalArgumentException("--prompt: a prompt is needed (it may be empty)");
        }
        second = second == null || second.isEmpty() ? text : second;
        negativeSecond = negativeSecond == null || negativeSecond.isEmpty() ? negative : negativeSecond;
    }

    /** A prompt alone. */
    public Prompt(String text) {
        this(text, null, null, null);
    }
}

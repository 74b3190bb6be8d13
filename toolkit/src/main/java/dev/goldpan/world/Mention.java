package dev.goldpan.world;

/**
 * One noun phrase of a caption: how many of what, in which colour and style.
 *
 * @param count 1 to 3
 */
public record Mention(int count, Style style, Colour colour, Subject subject) {

    public Mention {
        if (count < 1 || count > SceneSpec.MOST) {
            throw new IllegalArgumentException("count is " + count + ", allowed are 1 to " + SceneSpec.MOST);
        }
    }

    /** One plain subject in its natural colour. */
    public static Mention of(Subject subject) {
        return new Mention(1, Style.PLAIN, Colour.NATURAL, subject);
    }

    public Mention in(Colour other) {
        return new Mention(count, style, other, subject);
    }

    public Mention in(Style other) {
        return new Mention(count, other, colour, subject);
    }

    public Mention times(int other) {
        return new Mention(other, style, colour, subject);
    }

    /**
     * The words for it.
     *
     * @param article before one of a kind; several have their number instead
     * @param styled with the adjective of its style, or without because an opening phrase says it
     */
    public String phrase(String article, boolean styled) {
        String number = count == 1 ? article : Vocabulary.NUMBERS.get(count - 1);
        String noun = count == 1 ? subject.noun() : subject.plural();
        return String.join(" ", number, styled ? style.adjective() : "", colour.word(), noun).strip().replaceAll(" +", " ");
    }
}

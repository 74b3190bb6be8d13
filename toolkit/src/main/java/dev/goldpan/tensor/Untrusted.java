package dev.goldpan.tensor;

/** Text from a file of unknown origin, made fit for a message. */
final class Untrusted {
    private static final int LONGEST = 120;

    private Untrusted() {}

    /** {@code text} on one line, short, without characters that could steer a terminal. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            int kind = Character.getType(c);
            boolean plain = !Character.isISOControl(c) && kind != Character.FORMAT && kind != Character.LINE_SEPARATOR
                    && kind != Character.PARAGRAPH_SEPARATOR && kind != Character.SURROGATE && kind != Character.PRIVATE_USE;
            shown.append(plain ? Character.toString(c) : "\\u" + Integer.toHexString(c));
        });
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
    }
}

package dev.goldpan.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** Input of unknown origin: how it is parsed, and how it is shown in a message. */
final class Untrusted {
    /** JSON without depth, without numbers beyond 64 bits, without a name that comes twice in one object. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8).maxNumberLength(20).maxNameLength(4096).maxStringLength(100_000_000).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int LONGEST = 120;

    private Untrusted() {}

    /** Whether {@code name} can be shown as it is, which every real tensor's name can. */
    static boolean isPlain(String name) {
        return name.codePoints().allMatch(Untrusted::isPlain);
    }

    /** {@code text} on one line, short, without characters that could steer a terminal. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            shown.append(isPlain(c) ? Character.toString(c) : "\\u" + Integer.toHexString(c));
        });
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
    }

    private static boolean isPlain(int c) {
        int kind = Character.getType(c);
        return !Character.isISOControl(c) && kind != Character.FORMAT && kind != Character.LINE_SEPARATOR
                && kind != Character.PARAGRAPH_SEPARATOR && kind != Character.SURROGATE && kind != Character.PRIVATE_USE;
    }
}

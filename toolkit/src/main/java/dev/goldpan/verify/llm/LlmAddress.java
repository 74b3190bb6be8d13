package dev.goldpan.verify.llm;

import dev.goldpan.tensor.Spelling;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whom to ask, what, and for how much, as users write it: {@code MODEL?base=URL&rubric=NAME&calls=N...}.
 *
 * @param model as the server calls it
 * @param base where {@code /chat/completions} is; {@code openai} (default), {@code gemini} or a URL
 * @param rubric {@code aspects} (default) or {@code subjects}
 * @param format how the answer's form is asked for: {@code schema} (default), {@code object} for servers that only know JSON, or
 *     {@code text} for those that know nothing of it
 * @param detail of the picture: {@code high} (default), {@code low} or {@code auto}
 * @param limits what it may cost
 * @param retries further attempts after one that failed, 0 to 10 (default 4)
 * @param perMinute most calls a minute, 1 to 100000 (default 60)
 */
public record LlmAddress(String model, URI base, String rubric, String format, String detail, Limits limits, int retries,
        int perMinute) {
    private static final Map<String, String> BASES = Map.of("openai", "https://api.openai.com/v1",
            "gemini", "https://generativelanguage.googleapis.com/v1beta/openai");
    private static final List<String> KEYS = List.of("base", "rubric", "format", "detail", "calls", "tokens", "euros",
            "euros-in", "euros-out", "retries", "per-minute");

    /**
     * What all calls of one process may cost together.
     *
     * @param calls that are sent, retries included (default 1000)
     * @param tokens read and written (default 2,000,000)
     * @param euros infinite where no limit is given
     * @param eurosIn price of a million tokens read; NaN where it is not given
     * @param eurosOut price of a million tokens written; likewise
     */
    public record Limits(long calls, long tokens, double euros, double eurosIn, double eurosOut) {
        /** A limit on money needs prices. */
        public Limits {
            if (Double.isFinite(euros) && !(eurosIn >= 0 && eurosOut >= 0)) {
                throw wrong("euros", "a limit on money needs the prices of a million tokens, euros-in=... and euros-out=...");
            }
        }
    }

    /** Reads what stands after {@code llm:}. @throws IllegalArgumentException naming the setting and what is allowed */
    public static LlmAddress parse(String text) {
        int mark = text.indexOf('?');
        String model = mark < 0 ? text : text.substring(0, mark);
        if (!model.matches("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}")) {
            throw new IllegalArgumentException("--verifier: llm: wants the name of a model as the server calls it, llm:gpt-4o");
        }
        Map<String, String> given = new HashMap<>();
        for (String pair : mark < 0 ? new String[0] : text.substring(mark + 1).split("&")) {
            String[] parts = pair.split("=", 2);
            if (!KEYS.contains(parts[0])) { // not shown whole: it may be a key
                throw new IllegalArgumentException("--verifier: llm: there is no such setting; there are " + String.join(", ", KEYS)
                        + (parts[0].matches("[a-z-]{2,12}") ? "; did you mean '" + Spelling.nearest(parts[0], KEYS) + "'?" : ""));
            }
            String value = parts.length < 2 ? "" : decoded(parts[0], parts[1]);
            if (value.isBlank() || given.put(parts[0], value) != null) {
                throw wrong(parts[0], "must be given one value");
            }
        }
        Limits limits = new Limits((long) number(given, "calls", 1000, 1, 1e9), (long) number(given, "tokens", 2e6, 1, 1e15),
                number(given, "euros", Double.POSITIVE_INFINITY, 0, 1e9), number(given, "euros-in", Double.NaN, 0, 1e6),
                number(given, "euros-out", Double.NaN, 0, 1e6));
        return new LlmAddress(model, base(given.getOrDefault("base", "openai")), choice(given, "rubric", List.of("aspects", "subjects")),
                choice(given, "format", List.of("schema", "object", "text")), choice(given, "detail", List.of("high", "low", "auto")),
                limits, (int) number(given, "retries", 4, 0, 10), (int) number(given, "per-minute", 60, 1, 100_000));
    }

    private static String decoded(String key, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong(key, "has a % that is not followed by two hexadecimal digits");
        }
    }

    private static URI base(String text) {
        URI base;
        try {
            base = URI.create(BASES.getOrDefault(text, text).replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw wrong("base", "is no URL");
        }
        if (base.getHost() == null || base.getUserInfo() != null || base.getRawFragment() != null || base.getRawQuery() != null
                || !List.of("http", "https").contains(base.getScheme())) {
            throw wrong("base", "must be openai, gemini or a URL such as http://localhost:8000/v1, without user, query or fragment");
        }
        return base;
    }

    private static String choice(Map<String, String> given, String key, List<String> allowed) {
        String value = given.getOrDefault(key, allowed.get(0));
        if (!allowed.contains(value)) {
            throw wrong(key, "must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    private static double number(Map<String, String> given, String key, double usual, double least, double most) {
        if (!given.containsKey(key)) {
            return usual;
        }
        try {
            double value = Double.parseDouble(given.get(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(key, String.format(Locale.ROOT, "must be a number from %.0f to %.0f", least, most));
    }

    private static IllegalArgumentException wrong(String key, String why) {
        return new IllegalArgumentException("--verifier: llm: " + key + " " + why);
    }
}

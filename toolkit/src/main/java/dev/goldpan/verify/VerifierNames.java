package dev.goldpan.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * How users write several verifiers in one text: names with a separator between them, and at most one command, which is the last,
 * because {@code exec:} reaches to the end whatever its command has in it.
 */
public final class VerifierNames {
    /** What the name of an ensemble begins with; its members follow, with + between them. */
    public static final String ENSEMBLE = "ensemble:";
    static final String EXEC = "exec:";
    static final String LLM = "llm:";

    private VerifierNames() {}

    /** The verifiers of a list, {@code clip,siglip,exec:./score.sh a,b}. @throws IllegalArgumentException if a name is empty */
    public static List<String> list(String text) {
        return split(text, ',');
    }

    /** The members of {@code ensemble:a+b}, or the one verifier that {@code name} is. */
    public static List<String> members(String name) {
        return name.startsWith(ENSEMBLE) ? split(name.substring(ENSEMBLE.length()), '+') : List.of(name);
    }

    private static List<String> split(String text, char separator) {
        List<String> names = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            String rest = text.substring(from).stripLeading();
            int end = takesTheRest(rest, separator) ? -1 : text.indexOf(separator, from);
            String name = (end < 0 ? rest : text.substring(from, end)).strip();
            if (name.isEmpty() || name.equals(EXEC) || name.equals(LLM) || name.equals(ENSEMBLE)) {
                throw new IllegalArgumentException("--verifier: '" + text + "' has an empty name in it; write a" + separator + "b");
            }
            names.add(name);
            from = end < 0 ? text.length() + 1 : end + 1;
        }
        return names;
    }

    /** A command does, and so does an ensemble whose last member is one. */
    private static boolean takesTheRest(String rest, char separator) {
        int next = rest.indexOf(separator);
        String name = next < 0 ? rest : rest.substring(0, next);
        return name.startsWith(EXEC) || name.startsWith(ENSEMBLE) && name.contains("+" + EXEC) || name.startsWith(ENSEMBLE + EXEC);
    }
}

package dev.goldpan.run.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers as a spec writes them: {@code 4}, {@code 1-10}, {@code 1-10 (+2)}, {@code 4-64 (x2)}. */
final class Ranges {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:\\s*-\\s*(\\d{1,18})(?:\\s*\\(([+x])(\\d{1,18})\\))?)?");
    private static final int MOST = 100_000;

    private Ranges() {}

    /** The numbers that {@code text} says. @throws IllegalArgumentException without the name of the key */
    static List<Long> read(String text) {
        Matcher match = TEXT.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not possible; use whole numbers, or ranges such as 1-10, 1-10 (+2),"
                    + " 4-64 (x2)");
        }
        long from = Long.parseLong(match.group(1));
        long to = match.group(2) == null ? from : Long.parseLong(match.group(2));
        boolean multiplies = "x".equals(match.group(3));
        long step = match.group(4) == null ? 1 : Long.parseLong(match.group(4));
        if (to < from || step < (multiplies ? 2 : 1) || multiplies && from == 0) {
            throw new IllegalArgumentException("'" + text + "' is not possible; a range goes up, as 1-10 (+2) or 4-64 (x2) does");
        }
        List<Long> numbers = new ArrayList<>();
        for (long next = from; next <= to && next > 0 | next == from; next = multiplies ? next * step : next + step) {
            if (numbers.size() == MOST) {
                throw new IllegalArgumentException("'" + text + "' has more than " + MOST + " numbers");
            }
            numbers.add(next);
        }
        return numbers;
    }
}

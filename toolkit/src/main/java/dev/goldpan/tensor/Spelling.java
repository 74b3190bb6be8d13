package dev.goldpan.tensor;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant. */
public final class Spelling {
    private Spelling() {}

    /** The known word that takes the fewest inserted, removed or changed letters (Levenshtein). */
    public static String nearest(String word, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(other -> distance(word, other))).orElseThrow();
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}

package dev.goldpan.mini.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Byte-pair merges (Sennrich et al. 2016) learned until every word of a list is one token, which ends in {@value #END} as CLIP's
 * tokens do. Learned in one run, so applying the merges in order to any of the words gives that one token.
 */
final class BytePairs {

    static final String END = "</w>";

    private final List<List<String>> merges = new ArrayList<>();

    /** @param words ASCII, at least two letters or already a token as one letter */
    BytePairs(List<String> words) {
        List<List<String>> pieces = new ArrayList<>(words.stream().map(BytePairs::letters).toList());
        for (List<String> best = commonest(pieces); best != null; best = commonest(pieces)) {
            merges.add(best);
            for (int i = 0; i < pieces.size(); i++) {
                pieces.set(i, merged(pieces.get(i), best));
            }
        }
    }

    /** The merges, first first; each is two tokens. */
    List<List<String>> merges() {
        return List.copyOf(merges);
    }

    /** The 512 tokens every CLIP vocabulary begins with: each byte as a printable character, alone and at the end of a word. */
    static List<String> bytes() {
        List<String> alone = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            if (printable(b)) {
                alone.add(String.valueOf((char) b));
            }
        }
        int unprintable = 256 - alone.size();
        for (int i = 0; i < unprintable; i++) {
            alone.add(String.valueOf((char) (256 + i)));
        }
        List<String> all = new ArrayList<>(alone);
        alone.forEach(symbol -> all.add(symbol + END));
        return all;
    }

    private static boolean printable(int b) {
        return b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
    }

    private static List<String> letters(String word) {
        List<String> letters = new ArrayList<>(word.chars().mapToObj(c -> String.valueOf((char) c)).toList());
        letters.set(letters.size() - 1, letters.get(letters.size() - 1) + END);
        return letters;
    }

    /** The pair that occurs most, the alphabetically first among equals; null when all words are whole. */
    private static List<String> commonest(List<List<String>> words) {
        Map<String, Integer> counts = new TreeMap<>();
        for (List<String> word : words) {
            for (int i = 0; i + 1 < word.size(); i++) {
                counts.merge(word.get(i) + ' ' + word.get(i + 1), 1, Integer::sum);
            }
        }
        String best = null;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            best = best == null || entry.getValue() > counts.get(best) ? entry.getKey() : best;
        }
        return best == null ? null : List.of(best.split(" "));
    }

    private static List<String> merged(List<String> word, List<String> pair) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < word.size(); i++) {
            boolean here = i + 1 < word.size() && word.get(i).equals(pair.get(0)) && word.get(i + 1).equals(pair.get(1));
            out.add(here ? pair.get(0) + pair.get(1) : word.get(i));
            i += here ? 1 : 0;
        }
        return out;
    }

    /** Token to id: bytes, merges, then these. */
    Map<String, Integer> vocabulary(List<String> last) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        bytes().forEach(token -> ids.put(token, ids.size()));
        merges.forEach(pair -> ids.putIfAbsent(pair.get(0) + pair.get(1), ids.size()));
        last.forEach(token -> ids.put(token, ids.size()));
        return ids;
    }
}

package dev.goldpan.guide;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words of a prompt that belong to no noun phrase: function words, punctuation, common verbs, and words whose ending and neighbours tell
 * that they are verbs: "is speaking", "a girl feeding the birds", "a dog jumps over", "dunes shaped by", "to catch a train". A verb
 * without such a neighbour is not seen ("a dog jumps", "children jump over").
 */
final class Breaks {
    private static final Set<String> BE = words("is are was were be being been am");
    private static final Set<String> DETERMINERS = words("a an the this these those some any each every another his her its their my"
            + " your our");
    private static final Set<String> SINGULAR = words("a an another one each every this that");
    private static final Set<String> PLACES = words("with without in on at to from by for near beside besides next behind above below under"
            + " over between inside outside into onto against around through across along among beneath underneath upon off up down out"
            + " about after before during toward towards until");
    private static final Set<String> OTHERS = words("one two three four five six seven eight nine ten both many several few he she it they"
            + " who which that and or but nor of as than then while there left right side top bottom front back has have had can will not"
            + " very also only wearing riding sitting standing holding eating playing running walking flying lying looking jumping swimming"
            + " sleeping drinking carrying chasing watching resting hanging hung placed covered filled made surrounded stands sits lies"
            + " holds wears rides eats plays runs walks looks");
    private static final Set<String> LISTED = Stream.of(BE, DETERMINERS, PLACES, OTHERS).flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());
    /** What ends as verbs do and is a thing. */
    private static final Set<String> THINGS = words("building painting ring earring king wing string swing ceiling evening morning spring"
            + " clothing thing wedding lightning pudding drawing railing awning seating flooring lighting fishing sapling duckling dumpling"
            + " viking sibling meeting frosting stocking bearing glasses sunglasses goggles scissors pants trousers shorts jeans tights"
            + " gloves boots shoes socks binoculars headphones earphones chopsticks pliers tweezers tongs stairs series species canvas lens"
            + " gas hundred naked wicked");

    private Breaks() {}

    private static Set<String> words(String all) {
        return Set.of(all.split(" "));
    }

    /** Which of {@code words}, lower case or a sign each, stand between noun phrases. */
    static boolean[] in(List<String> words) {
        boolean[] breaks = new boolean[words.size()];
        for (int i = 0; i < breaks.length; i++) {
            breaks[i] = LISTED.contains(words.get(i)) || !Character.isLetterOrDigit(words.get(i).codePointAt(0));
        }
        boolean[] all = breaks.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] |= isVerb(words, i, breaks);
        }
        return all;
    }

    private static boolean isVerb(List<String> words, int at, boolean[] breaks) {
        String word = words.get(at);
        if (word.length() < 5 || THINGS.contains(word)) {
            return false;
        }
        String next = at + 1 < words.size() ? words.get(at + 1) : "";
        boolean follows = at > 0 && !breaks[at - 1]; // a word of its phrase
        if (at > 0 && words.get(at - 1).equals("to") && DETERMINERS.contains(next)) {
            return true; // to catch a train
        }
        boolean leads = DETERMINERS.contains(next) || PLACES.contains(next); // to an object or a place
        if (word.endsWith("ing")) {
            return isUnderway(words, at, breaks) || follows && leads;
        }
        if (word.endsWith("ly")) {
            return at > 0 && BE.contains(words.get(at - 1)); // is slowly eating
        }
        if (word.endsWith("ed")) {
            return !word.endsWith("eed") && follows && leads;
        }
        return word.matches("\\p{L}+[^siu']s") && follows // of many things a word in -s may be the last
                && (DETERMINERS.contains(next) || PLACES.contains(next) && SINGULAR.contains(opener(words, at, breaks)));
    }

    /** Whether the word ending in -ing says what is being done: "is slowly eating", "and waving", "while fishing". */
    private static boolean isUnderway(List<String> words, int at, boolean[] breaks) {
        int before = at - 1;
        while (before >= 0 && words.get(before).endsWith("ly") && !breaks[before]) {
            before--; // adverbs
        }
        String previous = before < 0 ? "" : words.get(before);
        boolean isLast = at + 1 == words.size() || breaks[at + 1];
        return BE.contains(previous) || Set.of("while", "before", "after").contains(previous)
                || Set.of("and", ",").contains(previous) && (isLast || words.subList(0, before).stream().anyMatch(BE::contains));
    }

    /** The word before the phrase that {@code at} is in. */
    private static String opener(List<String> words, int at, boolean[] breaks) {
        int before = at;
        while (before >= 0 && !breaks[before]) {
            before--;
        }
        return before < 0 ? "" : words.get(before);
    }
}

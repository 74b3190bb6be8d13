package dev.goldpan.mini.world;

import dev.goldpan.world.Caption;
import dev.goldpan.world.Mention;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;

/**
 * Captions as they occur in training: now and then with "an", "one", another phrase of the relation, an opening "a photo of", and
 * often with the opening of a style that all mentions share instead of adjectives. {@link Caption#parse} gives the scene back.
 */
public final class Wording {

    private Wording() { }

    /** A caption of this, worded by chance. */
    public static String of(SceneSpec spec, Dice dice) {
        Style first = spec.mentions().get(0).style();
        boolean shared = !first.opening().isEmpty() && spec.mentions().stream().allMatch(m -> m.style() == first);
        boolean opened = shared && dice.chance(first == Style.PLAIN ? 0.06 : 0.6);
        String joint = dice.chance(0.7) ? spec.relation().phrases().get(0) : dice.pick(spec.relation().phrases());
        StringBuilder text = new StringBuilder(opened ? first.opening() + ' ' : "");
        for (int i = 0; i < spec.mentions().size(); i++) {
            Mention mention = spec.mentions().get(i);
            text.append(i == 0 ? "" : ' ' + joint + ' ').append(mention.phrase(article(mention, opened, dice), !opened));
        }
        return text.toString();
    }

    private static String article(Mention mention, boolean opened, Dice dice) {
        boolean vowel = "aeiou".indexOf(mention.phrase("", !opened).charAt(0)) >= 0;
        boolean an = vowel && dice.chance(0.25);
        return dice.chance(0.03) ? "one" : an ? "an" : "a";
    }
}

package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Glyphs;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a viewer calls the colour of a thing. Where the caption names one it is that; a natural glyph has the colours that
 * {@code natural_colours.tsv} states, by eye: an elephant is gray, a ginger cat may be called orange or yellow.
 */
final class SeenColour {
    private static final Map<String, Set<Colour>> NATURAL = new HashMap<>();

    static {
        for (String line : Glyphs.lines("judge/natural_colours.tsv")) {
            String[] field = line.split("\t");
            if (!field[0].equals("subject")) {
                Set<Colour> colours = EnumSet.noneOf(Colour.class);
                for (String word : field[2].split(" ")) {
                    colours.add(Colour.valueOf(word.toUpperCase(Locale.ROOT)));
                }
                NATURAL.put(field[0] + field[1], Set.copyOf(colours));
            }
        }
    }

    private SeenColour() {}

    static Set<Colour> of(Placed thing) {
        if (thing.colour() != Colour.NATURAL) {
            return Set.of(thing.colour());
        }
        return thing.style() == Style.SKETCHED ? Set.of(Colour.NATURAL, Colour.WHITE) // lines on paper
                : NATURAL.get(thing.subject().noun() + thing.variant());
    }
}

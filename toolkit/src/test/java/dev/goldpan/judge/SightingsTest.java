package dev.goldpan.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final JudgeConfig CONFIG = JudgeConfig.bundled();
    private static final Outputs OUTPUTS = Outputs.of(CONFIG);
    private static final int CELLS = JudgeConfig.GRID * JudgeConfig.GRID;

    private final float[] raw = nothing();

    private static float[] nothing() {
        float[] raw = new float[OUTPUTS.channels() * CELLS];
        Arrays.fill(raw, 0, CELLS, -9);
        return raw;
    }

    @Test
    void nothingIsSeenWhereNoCellIsSure() {
        assertEquals(List.of(), Sightings.of(CONFIG, raw));
    }

    @Test
    void aPeakIsAThingWithItsBoxAndClasses() {
        thing(5, 9, 2, 16, Subject.FROG);
        set(OUTPUTS.colours() + Colour.GREEN.ordinal(), 5, 9, 8);
        set(OUTPUTS.styles() + Style.STRIPED.ordinal(), 5, 9, 8);
        set(Outputs.MIXTURE, 5, 9, -3);
        Detection seen = Sightings.of(CONFIG, raw).get(0);
        assertEquals(new Box(28, 60, 60, 92), seen.box());
        assertEquals(1 / (1 + Math.exp(-2)), seen.score(), 1e-6);
        assertEquals(Subject.FROG, seen.subject());
        assertEquals(Colour.GREEN, seen.colour());
        assertEquals(Style.STRIPED, seen.style());
        assertEquals(1 / (1 + Math.exp(3)), seen.mixture(), 1e-6);
        assertEquals(1, seen.subjects().values().stream().mapToDouble(p -> p).sum(), 1e-9);
        assertEquals(seen.of(Subject.FROG) - seen.of(Subject.CAT), seen.margin(), 1e-12);
    }

    @Test
    void neighboursOfAPeakAreNone() {
        thing(5, 5, 2, 16, Subject.CAT);
        thing(6, 6, 1, 1, Subject.DOG); // its box would not touch
        assertEquals(1, Sightings.of(CONFIG, raw).size());
    }

    @Test
    void ofEqualNeighboursTheFirstIsThePeak() {
        thing(5, 5, 2, 16, Subject.CAT);
        thing(6, 5, 2, 16, Subject.DOG);
        List<Detection> seen = Sightings.of(CONFIG, raw);
        assertEquals(List.of(Subject.CAT), seen.stream().map(Detection::subject).toList());
    }

    @Test
    void ofTwoInNearlyOnePlaceTheSurerStays() {
        thing(5, 5, 1, 32, Subject.CAT);
        thing(7, 5, 2, 32, Subject.DOG);
        thing(13, 13, 0, 16, Subject.CAR);
        List<Detection> seen = Sightings.of(CONFIG, raw);
        assertEquals(List.of(Subject.DOG, Subject.CAR), seen.stream().map(Detection::subject).toList());
    }

    @Test
    void hostileNumbersGiveBoxesThatCanBeCompared() {
        thing(5, 5, 2, -40, Subject.CAT);
        Box box = Sightings.of(CONFIG, raw).get(0).box();
        assertTrue(box.width() > 0 && box.height() > 0, box.toString());
        for (int i = 0; i < raw.length; i++) {
            raw[i] = Float.NaN;
        }
        assertEquals(List.of(), Sightings.of(CONFIG, raw));
    }

    private void thing(int x, int y, float score, float reach, Subject subject) {
        set(Outputs.CENTRE, x, y, score);
        for (int side = 0; side < 4; side++) {
            set(Outputs.BOX + side, x, y, (float) (reach / Outputs.REACH));
        }
        set(OUTPUTS.subjects() + subject.ordinal(), x, y, 8);
    }

    private void set(int channel, int x, int y, float value) {
        raw[channel * CELLS + y * JudgeConfig.GRID + x] = value;
    }
}

package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goldpan.stats.Interval;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final Reading SHARE = new Reading(true);
    private static final Reading SCORE = new Reading(false);

    @Test
    void whatIsRoundedToNothingHasNoMinus() {
        assertEquals("+0.0 % (-0.1 to 0.0)", SHARE.gain(new Interval(-1e-17, -0.001, -1e-9)));
        assertEquals("0.0000", SCORE.of(-1e-9));
        assertEquals("-0.0001", SCORE.of(-1e-4));
    }

    @Test
    void gainsHaveTheirSignAndNothingHasNone() {
        assertEquals("+12.3 % (1.0 to 20.0)", SHARE.gain(new Interval(0.123, 0.01, 0.2)));
        assertEquals("-0.5000 (-1.0000 to 0.0000)", SCORE.gain(new Interval(-0.5, -1, 0)));
        assertEquals("–", SCORE.gain(new Interval(Double.NaN, Double.NaN, Double.NaN)));
    }
}

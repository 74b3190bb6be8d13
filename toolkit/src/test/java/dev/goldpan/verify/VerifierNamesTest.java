package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierNamesTest {
    @Test
    void aCommandReachesToTheEnd() {
        assertEquals(List.of("clip", "siglip"), VerifierNames.list("clip, siglip"));
        assertEquals(List.of("exec:./score.sh a,b +c"), VerifierNames.list("exec:./score.sh a,b +c"));
        assertEquals(List.of("clip", "exec:score --of a,b | tail -n +2"), VerifierNames.list("clip, exec:score --of a,b | tail -n +2"));
        assertEquals(List.of("jpeg", "ensemble:clip+exec:score a,b+c"), VerifierNames.list("jpeg,ensemble:clip+exec:score a,b+c"));
        assertEquals(List.of("ensemble:clip+siglip", "jpeg"), VerifierNames.list("ensemble:clip+siglip,jpeg"));
    }

    @Test
    void membersAreThoseOfTheEnsemble() {
        assertEquals(List.of("clip", "exec:score a,b+c"), VerifierNames.members("ensemble:clip+exec:score a,b+c"));
        assertEquals(List.of("clip", "siglip"), VerifierNames.members("ensemble:clip+siglip"));
        assertEquals(List.of("exec:a+b"), VerifierNames.members("exec:a+b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",clip", "clip,,jpeg", "clip,", "exec:", "ensemble:"})
    void emptyNamesAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> VerifierNames.list(text));
    }
}

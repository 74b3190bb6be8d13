package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlgorithmsTest {
    @Test
    void everyNameIsAnotherAlgorithm() {
        List<Preset> all = Algorithms.all();
        assertEquals(all.size(), new HashSet<>(all.stream().map(Preset::name).toList()).size());
        assertEquals(all.size(), new HashSet<>(all.stream().map(Preset::algorithm).toList()).size());
        for (Preset preset : all) {
            assertFalse(preset.algorithm().begin(Trace.grounds(5000)).ask().isEmpty(), preset.name());
        }
    }

    @Test
    void settingsAreTheRecordsOwn() {
        assertEquals(new ZeroOrder(3, 0.9, ZeroOrder.Policy.RETRY, 0),
                Algorithms.configured("zo-4", Map.of("neighbours", "3", "tau", "0.9", "policy", "retry")));
        Particles bfs = (Particles) Algorithms.configured("bfs", Map.of("looks.every", "0.1", "resampling", "systematic"));
        assertEquals(new Looks(0.25, 0.75, 0.1), bfs.looks());
        assertEquals(Resampling.SYSTEMATIC, bfs.resampling());
        EvoSearch evolution = (EvoSearch) Algorithms.configured("evosearch", Map.of("populations", "[3,2]", "at", "[0.5]"));
        assertEquals(List.of(3, 2), evolution.populations());
        assertEquals(0.4, ((DepthFirst) Algorithms.configured("dfs", Map.of("threshold", "0.4"))).threshold());
    }

    @Test
    void mistakesAreNamed() {
        assertTrue(wrong("randon", Map.of()).contains("did you mean 'random'? There are random, zo-2"));
        assertTrue(wrong("zo-4", Map.of("neighbors", "3")).contains("it has neighbours, tau, policy, rounds"));
        assertTrue(wrong("zo-4", Map.of("tau", "2")).contains("not in (-1, 1)"));
        assertTrue(wrong("zo-4", Map.of("tau", "wide")).startsWith("set: "));
        assertTrue(wrong("zo-4", Map.of("policy", "never")).contains("move-always"));
        assertTrue(wrong("bfs", Map.of("looks", "3")).contains("looks.every"));
        assertTrue(wrong("bfs", Map.of("looks.every.x", "3")).contains("looks.every"));
        assertTrue(wrong("random", Map.of("n", "3")).contains("no setting 'n'"));
    }

    private static String wrong(String name, Map<String, String> settings) {
        String message = assertThrows(IllegalArgumentException.class, () -> Algorithms.configured(name, settings)).getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }
}

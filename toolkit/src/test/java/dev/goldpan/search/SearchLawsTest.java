package dev.goldpan.search;

import dev.goldpan.laws.SearchLaws;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SearchLawsTest {
    private static final Looks LOOKS = new Looks(0.3, 0.7, 0.2);

    @Test
    void random() {
        SearchLaws.check(new RandomSearch(), false, 10);
    }

    @ParameterizedTest
    @EnumSource
    void zeroOrder(ZeroOrder.Policy policy) {
        SearchLaws.check(new ZeroOrder(4, 0.95, policy, 0), false, 14);
        SearchLaws.check(new ZeroOrder(2, 0.9, policy, 3), true, 10);
    }

    @Test
    void climbs() {
        SearchLaws.check(new FirstOrder(1, 0, 0.9, 0.5, 3), false, 30);
        SearchLaws.check(new FirstOrder(2, 5, 0.5, 1, 0), true, 20);
        SearchLaws.check(new Reno(1, 5, 0.01, 0.1, 5, 0.9, 3, 3), false, 24);
        SearchLaws.check(new Reno(4, 1, 0, 1, 1, 0, 50, 2), true, 30);
    }

    @Test
    void paths() {
        SearchLaws.check(new SearchOverPaths(2, 3, 0.12, 0.78, 0.81, 4), false, 16);
        SearchLaws.check(new SearchOverPaths(2, 2, 0.4, 0.5, 0.7, 3), true, 10);
    }

    static Stream<Particles> particles() {
        return Stream.concat(Stream.of(Resampling.values()).map(resampling -> particles(Particles.Temper.INCREASE, resampling)),
                Stream.of(particles(Particles.Temper.CONSTANT, Resampling.SSP), particles(Particles.Temper.INFINITE, Resampling.SSP)));
    }

    private static Particles particles(Particles.Temper temper, Resampling resampling) {
        return new Particles(4, LOOKS, Particles.Potential.MAX, temper, 10, resampling, 2, 1);
    }

    @ParameterizedTest
    @MethodSource
    void particles(Particles particles) {
        SearchLaws.check(particles, true, 9);
    }

    @Test
    void adaptiveParticles() {
        SearchLaws.check(new Particles(5, new Looks(0.1, 1, 1), Particles.Potential.DIFFERENCE, Particles.Temper.INCREASE, 20,
                Resampling.SSP, 1, 0.5), true, 6);
    }

    @Test
    void steeredParticles() {
        SearchLaws.check(new SteeredParticles(new Particles(4, new Looks(0.1, 1, 1), Particles.Potential.DIFFERENCE,
                Particles.Temper.INCREASE, 20, Resampling.SSP, 1, 0.5), 1, 3), true, 24);
        SearchLaws.check(new SteeredParticles(particles(Particles.Temper.CONSTANT, Resampling.BEST), 0.5, 0), true, 12);
    }

    @Test
    void pruning() {
        SearchLaws.check(new Particles(0, LOOKS, Particles.Potential.CURRENT, Particles.Temper.INFINITE, 1, Resampling.PRUNE, 0.5, 1),
                false, 15);
    }

    @Test
    void depthFirst() {
        SearchLaws.check(new DepthFirst(LOOKS, null, 0.4, 3, 2), false, 20);
        SearchLaws.check(new DepthFirst(LOOKS, 0.55, 0.6, 2, 1), true, 12);
    }

    @Test
    void rollover() {
        SearchLaws.check(new Rollover(5, 0), true, 8);
        SearchLaws.check(new Rollover(3, 2), true, 6);
    }

    @Test
    void evolution() {
        SearchLaws.check(new EvoSearch(List.of(6, 4, 4, 4), List.of(0.0, 0.4, 0.7), 2, 0.3, 0.9), false, 20);
        SearchLaws.check(new EvoSearch(List.of(4, 3), List.of(0.5), 0, 0.3, 0.5), true, 12);
    }

    @Test
    void spectral() {
        SearchLaws.check(new Spectral(0, 6, 3, false), false, 20);
        SearchLaws.check(new Spectral(1, 5, 5, true), true, 12);
    }
}

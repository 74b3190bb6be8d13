package dev.goldpan.run;

import dev.goldpan.tensor.Spelling;
import java.util.ArrayList;
import java.util.List;

/**
 * A paper's set-up of a whole search by name: options that hold where nobody chooses others. What is null is left as it is.
 *
 * @param name as users write it
 * @param algorithm by name
 * @param verifier what steers; {@code preference} stands for ImageReward, which has its shape
 * @param steps of the final run
 * @param searchSteps of the search
 * @param sampler by name
 * @param eta noise that DDIM adds
 * @param limits of the search
 * @param source where the numbers are from, and what was left open there
 */
public record Setup(String name, String algorithm, String verifier, Integer steps, Integer searchSteps, String sampler, Double eta,
        Limits limits, String source) {
    private static final String ENSEMBLE = "ensemble:aesthetic+clip+preference";
    private static final String PREFERENCE = "preference";
    private static final String TABLE_2 = "arXiv 2501.09732, Table 2: 2880 NFE, 30 a candidate";
    private static final String STOCHASTIC = "ddim";

    private static final List<Setup> ALL = List.of(
            new Setup("ma2025-random", "random", ENSEMBLE, 30, null, null, null, Limits.ofNfe(2880), TABLE_2),
            new Setup("ma2025-zo", "zo-2", ENSEMBLE, 30, null, null, null, Limits.ofNfe(2880), TABLE_2),
            new Setup("ma2025-paths", "paths-2", ENSEMBLE, 30, null, null, null, Limits.ofNfe(2880), TABLE_2),
            new Setup("ma2025-sdxl", "random", ENSEMBLE, 40, null, null, null, Limits.ofNfe(1280),
                    "arXiv 2501.09732, Table 3: 1280 NFE, 40 a candidate; PickScore there in place of ImageReward"),
            new Setup("fk2025", "fk", PREFERENCE, 100, null, STOCHASTIC, 1.0, Limits.ofImages(4),
                    "arXiv 2501.06848: 4 particles, 100 steps of stochastic DDIM; the steps follow from its resampling times"),
            new Setup("classical2025-bfs", "bfs", PREFERENCE, 100, null, STOCHASTIC, 1.0, Limits.ofImages(8),
                    "arXiv 2505.23614: 100 steps, looks at 25, 50 and 75; 8 particles are the larger of its two tables"),
            new Setup("das2025", "das", "aesthetic", 100, null, STOCHASTIC, 1.0, Limits.ofImages(4),
                    "arXiv 2501.05803: 4 particles, 100 steps, without gradients"),
            new Setup("evosearch2025", "evosearch", PREFERENCE, 50, null, STOCHASTIC, 1.0, Limits.ofNfe(5000),
                    "arXiv 2505.17618: SD2.1, five generations, 5000 NFE"),
            new Setup("ses2026", "ses", PREFERENCE, 50, 10, null, null, Limits.ofImages(40),
                    "arXiv 2602.03208: budgets of 30 to 50 previews of 8 to 15 steps; 40 of 10 are the middle"));

    /** All there are. */
    public static List<Setup> all() {
        return ALL;
    }

    /** The set-up called {@code name}. @throws IllegalArgumentException with the known names and the nearest */
    public static Setup named(String name) {
        List<String> names = ALL.stream().map(Setup::name).toList();
        return ALL.stream().filter(setup -> setup.name.equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "--preset: '" + name + "' is not known; did you mean '" + Spelling.nearest(name, names) + "'? There are "
                        + String.join(", ", names)));
    }

    /** The same as options of the command line. */
    public String options() {
        List<String> options = new ArrayList<>();
        option(options, "--algorithm", algorithm);
        option(options, "--verifier", verifier);
        option(options, "--steps", steps);
        option(options, "--search-steps", searchSteps);
        option(options, "--sampler", sampler);
        option(options, "--eta", eta);
        option(options, "--budget", limits.images());
        option(options, "--nfe", limits.nfe());
        return String.join(" ", options);
    }

    private static void option(List<String> options, String name, Object value) {
        if (value != null) {
            options.add(name + " " + value);
        }
    }
}

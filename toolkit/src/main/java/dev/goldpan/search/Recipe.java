package dev.goldpan.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.goldpan.tensor.NoiseKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a trajectory begins and which noise it takes on its way: small, complete, text. Whoever has model, prompt and settings
 * makes the same latents of it again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Recipe.Fresh.class, name = "fresh"),
    @JsonSubTypes.Type(value = Recipe.Neighbour.class, name = "neighbour"),
    @JsonSubTypes.Type(value = Recipe.Banded.class, name = "banded"),
    @JsonSubTypes.Type(value = Recipe.Optimised.class, name = "optimised"),
    @JsonSubTypes.Type(value = Recipe.Renoised.class, name = "renoised"),
    @JsonSubTypes.Type(value = Recipe.Resampled.class, name = "resampled"),
    @JsonSubTypes.Type(value = Recipe.Steered.class, name = "steered"),
    @JsonSubTypes.Type(value = Recipe.Mutated.class, name = "mutated")
})
public sealed interface Recipe {
    /** Whether this is noise of unit variance alone, so that any course may start from it. */
    @JsonIgnore // only the name looks like a property's
    boolean isNoise();

    /** The candidate whose trajectory this one leaves, or null where it leaves none. */
    default Candidate origin() {
        return null;
    }

    /** Hashes of the noise that it needs and that cannot be drawn again, see {@link Blobs}. */
    default List<String> blobs() {
        return origin() == null ? List.of() : origin().recipe().blobs();
    }

    /** Calls of the course that are shared with {@link #origin()}. */
    default int shared() {
        return 0;
    }

    /**
     * The noise of a plain seed, as diffusers draws it with a processor generator: draw 0 starts, later draws serve the steps.
     *
     * @param seed the seed
     */
    record Fresh(long seed) implements Recipe {
        @Override
        public boolean isNoise() {
            return true;
        }
    }

    /**
     * Noise near another's, on the same sphere: {@code r (tau u + sqrt(1 - tau^2) w)} with r and u its norm and direction and w a
     * random direction orthogonal to u (the neighbour sampler of Ma et al.'s first author). Takes the other's noise for the steps.
     *
     * @param of noise
     * @param tau cosine of the angle between the two, in (-1, 1)
     * @param key of the random direction
     */
    record Neighbour(Recipe of, double tau, NoiseKey key) implements Recipe {
        /** Checks the parts. */
        public Neighbour {
            checkNoise("neighbour", of);
            if (!(tau > -1 && tau < 1)) {
                throw new IllegalArgumentException("tau: " + tau + " is not in (-1, 1)");
            }
        }

        @Override
        public boolean isNoise() {
            return true;
        }

        @Override
        public List<String> blobs() {
            return of.blobs();
        }
    }

    /**
     * Noise whose coarse part is given: the lowest band of its Haar wavelet transform is replaced. Takes the other's noise for the
     * steps.
     *
     * @param of noise, which keeps its fine part
     * @param level times that width and height are halved
     * @param low the new band, in the order of [c, h / 2^level, w / 2^level]
     */
    record Banded(Recipe of, int level, List<Float> low) implements Recipe {
        /** Checks the parts. */
        public Banded {
            checkNoise("banded", of);
            low = List.copyOf(low);
        }

        @Override
        public boolean isNoise() {
            return true;
        }

        @Override
        public List<String> blobs() {
            return of.blobs();
        }
    }

    /**
     * Noise that an optimiser made, kept by its content. Takes the noise for the steps from where the optimiser began.
     *
     * @param of the noise it began with
     * @param hash SHA-256 of its numbers, see {@link Blobs}
     */
    record Optimised(Recipe of, String hash) implements Recipe {
        /** Checks the parts. */
        public Optimised {
            checkNoise("optimised", of);
        }

        @Override
        public boolean isNoise() {
            return true;
        }

        @Override
        public List<String> blobs() {
            return Stream.concat(of.blobs().stream(), Stream.of(hash)).toList();
        }
    }

    /**
     * The latents of {@code origin} after its calls, noised to where the course begins by the forward process itself. Noise for the
     * steps follows from the key.
     *
     * @param origin where the latents are taken
     * @param key of the noise, which is draw 0
     */
    record Renoised(Candidate origin, NoiseKey key) implements Recipe {
        @Override
        public boolean isNoise() {
            return false;
        }
    }

    /**
     * The trajectory of {@code origin}, sharing its calls and every draw before the last of them; each draw after that is its own.
     *
     * @param origin which has made one call at least, on the same course
     * @param key of the draws
     */
    record Resampled(Candidate origin, NoiseKey key) implements Recipe {
        /** Checks that there is something to share. */
        public Resampled {
            if (origin.calls() < 1) {
                throw new IllegalArgumentException("resampled: the origin has made no call that could be shared");
            }
        }

        @Override
        public boolean isNoise() {
            return false;
        }

        @Override
        public int shared() {
            return origin.calls();
        }
    }

    /**
     * The trajectory of {@code origin}, sharing its calls and every draw before the last of them; each draw after that is its own, and
     * the first of these is moved.
     *
     * @param origin which has made one call at least, on the same course
     * @param key of the draws
     * @param shift SHA-256 of what is added to the first of them, see {@link Blobs}
     */
    record Steered(Candidate origin, NoiseKey key, String shift) implements Recipe {
        /** Checks that there is something to share. */
        public Steered {
            new Resampled(origin, key);
        }

        /** The same with its draw unmoved. */
        Resampled unmoved() {
            return new Resampled(origin, key);
        }

        @Override
        public boolean isNoise() {
            return false;
        }

        @Override
        public int shared() {
            return origin.calls();
        }

        @Override
        public List<String> blobs() {
            return Stream.concat(origin.recipe().blobs().stream(), Stream.of(shift)).toList();
        }
    }

    /**
     * {@code kept x + added eps}, where x is the latents of {@code origin} after its calls, which are the noise itself where it has
     * made none. Noise for the steps follows from the key.
     *
     * @param origin where the latents are taken
     * @param kept factor of the latents
     * @param added factor of new noise
     * @param key of the new noise, which is draw 0
     */
    record Mutated(Candidate origin, double kept, double added, NoiseKey key) implements Recipe {
        @Override
        public boolean isNoise() {
            return origin.calls() == 0 && origin.recipe().isNoise();
        }
    }

    private static void checkNoise(String what, Recipe of) {
        if (!of.isNoise()) {
            throw new IllegalArgumentException(what + ": only noise has one, not " + of);
        }
    }
}

package dev.goldpan.search;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TorchStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The numbers that recipes stand for. */
public final class Noises {
    private static final int KEPT = 256;

    private final long[] shape;
    private final int count;
    private final Blobs blobs;
    private final Map<Recipe, float[]> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Recipe, float[]> eldest) {
            return size() > KEPT;
        }
    };

    /** Noise of {@code shape}, [1, c, h, w]. @param blobs where what cannot be drawn again is */
    public Noises(long[] shape, Blobs blobs) {
        this.shape = shape.clone();
        this.blobs = blobs;
        int numbers = 1;
        for (long length : shape) {
            numbers = Math.multiplyExact(numbers, Math.toIntExact(length));
        }
        this.count = numbers;
    }

    /** The noise that {@code recipe} is, [1, c, h, w], fp32, on the processor, in the open scope. */
    public Tensor start(Recipe recipe) {
        return Tensor.create(numbers(recipe), shape);
    }

    /** Standard normals at {@code key}, [1, c, h, w], fp32, on the processor. */
    Tensor at(NoiseKey key) {
        return new KeyedNoise(key).normal(shape);
    }

    /** What {@code recipe} draws on the way: draw k goes into the move after call k - 1. */
    Noise steps(Recipe recipe) {
        if (recipe instanceof Recipe.Fresh fresh) {
            return new TorchStream(fresh.seed(), shape);
        } else if (recipe instanceof Recipe.Neighbour neighbour) {
            return steps(neighbour.of());
        } else if (recipe instanceof Recipe.Banded banded) {
            return steps(banded.of());
        } else if (recipe instanceof Recipe.Optimised optimised) {
            return steps(optimised.of());
        } else if (recipe instanceof Recipe.Renoised renoised) {
            return Noise.keyed(renoised.key(), shape);
        } else if (recipe instanceof Recipe.Mutated mutated) {
            return Noise.keyed(mutated.key(), shape);
        }
        if (recipe instanceof Recipe.Steered steered) {
            Noise unmoved = steps(steered.unmoved());
            return index -> index == steered.shared() ? shifted(unmoved.draw(index), steered.shift()) : unmoved.draw(index);
        }
        Recipe.Resampled copy = (Recipe.Resampled) recipe;
        Noise before = steps(copy.origin().recipe());
        Noise after = Noise.keyed(copy.key(), shape);
        return index -> index < copy.shared() ? before.draw(index) : after.draw(index);
    }

    /** The noise that {@code recipe} is, in the order of [c, h, w]; not to be written to. */
    float[] numbers(Recipe recipe) {
        float[] numbers = known.get(recipe);
        if (numbers == null) {
            numbers = make(recipe);
            known.put(recipe, numbers);
        }
        return numbers;
    }

    private float[] make(Recipe recipe) {
        if (recipe instanceof Recipe.Fresh fresh) {
            return fresh(fresh.seed());
        } else if (recipe instanceof Recipe.Neighbour near) {
            return turned(numbers(near.of()), near.tau(), new KeyedNoise(near.key()).normals(count));
        } else if (recipe instanceof Recipe.Banded banded) {
            return banded(banded);
        } else if (recipe instanceof Recipe.Optimised optimised) {
            return kept(optimised.hash());
        } else if (recipe instanceof Recipe.Mutated mutated && mutated.isNoise()) {
            return mixed(numbers(mutated.origin().recipe()), mutated, new KeyedNoise(mutated.key()).normals(count));
        }
        throw new IllegalArgumentException("not noise: " + recipe);
    }

    /** {@code drawn} and the numbers that are kept under {@code hash}. */
    private Tensor shifted(Tensor drawn, String hash) {
        try (Scope scope = Scope.open()) {
            return scope.keep(drawn.add(Tensor.create(kept(hash), shape)));
        }
    }

    private float[] kept(String hash) {
        float[] numbers = blobs.read(hash);
        if (numbers.length != count) {
            throw new IllegalArgumentException("noise " + hash + " has " + numbers.length + " numbers; this model's has " + count);
        }
        return numbers;
    }

    private float[] fresh(long seed) {
        float[] numbers = new float[count];
        try (Scope scope = Scope.open(); TorchStream stream = new TorchStream(seed, shape)) {
            stream.draw(0).data_ptr_float().get(numbers);
        }
        return numbers;
    }

    private float[] banded(Recipe.Banded recipe) {
        float[] low = new float[recipe.low().size()];
        for (int i = 0; i < low.length; i++) {
            low[i] = recipe.low().get(i);
        }
        return new Haar((int) shape[1], (int) shape[2], (int) shape[3], recipe.level()).with(numbers(recipe.of()), low);
    }

    private static float[] mixed(float[] noise, Recipe.Mutated recipe, float[] fresh) {
        float[] mixed = new float[noise.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (recipe.kept() * noise[i] + recipe.added() * fresh[i]);
        }
        return mixed;
    }

    /** {@code noise} turned towards the part of {@code other} that is orthogonal to it, by the angle whose cosine is {@code tau}. */
    static float[] turned(float[] noise, double tau, float[] other) {
        double squared = dot(noise, noise);
        double along = dot(other, noise) / squared;
        double[] across = new double[noise.length];
        double length = 0;
        for (int i = 0; i < across.length; i++) {
            across[i] = other[i] - along * noise[i];
            length += across[i] * across[i];
        }
        double scale = Math.sqrt((1 - tau * tau) * squared / length);
        float[] turned = new float[noise.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (float) (tau * noise[i] + scale * across[i]);
        }
        return turned;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}

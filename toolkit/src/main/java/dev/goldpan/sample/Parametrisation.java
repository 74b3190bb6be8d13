package dev.goldpan.sample;

/**
 * What a network was trained to predict; x0 and epsilon follow from it and the input {@code x = alpha x0 + sigma eps}, linearly.
 *
 * <p>The formulas hold in any coordinates: with n^2 = alpha^2 + sigma^2, the network saw x / n.
 */
public enum Parametrisation {
    /** The noise (Ho et al. 2020). */
    EPSILON("epsilon") {
        @Override
        Weights x0(Level at) {
            return new Weights(1 / at.alpha(), -at.ratio());
        }

        @Override
        Weights eps(Level at) {
            return new Weights(0, 1);
        }
    },
    /** alpha eps - sigma x0 in unit-variance coordinates (Salimans and Ho 2022). */
    V("v_prediction") {
        @Override
        Weights x0(Level at) {
            double norm = at.norm();
            return new Weights(at.alpha() / (norm * norm), -at.sigma() / norm);
        }

        @Override
        Weights eps(Level at) {
            double norm = at.norm();
            return new Weights(at.sigma() / (norm * norm), at.alpha() / norm);
        }
    },
    /** The clean latent. */
    SAMPLE("sample") {
        @Override
        Weights x0(Level at) {
            return new Weights(0, 1);
        }

        @Override
        Weights eps(Level at) {
            return new Weights(1 / at.sigma(), -at.alpha() / at.sigma());
        }
    };

    /** Factors of the input and of the network's output. */
    record Weights(double input, double output) {}

    private final String label;

    Parametrisation(String label) {
        this.label = label;
    }

    abstract Weights x0(Level at);

    abstract Weights eps(Level at);

    /** The name in {@code prediction_type} of a scheduler_config.json. */
    @Override
    public String toString() {
        return label;
    }
}

package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.JudgeNetwork;
import dev.goldpan.judge.Outputs;
import dev.goldpan.mini.viewing.Viewed;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Two things: a cat's cell, where a dog is also thought of, and a dog's, which is a mixture sooner. */
class ViewedLossTest {
    private static final int CELLS = JudgeConfig.GRID * JudgeConfig.GRID;
    private static final int CAT_CELL = 3 * JudgeConfig.GRID + 3;
    private static final int DOG_CELL = 12 * JudgeConfig.GRID + 11;
    private static final JudgeConfig CONFIG = new JudgeConfig(8, List.of(16, 16, 16), List.of(1, 1, 1), 4,
            JudgeConfig.bundled().subjects(), JudgeConfig.bundled().colours(), JudgeConfig.bundled().styles(),
            JudgeConfig.bundled().thresholds());

    private final int channels = CONFIG.subjects().size() + CONFIG.colours().size() + CONFIG.styles().size() + Outputs.BOX + 4;

    private int of(Subject subject) {
        return Outputs.BOX + 4 + CONFIG.subjects().indexOf(subject);
    }

    private float[] answers() {
        float[] raw = new float[channels * CELLS];
        Arrays.fill(raw, Outputs.CENTRE * CELLS, CELLS, -9);
        for (int cell : new int[] {CAT_CELL, DOG_CELL}) {
            raw[Outputs.CENTRE * CELLS + cell] = 2;
            for (int edge = 0; edge < 4; edge++) {
                raw[(Outputs.BOX + edge) * CELLS + cell] = 0.4f;
            }
        }
        raw[of(Subject.CAT) * CELLS + CAT_CELL] = 3;
        raw[of(Subject.DOG) * CELLS + CAT_CELL] = 2;
        raw[of(Subject.DOG) * CELLS + DOG_CELL] = 5;
        raw[Outputs.MIXTURE * CELLS + CAT_CELL] = -2;
        raw[Outputs.MIXTURE * CELLS + DOG_CELL] = -1;
        return raw;
    }

    /** The gradient of the loss of this line, per channel and cell. */
    private float[] gradient(String answers) {
        Viewed viewed = viewed(answers);
        try (Scope scope = Scope.open(); JudgeNetwork network = new JudgeNetwork(CONFIG, Weights.fresh(new FirstValues(1), Device.CPU,
                Precision.FP32, false))) {
            Tensor raw = Tensor.create(answers(), 1, channels, JudgeConfig.GRID, JudgeConfig.GRID).requires_grad_(true);
            new ViewedLoss(network).of(raw, List.of(viewed)).backward();
            float[] gradient = new float[channels * CELLS];
            raw.grad().contiguous().data_ptr_float().get(gradient);
            return gradient;
        }
    }

    private static Viewed viewed(String answers) {
        String[] field = answers.split(",");
        List<Viewed.Sight> subjects = List.of(Viewed.Sight.valueOf(field[0]), Viewed.Sight.valueOf(field[1]));
        return new Viewed(1, "", "a cat and a dog", subjects, field[2].equals("?") ? null : field[2].equals("m"));
    }

    @Test
    void theLikeliestThingAnswersForASubject() {
        float[] both = gradient("RECOGNISABLE,RECOGNISABLE,?");
        assertTrue(both[of(Subject.CAT) * CELLS + CAT_CELL] < 0, "more of a cat there");
        assertTrue(both[of(Subject.DOG) * CELLS + CAT_CELL] > 0, "and less of a dog");
        assertTrue(both[of(Subject.DOG) * CELLS + DOG_CELL] < 0);
        long touched = 0;
        for (int i = 0; i < both.length; i++) {
            touched += both[i] != 0 ? 1 : 0;
        }
        assertEquals(2 * CONFIG.subjects().size(), touched, "nothing else is said");
    }

    @Test
    void whatIsUnrecognisableStaysTheLikeliestByLittle() {
        float[] gradient = gradient("UNRECOGNISABLE,UNSURE,?");
        double share = Math.exp(3) / (Math.exp(3) + Math.exp(2) + CONFIG.subjects().size() - 2);
        double wanted = 0.3 + 0.7 / CONFIG.subjects().size();
        assertEquals(share - wanted, gradient[of(Subject.CAT) * CELLS + CAT_CELL], 1e-5);
        assertEquals(0, gradient[of(Subject.DOG) * CELLS + DOG_CELL]);
    }

    @Test
    void whatIsAbsentIsLessLikelyWhereItWasLikeliest() {
        float[] gradient = gradient("UNSURE,ABSENT,?");
        assertTrue(gradient[of(Subject.DOG) * CELLS + DOG_CELL] > 0);
        assertTrue(gradient[of(Subject.CAT) * CELLS + DOG_CELL] < 0, "rather anything else");
        assertEquals(0, gradient[of(Subject.DOG) * CELLS + CAT_CELL]);
    }

    @Test
    void theLikeliestMixtureAnswersForThePicture() {
        float[] mixed = gradient("UNSURE,UNSURE,m");
        assertEquals(1 / (1 + Math.exp(1)) - 1, mixed[Outputs.MIXTURE * CELLS + DOG_CELL], 1e-6);
        assertEquals(0, mixed[Outputs.MIXTURE * CELLS + CAT_CELL]);
        assertEquals(1 / (1 + Math.exp(1)), gradient("UNSURE,UNSURE,o")[Outputs.MIXTURE * CELLS + DOG_CELL], 1e-6);
    }
}

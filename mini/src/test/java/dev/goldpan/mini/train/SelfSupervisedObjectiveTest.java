package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class SelfSupervisedObjectiveTest {

    /** Of four on axes, each alike to its twin and to no other: log(e^5 + 2) - 5 for each, at the temperature 0.2. */
    @Test
    void theTwinIsFoundAmongAllOthers() {
        try (Scope scope = Scope.open()) {
            Tensor apart = Tensor.create(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, 4, 2);
            assertEquals(Math.log(Math.exp(5) + 2) - 5, SelfSupervisedObjective.found(apart).item_double(), 1e-6);
            Tensor exchanged = Tensor.create(new float[] {1, 0, 0, 1, 0, 1, 1, 0}, 4, 2);
            assertEquals(Math.log(Math.exp(5) + 2), SelfSupervisedObjective.found(exchanged).item_double(), 1e-5);
            Tensor alike = Tensor.create(new float[] {1, 0, 1, 0, 1, 0, 1, 0}, 4, 2);
            assertEquals(Math.log(3), SelfSupervisedObjective.found(alike).item_double(), 1e-6);
        }
    }
}

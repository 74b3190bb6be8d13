package dev.goldpan.verify.net;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    private static Preprocessing read(String name) {
        return Preprocessing.read(Fixtures.path("verify/pictures/" + name + ".json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shrink", "grow", "square", "linear", "same"})
    void resizesAsPillow(String name) {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/pictures/io.safetensors")) {
            Tensor unit = io.read(name).unsqueeze(0).to(ScalarType.Float).div(new Scalar(255));
            Tensor wanted = io.read(name + ".seen").unsqueeze(0);
            // one level of 255 is 0.004 of the range: a single wrong rounding would show
            assertClose(name, wanted, read(name).of(unit), MODULE);
            assertClose(name + ", recording gradients", wanted, read(name).of(Nets.leaf(unit)), MODULE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shrink", "grow", "linear"})
    void hasTheGradientOfTheSmoothResize(String name) {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/pictures/io.safetensors")) {
            Tensor unit = io.read(name).unsqueeze(0).to(ScalarType.Float).div(new Scalar(255));
            Tensor pixels = Nets.leaf(unit);
            Tensor seen = read(name).of(pixels);
            torch.manual_seed(3);
            Tensor weights = torch.rand_like(seen);
            seen.mul(weights).sum().backward();
            // steps far above the 1/255 of a rounding
            Tensor direction = torch.rand_like(unit).sub(new Scalar(0.5)).mul(new Scalar(0.2));
            Tensor centre = unit.mul(new Scalar(0.6)).add(new Scalar(0.2));
            double moved = read(name).of(centre.add(direction)).mul(weights).sum().item_double()
                    - read(name).of(centre.sub(direction)).mul(weights).sum().item_double();
            double expected = 2 * pixels.grad().mul(direction).sum().item_double();
            assertEquals(expected, moved, 0.02 * Math.abs(expected) + 1, name);
        }
    }

    /** Halfway between two levels, where a product in fp64 would not be rounded as one in fp32. */
    @Test
    void levelsAreThoseOfASavedPicture() {
        float[] halves = new float[255];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (i + 0.5f) / 255;
        }
        try (Scope scope = Scope.open()) {
            Tensor image = Tensor.create(halves, 1, 3, 5, 17);
            Tensor saved = Images.tensor(Images.pictures(image).get(0));
            assertEquals(0, Preprocessing.levels(image).sub(Preprocessing.levels(saved)).abs().max().item_double());
        }
    }

    @Test
    void readsOlderAndOtherConfigurations() throws IOException {
        Preprocessing old = of("{\"size\":224,\"crop_size\":224,\"do_center_crop\":true}");
        assertEquals(of("{}"), old);
        assertEquals(new Preprocessing(224, 224, true, Resampling.BICUBIC, 224, old.mean(), old.std()), old);
        assertEquals(0, of("{\"size\":{\"height\":384,\"width\":384}}").crop());
        for (String wrong : List.of("{\"resample\":1}", "{\"image_mean\":[0.5]}", "{\"image_std\":[0,1,1]}", "{\"size\":0}")) {
            String message = assertThrows(IllegalArgumentException.class, () -> of(wrong)).getMessage();
            assertTrue(message.startsWith("preprocessor_config.json: "), message);
        }
    }

    @Test
    void cutsOnlyFromWhatIsLargeEnough() throws IOException {
        Preprocessing crop = of("{\"do_resize\":false,\"crop_size\":20}");
        try (Scope scope = Scope.open()) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> crop.of(torch.rand(1, 3, 10, 30))).getMessage()
                    .contains("30x10"));
        }
    }

    private static Preprocessing of(String json) throws IOException {
        return Preprocessing.of(ConfigFile.of(new ObjectMapper().readTree(json), "preprocessor_config.json"));
    }
}

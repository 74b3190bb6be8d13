package dev.goldpan.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Caption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
    private static final JudgeConfig SMALL = new JudgeConfig(4, List.of(8, 8, 12), List.of(1, 1, 2), 4,
            JudgeConfig.bundled().subjects(), JudgeConfig.bundled().colours(), JudgeConfig.bundled().styles(),
            new Thresholds(0.4, 0.25, 0.5, 0.125, 0.75, 0.375));

    @TempDir
    Path folder;

    /** Random numbers in every tensor, with centres raised so that an untrained network sees something. */
    private static Weights drawn(boolean trainable) {
        torch.manual_seed(5);
        return Weights.fresh((name, shape) -> {
            double spread = shape.length == 4 ? 1.5 / Math.sqrt(shape[1] * shape[2] * shape[3]) : 0.3;
            double base = name.contains("norm") && name.endsWith("weight") ? 1 : name.equals("conv_out.bias") ? 3 : 0;
            return torch.randn(shape).mul(new Scalar(spread)).add(new Scalar(base));
        }, Device.CPU, Precision.FP32, trainable);
    }

    private void write() {
        Weights weights = drawn(true);
        try (Scope scope = Scope.open(); JudgeNetwork network = new JudgeNetwork(SMALL, weights)) {
            SafetensorsWriter.write(folder.resolve("model.safetensors"), weights.parameters(), Map.of());
            SMALL.write(folder.resolve("config.json"));
        }
    }

    @Test
    void answersForEveryCell() {
        try (Scope scope = Scope.open(); JudgeNetwork network = new JudgeNetwork(SMALL, drawn(false))) {
            Tensor answers = network.forward(torch.rand(2, 3, 128, 128));
            assertEquals(List.of(2L, (long) network.outputs().channels(), 16L, 16L),
                    List.of(answers.size(0), answers.size(1), answers.size(2), answers.size(3)));
            assertEquals(6 + 60 + 12 + 4, network.outputs().channels());
        }
    }

    @Test
    void aPictureIsJudgedAloneWhateverItsBatch() {
        write();
        try (Scope scope = Scope.open(); Judge judge = Judge.open(folder, Device.CPU)) {
            Tensor images = torch.rand(40, 3, 128, 128); // more than one group
            List<List<Detection>> together = judge.look(images);
            List<Detection> alone = judge.look(images.narrow(0, 37, 1)).get(0);
            assertFalse(alone.isEmpty());
            assertEquals(alone.size(), together.get(37).size());
            for (int i = 0; i < alone.size(); i++) {
                assertEquals(alone.get(i).score(), together.get(37).get(i).score(), 1e-5);
                assertEquals(alone.get(i).box().x0(), together.get(37).get(i).box().x0(), 1e-3);
                assertEquals(alone.get(i).subject(), together.get(37).get(i).subject());
            }
        }
    }

    @Test
    void seesTheSameInAMirror() {
        write();
        try (Scope scope = Scope.open(); Judge judge = Judge.open(folder, Device.CPU)) {
            Tensor image = torch.rand(1, 3, 128, 128);
            List<Detection> seen = judge.look(image).get(0);
            List<Detection> mirrored = judge.look(torch.flip(image, 3)).get(0);
            assertFalse(seen.isEmpty());
            assertEquals(seen.size(), mirrored.size());
            for (int i = 0; i < seen.size(); i++) {
                assertEquals(seen.get(i).score(), mirrored.get(i).score(), 1e-5);
                assertEquals(seen.get(i).box().x0(), 128 - mirrored.get(i).box().x1(), 1e-3);
                assertEquals(seen.get(i).box().y1(), mirrored.get(i).box().y1(), 1e-3);
                assertEquals(seen.get(i).mixture(), mirrored.get(i).mixture(), 1e-5);
                assertEquals(seen.get(i).subject(), mirrored.get(i).subject());
            }
        }
    }

    @Test
    void theSamePicturesAreJudgedTheSame() {
        write();
        try (Scope scope = Scope.open(); Judge judge = Judge.open(folder, Device.CPU)) {
            Tensor images = torch.rand(2, 3, 128, 128);
            var asked = List.of(Caption.parse("a cat and a red balloon"), Caption.parse("two dogs"));
            assertEquals(judge.judge(images, asked), judge.judge(images, asked));
            assertEquals(asked.get(1), judge.judge(images, asked).get(1).asked());
        }
    }

    @Test
    void refusesWhatIsNoPictureOfTheWorld() {
        try (Scope scope = Scope.open(); Judge judge = new Judge(new JudgeNetwork(SMALL, drawn(false)))) {
            Tensor low = torch.rand(1, 3, 64, 128);
            String message = assertThrows(IllegalArgumentException.class, () -> judge.look(low)).getMessage();
            assertTrue(message.contains("[1, 3, 64, 128]"), message);
            assertThrows(IllegalArgumentException.class, () -> judge.judge(torch.rand(1, 3, 128, 128), List.of()));
        }
    }

    @Test
    void configurationsComeBack() {
        SMALL.write(folder.resolve("config.json"));
        assertEquals(SMALL, JudgeConfig.read(folder.resolve("config.json")));
    }

    @Test
    void saysWhatIsWrongWithAConfiguration() throws IOException {
        assertTrue(complaint("\"cat\"", "\"gryphon\"").contains("subjects names 'gryphon'"));
        assertTrue(complaint("\"cat\"", "\"dog\"").contains("subjects must be a list of 1 to 1000 different texts"));
        assertTrue(complaint("0.375", "1.5").contains("a threshold is 1.5; allowed are 0 to 1"));
        assertTrue(complaint("\"norm_groups\" : 4", "\"norm_groups\" : 5").contains("multiple of norm_groups 5"));
        assertTrue(complaint("\"Judge\"", "\"AutoencoderKL\"").contains("supported: Judge"));
    }

    private String complaint(String right, String wrong) throws IOException {
        Path file = folder.resolve("config.json");
        SMALL.write(file);
        String text = Files.readString(file);
        assertTrue(text.contains(right), text);
        Files.writeString(file, text.replace(right, wrong));
        return assertThrows(IllegalArgumentException.class, () -> JudgeConfig.read(file)).getMessage();
    }

    @Test
    void saysWhichTensorDoesNotFit() {
        write();
        new JudgeConfig(4, List.of(8, 8, 16), SMALL.blocks(), 4, SMALL.subjects(), SMALL.colours(), SMALL.styles(),
                SMALL.thresholds()).write(folder.resolve("config.json"));
        String message = assertThrows(IllegalArgumentException.class, () -> Judge.open(folder, Device.CPU)).getMessage();
        assertTrue(message.contains("levels.2.down"), message);
    }
}

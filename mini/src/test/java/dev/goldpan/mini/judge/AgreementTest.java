package dev.goldpan.mini.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.judge.Judge;
import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.JudgeNetwork;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a judge whose weights are all 0: it sees nothing, so that nothing exists and nothing is a mixture. */
class AgreementTest {
    @TempDir
    private Path folder;

    private static Judge blind() {
        return new Judge(new JudgeNetwork(JudgeConfig.bundled(),
                Weights.fresh((name, shape) -> torch.zeros(shape), Device.CPU, Precision.FP32, false)));
    }

    private Path picture(String name, String prompt, double grey) throws IOException {
        try (Scope scope = Scope.open()) {
            BufferedImage picture = Images.pictures(torch.full(new long[] {1, 3, 128, 128}, new Scalar(grey))).get(0);
            Map<String, String> text = prompt == null ? Map.of() : Map.of("goldpan", "{\"prompt\": \"" + prompt + "\"}");
            Files.createDirectories(folder.resolve("pictures"));
            return Files.write(folder.resolve("pictures").resolve(name), Png.encode(picture, text));
        }
    }

    @Test
    void sheetsAndLabelsGoByNumber() throws IOException {
        for (int i = 0; i < 21; i++) {
            picture("p" + (char) ('a' + i) + ".png", i == 3 ? "a red cat above a dog" : "a cat", i / 30.0);
        }
        assertEquals(21, LabelSheet.write(folder.resolve("pictures"), folder.resolve("labels")));
        assertTrue(Files.exists(folder.resolve("labels/sheet-2.png")));
        List<String> lines = Files.readAllLines(folder.resolve("labels/labels.csv"));
        assertEquals("number,file,pixels,existence,recognisability,not_a_mixture,colour,count,relation,style,prompt",
                lines.get(0));
        assertTrue(lines.get(1).matches("1,pa\\.png,[0-9a-f]{12},,,,-,,-,-,a cat"), lines.get(1));
        assertTrue(lines.get(4).matches("4,pd\\.png,[0-9a-f]{12},,,,,,,-,a red cat above a dog"), lines.get(4));
        assertThrows(IllegalArgumentException.class,
                () -> LabelSheet.write(folder.resolve("pictures"), folder.resolve("labels")), "labels are never overwritten");
    }

    @Test
    void agreementCountsWhatWasLabelled() throws IOException {
        Path labels = labels("n,n,y,-,n,-,-", "y,n,y,-,,-,-");
        try (Judge judge = blind()) {
            Agreement agreement = Agreement.of(judge, labels, folder.resolve("pictures"));
            assertEquals(0.5, agreement.least(), "half of existence");
            agreement.write(folder.resolve("agreement.md"));
        }
        String text = Files.readString(folder.resolve("agreement.md"));
        assertTrue(text.contains("| existence | 1 | 0.0 % | 1 | 100.0 % | 50.0 % | 0.00 |"), text);
        assertTrue(text.contains("| recognisability | 0 |  | 2 | 100.0 % | 100.0 % |"), text);
        assertTrue(text.contains("| all three | 0 |  | 2 | 100.0 % | 100.0 % |"), text);
        assertTrue(text.contains("They differ about existence in (with what the person said): 2 (y)"), text);
    }

    @Test
    void labelsAreOfTheirPicturesAlone() throws IOException {
        Path labels = labels("n,n,y,-,n,-,-", "y,maybe,y,-,,-,-");
        try (Judge judge = blind()) {
            String wrong = assertThrows(IllegalArgumentException.class,
                    () -> Agreement.of(judge, labels, folder.resolve("pictures"))).getMessage();
            assertTrue(wrong.contains("line 3: recognisability is 'maybe'; allowed are y, n, - and nothing"), wrong);
            Path right = labels("n,n,y,-,n,-,-", "y,n,y,-,,-,-");
            picture("b.png", "a dog", 0.9);
            String other = assertThrows(IllegalArgumentException.class,
                    () -> Agreement.of(judge, right, folder.resolve("pictures"))).getMessage();
            assertTrue(other.contains("b.png: is not the picture that was labelled"), other);
        }
        Path bare = picture("c.png", null, 0.1);
        String none = assertThrows(IllegalArgumentException.class, () -> Labels.Pictured.read(bare)).getMessage();
        assertTrue(none.contains("states no prompt"), none);
    }

    private Path labels(String... answers) throws IOException {
        picture("a.png", "a cat", 0.2);
        picture("b.png", "a dog", 0.4);
        Path csv = folder.resolve("labels.csv");
        Labels.template(csv, Labels.pictures(folder.resolve("pictures")));
        List<String> lines = Files.readAllLines(csv);
        for (int i = 0; i < answers.length; i++) {
            lines.set(i + 1, lines.get(i + 1).replaceFirst(",,,,-,,-,-,", "," + answers[i] + ","));
        }
        return Files.write(csv, lines);
    }
}

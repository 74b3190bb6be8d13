package dev.goldpan.mini.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Judge;
import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.JudgeNetwork;
import dev.goldpan.judge.Question;
import dev.goldpan.judge.Thresholds;
import dev.goldpan.mini.viewing.Pictured;
import dev.goldpan.mini.world.PromptSet;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Box;
import dev.goldpan.world.Caption;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        assertEquals("number,file,sketch,existence,recognisability,not_a_mixture,colour,count,relation,style,prompt",
                lines.get(0));
        assertTrue(lines.get(1).matches("1,pa\\.png,[0-9a-f]{32},,,,-,,-,-,a cat"), lines.get(1));
        assertTrue(lines.get(4).matches("4,pd\\.png,[0-9a-f]{32},,,,,,,-,a red cat above a dog"), lines.get(4));
        assertThrows(IllegalArgumentException.class,
                () -> LabelSheet.write(folder.resolve("pictures"), folder.resolve("labels")), "labels are never overwritten");
    }

    @Test
    void agreementCountsWhatWasLabelled() throws IOException {
        Path labels = labels("n,n,y,-,n,-,-", "y,n,y,-,,-,-");
        try (Judge judge = blind()) {
            AgreementReport report = new AgreementReport(judge, folder.resolve("pictures"), labels, null);
            assertEquals(0.5, report.least(), "half of existence");
            report.write(folder.resolve("agreement.md"));
        }
        String text = Files.readString(folder.resolve("agreement.md"));
        assertTrue(text.contains("| existence | 1 | 0.0 % | 1 | 100.0 % | 50.0 % | 9.5 to 90.5 | 0.00 |"), text);
        assertTrue(text.contains("| recognisability | 0 |  | 2 | 100.0 % | 100.0 % |"), text);
        assertTrue(text.contains("| all three | 0 |  | 2 | 100.0 % | 100.0 % |"), text);
        assertTrue(text.contains("They differ about existence in (with what was labelled): 2 (y)"), text);
    }

    @Test
    void labelsAreOfTheirPicturesAlone() throws IOException {
        Path labels = labels("n,n,y,-,n,-,-", "y,maybe,y,-,,-,-");
        try (Judge judge = blind()) {
            String wrong = assertThrows(IllegalArgumentException.class,
                    () -> new AgreementReport(judge, folder.resolve("pictures"), labels, null)).getMessage();
            assertTrue(wrong.contains("line 3: recognisability is 'maybe'; allowed are y, n, - and nothing"), wrong);
            Path right = labels("n,n,y,-,n,-,-", "y,n,y,-,,-,-");
            picture("b.png", "a dog", 0.9);
            String other = assertThrows(IllegalArgumentException.class,
                    () -> new AgreementReport(judge, folder.resolve("pictures"), right, null)).getMessage();
            assertTrue(other.contains("1 of 2 are not the pictures that were labelled: b.png; label them again"), other);
        }
        Path bare = picture("c.png", null, 0.1);
        String none = assertThrows(IllegalArgumentException.class, () -> Pictured.read(bare)).getMessage();
        assertTrue(none.contains("states no prompt"), none);
    }

    @Test
    void aPictureDrawnAlmostAlikeIsTheLabelledOne() throws IOException {
        Path csv = labels("n,n,y,-,n,-,-", "y,n,y,-,,-,-");
        Labels first = Labels.read(csv).get(0);
        assertTrue(Pictured.read(picture("a.png", "a cat", 0.2 + 2 / 255.0)).isOf(first.sketch(), first.prompt()), "2 of 255 lighter");
        assertFalse(Pictured.read(picture("a.png", "a cat", 0.2 + 3 / 255.0)).isOf(first.sketch(), first.prompt()), "3 of 255 lighter");
        assertFalse(Pictured.read(picture("a.png", "a dog", 0.2)).isOf(first.sketch(), first.prompt()), "another prompt");
    }

    @Test
    void twoLabellersAreComparedWhereBothAnswered() throws IOException {
        List<Labels> one = Labels.read(labels("n,n,y,-,n,-,-", "y,n,,-,y,-,-"));
        List<Labels> two = Labels.read(labels("n,y,y,-,,-,-", "y,n,n,-,y,-,-"));
        assertEquals(List.of(Map.of(Question.EXISTENCE, false, Question.NOT_A_MIXTURE, true),
                Map.of(Question.EXISTENCE, true, Question.RECOGNISABILITY, false, Question.COUNT, true)),
                Labels.agreed(one, two).stream().map(Labels::answers).toList());
        Agreement agreement = Agreement.of(one, two);
        assertEquals(0.5, agreement.least(), "half of recognisability");
        assertTrue(agreement.table().contains("| not a mixture | 1 | 100.0 % | 0 |"), agreement.table());
        assertEquals("They differ about recognisability in (with what was labelled): 1 (n)\n", agreement.differences());
        assertThrows(IllegalArgumentException.class, () -> Labels.agreed(one, two.subList(0, 1)));
        assertThrows(IllegalArgumentException.class, () -> Labels.agreed(one, List.of(two.get(1), two.get(0))));
    }

    /** Four pictures with one sure cat each, a mixture by 0.1 to 0.4; only from 0.3 on do the labels say so. */
    @Test
    void refitChoosesOnOneHalfAndMeasuresOnTheOther() {
        List<Seen> seen = IntStream.rangeClosed(1, 4).mapToObj(number -> new Seen(
                new Labels(number, "", "", "a cat", Map.of(Question.NOT_A_MIXTURE, number < 3)), Caption.parse("a cat"),
                List.of(new Detection(new Box(10, 10, 50, 50), 0.99, Map.of(Subject.CAT, 1.0), Map.of(Colour.GRAY, 1.0),
                        Map.of(Style.PLAIN, 1.0), number / 10.0)))).toList();
        Thresholds never = new Thresholds(0.5, 0.3, 0.5, 0.2, 1, 0.3);
        assertEquals(0.5, Agreement.of(seen, never).least(), "nothing is a mixture");
        // odd ones, 0.1 and 0.3, choose 0.15, which tells of the even ones, 0.2 and 0.4, the second alone;
        // even ones choose 0.25, which tells both odd ones
        assertEquals(0.75, new Refit(never).crossed(seen).least());
    }

    @Test
    void committedLabelsAreOfPromptsOfTheWorld() throws IOException {
        List<Labels> first = Labels.read(Path.of("../docs/judge-labels.csv"));
        List<Labels> second = Labels.read(Path.of("../docs/judge-labels-second.csv"));
        assertEquals(300, first.size());
        assertEquals(300, Labels.agreed(first, second).size());
        Set<String> prompts = Stream.of(PromptSet.SINGLES, PromptSet.AE_ANIMAL_ANIMAL, PromptSet.AE_ANIMAL_OBJECT,
                PromptSet.AE_OBJECT_OBJECT, PromptSet.SIMILAR).flatMap(set -> set.prompts().stream()).collect(Collectors.toSet());
        for (int i = 0; i < first.size(); i++) {
            Labels label = first.get(i);
            assertEquals(i + 1, label.number());
            assertTrue(prompts.contains(label.prompt()), label.prompt());
            Set<Question> asked = Stream.of(Question.values()).filter(q -> q.isAsked(Caption.parse(label.prompt())))
                    .collect(Collectors.toSet());
            assertTrue(asked.containsAll(label.answers().keySet()), label + ": answers what is not asked");
            assertEquals(label.prompt(), second.get(i).prompt());
            assertTrue(asked.containsAll(second.get(i).answers().keySet()), second.get(i) + ": answers what is not asked");
        }
        assertEquals(300, first.stream().map(Labels::sketch).distinct().count());
    }

    private Path labels(String... answers) throws IOException {
        picture("a.png", "a cat", 0.2);
        picture("b.png", "a dog", 0.4);
        Path csv = folder.resolve("labels.csv");
        Labels.template(csv, Pictured.files(folder.resolve("pictures")));
        List<String> lines = Files.readAllLines(csv);
        for (int i = 0; i < answers.length; i++) {
            lines.set(i + 1, lines.get(i + 1).replaceFirst(",,,,-,,-,-,", "," + answers[i] + ","));
        }
        return Files.write(csv, lines);
    }
}

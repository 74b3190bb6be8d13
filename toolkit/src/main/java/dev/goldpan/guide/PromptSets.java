package dev.goldpan.guide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The prompt sets of the papers, word for word, with where they are from; their grammar errors are theirs. */
public final class PromptSets {
    private static final String FOLDER = "prompts/";
    private static final String SELF_CROSS = "mengtang-lab/selfcross-guidance prompts.txt @ 9e54e74";
    private static final String COMPBENCH = "Karine-Huang/T2I-CompBench examples/dataset @ 1b70949";
    private static final Pattern QUOTED = Pattern.compile("^\"((?:[^\"]|\"\")*)\"");
    private static final String GENEVAL = "geneval";

    /**
     * One set.
     *
     * @param name on the command line
     * @param file among the resources
     * @param size how many prompts
     * @param source repository and commit
     * @param licence of the source
     */
    public record PromptSet(String name, String file, int size, String source, String licence) {}

    private static final List<PromptSet> SETS = List.of(
            attendExcite("animal-animal", "ae_animal_animal", 66),
            attendExcite("animal-object", "ae_animal_object", 144),
            attendExcite("object-object", "ae_object_object", 66),
            new PromptSet("similar-subjects", "ssd2_similar_subjects.txt", 31, SELF_CROSS, "Apache-2.0"),
            new PromptSet("similar-subjects-3", "ssd3_similar_subjects.txt", 22, SELF_CROSS, "Apache-2.0"),
            compBench("color"), compBench("shape"), compBench("texture"), compBench("spatial"), compBench("3d_spatial"),
            compBench("non_spatial"), compBench("numeracy"), compBench("complex"),
            new PromptSet(GENEVAL, "geneval_prompts.txt", 553, "djghosh13/geneval prompts @ af4902f", "MIT"),
            world("similar", 45), world("similar3", 14), world("singles", 60), world("counts", 50), world("relations", 48),
            world("colours", 48), world("styles", 48), world("complex", 30));

    private PromptSets() {}

    private static PromptSet attendExcite(String name, String file, int size) {
        return new PromptSet(name, file + ".txt", size, SELF_CROSS + ", first in yuval-alaluf/Attend-and-Excite issue 17",
                "Apache-2.0; Attend-and-Excite: MIT");
    }

    private static PromptSet compBench(String part) {
        return new PromptSet("compbench-" + part.replace('_', '-'), "t2icompbench_" + part + "_val.txt", 300, COMPBENCH, "MIT");
    }

    /** Captions of the bundled model's world. */
    private static PromptSet world(String part, int size) {
        return new PromptSet("world-" + part, "world_" + part + ".txt", size, "this project, docs/world.md", "Apache-2.0");
    }

    /** Every shipped set. */
    public static List<PromptSet> list() {
        return SETS;
    }

    /**
     * The prompts of a set, in the order of its source.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static List<String> show(String name) {
        PromptSet set = SETS.stream().filter(known -> known.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no prompt set \"" + name + "\": choose "
                        + String.join(", ", SETS.stream().map(PromptSet::name).toList())));
        return lines(set.file);
    }

    /**
     * The prompts of a user's file: a line each, or the first column of a CSV file without its heading (DrawBench).
     *
     * @throws IllegalArgumentException if it holds none, or is not text
     */
    public static List<String> read(Path file) {
        try {
            boolean isTable = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv");
            List<String> lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
            List<String> prompts = isTable ? lines.stream().skip(1).map(PromptSets::first).toList() : lines;
            if (prompts.isEmpty()) {
                throw new IllegalArgumentException(file + ": holds no prompts");
            }
            return prompts;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read as UTF-8 text", e);
        }
    }

    /** The first field of a line of a CSV file; two quotes within a quoted one are one. */
    private static String first(String line) {
        Matcher quoted = QUOTED.matcher(line);
        return quoted.find() ? quoted.group(1).replace("\"\"", "\"") : line.split(",", 2)[0];
    }

    /** What each GenEval prompt asks for, as its authors' detector reads it: tag, include, exclude, prompt. */
    public static List<JsonNode> geneval() {
        ObjectMapper json = new ObjectMapper();
        return lines("geneval_evaluation_metadata.jsonl").stream().map(line -> {
            try {
                return json.readTree(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    private static List<String> lines(String file) {
        try (InputStream in = PromptSets.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

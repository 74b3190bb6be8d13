package dev.goldpan.mini.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.judge.Question;
import dev.goldpan.tensor.Png;
import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person says about generated pictures: a CSV file with one line per picture and one column per question, of {@code y},
 * {@code n}, {@code -} where the prompt does not ask it, or nothing where it is hard to say.
 *
 * @param number on the contact sheets, from 1
 * @param pixels hash of the picture, so that labels are never taken for those of another
 * @param answers only what was answered with y or n
 */
record Labels(int number, String file, String pixels, String prompt, Map<Question, Boolean> answers) {
    private static final String FIRST = "number,file,pixels,";
    private static final int BEFORE = 3;
    private static final int HASH_BYTES = 6;

    /** A generated picture with the prompt that its file states. */
    record Pictured(BufferedImage picture, String prompt) {
        static Pictured read(Path file) {
            try {
                byte[] bytes = Files.readAllBytes(file);
                String recipe = Png.text(bytes).getOrDefault("goldpan", "{}");
                String prompt = new ObjectMapper().readTree(recipe).path("prompt").asText();
                if (prompt.isEmpty()) {
                    throw new IllegalArgumentException(file + ": states no prompt; take pictures that goldpan has written");
                }
                return new Pictured(Png.decode(bytes), prompt);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(file + ": its recipe is no JSON", e);
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be read", e);
            }
        }

        SceneSpec asked() {
            return Caption.parse(prompt);
        }

        String hash() {
            int[] rgb = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
            ByteBuffer bytes = ByteBuffer.allocate(rgb.length * Integer.BYTES);
            bytes.asIntBuffer().put(rgb);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
                return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The pictures in a folder, by name. */
    static List<Path> pictures(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Writes a file to be filled in, for these pictures. */
    static void template(Path csv, List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder(FIRST + Arrays.stream(Question.values()).map(Labels::column)
                .collect(Collectors.joining(",")) + ",prompt\n");
        for (int i = 0; i < files.size(); i++) {
            Pictured pictured = Pictured.read(files.get(i));
            text.append(i + 1).append(',').append(files.get(i).getFileName()).append(',').append(pictured.hash()).append(',');
            for (Question question : Question.values()) {
                text.append(question.isAsked(pictured.asked()) ? "," : "-,");
            }
            text.append(pictured.prompt()).append('\n');
        }
        Files.writeString(csv, text);
    }

    private static String column(Question question) {
        return question.name().toLowerCase(Locale.ROOT);
    }

    /** Reads a file that was filled in. @throws IllegalArgumentException naming the line and what is allowed */
    static List<Labels> read(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        List<Labels> labels = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] field = lines.get(i).split(",", BEFORE + Question.values().length + 1);
            if (field.length != BEFORE + Question.values().length + 1) {
                throw new IllegalArgumentException(csv + ", line " + (i + 1) + ": has " + field.length + " fields; expected "
                        + lines.get(0));
            }
            Map<Question, Boolean> answers = new EnumMap<>(Question.class);
            for (Question question : Question.values()) {
                switch (field[BEFORE + question.ordinal()].strip()) {
                    case "y" -> answers.put(question, true);
                    case "n" -> answers.put(question, false);
                    case "-", "" -> { }
                    default -> throw new IllegalArgumentException(csv + ", line " + (i + 1) + ": " + column(question) + " is '"
                            + field[BEFORE + question.ordinal()] + "'; allowed are y, n, - and nothing");
                }
            }
            labels.add(new Labels(Integer.parseInt(field[0]), field[1], field[2], field[field.length - 1], answers));
        }
        return labels;
    }
}

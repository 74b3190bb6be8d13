package dev.goldpan.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Shape, classes and thresholds of a judge, as its {@code config.json} states them.
 *
 * @param stem channels at half resolution
 * @param channels of the levels at a quarter, an eighth and a sixteenth of the resolution
 * @param blocks residual blocks of each level
 * @param normGroups groups of each group norm
 * @param subjects in the order of the network's outputs; likewise the other two
 */
public record JudgeConfig(int stem, List<Integer> channels, List<Integer> blocks, int normGroups, List<Subject> subjects,
        List<Colour> colours, List<Style> styles, Thresholds thresholds) {
    /** Height and width of the pictures in pixels. */
    public static final int SIDE = 128;
    /** Pixels on a side of a cell: things are found on a grid of cells. */
    public static final int CELL = 8;
    /** Cells on a side of the grid. */
    public static final int GRID = SIDE / CELL;

    static final int LEVELS = 3;
    private static final int MOST_NAMES = 1000;
    private static final int MOST_CHANNELS = 1 << 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checks what the layers do not check themselves. */
    public JudgeConfig {
        channels = List.copyOf(channels);
        blocks = List.copyOf(blocks);
        subjects = List.copyOf(subjects);
        colours = List.copyOf(colours);
        styles = List.copyOf(styles);
        if (channels.size() != LEVELS || blocks.size() != LEVELS) {
            throw new IllegalArgumentException("judge: channels and blocks must have " + LEVELS + " levels, not "
                    + channels.size() + " and " + blocks.size());
        }
        for (int width : channels) {
            if (width % normGroups != 0 || width % 2 != 0) {
                throw new IllegalArgumentException("judge: channels are " + width + "; expected an even multiple of norm_groups "
                        + normGroups);
            }
        }
    }

    /** The shape of the bundled judge, over all classes of the world. */
    public static JudgeConfig bundled() {
        return new JudgeConfig(32, List.of(64, 128, 192), List.of(1, 2, 3), 8, Subject.all(), List.of(Colour.values()),
                List.of(Style.values()), Thresholds.EVEN);
    }

    /** The same with other thresholds. */
    public JudgeConfig with(Thresholds other) {
        return new JudgeConfig(stem, channels, blocks, normGroups, subjects, colours, styles, other);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException naming the file, the key and what is allowed
     */
    public static JudgeConfig read(Path file) {
        return of(ConfigFile.read(file));
    }

    static JudgeConfig of(ConfigFile file) {
        file.only("_class_name", "Judge");
        JudgeConfig usual = bundled();
        Thresholds even = usual.thresholds();
        Thresholds thresholds = new Thresholds(file.number("score_threshold", even.score()),
                file.number("exists_threshold", even.exists()), file.number("recognisable_threshold", even.recognisable()),
                file.number("margin_threshold", even.margin()), file.number("mixture_threshold", even.mixture()),
                file.number("colour_threshold", even.colour()));
        return new JudgeConfig(file.integer("stem", usual.stem(), 1, MOST_CHANNELS),
                file.integers("channels", usual.channels(), 1, MOST_CHANNELS), file.integers("blocks", usual.blocks(), 1, 64),
                file.integer("norm_groups", usual.normGroups(), 1, MOST_CHANNELS), names(file, "subjects", Subject::valueOf),
                names(file, "colours", Colour::valueOf), names(file, "styles", Style::valueOf), thresholds);
    }

    private static <T> List<T> names(ConfigFile file, String key, Function<String, T> valueOf) {
        return file.texts(key, MOST_NAMES).stream().map(name -> {
            try {
                return valueOf.apply(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw file.bad(key, "names '" + name + "', which this version's world does not have");
            }
        }).toList();
    }

    /** Writes {@code config.json}. */
    public void write(Path file) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("_class_name", "Judge");
        tree.put("stem", stem);
        tree.put("channels", channels);
        tree.put("blocks", blocks);
        tree.put("norm_groups", normGroups);
        tree.put("score_threshold", thresholds.score());
        tree.put("exists_threshold", thresholds.exists());
        tree.put("recognisable_threshold", thresholds.recognisable());
        tree.put("margin_threshold", thresholds.margin());
        tree.put("mixture_threshold", thresholds.mixture());
        tree.put("colour_threshold", thresholds.colour());
        tree.put("subjects", lower(subjects));
        tree.put("colours", lower(colours));
        tree.put("styles", lower(styles));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    private static List<String> lower(List<? extends Enum<?>> values) {
        return values.stream().map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }
}

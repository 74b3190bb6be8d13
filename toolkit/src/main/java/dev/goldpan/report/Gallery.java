package dev.goldpan.report;

import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.WorkItem;
import dev.goldpan.tensor.Png;
import dev.goldpan.verify.VerifierNames;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Pictures of a sweep, preset by preset and prompt by prompt: what one draw gives beside what was found. Small, inside the page, loaded when
 * they are seen.
 */
final class Gallery {
    private static final int MOST_PROMPTS = 4; // of a preset and a set of prompts
    private static final int SIDE = 160;

    private final SweepFolder folder;
    private final Map<String, Map<Row, List<Shot>>> presets = new LinkedHashMap<>();

    /** A prompt. @param source of it: the name of a set or file, or empty */
    private record Row(String source, String prompt) {}

    /**
     * One picture.
     *
     * @param caption who found it
     * @param ways in which it was made, of which captions tell what differs within the preset
     * @param told when it is asked for
     * @param isBase whether nobody chose it
     */
    private record Shot(String caption, List<String> ways, Path file, String told, boolean isBase) {
        boolean isAs(Shot other) {
            return caption.equals(other.caption) && ways.equals(other.ways);
        }
    }

    Gallery(SweepFolder folder) {
        this.folder = folder;
    }

    /** Takes the pictures of a run that are worth a look. */
    void add(String preset, RunTable table) {
        Spec spec = table.item().spec();
        Map<Row, List<Shot>> rows = presets.computeIfAbsent(preset, key -> new LinkedHashMap<>());
        Row at = new Row(table.item().source(), spec.prompt().text());
        if (!rows.containsKey(at) && rows.keySet().stream().filter(row -> row.source.equals(at.source)).count() == MOST_PROMPTS) {
            return;
        }
        List<Shot> row = rows.computeIfAbsent(at, key -> new ArrayList<>());
        if (spec.settings().attention().guide() == null) {
            add(row, table, table.base(), "one draw", true);
        }
        if (table.item().bank()) {
            int[] all = IntStream.range(0, table.searched()).filter(i -> table.image(i) != null).toArray();
            String how = "best of " + all.length + Manner.ofBank(table.item()) + " by ";
            table.scores().keySet().forEach(verifier -> add(row, table, table.best(all, List.of(verifier)), how + verifier, false));
            table.item().losses().forEach(choice -> choice.names().forEach(name -> add(row, table, table.best(all,
                    VerifierNames.members(name)), how + name.replaceFirst("^ensemble:", ""), false)));
        } else if (table.searched() > 1 || table.size() > table.searched() || spec.settings().attention().guide() != null) {
            table.item().marks().forEach(mark -> add(row, table, table.winner(mark), Manner.of(spec) + " by " + spec.verifier() + ", " + mark
                    + " NFE", false));
        }
    }

    private void add(List<Shot> row, RunTable table, int index, String caption, boolean isBase) {
        if (index < 0 || table.image(index) == null || !Files.exists(folder.image(table.image(index)))) {
            return;
        }
        Path file = folder.image(table.image(index));
        String values = table.columns().entrySet().stream().filter(column -> !Double.isNaN(column.getValue()[index]))
                .map(column -> String.format(Locale.ROOT, "%s %.4f", column.getKey(), column.getValue()[index]))
                .collect(Collectors.joining("\n"));
        Shot shot = new Shot(caption, ways(table.item(), isBase), file, values + "\n" + table.candidate(index) + "\ngoldpan replay "
                + folder.folder().relativize(file).toString().replace('\\', '/'), isBase);
        if (row.stream().noneMatch(shot::isAs)) {
            row.add(shot);
        }
    }

    private static List<String> ways(WorkItem item, boolean isBase) {
        Spec spec = item.spec();
        boolean isWhole = isBase || spec.searchSteps() == spec.settings().steps();
        int steps = isBase ? spec.searchSteps() : spec.settings().steps();
        List<String> ways = new ArrayList<>(List.of((isWhole ? "" : spec.searchSteps() + " of ") + steps + " steps",
                "guidance " + spec.settings().guidance()));
        ways.addAll(Titles.ways(item));
        return ways;
    }

    /** Presets of which there are pictures. */
    List<String> presets() {
        return presets.keySet().stream().filter(preset -> presets.get(preset).values().stream().anyMatch(row -> !row.isEmpty())).toList();
    }

    /** The pictures of one as HTML. */
    String html(String preset) {
        Map<Row, List<Shot>> rows = presets.get(preset);
        List<Shot> all = rows.values().stream().flatMap(List::stream).toList();
        int[] telling = IntStream.range(0, all.isEmpty() ? 0 : all.get(0).ways.size())
                .filter(way -> all.stream().map(shot -> shot.ways.get(way)).distinct().count() > 1).toArray();
        StringBuilder page = new StringBuilder();
        rows.forEach((at, row) -> {
            if (!row.isEmpty()) {
                page.append("<figure class=\"row\"><figcaption>").append(Html.escaped(at.prompt)).append("</figcaption><div>");
                row.forEach(shot -> page.append(html(at.prompt, shot, telling)));
                page.append("</div></figure>\n");
            }
        });
        return page.toString();
    }

    private static String html(String prompt, Shot shot, int[] telling) {
        String caption = Stream.concat(Stream.of(shot.caption), IntStream.of(telling).mapToObj(shot.ways::get).filter(way -> !way.isEmpty()))
                .collect(Collectors.joining(", "));
        return "<figure class=\"shot" + (shot.isBase ? " base" : "") + "\"><img alt=\"" + Html.escaped(prompt + ", " + caption) + "\" title=\""
                + Html.escaped(shot.told) + "\" data-src=\"data:image/jpeg;base64," + Base64.getEncoder().encodeToString(small(shot.file))
                + "\"><figcaption>" + Html.escaped(caption) + "</figcaption><details><summary>recipe</summary><pre>"
                + Html.escaped(shot.told) + "</pre></details></figure>";
    }

    private static byte[] small(Path file) {
        try {
            BufferedImage image = Png.decode(Files.readAllBytes(file));
            double scale = Math.min(1, SIDE / (double) Math.max(image.getWidth(), image.getHeight()));
            int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
            int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
            BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D canvas = small.createGraphics();
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            canvas.drawImage(image, 0, 0, width, height, null);
            canvas.dispose();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(small, "jpg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.goldpan.report;

import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.SweepFolder;
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
import javax.imageio.ImageIO;

/** Pictures of a sweep, prompt by prompt: what one draw gives beside what was found. Small, inside the page, loaded when they are seen. */
final class Gallery {
    private static final int MOST_PROMPTS = 16;
    private static final int SIDE = 160;

    private final SweepFolder folder;
    private final Map<String, List<Shot>> shots = new LinkedHashMap<>();

    /** One picture. @param told when it is pointed at */
    private record Shot(String caption, Path file, String told, boolean isBase) {}

    Gallery(SweepFolder folder) {
        this.folder = folder;
    }

    /** Takes the pictures of a run that are worth a look. */
    void add(RunTable table) {
        Spec spec = table.item().spec();
        String prompt = spec.prompt().text();
        if (!shots.containsKey(prompt) && shots.size() == MOST_PROMPTS) {
            return;
        }
        List<Shot> row = shots.computeIfAbsent(prompt, key -> new ArrayList<>());
        if (spec.settings().attention().guide() == null) {
            add(row, table, table.base(), "one draw", true);
        }
        if (table.item().bank()) {
            int[] all = IntStream.range(0, table.searched()).filter(i -> table.image(i) != null).toArray();
            String how = "best of " + all.length + Manner.ofBank(table.item()) + " by ";
            table.scores().keySet().forEach(verifier -> add(row, table, table.best(all, List.of(verifier)), how + verifier, false));
            table.item().losses().forEach(choice -> choice.names().forEach(name -> add(row, table, table.best(all,
                    VerifierNames.members(name)), how + name.replaceFirst("^ensemble:", ""), false)));
        } else {
            add(row, table, table.winner(table.item().nfe()), Manner.of(spec) + " by " + spec.verifier() + ", " + table.item().nfe()
                    + " NFE", false);
        }
    }

    private void add(List<Shot> row, RunTable table, int index, String caption, boolean isBase) {
        if (index < 0 || table.image(index) == null || row.stream().anyMatch(shot -> shot.caption.equals(caption))) {
            return;
        }
        Path file = folder.image(table.image(index));
        if (Files.exists(file)) {
            String values = table.columns().entrySet().stream().filter(column -> !Double.isNaN(column.getValue()[index]))
                    .map(column -> String.format(Locale.ROOT, "%s %.4f", column.getKey(), column.getValue()[index]))
                            .collect(Collectors.joining("\n"));
            row.add(new Shot(caption, file, values + "\n" + table.candidate(index) + "\ngoldpan replay "
                    + folder.folder().relativize(file).toString().replace('\\', '/'), isBase));
        }
    }

    /** The pictures as HTML. */
    String html() {
        StringBuilder page = new StringBuilder();
        shots.forEach((prompt, row) -> {
            if (!row.isEmpty()) {
                page.append("<figure class=\"row\"><figcaption>").append(Html.escaped(prompt)).append("</figcaption><div>");
                row.forEach(shot -> page.append("<figure class=\"shot").append(shot.isBase ? " base" : "").append("\"><img alt=\"")
                        .append(Html.escaped(prompt + ", " + shot.caption)).append("\" title=\"").append(Html.escaped(shot.told))
                        .append("\" data-src=\"data:image/jpeg;base64,").append(Base64.getEncoder().encodeToString(small(shot.file)))
                        .append("\"><figcaption>").append(Html.escaped(shot.caption)).append("</figcaption></figure>"));
                page.append("</div></figure>\n");
            }
        });
        return page.toString();
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

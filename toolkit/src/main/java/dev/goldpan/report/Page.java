package dev.goldpan.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A report as one HTML file, and its tables as Markdown. */
final class Page {
    private static final int OPEN = 2; // charts that are open at once

    private final String title;
    private final String about;
    private final Path charts;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder text = new StringBuilder();

    /** @param charts folder that every chart is written to */
    Page(String title, String about, Path charts) {
        this.title = title;
        this.about = about;
        this.charts = charts;
        text.append("# ").append(title).append("\n\n").append(about.isEmpty() ? "" : about + "\n\n");
    }

    void section(String name) {
        body.append("<h2>").append(Html.escaped(name)).append("</h2>\n");
        text.append("## ").append(name).append("\n\n");
    }

    void html(String html) {
        body.append(html).append('\n');
    }

    void add(List<Plot> all, List<Table> tables) {
        List<Plot> drawn = all.stream().filter(chart -> !chart.isEmpty()).toList();
        for (int i = 0; i < drawn.size(); i++) {
            Plot chart = drawn.get(i);
            body.append("<details class=\"chart\"").append(i < OPEN ? " open" : "").append("><summary>").append(Html.escaped(chart.title()))
                    .append("</summary>").append(chart.svg()).append("</details>\n");
            try {
                SweepReport.write(chart, charts);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (Table table : tables) {
            body.append(table.html());
            text.append(table.markdown());
        }
    }

    /** Tables that are somebody else's, set apart. */
    void quote(List<Table> tables) {
        body.append("<section class=\"quoted\">");
        add(List.of(), tables);
        body.append("</section>\n");
    }

    String markdown() {
        return text.toString();
    }

    String whole() {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<link rel=\"icon\" href=\"data:,\"><title>" + Html.escaped(title) + "</title><style>\n" + resource("report.css")
                + "</style></head><body><main>\n<h1>" + Html.escaped(title) + "</h1>\n" + (about.isEmpty() ? "" : "<p>"
                        + Html.escaped(about) + "</p>\n")
                + body + "</main><script>\n" + resource("report.js") + "</script></body></html>\n";
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

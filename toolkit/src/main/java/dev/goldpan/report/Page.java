package dev.goldpan.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A report as one HTML file, its sections listed first, and its tables as Markdown. */
final class Page {
    private static final int OPEN = 2; // charts of a section that are open, and tables where there are many
    private static final int MANY = 4; // tables
    private static final int LONG = 16; // a list of sections that is closed at first

    private final String title;
    private final String about;
    private final Path charts;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<String> sections = new ArrayList<>();
    private final Map<Integer, String> chapters = new TreeMap<>(); // by how many sections there are before

    /** @param charts folder that every chart is written to */
    Page(String title, String about, Path charts) {
        this.title = title;
        this.about = about;
        this.charts = charts;
        text.append("# ").append(title).append("\n\n").append(about.isEmpty() ? "" : about + "\n\n");
    }

    /** The sections that follow belong together, until the next chapter. */
    void chapter(String name) {
        chapters.put(sections.size(), name);
        body.append("<h2 class=\"chapter\">").append(Html.escaped(name)).append("</h2>\n");
        text.append("# ").append(name).append("\n\n");
    }

    boolean hasChapters() {
        return !chapters.isEmpty();
    }

    void section(String name) {
        sections.add(name);
        body.append(chapters.isEmpty() ? "<h2" : "<h3").append(" id=\"section-").append(sections.size()).append("\">")
                .append(Html.escaped(name)).append(chapters.isEmpty() ? "</h2>\n" : "</h3>\n");
        text.append("## ").append(name).append("\n\n");
    }

    void html(String html) {
        body.append(html).append('\n');
    }

    /** Charts, and tables of which the first ones matter most. */
    void add(List<Plot> all, List<Table> tables) {
        draw(all);
        show(tables, tables.size() <= MANY ? tables : tables.subList(0, OPEN));
    }

    /** The same where the last tables matter most. */
    void addRising(List<Plot> all, List<Table> tables) {
        draw(all);
        show(tables, tables.size() <= MANY ? tables : tables.subList(tables.size() - OPEN, tables.size()));
    }

    private void draw(List<Plot> all) {
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
    }

    private void show(List<Table> tables, List<Table> open) {
        for (Table table : tables) {
            body.append(open.contains(table) ? table.html() : "<details class=\"more\"><summary>" + Html.escaped(table.title()) + "</summary>"
                    + table.html() + "</details>\n");
            text.append(table.markdown());
        }
    }

    /** Links to all sections, those of each chapter under its name. */
    private String contents() {
        StringBuilder list = new StringBuilder("<nav>");
        List<Integer> starts = new ArrayList<>(chapters.keySet());
        if (starts.isEmpty() || starts.get(0) > 0) {
            starts.add(0, 0);
        }
        for (int i = 0; i < starts.size(); i++) {
            int first = starts.get(i);
            int end = i + 1 < starts.size() ? starts.get(i + 1) : sections.size();
            list.append("<details").append(sections.size() > LONG ? "" : " open").append("><summary>")
                    .append(chapters.containsKey(first) ? "<b>" + Html.escaped(chapters.get(first)) + "</b> " : "")
                    .append(end - first).append(end - first == 1 ? " section" : " sections").append("</summary><ol start=\"").append(first + 1)
                    .append("\">\n");
            for (int section = first; section < end; section++) {
                list.append("<li><a href=\"#section-").append(section + 1).append("\">").append(Html.escaped(sections.get(section)))
                        .append("</a></li>\n");
            }
            list.append("</ol></details>");
        }
        return list.append("</nav>\n").toString();
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
                + contents() + body + "</main><script>\n" + resource("report.js") + "</script></body></html>\n";
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.goldpan.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of a report. Its first column names the rows.
 *
 * @param title above it
 * @param note below it: what the numbers are; may be empty
 * @param header names of the columns
 * @param rows as many cells each
 */
record Table(String title, String note, List<String> header, List<List<String>> rows) {
    /** In Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder("### " + title + "\n\n");
        text.append(line(header)).append(header.stream().map(name -> "---").collect(Collectors.joining("|", "|", "|\n")));
        rows.forEach(row -> text.append(line(row)));
        return text.append(note.isEmpty() ? "" : "\n" + note + "\n").append('\n').toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> " " + cell.replace("|", "\\|") + " ").collect(Collectors.joining("|", "|", "|\n"));
    }

    /** In HTML, scrolling by itself where the page is narrow. */
    String html() {
        StringBuilder text = new StringBuilder("<figure class=\"table\"><figcaption>" + Html.escaped(title)
                + "</figcaption><div><table><thead><tr>");
        header.forEach(name -> text.append("<th>").append(Html.escaped(name)).append("</th>"));
        text.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            text.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "<th>" : "<td>").append(Html.escaped(row.get(i))).append(i == 0 ? "</th>" : "</td>");
            }
            text.append("</tr>\n");
        }
        return text.append("</tbody></table></div>").append(note.isEmpty() ? "" : "<p>" + Html.escaped(note) + "</p>").append("</figure>\n")
                .toString();
    }
}

package dev.goldpan.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Candidates as lines of CSV (RFC 4180), the first naming the columns; an empty cell where there is nothing, 1 and 0 for yes and no. */
final class CandidatesCsv implements CandidateTable.Sink {
    private final Writer out;
    private final StringBuilder line = new StringBuilder();

    CandidatesCsv(Writer out, CandidateTable table) {
        this.out = out;
        row(table.columns().stream().map(CandidateTable.Column::name).toArray());
    }

    @Override
    public void row(Object[] cells) {
        line.setLength(0);
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                line.append(',');
            }
            add(cells[i]);
        }
        try {
            out.append(line.append("\r\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Object cell) {
        if (cell instanceof String text) {
            if (isPlain(text)) {
                line.append(text);
            } else {
                line.append('"').append(text.replace("\"", "\"\"")).append('"');
            }
        } else if (cell instanceof Boolean flag) {
            line.append(flag ? 1 : 0);
        } else if (cell instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            line.append(number.longValue()); // 20 instead of 20.0
        } else if (cell != null) {
            line.append(cell);
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == ',' || c == '\r' || c == '\n') {
                return false;
            }
        }
        return true;
    }
}

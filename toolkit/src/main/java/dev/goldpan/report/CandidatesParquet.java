package dev.goldpan.report;

import blue.strategic.parquet.ParquetWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Candidates as a file of Parquet, with the same columns as the CSV, typed; null where there is nothing. */
final class CandidatesParquet implements CandidateTable.Sink, Closeable {
    private final ParquetWriter<Object[]> out;

    /** @param file which must not be there yet */
    CandidatesParquet(Path file, CandidateTable table) throws IOException {
        List<CandidateTable.Column> columns = table.columns();
        MessageType type = new MessageType("candidate", columns.stream().map(CandidatesParquet::type).toList());
        this.out = ParquetWriter.writeFile(type, file.toFile(), (cells, to) -> {
            for (int i = 0; i < cells.length; i++) {
                if (cells[i] != null) {
                    to.write(columns.get(i).name(), cells[i]);
                }
            }
        });
    }

    private static Type type(CandidateTable.Column column) {
        return switch (column.kind()) {
            case TEXT -> Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(column.name());
            case WHOLE -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case FLAG -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
        };
    }

    @Override
    public void row(Object[] cells) {
        try {
            out.write(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

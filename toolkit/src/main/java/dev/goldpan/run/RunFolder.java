package dev.goldpan.run;

import dev.goldpan.search.Blobs;
import dev.goldpan.search.Outcome;
import dev.goldpan.verify.llm.Spent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where one run is written down: {@code journal.db}, pictures in {@code images/} and optimised noise in {@code noise/}, both named by
 * their content. One process at a time.
 */
public final class RunFolder implements Records {
    private static final String JOURNAL = "journal.db";
    private static final String IMAGES = "images";
    private static final String PNG = ".png";
    private static final String NOISE = "noise";
    private static final String NOISE_ENDING = ".fp32";
    private static final int MOST_ABOVE = 2;

    private final Path folder;
    private final FolderLock lock;
    private final Connection database;
    private final ContentFiles images;
    private final ContentFiles noise;
    private String run;

    private RunFolder(Path folder) {
        this.folder = folder;
        this.lock = FolderLock.of(folder);
        this.images = new ContentFiles(folder.resolve(IMAGES), PNG);
        this.noise = new ContentFiles(folder.resolve(NOISE), NOISE_ENDING);
        try {
            this.database = Databases.sqlite(folder.resolve(JOURNAL));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Whether there is a run in {@code folder}. */
    public static boolean isThere(Path folder) {
        return Files.exists(folder.resolve(JOURNAL));
    }

    /**
     * Begins a run in {@code folder}, which is made if it is not there.
     *
     * @param spec what it is to do, whole
     * @param manifest what it runs on
     */
    public static RunFolder create(Path folder, String spec, String manifest) {
        if (isThere(folder)) {
            throw new IllegalArgumentException(folder + " holds a run already; resume it, or name another folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RunFolder made = new RunFolder(folder);
        try (PreparedStatement insert = made.database.prepareStatement("INSERT INTO runs VALUES (?, ?, ?, NULL, NULL)")) {
            made.run = ContentFiles.hash(spec.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
            insert.setString(1, made.run);
            insert.setString(2, spec);
            insert.setString(3, manifest);
            insert.executeUpdate();
            made.database.commit();
            return made;
        } catch (SQLException e) {
            made.close();
            throw Databases.failure(e);
        }
    }

    /** Opens the run in {@code folder}. */
    public static RunFolder open(Path folder) {
        if (!isThere(folder)) {
            throw new IllegalArgumentException(folder + ": there is no run here (no " + JOURNAL + ")");
        }
        RunFolder found = new RunFolder(folder);
        try {
            found.run = found.column("run");
            return found;
        } catch (RuntimeException e) {
            found.close();
            throw e;
        }
    }

    @Override
    public String spec() {
        return column("spec");
    }

    @Override
    public String manifest() {
        return column("manifest");
    }

    private String column(String name) {
        try (PreparedStatement select = database.prepareStatement("SELECT " + name + " FROM runs"); ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new IllegalArgumentException(folder + ": the run ended before it began; delete the folder and search again");
            }
            return row.getString(1);
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    @Override
    public Journal journal() {
        return new SqlJournal(database, run);
    }

    @Override
    public void spend(String verifier, Spent spent) {
        new SpendingTable(database, run).add(verifier, spent);
    }

    @Override
    public Map<String, Spent> spending() {
        return new SpendingTable(database, run).all();
    }

    @Override
    public List<Entry.Picture> keep(List<Outcome> finished, Function<Outcome, byte[]> png) {
        return AtOnce.map(finished, outcome -> {
            byte[] file = png.apply(outcome);
            return Entry.Picture.of(outcome.image(), file, images.put(file));
        });
    }

    @Override
    public byte[] image(Entry.Picture picture) {
        return images.get(picture.hash());
    }

    /** Where a picture's file is. */
    public Path path(Entry.Picture picture) {
        return images.path(picture.hash());
    }

    /** The same from the run's folder, with slashes. */
    public static String relative(Entry.Picture picture) {
        return new ContentFiles(Path.of(IMAGES), PNG).path(picture.hash()).toString().replace('\\', '/');
    }

    @Override
    public Blobs blobs() {
        return blobs(noise);
    }

    /** Noise that is kept in {@code folder}. */
    public static Blobs noiseIn(Path folder) {
        return blobs(new ContentFiles(folder.resolve(NOISE), NOISE_ENDING));
    }

    /**
     * The noise of the run or sweep whose pictures lie in {@code folder}: the folder itself, one above it as {@code report/}, or two
     * above as {@code images/ab/}; none where there is no run.
     */
    public static Blobs noiseNear(Path folder) {
        Path run = folder;
        for (int up = 0; up <= MOST_ABOVE && run != null; up++) {
            if (Files.isDirectory(run.resolve(NOISE))) {
                return noiseIn(run);
            }
            run = run.getParent();
        }
        return Blobs.none();
    }

    private static Blobs blobs(ContentFiles noise) {
        return new Blobs() {
            @Override
            public String write(float[] numbers) {
                return noise.put(Blobs.bytes(numbers));
            }

            @Override
            public float[] read(String hash) {
                byte[] bytes = noise.get(hash);
                float[] numbers = new float[bytes.length / Float.BYTES];
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
                return numbers;
            }
        };
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw Databases.failure(e);
        } finally {
            lock.close();
        }
    }
}

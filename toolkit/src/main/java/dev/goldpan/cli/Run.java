package dev.goldpan.cli;

import dev.goldpan.model.Picture;
import dev.goldpan.model.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Shows how a run goes and puts its pictures into the album. */
final class Run implements Watcher, AutoCloseable {
    private final Terminal terminal;
    private final Album album;
    private final boolean quiet;
    private final List<Image> images = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Progress progress;

    /**
     * One picture in the report.
     *
     * @param file where it is
     * @param seed it was made from
     */
    record Image(String file, long seed) {}

    /** @param quiet whether files are not to be listed as they are written */
    Run(Terminal terminal, Album album, boolean quiet) {
        this.terminal = terminal;
        this.album = album;
        this.quiet = quiet;
    }

    List<Image> images() {
        return images;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void begins(String task, long total) {
        close();
        progress = terminal.progress(task, total);
    }

    @Override
    public void at(long done) {
        progress.at(done);
    }

    @Override
    public void warns(String line) {
        warnings.add(line);
        terminal.say("warning: " + line);
    }

    @Override
    public void made(Picture picture) {
        close();
        try {
            Path file = album.add(picture);
            images.add(new Image(file.toString(), picture.seed()));
            if (!quiet) {
                terminal.out().println(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}

package dev.goldpan.mini.train;

import dev.goldpan.mini.viewing.KeptPictures;
import dev.goldpan.mini.viewing.Viewing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Pictures that were viewed: written for a training, or kept after they were viewed. */
@Command(name = "viewing", description = "The pictures that were viewed.", mixinStandardHelpOptions = true)
final class ViewingVerbs {
    private static final String WHOSE = "who learns from them: ${COMPLETION-CANDIDATES}";

    private ViewingVerbs() {}

    @Command(name = "write", description = "Writes the pictures, for train --viewed; those that are there stay.")
    int write(@Option(names = "--of", required = true, description = WHOSE) Viewing viewing,
            @Option(names = "--into", required = true, description = "folder for them") Path into) throws IOException {
        KeptPictures.write(viewing, into);
        return 0;
    }

    @Command(name = "keep", description = "Keeps the pictures as latents, for what a later UNet would draw otherwise.")
    int keep(@Option(names = "--of", required = true, description = WHOSE) Viewing viewing,
            @Option(names = "--pictures", required = true, description = "folder of them") Path pictures,
            @Option(names = "--to", description = "file to write (default: the one in the project's resources)") Path to) {
        Path file = to == null ? Path.of("mini/src/main/resources/viewed", viewing.name().toLowerCase(Locale.ROOT) + ".safetensors") : to;
        System.out.println(KeptPictures.keep(viewing.all(), pictures, file) + " pictures in " + file);
        return 0;
    }
}

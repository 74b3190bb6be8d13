package dev.goldpan.mini.train;

import dev.goldpan.mini.viewing.KeptPictures;
import dev.goldpan.mini.viewing.Viewing;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Pictures that were viewed: written for a training, or added after they were viewed. */
@Command(name = "viewing", description = "The pictures that were viewed.")
final class ViewingVerbs {
    private static final String WHOSE = "who learns from them: ${COMPLETION-CANDIDATES}";

    private ViewingVerbs() {}

    @Command(name = "write", description = "Writes the pictures, for train --viewed; those that are there stay.")
    int write(@Option(names = "--of", required = true, description = WHOSE) Viewing viewing,
            @Option(names = "--into", required = true, description = "folder for them") Path into) throws IOException {
        KeptPictures.write(viewing, into);
        return 0;
    }

    @Command(name = "add", description = "Adds pictures, as latents, and what a viewer answered about them.")
    int add(@Option(names = "--of", required = true, description = WHOSE) Viewing viewing,
            @Option(names = "--pictures", required = true, description = "folder of them, of judge pictures") Path pictures,
            @Option(names = "--answers", required = true, description = "file of lines number,first,second,mixture, as on the sheets of"
                    + " judge sheet, by the rules of viewing.md") Path answers,
            @Option(names = "--to", description = "folder of the files to add to (default: ${DEFAULT-VALUE})",
                    defaultValue = "mini/src/main/resources/viewed") Path to) throws IOException {
        System.out.println(KeptPictures.add(viewing, answers, pictures, to) + " pictures in " + to);
        return 0;
    }
}

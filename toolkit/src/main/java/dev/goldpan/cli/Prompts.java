package dev.goldpan.cli;

import dev.goldpan.guide.PromptSets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code goldpan prompts}: the prompt sets of the papers. */
@Command(name = "prompts", sortOptions = false, synopsisSubcommandLabel = "list|show",
        description = "Prompt sets of the papers, with where they are from and their licences.")
final class Prompts {
    private final Terminal terminal;

    Prompts(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "Names, sizes, sources and licences.")
    int list() {
        for (PromptSets.PromptSet set : PromptSets.list()) {
            terminal.out().printf("%-24s %4d  %s (%s)%n", set.name(), set.size(), set.source(), set.licence());
        }
        terminal.out().println("DrawBench has no licence and is not here: give its file to 'goldpan prompts show'");
        return Main.DONE;
    }

    @Command(name = "show", description = "The prompts of a set, one a line.")
    int show(@Parameters(paramLabel = "SET", description = "A name of the list, or a text or CSV file of your own.") String set) {
        Path file = Path.of(set);
        List<String> prompts = Files.isRegularFile(file) ? PromptSets.read(file) : PromptSets.show(set);
        prompts.forEach(terminal.out()::println);
        return Main.DONE;
    }
}

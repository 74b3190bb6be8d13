package dev.goldpan.cli;

import dev.goldpan.tensor.Spelling;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code goldpan VERB ...}.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 asked for something that cannot be. A failure is one line on standard error that says
 * what, where and what to do; {@code --debug} adds the stack trace.
 */
@Command(name = "goldpan",
        description = "Searches for the noise from which a diffusion model makes the image that was asked for.",
        version = "goldpan 0.1.0-SNAPSHOT", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "VERB",
        subcommands = {Search.class, Resume.class, Replay.class, Generate.class, Sweep.class, Status.class, Judge.class, Report.class,
                Export.class, Metrics.class, Attention.class, Prompts.class, Bench.class, Doctor.class},
        sortOptions = false, usageHelpWidth = 110)
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG = 2;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean debug;

    private Main() {}

    /** Runs the verb and ends the process with its exit code. */
    public static void main(String[] args) {
        Interruption.watch();
        int exitCode = run(System.out, System.err, args);
        Interruption.expect();
        System.exit(exitCode);
    }

    /** Runs the verb, printing its results to {@code out} and everything else to {@code err}. @return the exit code */
    static int run(PrintStream out, PrintStream err, String... args) {
        Main main = new Main();
        Terminal terminal = new Terminal(out, err, Integer.getInteger("goldpan.columns", 0));
        CommandLine line = new CommandLine(main, new Verbs(terminal))
                .setOut(writer(out))
                .setErr(writer(err))
                .setExpandAtFiles(false) // a prompt may begin with @
                .setExitCodeExceptionMapper(thrown -> FAILED)
                .setParameterExceptionHandler((wrong, given) ->
                        main.complain(terminal, new Failure(WRONG, message(wrong)), wrong))
                .setExecutionExceptionHandler((thrown, at, parsed) -> main.complain(terminal, Failure.of(thrown), thrown));
        try {
            return args.length == 0 ? line.execute("--help") : line.execute(args);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError thrown) {
            return main.complain(terminal, Failure.of(thrown), thrown);
        }
    }

    private int complain(Terminal terminal, Failure failure, Throwable thrown) {
        terminal.say(failure.line());
        if (debug) {
            terminal.trace(thrown);
        }
        return failure.exitCode();
    }

    private static String message(ParameterException wrong) {
        String verb = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String message = wrong.getMessage().lines().findFirst().orElse("");
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            message = (unmatched.isUnknownOption() ? "unknown option '" : "unexpected argument '")
                    + unmatched.getUnmatched().get(0) + "'"
                    + (near.isEmpty() ? "" : "; did you mean " + Spelling.nearest(unmatched.getUnmatched().get(0), near) + "?");
        }
        return message + " ('" + verb + " --help' shows all)";
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}

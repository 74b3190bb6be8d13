package dev.goldpan.run;

import java.util.List;

/** Who is told how a search goes. Calls come from the thread that runs it. */
public interface Listener {
    /** A batch was evaluated, or read from the journal of a run that is resumed. */
    default void evaluated(Progress progress) {}

    /** The subjects of the prompt, which losses over attention compare. Only where one is asked. */
    default void subjects(List<String> names) {}

    /** Something that the user should know, in one line. */
    default void warns(String line) {}
}

package dev.multiarch.cli.console;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** What a workflow's step gets in addition to the answer, if this runs in one. Without more, it gets nothing. */
public interface Step {
    /** At a terminal there is no step. */
    Step NONE = new Step() {};

    default void output(String name, String value) throws IOException {}

    /** @param text as it was printed; the summary shows it as text, not as Markdown */
    default void summary(String heading, String text) throws IOException {}

    /** @param markdown in which texts from outside are neutralised already; not asked for where nobody reads it */
    default void summary(Supplier<String> markdown) throws IOException {}

    /** A text for people, in the words that they used: in a step that has inputs, their names instead of options. */
    default String named(String text) {
        return text;
    }

    /** Errors, each as an annotation, and all in the summary. They are on standard error already. */
    default void errors(List<String> texts) {}

    /** Errors of which the summary tells otherwise: only annotations. */
    default void annotate(List<String> texts) {}

    /** What did not go wrong for this call, but somebody should see: an annotation, and in the summary. */
    default void warn(String text) throws IOException {}

    /** What is to be seen next to lines of files. */
    default void annotateLines(List<Annotation> annotations) {}
}

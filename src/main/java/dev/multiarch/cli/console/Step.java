package dev.multiarch.cli.console;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** What a workflow's step gets in addition to the answer, if this runs in one. */
public interface Step {
    /** At a terminal there is no step. */
    Step NONE = new Step() {
        @Override
        public void output(String name, String value) {
            // there is no step
        }

        @Override
        public void summary(String heading, String text) {
            // there is no step
        }

        @Override
        public void summary(Supplier<String> markdown) {
            // there is no step
        }

        @Override
        public String named(String text) {
            return text;
        }

        @Override
        public void errors(List<String> texts) {
            // there is no step
        }

        @Override
        public void annotate(List<String> texts) {
            // there is no step
        }

        @Override
        public void warn(String text) {
            // there is no step
        }

        @Override
        public void annotateLines(List<Annotation> annotations) {
            // there is no step
        }
    };

    void output(String name, String value) throws IOException;

    /** @param text as it was printed; the summary shows it as text, not as Markdown */
    void summary(String heading, String text) throws IOException;

    /** @param markdown in which texts from outside are neutralised already; not asked for where nobody reads it */
    void summary(Supplier<String> markdown) throws IOException;

    /** A text for people, in the words that they used: in a step that has inputs, their names instead of options. */
    String named(String text);

    /** Errors, each as an annotation, and all in the summary. They are on standard error already. */
    void errors(List<String> texts);

    /** Errors of which the summary tells otherwise: only annotations. */
    void annotate(List<String> texts);

    /** What did not go wrong for this call, but somebody should see: an annotation, and in the summary. */
    void warn(String text) throws IOException;

    /** What is to be seen next to lines of files. */
    void annotateLines(List<Annotation> annotations);
}

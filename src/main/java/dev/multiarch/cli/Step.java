package dev.multiarch.cli;

import java.io.IOException;
import java.util.function.Supplier;

/** What a workflow's step is told beside the answer, where this runs in one. */
interface Step {
    /** At a terminal nobody listens. */
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
    };

    void output(String name, String value) throws IOException;

    /** @param text as it was printed; it stands in the summary as it is, not as Markdown */
    void summary(String heading, String text) throws IOException;

    /** @param markdown in which texts from outside are neutralised already; not asked for where nobody reads it */
    void summary(Supplier<String> markdown) throws IOException;
}

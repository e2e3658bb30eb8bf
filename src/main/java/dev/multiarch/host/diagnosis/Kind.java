package dev.multiarch.host.diagnosis;

import java.util.List;

/**
 * Something that can be recognised.
 *
 * @param id the name of its page
 * @param signs any one of them shows it
 * @param covers ids of kinds that say less, and go unsaid where this one is found
 */
public record Kind(String id, List<LogPattern> signs, EvidenceSource witness, List<String> covers) {
    static Kind of(String id, EvidenceSource witness, LogPattern... signs) {
        return new Kind(id, List.of(signs), witness, List.of());
    }

    Kind covering(String... ids) {
        return new Kind(id, signs, witness, List.of(ids));
    }

    /** What happened, in one sentence. */
    public String title() {
        return Page.of(id).title();
    }
}

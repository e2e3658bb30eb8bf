package dev.multiarch.publish;

import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.CiJob;
import dev.multiarch.record.JournalEntry;
import dev.multiarch.record.JournalEntry.Because;
import dev.multiarch.record.JournalEntry.Phase;
import dev.multiarch.record.JournalEntry.Step;
import dev.multiarch.signature.Insistence;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes the steps of one call into the journal. A journal that can't be written keeps nobody from publishing. */
final class JournalWriter {
    private final Session tools;
    private final String call = UUID.randomUUID().toString();
    private boolean warned;

    JournalWriter(Session tools) {
        this.tools = tools;
    }

    void push(Phase phase, Reference candidate, Because because) {
        Digest digest = candidate.digest().orElseThrow();
        add(new JournalEntry(
                now(),
                call,
                Step.PUSH,
                phase,
                candidate.name(),
                Optional.empty(),
                digest,
                phase == Phase.AFTER ? Optional.of(digest) : Optional.empty(),
                because));
    }

    void beforeTag(Promote.Moved move, Because because) {
        tag(move, Phase.BEFORE, Optional.empty(), because);
    }

    void afterTag(Promote.Moved move, TagState state, Because because) {
        tag(move, Phase.AFTER, state.digest(), because);
    }

    private void tag(Promote.Moved move, Phase phase, Optional<Digest> after, Because because) {
        add(new JournalEntry(
                now(), call, Step.TAG, phase, move.tag().toString(), move.before(), move.after(), after, because));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void add(JournalEntry entry) {
        try {
            tools.journal().add(entry);
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                tools.progress().accept("warning: the journal can't be written: " + e.getMessage());
            }
        }
    }

    /** @param verdict in words */
    static Because because(Session tools, Index index, String verdict) {
        Optional<String> plan = Optional.ofNullable(index.annotations().get(AnnotationKeys.PLAN));
        return new Because(
                plan,
                Optional.ofNullable(index.annotations().get(AnnotationKeys.REVISION)),
                verdict,
                who(tools.environment()));
    }

    static String who(Map<String, String> environment) {
        CiJob job = CiJob.of(environment);
        String actor = job.actor()
                .orElseGet(() ->
                        environment.getOrDefault("USER", environment.getOrDefault("LOGNAME", Insistence.NOT_KNOWN)));
        return actor + job.url().map(url -> ", " + url).orElse("");
    }
}

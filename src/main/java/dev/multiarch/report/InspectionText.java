package dev.multiarch.report;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.AttestationKind;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.AttestationSummary;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.text.Durations;
import dev.multiarch.text.Printable;
import dev.multiarch.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** For people: what it is, a line for each image, then what could not be read and why. */
final class InspectionText {
    private static final String UNKNOWN = "?";
    private static final int LONGEST = 120;
    private static final int MOST_ANNOTATIONS = 20;

    /** Of images and of other entries: a terminal of more is read by nobody. */
    private static final int MOST_LINES = 1_000;

    private static final List<String> HEAD =
            List.of("PLATFORM", "SIZE", "LAYERS", "CREATED", "ATTESTATIONS", "BUILT", "IMAGE");

    private final Inspection found;
    private final List<String> notes = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();

    InspectionText(Inspection found) {
        this.found = found;
    }

    String print() {
        head();
        found.choice().ifPresent(this::choice);
        if (!found.subject().images().isEmpty()) {
            out.append('\n');
            table();
            rest(found.subject().images().size(), "images");
        }
        if (found.isIndex()) {
            found.subject().aside().stream()
                    .map(aside -> "artifact " + platform(aside.descriptor()) + ": "
                            + aside.artifact().described() + ", which no client runs: "
                            + aside.descriptor().digest())
                    .forEach(notes::add);
        }
        found.strays()
                .forEach(entry ->
                        notes.add("problem  attestation " + entry.digest() + " belongs to no image of this index"));
        if (!notes.isEmpty()) {
            out.append('\n');
            notes.stream().limit(MOST_LINES).forEach(this::line);
            rest(notes.size(), "notes");
        }
        return out.toString();
    }

    private void rest(int all, String what) {
        if (all > MOST_LINES) {
            line("… and " + (all - MOST_LINES) + " more " + what + ", which --format json has");
        }
    }

    private void head() {
        Subject subject = found.subject();
        int images = subject.images().size();
        boolean one = found.choice().isPresent();
        String what = found.isIndex()
                ? "an index" + (one ? "" : " of " + images + (images == 1 ? " image" : " images"))
                : found.artifact().map(artifact -> artifact.described()).orElse("an image of one platform");
        line(subject.reference() + " is " + what);
        line("digest   " + subject.digest());
        line("type     " + found.mediaType());
        subject.index().annotations().entrySet().stream()
                .limit(MOST_ANNOTATIONS)
                .forEach(each -> line("annotation " + each.getKey() + "=" + each.getValue()));
        int more = subject.index().annotations().size() - MOST_ANNOTATIONS;
        if (more > 0) {
            line("annotation … and " + more + " more, which --format json has");
        }
    }

    private void choice(Inspection.Choice choice) {
        String client = "client   on " + choice.client();
        if (found.artifact().isPresent()) {
            line(client + " can't pull it: it is not an image");
        } else if (!found.isIndex()) {
            line(client + " pulls it, as every client does: there is no index to choose from");
        } else if (choice.entry().isEmpty()) {
            line(client + " finds nothing, and says \"no match for platform in manifest\". There are: "
                    + (choice.offered().isEmpty() ? "none" : String.join(", ", choice.offered())));
        } else {
            Descriptor entry = choice.entry().get();
            String platform = entry.platform().map(Platform::toString).orElse(UNKNOWN);
            boolean same = entry.platform().equals(Optional.of(choice.client()));
            String what = found.subject().aside().stream()
                    .map(aside -> ", which is " + aside.artifact().described() + ", and can't run it")
                    .findFirst()
                    .orElse("");
            line(client + " pulls " + platform + (same ? "" : ", the nearest match") + ": " + entry.digest() + what);
        }
    }

    private void table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        found.subject().images().stream().limit(MOST_LINES).forEach(image -> rows.add(row(image)));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEAD.size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        for (List<String> row : rows) {
            var text = new StringBuilder();
            for (int column = 0; column < HEAD.size(); column++) {
                text.append(row.get(column))
                        .append(" ".repeat(widths.get(column) - row.get(column).length() + 2));
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }

    private List<String> row(Subject.Image image) {
        String platform = platform(image.descriptor());
        note(platform, image.manifest());
        if (image.manifest().isKnown()) {
            note(platform, image.config());
        }
        image.build()
                .emulated()
                .claim()
                .or(() -> image.build().duration().claim())
                .ifPresent(claim -> notes.add("claimed  " + platform + ": " + claim + " says how it was built"));
        Fact<Manifest> manifest = image.manifest();
        return List.of(
                platform,
                manifest.value().map(m -> Sizes.print(m.compressedSize())).orElse(UNKNOWN),
                manifest.value().map(m -> String.valueOf(m.layers().size())).orElse(UNKNOWN),
                cell(image.config().value().map(InspectionText::created).orElse(UNKNOWN)),
                attestations(platform, image),
                cell(built(image.build())),
                image.descriptor().digest().toString());
    }

    private void note(String platform, Fact<?> fact) {
        if (!fact.isKnown()) {
            notes.add("unknown  " + platform + ": " + fact.reason());
        }
    }

    private static String platform(Descriptor entry) {
        if (entry.platform().isEmpty()) {
            return entry.platformText().isEmpty() ? "none" : cell(entry.platformText()) + " (malformed)";
        }
        String normal = entry.platform().get().toString();
        return normal.equals(entry.platformText()) ? normal : normal + " (" + cell(entry.platformText()) + ")";
    }

    /** To the second: what builders write goes down to nanoseconds. */
    private static String created(ImageConfig config) {
        return config.created().map(at -> at.replaceFirst("\\.[0-9]+", "")).orElse("-");
    }

    private String attestations(String platform, Subject.Image image) {
        var listed = found.attestations(image);
        listed.forEach((digest, each) -> each.unread()
                .forEach(reason -> notes.add("unknown  " + platform + " attestation " + digest + ": " + reason)));
        AttestationSummary all =
                AttestationSummary.of(found.subject(), image.descriptor().digest());
        all.wrong().forEach(sentence -> notes.add("problem  " + platform + ": " + sentence));
        boolean unread = !all.unread().isEmpty();
        if (all.kinds().isEmpty()) {
            return listed.isEmpty() ? "-" : unread ? UNKNOWN : "other";
        }
        return AttestationKind.names(all.kinds(), ", ") + (unread ? ", " + UNKNOWN : "");
    }

    /** What only an annotation or a build record says is called a claim; a note names the record. */
    private static String built(BuildFacts facts) {
        List<String> parts = new ArrayList<>();
        facts.emulated().value().ifPresent(yes -> parts.add(yes ? "emulated" : "native"));
        facts.duration().value().ifPresent(time -> parts.add("in " + Durations.print(time)));
        facts.kernel().value().ifPresent(kernel -> parts.add("on " + kernel));
        if (parts.isEmpty()) {
            return "-";
        }
        String by = VerdictSummary.claimedBy(facts.emulated(), facts.duration(), facts.kernel());
        return String.join(" ", parts) + (by.isEmpty() ? "" : " (claimed)");
    }

    private static String cell(String text) {
        String safe = Printable.line(text);
        return safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe;
    }

    private void line(String text) {
        String safe = Printable.line(text);
        out.append(safe.length() > LONGEST * 8 ? safe.substring(0, LONGEST * 8) + "…" : safe)
                .append('\n');
    }
}

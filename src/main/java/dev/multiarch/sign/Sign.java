package dev.multiarch.sign;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Verdict;
import dev.multiarch.signature.Insistence;
import dev.multiarch.step.Session;
import dev.multiarch.step.Signing;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.ShellWord;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Signs attestation manifests and images, a few at once, and then the index. Each has one writer at a time: without the
 * referrers API its signatures are in a list that each writer replaces, so of several at once some are lost though cosign ends
 * with 0. Each is read back, and what is signed already is left alone, so that a call that failed half-way can be made again.
 */
public final class Sign implements Signing {
    /** Each is a process, and services of Sigstore and of clouds answer each. */
    private static final int AT_ONCE = 4;

    /** In a message. */
    private static final int MOST_NAMED = 10;

    private final Session tools;
    private final SignRequest request;
    private final Bundles bundles = new Bundles();
    private final SignatureForms forms;
    private Optional<Cosign> cosign = Optional.empty();

    public Sign(Session tools, SignRequest request) {
        this.tools = tools;
        this.request = request;
        this.forms = new SignatureForms(tools, request, bundles);
    }

    /**
     * Looks whether it could sign.
     *
     * @throws StepFailed if there is no cosign, or it can't use the key
     */
    public void prepare() throws StepFailed {
        if (cosign.isEmpty()) {
            cosign = Optional.of(Cosign.find(tools.programs(), tools.environment(), request));
        }
    }

    private Cosign cosign() throws StepFailed {
        prepare();
        return cosign.orElseThrow();
    }

    @Override
    public void attest(Reference candidate, Verdict verdict) throws StepFailed {
        attach(candidate, (attest, index) -> attest.attach(index, verdict));
    }

    @Override
    public boolean attests() {
        return request.attest();
    }

    @Override
    public void insist(Reference candidate, Insistence insistence) throws StepFailed {
        attach(candidate, (attest, index) -> attest.attach(index, insistence));
    }

    /** What --attest attaches. */
    private interface Attachment {
        void to(Attest attest, Reference index) throws StepFailed, ArtifactRefused;
    }

    private void attach(Reference candidate, Attachment what) throws StepFailed {
        if (!request.attest()) {
            return;
        }
        try {
            what.to(
                    new Attest(tools, cosign(), bundles),
                    candidate.repositoryOnly().with(candidate.digest().orElseThrow()));
        } catch (ArtifactRefused e) {
            StepFailed failure = Bundles.noVerdict(e);
            throw request.sign() ? failure : new StepFailed(failure.getMessage() + "\nNothing was signed.", failure);
        }
    }

    @Override
    public void sign(Reference candidate, Index index) throws StepFailed {
        if (!request.sign()) {
            return;
        }
        List<Reference> named = named(candidate, index);
        Reference whole = candidate.repositoryOnly().with(candidate.digest().orElseThrow());
        int all = named.size() + 1;
        var work = new Work(cosign(), all);
        if (request.legacy() && !named.isEmpty()) {
            work.sign(named.get(0)); // it shows which forms the registry takes, before others are made there
        }
        AtOnce.map(named, AT_ONCE, work::sign);
        work.sign(whole);
        if (work.failure.isPresent()) {
            StepFailed failure = work.failure.get();
            List<Reference> missing = Stream.concat(named.stream(), Stream.of(whole))
                    .filter(each -> !work.done.contains(each))
                    .toList();
            throw new StepFailed(failure.getMessage() + "\n" + work.left(missing), failure);
        }
        tools.progress()
                .accept("signed " + work.made + " of " + all + " manifests of " + candidate
                        + cosign().key().map(owner -> " with the " + owner).orElse("")
                        + (work.made < all ? "; the others were signed already" : ""));
        if (bundles.areRefused(whole)) {
            tools.progress()
                    .accept("warning: the signatures are under tags sha256-….sig alone, as " + whole.registry()
                            + " refuses artifacts with a subject. Why: multiarch doctor --explain artifact-refused");
        }
        tools.timings().ended("sign");
    }

    private static String listed(List<Reference> missing) {
        String first = missing.stream()
                .limit(MOST_NAMED)
                .map(each -> each.digest().orElseThrow().toString())
                .collect(Collectors.joining(", "));
        return first + (missing.size() > MOST_NAMED ? " and " + (missing.size() - MOST_NAMED) + " more" : "");
    }

    /** What several threads do; none begins after a failure. */
    private final class Work {
        private final Cosign cosign;
        private final int all;
        private final Set<Reference> done = new HashSet<>();
        private final Set<Reference> failed = new HashSet<>();
        private int made;
        private Optional<StepFailed> failure = Optional.empty();

        Work(Cosign cosign, int all) {
            this.cosign = cosign;
            this.all = all;
        }

        Reference sign(Reference subject) {
            if (!isOver(subject)) {
                try {
                    isDone(subject, forms.sign(cosign, subject));
                } catch (StepFailed e) {
                    fail(subject, e, forms.isSigned(cosign, subject));
                }
            }
            return subject;
        }

        private synchronized boolean isOver(Reference subject) {
            return failure.isPresent() || done.contains(subject);
        }

        private synchronized void isDone(Reference subject, boolean isNew) {
            done.add(subject);
            made += isNew ? 1 : 0;
            tools.status().accept("signed " + done.size() + " of " + all + " manifests");
        }

        private synchronized void fail(Reference subject, StepFailed e, boolean isSigned) {
            failure = failure.or(() -> Optional.of(e));
            (isSigned ? done : failed).add(subject);
        }

        /** After a failure. */
        String left(List<Reference> missing) {
            if (missing.isEmpty()) {
                return "All " + all + " manifests are signed all the same. The next call signs none of them again";
            }
            if (done.isEmpty() && forms.madeNothing(cosign, failed)) {
                return "Nothing was signed.";
            }
            return (done.isEmpty() ? "" : done.size() + " of " + all + " manifests are signed. ")
                    + "Still to be signed: " + listed(missing) + ". The next call signs what is missing";
        }
    }

    /** Those that work: a repository that refuses bundles takes signatures under tags, and no attached verdict. */
    @Override
    public String options() {
        boolean refused = bundles.areRefused();
        boolean attest = request.attest() && !refused;
        if (!request.sign() && !attest) {
            return "";
        }
        return (request.sign() ? " --sign" : "")
                + (attest ? " --attest" : "")
                + request.key().map(key -> " --key " + ShellWord.quoted(key)).orElse("")
                + request.config()
                        .map(file -> " --signing-config " + ShellWord.quoted(file))
                        .orElse("")
                + (request.legacy() || refused ? " --legacy-signatures" : "");
    }

    /** What an index names is signed before it: who finds the index signed finds all of it signed. */
    private static List<Reference> named(Reference candidate, Index index) {
        Set<Digest> digests = new LinkedHashSet<>();
        index.manifests().stream().filter(Descriptor::isAttestation).forEach(entry -> digests.add(entry.digest()));
        index.images().forEach(entry -> digests.add(entry.digest()));
        digests.remove(candidate.digest().orElseThrow());
        return digests.stream().map(candidate.repositoryOnly()::with).toList();
    }
}

package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The intents of one tag in their folder: writes one, reads all, and takes those away that a newer one makes needless. */
final class TagIntents {
    /** More than are ever there at once, also where a registry lets nobody delete. */
    private static final int MOST = 10_000;

    /** Readings in which an intent was deleted between its listing and its reading. */
    private static final int MOST_READINGS = 50;

    /** Longer than any call runs that has left an intent and not pushed its image to the tag's repository yet. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

    private final Session tools;
    private final Reference tag;
    private final IntentPlace.Folder folder;
    private final Map<String, Intent> known = new HashMap<>();
    private final Map<Digest, PublishedIndex> indexes = new HashMap<>();

    TagIntents(Session tools, Reference tag, IntentPlace.Folder folder) {
        this.tools = tools;
        this.tag = tag;
        this.folder = folder;
    }

    /** An intent that no other one replaces, and the index that it is about. */
    record Open(String name, Intent intent, PublishedIndex index) {
        Digest digest() {
            return intent.digest();
        }
    }

    /**
     * All intents of the tag at one moment.
     *
     * @param names of all
     * @param replaced by others, also what is deleted already: its writer may not know yet
     * @param abandoned whose image never came into the tag's repository
     */
    record Standing(Set<String> names, List<Open> open, Set<String> replaced, Set<String> abandoned) {}

    /** That nobody judged what a tag points to, where the call that put it there left word of it. */
    static Optional<String> unjudged(Session tools, Reference tag, Digest there) {
        Optional<IntentPlace.Folder> folder = tools.intents().of(tag);
        try {
            for (Open open : folder.isEmpty()
                    ? List.<Open>of()
                    : new TagIntents(tools, tag, folder.get()).read().open()) {
                if (open.digest().equals(there) && open.intent().judgement() instanceof Judgement.Unjudged unjudged) {
                    return Optional.of(there + ", which " + tag
                            + " points to, was not judged: it comes from promote --unjudged ("
                            + open.intent().who() + "). The reason: \""
                            + unjudged.reason() + "\". Fix: multiarch verify-index " + tag.with(there)
                            + " says whether it passes");
                }
            }
        } catch (IOException | RegistryException | FormatException notKnown) {
            return Optional.empty(); // the refusal stands all the same
        }
        return Optional.empty();
    }

    /** The digests of all intents that were read so far: what other writers put under the tag. */
    boolean hasSeen(Digest digest) {
        return known.values().stream().anyMatch(intent -> intent.digest().equals(digest));
    }

    /** @return the name that it was written under */
    String write(Intent intent) throws IOException {
        // By time, so that the newest is read first. The rest makes it nobody else's.
        String name =
                NAME.format(intent.at()) + "-" + UUID.randomUUID().toString().substring(0, 13);
        folder.store().put(folder.folder() + name, intent.write());
        known.put(name, intent);
        return name;
    }

    private void delete(String name) throws IOException {
        folder.store().delete(folder.folder() + name);
    }

    /** Deletes one that its writer gave up. */
    boolean withdraw(String name) {
        try {
            delete(name);
            return true;
        } catch (IOException | FormatException e) {
            tools.progress()
                    .accept("warning: the note " + name + " of this call on " + tag + " (--intents) can't be deleted: "
                            + e.getMessage());
            return false;
        }
    }

    /** An index that this call has read already. It is of use where it is in the tag's repository. */
    void know(PublishedIndex index) {
        if (index.reference().name().equals(tag.name())) {
            indexes.put(index.document().digest(), index);
        }
    }

    /** What went wrong with them, for people who never heard of intents. */
    String unusable(Exception e) {
        String cause = e.getMessage() == null ? e.toString() : e.getMessage();
        return "the notes that calls leave for each other before they move " + tag + " (--intents, in "
                + folder.store().place() + ") can't be used: " + cause.replaceFirst("\\.$", "") + ".";
    }

    String fix(Exception e) {
        return e instanceof FormatException
                ? "Fix: delete the note that is named, if nobody needs it"
                : "Fix: let this job read, write and list " + folder.store().place()
                        + "; or give --intents none, and let one call at a time move the tag";
    }

    /** @throws FormatException if one is malformed */
    Standing read() throws IOException, RegistryException {
        for (int i = 0; i < MOST_READINGS; i++) {
            Optional<Standing> standing = once();
            if (standing.isPresent()) {
                return standing.get();
            }
        }
        throw new IOException("they change faster than they can be read");
    }

    /** The newest first, as it names most of the others. Empty where one is gone, as it may have replaced others. */
    private Optional<Standing> once() throws IOException, RegistryException {
        List<String> names = names();
        Map<String, Open> open = new LinkedHashMap<>();
        Set<String> replaced = new LinkedHashSet<>();
        Set<String> abandoned = new LinkedHashSet<>();
        for (String name : names) {
            if (replaced.contains(name)) {
                continue;
            }
            Optional<Intent> intent = intent(name);
            if (intent.isEmpty()) {
                return Optional.empty();
            }
            Optional<PublishedIndex> index = index(intent.get().digest());
            if (index.isPresent()) {
                open.put(name, new Open(name, intent.get(), index.get()));
                replaced.addAll(intent.get().over());
            } else if (!intent.get().isWithin(ABANDONED)) {
                abandoned.add(name);
            }
        }
        open.keySet().removeAll(replaced);
        return Optional.of(new Standing(new LinkedHashSet<>(names), List.copyOf(open.values()), replaced, abandoned));
    }

    private List<String> names() throws IOException {
        List<String> found = folder.store().list(folder.folder(), MOST + 1);
        if (found.size() > MOST) {
            throw new IOException("there are more than " + MOST + ". Fix: delete all of them but the newest");
        }
        List<String> names = new ArrayList<>();
        found.forEach(name -> names.add(name.substring(folder.folder().length())));
        names.sort(Collections.reverseOrder());
        return names;
    }

    private Optional<Intent> intent(String name) throws IOException {
        if (!known.containsKey(name)) {
            Optional<byte[]> bytes = folder.store().get(folder.folder() + name);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            known.put(name, Intent.read(bytes.get(), "note " + name));
        }
        return Optional.of(known.get(name));
    }

    /** Empty where the tag's repository does not have it yet: then its writer has not put it either, and will look again. */
    private Optional<PublishedIndex> index(Digest digest) throws RegistryException {
        if (!indexes.containsKey(digest)) {
            try {
                CurrentTag.read(tools.registry().doubting(), tag.with(digest))
                        .index()
                        .ifPresent(index -> indexes.put(digest, index));
            } catch (RegistryException e) {
                if (e.kind() != RegistryException.Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return Optional.ofNullable(indexes.get(digest));
    }

    /**
     * Deletes all but those of the newest. What another one replaces goes before that one: without it, it would count again.
     *
     * @param newest that stays, as a slow writer must still find it
     */
    void tidy(Standing standing, Digest newest) throws IOException {
        List<String> needless = new ArrayList<>(standing.replaced());
        needless.retainAll(standing.names());
        standing.open().stream()
                .filter(open -> !open.digest().equals(newest))
                .forEach(open -> needless.add(open.name()));
        needless.addAll(standing.abandoned());
        for (String name : needless) {
            delete(name);
        }
    }
}

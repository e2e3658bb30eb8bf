package dev.multiarch.registry;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.TagPages.Page;
import dev.multiarch.registry.request.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tags of a repository that begin alike. OCI Distribution 1.1 asks registries for lexical order and for {@code last}, which
 * leads to any place in it. Not all of them comply: one that lists its oldest tags first would skip some without a word. So
 * order is believed where a first page has it that is not the last one, and where each page behind it has it too.
 */
public final class TagsByPrefix {
    private final TagPages pages;

    public TagsByPrefix(Registry registry, Reference repository) {
        pages = new TagPages(repository, TagPages.OF_RECORDS, request -> registry.send(request, repository));
    }

    /**
     * To be called once.
     *
     * @param most where the order can be believed, the first so many; otherwise there may be more
     */
    public List<String> of(String prefix, int most) throws RegistryException {
        Page first = pages.page(TagPages.FIRST, 0);
        if (first.next().isEmpty()) {
            return beginning(first.tags(), prefix);
        }
        if (!prefix.isEmpty() && isOrdered(first.tags(), "")) {
            Optional<List<String>> found = jump(prefix, most);
            if (found.isPresent()) {
                return found.get();
            }
        }
        List<String> all = new ArrayList<>(first.tags());
        all.addAll(pages.from(first.next().get()));
        return beginning(all, prefix).stream().distinct().toList();
    }

    /** Empty where the registry turns out to have another order. */
    private Optional<List<String>> jump(String prefix, int most) throws RegistryException {
        List<String> found = new ArrayList<>();
        String last = prefix;
        Optional<String> query = Optional.of(TagPages.FIRST + "&last=" + prefix);
        while (query.isPresent() && found.size() < most) {
            Page page = pages.page(query.get(), found.size());
            List<String> tags = page.tags();
            if (!isOrdered(tags, last)) {
                return Optional.empty();
            }
            found.addAll(beginning(tags, prefix));
            if (tags.isEmpty() || !tags.get(tags.size() - 1).startsWith(prefix)) {
                break;
            }
            last = tags.get(tags.size() - 1);
            query = page.next();
        }
        return Optional.of(found.size() > most ? found.subList(0, most) : found);
    }

    private static boolean isOrdered(List<String> tags, String behind) {
        String last = behind;
        for (String tag : tags) {
            if (tag.compareTo(last) <= 0) {
                return false;
            }
            last = tag;
        }
        return true;
    }

    private static List<String> beginning(List<String> tags, String prefix) {
        return tags.stream().filter(tag -> tag.startsWith(prefix)).toList();
    }
}

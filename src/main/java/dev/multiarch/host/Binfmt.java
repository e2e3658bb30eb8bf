package dev.multiarch.host;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a folder like {@code /proc/sys/fs/binfmt_misc} shows.
 *
 * @param mounted whether the file system is there at all
 * @param enabled whether it is switched on as a whole
 * @param entries by name
 * @param odd what could not be made sense of, a sentence each
 */
public record Binfmt(boolean mounted, boolean enabled, List<BinfmtEntry> entries, List<String> odd) {
    private static final int LARGEST = 64 << 10;
    private static final int MOST_ENTRIES = 1_000;

    /** The file system is not there. */
    static final Binfmt NONE = new Binfmt(false, false, List.of(), List.of());

    public static Binfmt read(Path folder) {
        Path status = folder.resolve("status");
        if (!isFile(status)) {
            return NONE;
        }
        List<BinfmtEntry> entries = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        boolean enabled = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            enabled = text(status).strip().equals("enabled");
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (entries.size() + odd.size() == MOST_ENTRIES) {
                    odd.add("there are more than " + MOST_ENTRIES + " entries; the others were not read");
                    break;
                }
                if (!name.equals("status") && !name.equals("register")) {
                    read(file, name, entries, odd);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            odd.add(folder + " can't be read: " + e.getMessage());
        }
        entries.sort(Comparator.comparing(BinfmtEntry::name));
        return new Binfmt(true, enabled, List.copyOf(entries), List.copyOf(odd));
    }

    /** The entries that would run a program of this platform. Where there are several, the kernel takes the newest. */
    public List<BinfmtEntry> serving(Platform platform) {
        return enabled ? entries.stream().filter(e -> e.handles(platform)).toList() : List.of();
    }

    private static void read(Path file, String name, List<BinfmtEntry> entries, List<String> odd) {
        if (!isFile(file)) {
            odd.add("binfmt_misc entry \"" + name + "\" is not a plain file");
            return;
        }
        try {
            entries.add(BinfmtEntry.parse(name, text(file)));
        } catch (FormatException e) {
            odd.add(e.getMessage());
        } catch (IOException e) {
            odd.add("binfmt_misc entry \"" + name + "\" can't be read: " + e.getMessage());
        }
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String text(Path file) throws IOException {
        return new String(LocalHost.read(file, LARGEST), StandardCharsets.UTF_8);
    }
}

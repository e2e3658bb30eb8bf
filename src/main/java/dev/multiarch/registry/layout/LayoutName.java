package dev.multiarch.registry.layout;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.registry.request.RefusedException;
import dev.multiarch.text.FormatException;
import java.util.Optional;

/**
 * How an OCI layout and the image in it are named: {@code oci:DIR[:tag]}, {@code oci-archive:FILE[:tag]}, or with {@code
 * @digest} in place of the tag.
 *
 * @param text as the user typed it
 * @param tag what is compared with {@code org.opencontainers.image.ref.name}
 */
record LayoutName(String text, boolean archive, String path, Optional<String> tag, Optional<Digest> digest) {
    private static final String FOLDER = "oci:";
    private static final String ARCHIVE = "oci-archive:";

    static LayoutName parse(String text) {
        boolean archive = text.startsWith(ARCHIVE);
        String path = text.substring((archive ? ARCHIVE : FOLDER).length());
        Optional<String> tag = Optional.empty();
        Optional<Digest> digest = Optional.empty();
        int at = path.lastIndexOf("@sha");
        int colon = path.lastIndexOf(':');
        if (at >= 0 && path.indexOf('/', at) < 0) {
            digest = Optional.of(Digest.parse(path.substring(at + 1)));
            path = path.substring(0, at);
        } else if (colon >= 0 && path.indexOf('/', colon) < 0) {
            tag = Optional.of(path.substring(colon + 1));
            path = path.substring(0, colon);
        }
        if (path.isEmpty() || tag.filter(String::isEmpty).isPresent()) {
            String expected = archive ? ARCHIVE + "FILE" : FOLDER + "DIR";
            throw new FormatException("\"" + text + "\" names no layout. Expected " + expected + "[:tag] or " + expected
                    + "@digest; an image of that name is docker.io/library/" + text);
        }
        return new LayoutName(text, archive, path, tag, digest);
    }

    /** The same layout, without the image's own name. */
    String layout() {
        return (archive ? ARCHIVE : FOLDER) + path;
    }

    /**
     * @param file {@code oci-layout}, which says that this is a layout, and of which version (OCI Image Format 1.1)
     * @throws RefusedException if it does not say so
     */
    static void requireMark(Optional<byte[]> file) throws RefusedException {
        if (file.isEmpty()) {
            throw new RefusedException("it lacks the file oci-layout. Fix: name what docker buildx build"
                    + " --output type=oci, skopeo copy or crane pull --format=oci wrote");
        }
        String version = Json.read(file.get(), "oci-layout").text("imageLayoutVersion");
        if (!version.equals("1.0.0")) {
            throw new RefusedException("its layout has the version \"" + version + "\", expected 1.0.0");
        }
    }
}

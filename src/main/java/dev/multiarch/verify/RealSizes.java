package dev.multiarch.verify;

import dev.multiarch.image.Descriptor;
import dev.multiarch.registry.BlobStream;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How large layers really are, whatever their descriptors claim. */
final class RealSizes {
    private static final int BUFFER = 64 << 10;

    private final Source source;
    private final long most;
    private long total;

    /** @param most bytes in all that are read of layers whose size the registry does not say */
    RealSizes(Source source, long most) {
        this.source = source;
        this.most = most;
    }

    /** What is wrong with the sizes that descriptors claim, until what they really have is too much. */
    List<String> faults(List<Descriptor> layers) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < layers.size() && total <= most; i++) {
            int number = i + 1;
            fault(layers.get(i)).ifPresent(fault -> faults.add("layer " + number + ": " + fault));
        }
        return faults;
    }

    /** A layer that is not available has no known size. */
    private Optional<String> fault(Descriptor layer) {
        try {
            Optional<Long> size = source.presence(layer).size();
            if (size.isEmpty()) {
                return counted(layer);
            }
            total += size.get();
            return size.filter(real -> real != layer.size())
                    .map(real -> layer.digest() + " has " + real + " bytes, and its descriptor says " + layer.size());
        } catch (RegistryException unread) {
            return Optional.empty(); // the rule on blobs says so
        }
    }

    private Optional<String> counted(Descriptor layer) throws RegistryException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = source.layer(layer)) {
            for (int count = 0; count >= 0 && total <= most; count = in.read(buffer)) {
                total += count;
            }
            return Optional.empty();
        } catch (BlobStream.WrongSize wrong) {
            return Optional.of(wrong.getMessage());
        } catch (IOException broken) {
            return Optional.empty();
        }
    }
}

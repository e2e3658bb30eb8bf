package dev.multiarch.record.stores;

import dev.multiarch.record.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;

/** In its own JVM, as Google's library looks for credentials in the environment: writes or reads an object in each place. */
final class StoreMain {
    private StoreMain() {}

    public static void main(String[] words) {
        for (int i = 1; i < words.length; i++) {
            try {
                ObjectStore store = new Stores(() -> null, System.getenv(), warning -> {})
                        .open(StorePlace.parse("--records", words[i]), Path.of("unused"));
                boolean done = words[0].equals("put")
                        ? store.put("p/a/1.json", new byte[] {1})
                        : store.get("p/a/1.json").isPresent();
                System.out.println(words[0] + " " + done);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}

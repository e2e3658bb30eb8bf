package dev.multiarch.cli;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.signature.KeyPairs;
import dev.multiarch.signature.SignedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cosign that signs: the program hands its words and its input over as files, and this process does the work, well or badly.
 */
final class SigningCosign implements AutoCloseable {
    /** What becomes of one call. */
    enum Fault {
        /** It fails, and nothing was done. */
        BEFORE,
        /** It fails when all was done. */
        AFTER,
        /** It ends with 0, and nothing was done. */
        NOTHING,
        /** It signs with another key. */
        OTHER_KEY,
        /** It signs another manifest. */
        OTHER_DIGEST,
        /** It fails with more output than anybody reads, and with what would change a terminal. */
        HOSTILE
    }

    private static final String SCRIPT = """
            at="$(dirname "$0")/calls"
            case "$1" in
            version) echo 'GitVersion:    v3.1.3'; exit 0 ;;
            public-key) cat "$(dirname "$0")/cosign.pub"; exit 0 ;;
            esac
            case "$1" in
            attest) cat > "$at/$$.input" ;;
            esac
            echo "$*" > "$at/$$.words" && mv "$at/$$.words" "$at/$$.call"
            until [ -f "$at/$$.answer" ]; do sleep 0.02; done
            if [ "$(cat "$at/$$.answer")" = hostile ]; then
              head -c 3000000 /dev/zero | tr '\\0' x >&2
              echo >&2
              printf '\\033]0;owned\\007\\033[2Jerror: \\342\\200\\256 boom\\n' >&2
              exit 1
            fi
            if [ "$(cat "$at/$$.answer")" = refused ]; then
              echo "Error: signing [x]: signing digest: failed to upload manifest: PUT http://127.0.0.1:1/v2/app/manifests/sha256:\
            06d32d33d01dbf574f73f6bb62955d1e9cf2d9a84849d5ab7ccb97045627e95d: MANIFEST_INVALID: subject is not allowed" >&2
              exit 1
            fi
            exit "$(cat "$at/$$.answer")"
            """;

    private final SignedImage image;
    private final KeyPairs pair;
    private final KeyPairs other = KeyPairs.usual();
    private final Path calls;
    private final List<String> heard = new ArrayList<>();
    private final Thread thread;
    private int failing;
    private Fault fault;

    SigningCosign(FakePrograms programs, SignedImage image, KeyPairs pair) throws Exception {
        this.image = image;
        this.pair = pair;
        this.calls = Files.createDirectories(programs.folder().resolve("calls"));
        programs.with("cosign", SCRIPT);
        thread = new Thread(this::serve, "cosign");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param number of the call that fails, from 1; 0 for none */
    synchronized void failing(int number, Fault how) {
        heard.clear();
        failing = number;
        fault = how;
    }

    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve() {
        try {
            while (true) {
                List<Path> asked;
                try (Stream<Path> files = Files.list(calls)) {
                    asked = files.filter(file -> file.toString().endsWith(".call"))
                            .toList();
                }
                for (Path call : asked) {
                    answer(call);
                }
                Thread.sleep(5);
            }
        } catch (InterruptedException closed) {
            return;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void answer(Path call) throws IOException, RegistryException {
        String words = Files.readString(call).strip();
        Files.delete(call);
        heard.add(words);
        boolean bad = heard.size() == failing;
        boolean refused = false;
        if (!bad || fault == Fault.AFTER || fault == Fault.OTHER_KEY || fault == Fault.OTHER_DIGEST) {
            try {
                work(words, call, bad ? fault : Fault.AFTER);
            } catch (RegistryException said) {
                refused = true;
            }
        }
        boolean ends = bad && (fault == Fault.BEFORE || fault == Fault.AFTER);
        String name = call.getFileName().toString().replace(".call", ".answer");
        Path answer = Files.writeString(
                calls.resolve(name + ".new"),
                refused ? "refused" : bad && fault == Fault.HOSTILE ? "hostile" : ends ? "1" : "0");
        Files.move(answer, calls.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void work(String words, Path call, Fault how) throws IOException, RegistryException {
        String[] all = words.split(" ");
        Digest subject = Reference.parse(all[all.length - 1]).digest().orElseThrow();
        KeyPairs by = how == Fault.OTHER_KEY ? other : pair;
        Digest about = how == Fault.OTHER_DIGEST ? Digest.of(words.getBytes(StandardCharsets.UTF_8)) : subject;
        if (words.contains("--new-bundle-format=false")) {
            image.signUnderTag(by, about);
        } else if (all[0].equals("sign")) {
            image.sign(by, about, subject);
        } else {
            String type = all[List.of(all).indexOf("--type") + 1];
            Path input = Path.of(call.toString().replace(".call", ".input"));
            image.attest(by, about, subject, type, Files.readString(input));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.multiarch.dockerfile;

import dev.multiarch.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** BuildKit's own reader in a process: scripts/dockerfile-golden builds it. */
final class BuildKitReader implements AutoCloseable {
    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;

    /** @param what {@code stream} for Dockerfiles, {@code words} for words */
    BuildKitReader(String program, String what) throws IOException {
        process = new ProcessBuilder(program, what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.getOutputStream();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    Map<String, Object> read(byte[] document) throws IOException {
        in.write((document.length + "\n").getBytes(StandardCharsets.US_ASCII));
        in.write(document);
        in.flush();
        return Json.read(out.readLine().getBytes(StandardCharsets.UTF_8), "BuildKit's answer")
                .members();
    }

    @Override
    public void close() {
        process.destroy();
    }
}

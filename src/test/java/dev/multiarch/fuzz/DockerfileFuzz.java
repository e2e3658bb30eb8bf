package dev.multiarch.fuzz;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.dockerfile.advice.Analysis;
import dev.multiarch.dockerfile.advice.Bases;
import dev.multiarch.dockerfile.advice.Check;
import dev.multiarch.dockerfile.advice.EditedFile;
import dev.multiarch.dockerfile.advice.Fault;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Any bytes are a Dockerfile, or refused with a reason; and each of its words stands in the file where it says. */
public final class DockerfileFuzz {
    private static final List<Platform> PLANNED = Stream.of("linux/amd64", "linux/arm64", "linux/arm/v7")
            .map(Platform::parse)
            .toList();

    private static final List<String> CHECKS = List.of(
            "fixed-platform",
            "fixed-architecture",
            "platform-args",
            "architecture-table",
            "machine-name",
            "cross-compile",
            "cache-mounts",
            "base-digest");

    private DockerfileFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Dockerfile file;
        try {
            file = Dockerfile.parse("Dockerfile", input);
        } catch (FormatException refused) {
            IndexFuzz.require(refused.getMessage().startsWith("Dockerfile"), "a refusal names the file");
            return;
        }
        IndexFuzz.require(Arrays.equals(file.source().bytes(), input), "no byte is lost");
        int line = 0;
        for (Instruction instruction : file.instructions()) {
            IndexFuzz.require(instruction.firstLine() > line, "instructions follow each other");
            IndexFuzz.require(
                    instruction.lastLine() >= instruction.firstLine(), "an instruction ends behind its start");
            line = instruction.lastLine();
            for (Word word : instruction.words()) {
                stands(file.source().text(), instruction, word);
            }
        }
        advice(file);
    }

    /** The checks look at anything, and what they edit is a Dockerfile still. */
    private static void advice(Dockerfile file) {
        Analysis analysis = Analysis.of(file, PLANNED, Bases.NOT_ASKED);
        if (analysis.isWhole()) {
            List<Fault> faults = new ArrayList<>();
            CHECKS.forEach(name -> faults.addAll(Check.of(name).look(analysis).faults()));
            file.with(EditedFile.of(file, faults).text());
        }
    }

    private static void stands(String text, Instruction instruction, Word word) {
        for (int at = word.start(); at < word.end(); at++) {
            IndexFuzz.require(
                    text.charAt(instruction.line().source(at))
                            == instruction.line().text().charAt(at),
                    "each character stands where the instruction says");
        }
    }
}

package dev.multiarch.policy.rules;

import dev.multiarch.image.CpuNames;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.Platform;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.image.layers.Binaries.Binary;
import dev.multiarch.policy.RuleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An image's files by what they mean for the verdict. What decides for a file of another CPU is who would take it: the
 * kernel, for a program that starts or that {@code PATH} leads to; the loader or a package, for a library; or nobody on this
 * CPU.
 */
final class ElfSorting {
    private static final String FIX =
            "build it for TARGETARCH, or cross-compile in a FROM --platform=$BUILDPLATFORM stage";
    private static final String SET_FIX =
            "install the package in a stage of the target platform, so that it contains the file for %s, or remove it";
    private static final String NOT_A_PROGRAM = "not a program that a kernel can start";

    /** @param why beyond that it is of another CPU; in parentheses, or empty */
    private record Wrong(Binary file, String why, String fix) {}

    private final ElfScope scope;
    private final Platform platform;
    private final Binaries binaries;
    private final String wanted;
    private final ElfSets sets;
    private final List<Wrong> wrong = new ArrayList<>();
    private final List<Binary> foreign = new ArrayList<>();
    private int fit;
    private int hard;
    private int ignored;

    ElfSorting(ElfScope scope, Platform platform, Binaries binaries, String wanted) {
        this.scope = scope;
        this.platform = platform;
        this.binaries = binaries;
        this.wanted = wanted;
        sets = new ElfSets(platform, fitting());
        binaries.files().forEach(this::sort);
    }

    private List<String> fitting() {
        return binaries.files().stream()
                .filter(file ->
                        file.header().filter(header -> header.runsOn(platform)).isPresent())
                .map(Binary::path)
                .toList();
    }

    private void sort(Binary file) {
        boolean starts = binaries.reached().run().contains(file.path());
        if (scope.ignores(file.path())) {
            ignored++;
        } else if (starts) {
            started(file);
        } else if (scope.includes(file)) {
            other(file, file.header().orElseThrow());
        }
    }

    private void started(Binary file) {
        boolean executed = file.header().filter(ElfHeader::isLoadable).isPresent();
        if (executed && file.header().get().runsOn(platform)) {
            fits(file.header().get());
        } else {
            wrong.add(0, new Wrong(file, executed ? "" : " (the image starts it)", FIX));
        }
    }

    private void fits(ElfHeader header) {
        fit++;
        hard += header.isHardFloat() && platform.variant().equals("v5") ? 1 : 0;
    }

    private void other(Binary file, ElfHeader header) {
        if (header.runsOn(platform)) {
            fits(header);
        } else if (header.isOfNoPlatform()) {
            foreign.add(file);
        } else if (isCommand(file, header)) {
            wrong.add(new Wrong(file, " (it is in PATH)", FIX));
        } else if (ElfPlaces.isData(file.path()) && !isMentioned(file)) {
            foreign.add(file);
        } else {
            named(file, header);
        }
    }

    /** Under a name that does not say for which CPU it is, somebody would run it here. */
    private boolean isCommand(Binary file, ElfHeader header) {
        return !ElfPlaces.isEmulator(file.path())
                && binaries.reached()
                        .names(file.path())
                        .filter(names -> names.stream().anyMatch(name -> !says(name, header)))
                        .isPresent();
    }

    private static boolean says(String name, ElfHeader header) {
        return CpuNames.in(name).stream().anyMatch(cpu -> cpu.allows(header));
    }

    private boolean isMentioned(Binary file) {
        return binaries.reached().mentioned().contains(file.path()) && !ElfPlaces.isEmulator(file.path());
    }

    private void named(Binary file, ElfHeader header) {
        List<CpuNames.Name> names = innermost(file.path());
        if (names.isEmpty()) {
            unnamed(file);
            return;
        }
        boolean own = names.stream().allMatch(name -> name.architecture().equals(platform.architecture()));
        boolean agree = names.stream().anyMatch(name -> name.allows(header));
        if (own || !agree) {
            Set<String> said = names.stream().map(CpuNames.Name::written).collect(Collectors.toSet());
            wrong.add(new Wrong(file, " (its path says " + String.join(", ", said) + ")", FIX));
        } else if (ElfPlaces.isOtherSystem(file.path())
                || ElfPlaces.isOfOtherSystem(file.path(), platform.os())
                || sets.holdOneInsteadOf(file.path(), header)) {
            foreign.add(file);
        } else {
            wrong.add(new Wrong(
                    file, " (the folders next to it have no file for " + wanted + ")", SET_FIX.formatted(wanted)));
        }
    }

    private void unnamed(Binary file) {
        boolean belongs = ElfPlaces.isOtherSystem(file.path()) || ElfPlaces.isBySystem(file.path());
        if (!isMentioned(file) && (belongs || sets.holdOneNextTo(file.path()))) {
            foreign.add(file);
        } else {
            wrong.add(new Wrong(file, "", FIX));
        }
    }

    /** What the component nearest to the file says: {@code linux-x86_64/aarch64-linux-android} is for AArch64. */
    private static List<CpuNames.Name> innermost(String path) {
        List<String> components = CpuNames.components(path);
        for (int i = components.size() - 1; i >= 0; i--) {
            List<CpuNames.Name> names = CpuNames.in(components.get(i));
            if (!names.isEmpty()) {
                return names;
            }
        }
        return List.of();
    }

    RuleResult answer() {
        List<Binary> others = foreign.stream()
                .filter(file -> !file.header().orElseThrow().isOfNoPlatform())
                .toList();
        if (wrong.isEmpty() && fit == 0 && !others.isEmpty()) {
            wrong.add(new Wrong(others.get(0), " (the image has no program for its own CPU)", FIX));
            foreign.remove(others.get(0));
        }
        if (!wrong.isEmpty()) {
            return fail();
        }
        String files = fit == 1 ? "1 file" : fit + " files";
        return fit == 0
                ? ElfMachine.nothing(binaries, scope.range(), wanted)
                : RuleResult.pass(wanted, files, files + " of " + wanted + rest());
    }

    private RuleResult fail() {
        Wrong first = wrong.get(0);
        String found = first.file()
                .header()
                .filter(ElfHeader::isLoadable)
                .map(ElfHeader::described)
                .orElse(NOT_A_PROGRAM);
        int others = wrong.size() - 1;
        String more =
                others == 0 ? "" : ", and " + others + (others == 1 ? " more is not " : " more are not ") + wanted;
        String message = first.file().path() + " is " + found + ", expected " + wanted + first.why() + more + rest();
        return RuleResult.fail(wanted, found, message, first.fix());
    }

    private String rest() {
        String example = foreign.isEmpty() ? "" : foreign.get(0).path();
        return (foreign.isEmpty()
                        ? ""
                        : "; " + foreign.size() + " for other CPUs, which this image does not start, such as "
                                + example)
                + (hard == 0 ? "" : "; " + hard + " for hard float, which needs an ARMv5 CPU that has a VFP")
                + (ignored == 0 ? "" : "; " + ignored + " ignored by the policy");
    }
}

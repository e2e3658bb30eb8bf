package dev.multiarch.smoke;

import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.record.SmokeResult;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a build that has a {@code RUN} for each of several commands. The first that fails cancels the others, so
 * of a build that failed only what failed by itself counts. One that runs too long is waited for until the others ended.
 */
record SolveLogs(List<SolveLog> logs) implements Programs.Watch {
    @Override
    public void line(String raw) {
        SolveLog.json(raw).ifPresent(json -> logs.forEach(log -> log.read(json)));
    }

    @Override
    public boolean isOver() {
        return logs.stream().anyMatch(SolveLog::isOver) && logs.stream().allMatch(SolveLog::isSettled);
    }

    /**
     * @param build what became of buildx
     * @return for each command what is known of it by this build
     */
    List<Optional<SmokeResult>> results(Result build) {
        boolean whole = build.ok() || logs.stream().anyMatch(SolveLog::isOver);
        return logs.stream()
                .map(log -> log.failedByItself() || whole && log.isWhole()
                        ? Optional.of(log.result(build))
                        : Optional.<SmokeResult>empty())
                .toList();
    }
}

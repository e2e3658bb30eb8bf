package dev.multiarch.publish;

import dev.multiarch.registry.FaultyProxy.Fault;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is spoiled in one run.
 *
 * @param number of the request, from 1 on
 */
record FaultChoice(int number, Fault fault) {
    private static final Fault[] KINDS = Fault.values();

    /** Each request meets each kind. */
    static Stream<FaultChoice> whole(int requests) {
        return Stream.of(KINDS)
                .flatMap(
                        fault -> IntStream.rangeClosed(1, requests).mapToObj(number -> new FaultChoice(number, fault)));
    }

    /** Each request meets one fault, the kinds by turns; no kind less than five times. */
    static Stream<FaultChoice> sample(int requests) {
        return IntStream.range(0, Math.max(requests, 5 * KINDS.length))
                .mapToObj(test -> new FaultChoice(test % requests + 1, KINDS[(test + test / requests) % KINDS.length]));
    }

    /** Requests at equal distances, each kind twice: for runs that take seconds. */
    static Stream<FaultChoice> few(int requests) {
        int tests = 2 * KINDS.length;
        return IntStream.range(0, tests)
                .mapToObj(test -> new FaultChoice(test * requests / tests + 1, KINDS[test % KINDS.length]));
    }

    /** The same with each kind once. */
    static Stream<FaultChoice> eachKindOnce(int requests) {
        return IntStream.range(0, KINDS.length)
                .mapToObj(test -> new FaultChoice(test * requests / KINDS.length + 1, KINDS[test]));
    }
}

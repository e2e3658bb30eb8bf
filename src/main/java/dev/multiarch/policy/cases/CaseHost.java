package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.policy.HostSubject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A case's host: facts by their ids, each a text or {@code {unknown: why}}, as {@code doctor --format json} names them. */
final class CaseHost {
    private CaseHost() {}

    static HostSubject read(CaseFacts host) {
        host.only("host", HostFact.ids());
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        for (HostFact fact : HostFact.values()) {
            if (host.has(fact.id())) {
                facts.put(
                        fact,
                        host.fact(
                                fact.id(), FactSource.COMMAND, Fact.unknown("the case is wrong"), Function.identity()));
            }
        }
        return HostSubject.of(new HostSurvey("host.example", Optional.empty(), facts, List.of(), List.of(), Map.of()));
    }
}

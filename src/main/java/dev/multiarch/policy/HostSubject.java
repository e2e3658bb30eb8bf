package dev.multiarch.policy;

import dev.multiarch.host.HostSurvey;
import dev.multiarch.image.Platform;
import dev.multiarch.record.BuildFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A host, as something that policies judge.
 *
 * @param wanted what is known of building for each platform that somebody wants to build for
 */
public record HostSubject(HostSurvey survey, Map<Platform, BuildFacts> wanted) {
    public static HostSubject of(HostSurvey survey) {
        Map<Platform, BuildFacts> wanted = new LinkedHashMap<>();
        survey.platforms().forEach((platform, found) -> wanted.put(platform, BuildFacts.of(found)));
        return new HostSubject(survey, wanted);
    }
}

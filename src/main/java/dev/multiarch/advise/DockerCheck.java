package dev.multiarch.advise;

import dev.multiarch.policy.yaml.Place;

/**
 * What one of Docker's own checks ({@code docker buildx build --call=check}) says.
 *
 * @param rule its name, such as {@code JSONArgsRecommended}
 * @param url of its page; empty where there is none
 */
public record DockerCheck(Place place, String rule, String detail, String url) {}

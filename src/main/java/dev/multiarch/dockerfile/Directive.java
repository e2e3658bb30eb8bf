package dev.multiarch.dockerfile;

/**
 * A parser directive: {@code # syntax=docker/dockerfile:1}.
 *
 * @param name in small letters: {@code syntax}, {@code escape} or {@code check}
 */
public record Directive(String name, String value, int line) {}

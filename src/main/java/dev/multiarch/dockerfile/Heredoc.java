package dev.multiarch.dockerfile;

/**
 * A here-document.
 *
 * @param name of its end
 * @param expands whether variables in it are expanded: no part of the name is quoted
 * @param chomps whether leading tabs are taken away ({@code <<-})
 * @param fileDescriptor in front of it; 0 where there is none
 * @param content with its line breaks and leading tabs
 */
public record Heredoc(String name, boolean expands, boolean chomps, long fileDescriptor, MappedText content) {
    Heredoc with(MappedText other) {
        return new Heredoc(name, expands, chomps, fileDescriptor, other);
    }
}

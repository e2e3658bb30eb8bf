package dev.multiarch.step;

import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.auth.Access;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logs docker in before anything is built, and says who logged in where, or why nobody did. */
public final class Login {
    private static final String GITHUB = "ghcr.io";

    private final Session tools;

    public Login(Session tools) {
        this.tools = tools;
    }

    /**
     * @param image that is to be pushed
     * @param registry to log in to; empty for the image's own
     * @param user who logs in; may be empty where nobody does
     * @param password empty where none was given
     * @param token of the workflow's job, which ghcr.io takes as a password; empty where there is none
     */
    public record Request(Reference image, Optional<String> registry, String user, String password, String token) {}

    /**
     * @throws FormatException if the image's registry asks for a password and there is none
     * @throws StepFailed if docker is not there
     * @throws ProgramException if the registry does not take the password
     */
    public void run(Request request) throws ProgramException, StepFailed {
        String host = request.registry().orElse(request.image().registry());
        boolean github = TagPlace.host(host).equals(GITHUB);
        if (!request.password().isBlank()) {
            login(host, request.user(), request.password());
            say("logged in to " + host + " as " + request.user() + ", with the password that was given");
        } else if (github && !request.token().isBlank()) {
            login(host, request.user(), request.token());
            say("logged in to " + host + " as " + request.user()
                    + ", with the job's own token (no password was given)");
        }
        boolean done =
                !request.password().isBlank() || github && !request.token().isBlank();
        if (!done || !same(host, request.image().registry())) {
            look(request);
        }
    }

    /** Where nobody logged in to the image's registry, a push may fail after the whole build. */
    private void look(Request request) {
        String host = request.image().registry();
        try {
            Access access = tools.registry().access(request.image());
            switch (access) {
                case PASSWORD -> say("nobody logs in to " + host + ": this machine has a password for it already");
                case OPEN -> say("nobody logs in to " + host + ": it asks for no password");
                case CLOSED -> throw closed(host);
            }
        } catch (RegistryException e) {
            say("warning: nobody logs in to " + host + ", as no password was given; whether it asks for one could not"
                    + " be seen: " + e.getMessage());
        }
    }

    private static FormatException closed(String host) {
        String fix = host.equalsIgnoreCase(GITHUB)
                ? "give it ${{ secrets.GITHUB_TOKEN }} and the job the permission packages: write"
                : "give it the password or access token of a user who may push there";
        return new FormatException("nobody is logged in to " + host + ": it asks for a password, and the secret"
                + " password is empty. (github.token is empty where a job calls a workflow; secrets of a repository are"
                + " empty in pull requests from forks.) Nothing was built, as the push would fail. Fix: " + fix
                + ", or set push: false");
    }

    private void login(String host, String user, String password) throws ProgramException, StepFailed {
        if (user.isBlank()) {
            throw new FormatException("no user is named for " + host + ". Fix: set username");
        }
        String path = tools.environment().getOrDefault("PATH", "");
        String docker = Program.find("docker", path)
                .orElseThrow(() -> new StepFailed("there is no docker on the PATH to log in to " + host
                        + " with. Nothing was built. Fix: install Docker"));
        List<String> words = new ArrayList<>(List.of(docker, "login"));
        if (!host.equals(Reference.DOCKER_HUB)) {
            words.add(host);
        }
        words.addAll(List.of("--username", user, "--password-stdin"));
        tools.programs()
                .run(Program.of(words).reading(password.getBytes(StandardCharsets.UTF_8)))
                .orThrow();
    }

    private static boolean same(String host, String other) {
        return TagPlace.host(host).equals(TagPlace.host(other));
    }

    private void say(String text) {
        tools.progress().accept(text);
    }
}

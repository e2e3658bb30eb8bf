package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.demo.Demo;
import dev.multiarch.json.Json;
import dev.multiarch.policy.Outcome;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class DemoCommand implements Command {
    private final Console console;
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec keep =
            Options.flag("--keep", "Keep the registry running until Ctrl-C, so that you can" + " look at it.");

    private final OptionSpec port =
            Options.number("--port", "PORT", 0, "The registry's port on 127.0.0.1; a free one by default.");

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Shows how multiarch works, in one process: a good image gets its tag, a bad image does not.\n"
                                + "It needs no docker, no root and no network.",
                        "multiarch demo",
                        "multiarch demo --keep --port 5000")
                .addMixin("Registry", Options.group(keep, port))
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        try (var folder = TemporaryFolder.make("multiarch-demo");
                EmbeddedRegistry registry = RegistryCommand.start(Optional.empty(), port.getValue(), heard -> {})) {
            boolean stays = keep.getValue();
            boolean text = output.format() == Format.TEXT;
            var story = new DemoStory(console, output);
            var demo = new Demo(registry.host(), folder.path(), text ? story : DemoStory.SILENT);
            if (text) {
                story.begin(registry.host());
            }
            Demo.Result result = demo.run();
            boolean asItShould = result.good().verdict().outcome() == Outcome.PASS
                    && result.bad().verdict().outcome() == Outcome.FAIL
                    && result.tag().equals(result.good().candidate().digest());
            output.answer(console, text ? story.end(demo, stays) : json(result));
            if (!asItShould) {
                throw new IllegalStateException("the demo did not end as expected: " + result);
            }
            if (stays && !console.out().checkError()) {
                registry.await();
            }
            return ExitCode.FINE;
        }
    }

    private static byte[] json(Demo.Result result) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("image", result.good().candidate().name());
        result.tag().ifPresent(digest -> root.put("latest", digest.toString()));
        root.put("good", result.good().verdict().outcome().toString());
        root.put("bad", result.bad().verdict().outcome().toString());
        return Json.write(root);
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}

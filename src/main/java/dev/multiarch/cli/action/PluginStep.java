package dev.multiarch.cli.action;

import dev.multiarch.cli.console.Step;

/**
 * A step of Drone: messages name its settings. Drone shows neither annotations nor a summary.
 *
 * @param names of the inputs that the settings are
 */
record PluginStep(InputNames names) implements Step {
    @Override
    public String named(String text) {
        return PluginSettings.named(names.in(text));
    }
}

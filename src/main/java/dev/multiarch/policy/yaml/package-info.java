/**
 * A strict reading of YAML into a small tree that knows the place of each key and value: Jackson's parser gives the tokens,
 * and what a value means is decided by its text and its quotes, as YAML 1.2 has it. Enter by {@link
 * dev.multiarch.policy.yaml.YamlReader}; {@link dev.multiarch.policy.yaml.Values} takes typed values out of the tree.
 * Everything that can hide meaning is refused: anchors, aliases, tags, merge keys, directives, repeated keys, further
 * documents.
 * What is wrong is gathered in {@link dev.multiarch.policy.yaml.Problems}, so that people see all of it at once.
 *
 * <p>Imports only text of this project.
 */
package dev.multiarch.policy.yaml;

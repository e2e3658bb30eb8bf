/**
 * What went wrong, by the log that it left: {@link dev.multiarch.host.diagnosis.Diagnoses} reads a log and answers with what
 * it recognises, each with its page and with what is known of this host. {@link dev.multiarch.host.diagnosis.Kinds} lists
 * what can be recognised; only {@link dev.multiarch.host.diagnosis.KnownFacts} knows how facts are gathered.
 *
 * <p>May import host, process and image. Nothing is run and nothing is asked over a network.
 */
package dev.multiarch.host.diagnosis;

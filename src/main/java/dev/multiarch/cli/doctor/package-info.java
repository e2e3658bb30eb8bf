/**
 * The command doctor: {@link dev.multiarch.cli.doctor.DoctorCommand}.
 *
 * <p>May import cli.options and cli.console.
 */
package dev.multiarch.cli.doctor;

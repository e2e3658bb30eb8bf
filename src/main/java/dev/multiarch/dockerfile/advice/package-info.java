/**
 * What keeps a Dockerfile from building well for several platforms. {@link dev.multiarch.dockerfile.advice.Analysis} walks the
 * stages once for each platform, with what variables and commands such as {@code uname -m} hold there; the checks look at which
 * words come out. Nothing is run or fetched.
 *
 * <p>May import dockerfile, fact, image and text.
 */
package dev.multiarch.dockerfile.advice;

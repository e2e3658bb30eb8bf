/**
 * Copies images, with their signatures and other referrers, from one repository to another: {@link dev.multiarch.copy.Copy}.
 *
 * <p>May import step. OCI Distribution 1.1: "Mounting a blob from another repository", "Referrers Tag Schema".
 */
package dev.multiarch.copy;

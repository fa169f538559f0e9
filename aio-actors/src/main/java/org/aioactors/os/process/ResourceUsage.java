// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import java.time.Duration;

/**
 * What a process has used, with those of its children that it has waited for, {@code getrusage(2)}.
 *
 * @param user how long it has computed
 * @param system how long the kernel has worked for it
 * @param maxResidentBytes how much memory it had at most
 */
public record ResourceUsage(Duration user, Duration system, long maxResidentBytes) {
    /** Nothing is known. */
    static final ResourceUsage NONE = new ResourceUsage(Duration.ZERO, Duration.ZERO, 0);
}

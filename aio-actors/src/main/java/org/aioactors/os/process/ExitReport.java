// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

/** What is known of a child that has ended. */
record ExitReport(ExitStatus status, ResourceUsage usage) {
    static final ExitReport UNKNOWN = new ExitReport(new ExitStatus.Unknown(), ResourceUsage.NONE);
}

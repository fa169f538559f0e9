// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Takes from the JVM of the tests, before the first of them, what the system property {@value #PROPERTY} says. JUnit finds
 * this class by META-INF/services, in each module: the tests of the other modules have it from aio-core's.
 */
public final class ForbidListener implements LauncherSessionListener {
    /** Its one value is {@value #IO_URING}. */
    public static final String PROPERTY = "aio.test.forbid";

    static final String IO_URING = "io_uring";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        forbid(System.getProperty(PROPERTY));
    }

    static void forbid(@Nullable String what) {
        if (what == null) {
            return;
        }
        if (!what.equals(IO_URING)) {
            throw new IllegalArgumentException("-D" + PROPERTY + "=" + what + ": it must be " + IO_URING);
        }
        IoUringFilter.install();
    }
}

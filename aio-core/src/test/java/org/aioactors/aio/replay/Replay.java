// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.List;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.jspecify.annotations.Nullable;

/** Runs the script that a trace contains, and compares all that comes out, line by line. */
final class Replay {
    private static final String NOTHING = "(nothing more)";

    private Replay() {}

    /**
     * Replays a trace; skips the test if it needs an io_uring and there is none.
     *
     * @param name for the message
     * @param expected the trace's lines; those that are commands are carried out
     * @throws AssertionError that shows the first line which differs
     */
    static void run(String name, List<String> expected, FdMonitorKind monitor) {
        IoUringHere.assumeIf(monitor == FdMonitorKind.IO_URING);
        Session session = new Session(monitor);
        Throwable failure = null;
        try (session) {
            feed(expected, session);
        } catch (Exception | AssertionError e) {
            failure = e;
        }
        compare(name, expected, session.transcript().lines(), failure);
        if (!session.pendingFailures().isEmpty()) {
            throw new AssertionError(name + ": no call met the failure ordered for " + session.pendingFailures());
        }
    }

    private static void feed(List<String> lines, Session session) {
        for (String line : lines) {
            if (line.startsWith(Transcript.COMMENT)) {
                session.transcript().comment(line);
            } else if (line.startsWith(Transcript.COMMAND)) {
                String command = line.substring(Transcript.COMMAND.length());
                session.transcript().command(command);
                try {
                    session.commands().execute(command);
                } catch (Waits.BlockedForeverException end) {
                    return; // the transcript says so; if the trace doesn't, the comparison fails
                }
            }
        }
    }

    private static void compare(String name, List<String> expected, List<String> actual, @Nullable Throwable failure) {
        int count = Math.max(expected.size(), actual.size());
        for (int i = 0; i < count; i++) {
            String wanted = i < expected.size() ? expected.get(i) : NOTHING;
            String got = i < actual.size() ? actual.get(i) : NOTHING;
            if (!wanted.equals(got)) {
                throw new AssertionError(
                        name + ", line " + (i + 1) + "\n  expected: " + wanted + "\n  actual:   " + got, failure);
            }
        }
        if (failure != null) {
            throw new AssertionError(name + ": all lines are as expected, but then it failed", failure);
        }
    }
}

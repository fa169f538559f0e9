// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.Opcode;
import org.aioactors.aio.linux.uring.RingMirror;
import org.aioactors.aio.linux.uring.RingMirror.Completion;
import org.aioactors.aio.linux.uring.RingMirror.Request;

/**
 * Makes the timeout requests of a ring expire in fake time.
 *
 * <p>The kernel gets them all the same, so that the first other completion ends them as it should, but with a time so far away
 * that they never expire. When fake time has come to a timeout's deadline it is cancelled, and its completion is changed from
 * {@code -ECANCELED} to {@code -ETIME} before the ring's owner sees it. Meanwhile a timeout goes by user data of our own, since
 * its own need not be unique.
 */
final class FakeTimeouts {
    private static final long FAR_AWAY_SECONDS = 1_000_000;

    private record Held(long userData, long deadlineNs) {}

    /** Those that the kernel has, by the user data that we gave them. */
    private final Map<Long, Held> held = new HashMap<>();

    private final RingMirror ring;
    private final TraceClock clock;

    /** A monitor's own user data is not negative. */
    private long nextTag = Long.MIN_VALUE;

    FakeTimeouts(RingMirror ring, TraceClock clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /** Takes the timeouts among those that are about to be submitted. */
    void hold(List<Request> requests) {
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            if (request.opcode() == Opcode.IORING_OP_TIMEOUT) {
                long tag = nextTag++;
                held.put(tag, new Held(request.userData(), clock.timeNs() + RingMirror.timeNs(request)));
                ring.setRequestUserData(i, tag);
                RingMirror.setTimeSeconds(request, FAR_AWAY_SECONDS);
            }
        }
    }

    /** How long until the next one expires. */
    long remainingNs() {
        return held.values().stream()
                .mapToLong(timeout -> Math.max(0, timeout.deadlineNs - clock.timeNs()))
                .min()
                .orElse(Syscalls.INFINITE);
    }

    /** Has those expire whose time has come. */
    void expire() {
        held.forEach((tag, timeout) -> {
            if (timeout.deadlineNs <= clock.timeNs()) {
                ring.cancel(tag);
            }
        });
        ring.look();
    }

    /** Makes the completions of timeouts what they are to look like. */
    void release() {
        List<Completion> completions = ring.completions();
        for (int i = 0; i < completions.size(); i++) {
            Completion completion = completions.get(i);
            Held timeout = held.remove(completion.userData());
            if (timeout != null) {
                boolean expired = completion.result() == -Errno.ECANCELED;
                ring.setCompletion(i, timeout.userData, expired ? -Errno.ETIME : completion.result());
            }
        }
    }
}

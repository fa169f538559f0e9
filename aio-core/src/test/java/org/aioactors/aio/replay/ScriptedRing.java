// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.uring.Opcode;
import org.aioactors.aio.linux.uring.RingMirror;
import org.aioactors.aio.linux.uring.RingMirror.Completion;
import org.aioactors.aio.linux.uring.RingMirror.Request;
import org.jspecify.annotations.Nullable;

/** The context's io_uring: real, but for time, and with each call, request and completion written down. */
final class ScriptedRing implements AutoCloseable {
    /** User data of requests whose completions say nothing. */
    private static final long NO_USER_DATA = 0;

    /** The kernel tells an io_uring of half-closed sockets unasked ({@code POLLRDHUP}); the traces don't show it. */
    private static final int HIDDEN_EVENTS = 0x2000;

    /** Which fd a request's user data stands for. */
    private final Map<Long, Integer> fdByUserData = new HashMap<>();

    private final Transcript transcript;
    private final NamedFds fds;
    private final Waits waits;
    private final RingMirror ring;
    private final FakeTimeouts timeouts;

    ScriptedRing(Transcript transcript, NamedFds fds, Waits waits, TraceClock clock, RingMirror ring) {
        this.transcript = transcript;
        this.fds = fds;
        this.waits = waits;
        this.ring = ring;
        this.timeouts = new FakeTimeouts(ring, clock);
        transcript.systemCall("io_uring_queue_init entries=" + ring.entries() + " flags=" + ring.flags());
    }

    /** {@code io_uring_enter}; {@code errno} is what it is to fail with, or null. */
    int enter(int toSubmit, int waitFor, int flags, @Nullable Integer errno) {
        boolean getsEvents = RingMirror.getsEvents(flags);
        String call = getsEvents ? "io_uring_submit_and_wait" : "io_uring_submit";
        List<Request> requests = ring.requests(toSubmit);
        transcript.systemCall(call + " wait_nr=" + waitFor + " sqes=" + toSubmit + listed(requests, this::describe));
        if (errno != null) {
            transcript.systemCall(call + " -> -" + Errno.name(errno) + " (injected)");
            return -errno;
        }
        timeouts.hold(requests);
        int submitted = ring.enter(toSubmit, flags);
        if (waitFor > 0 && waits.await(timeouts.remainingNs(), ring::look) == 0) {
            timeouts.expire();
        }
        timeouts.release();
        if (getsEvents) {
            List<Completion> completions = ring.completions();
            transcript.systemCall(
                    "submitted=" + submitted + " cqes=" + completions.size() + listed(completions, this::describe));
        } else {
            transcript.systemCall(call + " -> " + submitted);
        }
        return submitted;
    }

    private static <T> String listed(List<T> all, Function<T, String> describe) {
        return all.size() > ScriptedSyscalls.MAX_LISTED_FDS
                ? ""
                : all.stream().map(describe).collect(Collectors.joining(", ", " [", "]"));
    }

    private String describe(Request request) {
        return switch (request.opcode()) {
            case Opcode.IORING_OP_POLL_ADD -> {
                fdByUserData.put(request.userData(), request.fd());
                yield "POLL_ADD " + fds.name(request.fd()) + " " + FdEvents.describe(request.events());
            }
            case Opcode.IORING_OP_POLL_REMOVE -> "POLL_REMOVE " + name(request.address());
            case Opcode.IORING_OP_TIMEOUT -> "TIMEOUT " + RingMirror.timeNs(request) + "ns count=" + request.offset();
            default -> throw new IllegalStateException("no trace has requests like " + request);
        };
    }

    private String describe(Completion completion) {
        int result = completion.result();
        if (completion.userData() == NO_USER_DATA) {
            return "0:" + (result < 0 ? Errno.name(-result) : result);
        }
        return name(completion.userData()) + ":"
                + (result < 0 ? Errno.name(-result) : FdEvents.describe(result & ~HIDDEN_EVENTS));
    }

    private String name(long userData) {
        return fds.name(Objects.requireNonNull(fdByUserData.get(userData), "no request has such user data"));
    }

    @Override
    public void close() {
        ring.close();
    }
}

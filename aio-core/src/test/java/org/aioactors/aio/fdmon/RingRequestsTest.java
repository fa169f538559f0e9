// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.BufferRing;
import org.aioactors.aio.linux.uring.IoUring;
import org.aioactors.aio.linux.uring.IoUringOptions;
import org.aioactors.aio.linux.uring.SocketOps;
import org.aioactors.aio.linux.uring.TimeoutOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests on a ring without a loop, and a kernel that does not let go of them. */
@ExtendWith(FdLeakExtension.class)
class RingRequestsTest {
    private static final long LONG_NS = Duration.ofSeconds(20).toNanos();
    private static final long SHORT_NS = Duration.ofMillis(20).toNanos();

    /** When set, the kernel neither takes nor completes anything. */
    private boolean stuck;

    private final List<Integer> results = new ArrayList<>();
    private final IoUring ring = open();
    private final RingRequests requests = new RingRequests(ring);

    private final class Noted extends RingRequest {
        @Override
        protected void completed(int result, int flags) {
            results.add(result);
        }
    }

    private IoUring open() {
        Syscalls linux = Syscalls.linux();
        Syscalls kernel = (Syscalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                    if (stuck && method.getName().equals("ioUringEnter")) {
                        return 0;
                    }
                    try {
                        return method.invoke(linux, args);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
        try {
            return IoUring.open(kernel, IoUringOptions.of(8));
        } catch (SyscallException refused) {
            return abort("no io_uring to test: " + refused.getMessage());
        }
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private Noted forEver() {
        Noted request = new Noted();
        TimeoutOps.timeout(requests.begin(request), Long.MAX_VALUE, 0, 0);
        requests.end();
        return request;
    }

    @Test
    void closingCancelsAndWaits() {
        Noted request = forEver();
        forEver();
        assertThat(requests.close(LONG_NS)).isEmpty();
        assertThat(results).containsExactly(-Errno.ECANCELED, -Errno.ECANCELED);
        assertThat(request.isDone()).isTrue();
        assertThat(ring.inFlight()).isZero();
        assertThat(requests.close(LONG_NS)).isEmpty();
        assertThatIllegalStateException().isThrownBy(this::forEver).withMessageContaining("closing");
    }

    @Test
    void closingEndsPollsOfOthersOnTheRing() {
        forEver();
        TimeoutOps.timeout(ring.submissions().next(42), Long.MAX_VALUE, 0, 0);
        assertThat(requests.close(LONG_NS)).isEmpty();
        assertThat(ring.inFlight()).isZero();
        assertThat(results).hasSize(1);
    }

    @Test
    void whatTheKernelDoesNotEndIsGivenUpAndNamed() {
        BufferRing buffers = requests.buffers().open(2, 64);
        Noted request = forEver();
        buffers.retain(); // as the request would
        ring.submitAndWait(0, 0);
        stuck = true;
        assertThat(requests.close(SHORT_NS)).containsExactly(request);
        assertThat(request.isDone()).isFalse();
        assertThat(results).isEmpty();
        assertThat(buffers.isOpen()).isFalse();
        assertThat(buffers.isFreed()).isFalse();
        assertThat(requests.cancel(request)).as("may still end").isTrue();
        buffers.release();
        assertThat(buffers.isFreed()).isTrue();
    }

    @Test
    void aCancellationThatWasTooEarlyIsRepeated() {
        Noted request = forEver();
        ring.submitAndWait(0, 0);
        long answer = RequestSlots.as(RequestSlots.CANCEL, request.userData());
        requests.offer(answer, -Errno.EALREADY, 0); // as if one had been asked for
        assertThat(requests.hasToSubmit()).isTrue();
        long deadlineNs = System.nanoTime() + LONG_NS;
        while (!request.isDone() && System.nanoTime() < deadlineNs) {
            requests.prepareFollowUps();
            ring.submitAndWait(1, LONG_NS);
            while (!ring.completions().isEmpty()) {
                long userData = ring.completions().userData();
                int result = ring.completions().result();
                ring.completions().advance();
                requests.offer(userData, result, 0);
            }
            requests.dispatch();
        }
        assertThat(results).containsExactly(-Errno.ECANCELED);
    }

    @Test
    void aLateAnswerAboutARequestThatHasLeftChangesNothing() {
        Noted request = forEver();
        requests.offer(request.userData(), 0, 0);
        requests.dispatch();
        requests.offer(RequestSlots.as(RequestSlots.CANCEL, request.userData()), -Errno.EALREADY, 0);
        requests.offer(request.userData(), 0, 0);
        assertThat(requests.hasArrived()).isFalse();
        assertThat(results).containsExactly(0);
        assertThat(requests.outstanding()).isZero();
    }

    @Test
    void aFullQueueIsSubmitted() {
        for (int i = 0; i < 20; i++) {
            Noted nop = new Noted();
            requests.begin(nop);
            requests.end();
        }
        assertThat(requests.outstanding()).isEqualTo(20);
        assertThat(requests.close(LONG_NS)).isEmpty();
        assertThat(results).hasSize(20).containsOnly(0);
    }

    @Test
    void roomIsMadeForAChain() {
        for (int i = 0; i < 5; i++) {
            forEver();
        }
        requests.reserve(3);
        assertThat(ring.submissions().size()).isEqualTo(5);
        requests.reserve(4);
        assertThat(ring.submissions().size()).isZero();
        assertThat(requests.close(LONG_NS)).isEmpty();
    }

    @Test
    void closingDoesNotWaitForEverForTheNotificationOfASend() {
        Syscalls linux = Syscalls.linux();
        Noted send = new Noted();
        try (Fd listener = Sockets.listenTcp(linux, FdIo.address("127.0.0.1", 0), 1)) {
            linux.setsockopt(listener.value(), Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, 4096);
            try (Fd client = Sockets.connectTcp(linux, Sockets.localAddress(linux, listener));
                    NativeMemory memory = NativeMemory.allocate(1 << 20)) {
                linux.setsockopt(client.value(), Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, 1 << 20);
                SocketOps.sendZc(requests.begin(send), client.value(), memory.address(), 1 << 20, 0);
                try {
                    requests.end();
                } catch (UnsupportedOperationException older) {
                    abort(older.getMessage());
                }
                assertThat(requests.close(SHORT_NS))
                        .as("its memory is the kernel's")
                        .containsExactly(send);
                assertThat(results).hasSize(1).allMatch(sent -> sent > 64 * 1024);
                assertThat(send.isDone()).isFalse();
                ring.close();
            }
        }
    }
}

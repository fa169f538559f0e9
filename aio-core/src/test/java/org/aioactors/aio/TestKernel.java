// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.Syscalls;

/**
 * The real kernel, but for waits: they are written down, something can be made to happen in the middle of them, and one that
 * nothing ends fails the test instead of hanging it. Waits belong to one home thread at a time.
 */
public final class TestKernel {
    private static final long LONGEST_WAIT_NS = Duration.ofSeconds(20).toNanos();
    private static final int LONGEST_WAIT_MS = (int) Duration.ofSeconds(20).toMillis();

    private final Syscalls delegate;
    private final Syscalls syscalls = (Syscalls)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, this::invoke);
    private final List<Long> waitsNs = new ArrayList<>();

    /** Set while waits take fake time. */
    private FakeClock clock;

    private Runnable onWait = () -> {};
    private int looks;

    /** What a look at fds costs in fake time. */
    private long lookNs;

    /** Waits of its own, everything else by {@code delegate}. */
    public TestKernel(Syscalls delegate) {
        this.delegate = delegate;
    }

    /** What to give the builder of a context. */
    public Syscalls syscalls() {
        return syscalls;
    }

    /** Runs {@code action}, once, when the loop next begins a wait that may block: it counts as asleep then. */
    public void onNextWait(Runnable action) {
        onWait = action;
    }

    /** From now on a wait for which nothing is ready does not block, but moves this clock by its timeout. */
    void sleepIn(FakeClock fakeClock) {
        clock = fakeClock;
    }

    /** From now on asking epoll or poll without blocking moves the clock of {@link #sleepIn} by so much. */
    void looksTake(long newLookNs) {
        lookNs = newLookNs;
    }

    /** The timeouts of all waits that could block, -1 being infinite, since the last call of this. */
    public List<Long> takeWaitsNs() {
        List<Long> taken = List.copyOf(waitsNs);
        waitsNs.clear();
        return taken;
    }

    /** How often the kernel was asked, without blocking, what is ready, since the last call of this. */
    public int takeLooks() {
        int taken = looks;
        looks = 0;
        return taken;
    }

    private Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "ppoll" -> ppoll((PollFds) args[0], (int) args[1], (long) args[2]);
            case "epollWait" -> epollWait((int) args[0], (EpollEvents) args[1], (int) args[2]);
            case "epollPwait2" -> epollPwait2((int) args[0], (EpollEvents) args[1], (long) args[2]);
            case "ioUringEnter" ->
                ioUringEnter(
                        (int) args[0], (int) args[1], (int) args[2], (int) args[3], (long) args[4], (long) args[5]);
            case "toString" -> "TestKernel";
            default -> forward(method, args);
        };
    }

    private Object forward(Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(delegate, args);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private int ppoll(PollFds fds, int count, long timeoutNs) {
        if (timeoutNs == 0) {
            countLook();
            return delegate.ppoll(fds, count, 0);
        }
        beginWait(timeoutNs);
        if (clock == null) {
            return bounded(timeoutNs, delegate.ppoll(fds, count, timeoutNs < 0 ? LONGEST_WAIT_NS : timeoutNs));
        }
        return inFakeTime(timeoutNs, delegate.ppoll(fds, count, 0));
    }

    private int epollWait(int epollFd, EpollEvents events, int timeoutMs) {
        if (timeoutMs == 0) {
            countLook();
            return delegate.epollWait(epollFd, events, 0);
        }
        if (timeoutMs > 0) {
            throw new AssertionError("a wait of " + timeoutMs + " ms: epoll_wait is too coarse for timeouts");
        }
        beginWait(timeoutMs);
        if (clock == null) {
            return bounded(timeoutMs, delegate.epollWait(epollFd, events, LONGEST_WAIT_MS));
        }
        return inFakeTime(timeoutMs, delegate.epollWait(epollFd, events, 0));
    }

    private int epollPwait2(int epollFd, EpollEvents events, long timeoutNs) {
        if (timeoutNs <= 0) {
            throw new AssertionError("a wait of " + timeoutNs + " ns: epoll_wait is good enough for it");
        }
        beginWait(timeoutNs);
        return clock == null
                ? delegate.epollPwait2(epollFd, events, timeoutNs)
                : inFakeTime(timeoutNs, delegate.epollWait(epollFd, events, 0));
    }

    private int ioUringEnter(
            int ring, int toSubmit, int minComplete, int flags, long argumentAddress, long argumentSize) {
        if (minComplete == 0) {
            looks++;
            return delegate.ioUringEnter(ring, toSubmit, 0, flags, argumentAddress, argumentSize);
        }
        long timeoutNs = RingWait.timeoutNs(flags, argumentAddress);
        beginWait(timeoutNs);
        if (toSubmit > 0) {
            int submitted = delegate.ioUringEnter(ring, toSubmit, 0, RingWait.IORING_ENTER_GETEVENTS, 0, 0);
            if (submitted != toSubmit) {
                return submitted;
            }
        }
        // A wait that has submitted something does not tell that its timeout has expired: so this one submits nothing.
        long waitNs = clock != null ? 0 : timeoutNs < 0 ? LONGEST_WAIT_NS : timeoutNs;
        int result = RingWait.await(delegate, ring, minComplete, waitNs);
        int ready = result == -Errno.ETIME ? 0 : 1;
        if (clock == null) {
            bounded(timeoutNs, ready);
        } else {
            inFakeTime(timeoutNs, ready);
        }
        return toSubmit > 0 ? toSubmit : result;
    }

    private void countLook() {
        looks++;
        if (clock != null) {
            clock.advance(lookNs);
        }
    }

    private void beginWait(long timeoutNs) {
        waitsNs.add(timeoutNs);
        Runnable action = onWait;
        onWait = () -> {};
        action.run();
    }

    private static int bounded(long timeoutNs, int result) {
        if (timeoutNs < 0 && result == 0) {
            throw new AssertionError("the loop slept for " + LONGEST_WAIT_MS + " ms and nothing woke it");
        }
        return result;
    }

    private int inFakeTime(long timeoutNs, int result) {
        if (result == 0) {
            if (timeoutNs < 0) {
                throw new AssertionError("the loop would sleep forever");
            }
            clock.advance(timeoutNs);
        }
        return result;
    }
}

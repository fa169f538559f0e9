// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.aioactors.aio.linux.Epoll;
import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.RingMirror;
import org.jspecify.annotations.Nullable;

/** The kernel as the context under test sees it: real, but for time, and with each call written down. */
final class ScriptedSyscalls implements AutoCloseable {
    private static final String NOTIFIER = "notifier";
    private static final String EPOLL_FD = "epollfd";
    private static final long NS_PER_MS = 1_000_000;

    /** The traces show the fds of a call only if they are few. */
    static final int MAX_LISTED_FDS = 12;

    private final Syscalls linux = Syscalls.linux();
    private final Syscalls seam = (Syscalls)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, this::invoke);
    private final Transcript transcript;
    private final NamedFds fds;
    private final Waits waits;
    private final TraceClock clock;

    /** The call that fails next, by its name in the traces, and its errno. */
    private final Map<String, Integer> failNext = new HashMap<>();

    /** Which fd the data of an epoll event stands for. */
    private final Map<Long, Integer> fdByEpollData = new HashMap<>();

    private int notifierFd = -1;

    /** The context's io_uring if it has one, with its memory. */
    private @Nullable RingMirror mirror;

    private @Nullable ScriptedRing ring;

    ScriptedSyscalls(Transcript transcript, NamedFds fds, Waits waits, TraceClock clock) {
        this.transcript = transcript;
        this.fds = fds;
        this.waits = waits;
        this.clock = clock;
    }

    /** What to give the context. */
    Syscalls seam() {
        return seam;
    }

    void failNext(String call, int errno) {
        failNext.put(call, errno);
    }

    /** Failures that were ordered but met no call. */
    Set<String> pendingFailures() {
        return failNext.keySet();
    }

    private Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "eventfd" -> eventfd((int) args[0], (int) args[1]);
            case "epollCreate1" -> epollCreate1((int) args[0]);
            case "read" -> read((int) args[0], (long) args[1], (long) args[2]);
            case "write" -> write((int) args[0], (long) args[1], (long) args[2]);
            case "ppoll" -> ppoll((PollFds) args[0], (int) args[1], (long) args[2]);
            case "epollWait" -> epollWait((int) args[0], (EpollEvents) args[1], (int) args[2]);
            case "epollCtl" -> epollCtl((int) args[0], (int) args[1], (int) args[2], (int) args[3], (long) args[4]);
            case "ioUringSetup" -> ioUringSetup((int) args[0], (long) args[1]);
            case "mmap" -> mmap((long) args[0], (int) args[1], (int) args[2], (int) args[3], (long) args[4]);
            case "ioUringEnter" -> ioUringEnter((int) args[1], (int) args[2], (int) args[3], (long) args[4]);
            default -> method.invoke(linux, args);
        };
    }

    private int eventfd(int initialValue, int flags) {
        notifierFd = opened(NOTIFIER, linux.eventfd(initialValue, flags));
        return notifierFd;
    }

    private int epollCreate1(int flags) {
        return opened(EPOLL_FD, linux.epollCreate1(flags));
    }

    private int opened(String name, int fd) {
        if (fd >= 0) {
            fds.name(name, fd);
        }
        return fd;
    }

    private long write(int fd, long address, long length) {
        if (fd == notifierFd) {
            transcript.systemCall("eventfd.write " + NOTIFIER);
        }
        return linux.write(fd, address, length);
    }

    private long read(int fd, long address, long length) {
        long result = linux.read(fd, address, length);
        if (fd == notifierFd) {
            transcript.systemCall("eventfd.read " + NOTIFIER + " -> " + (result > 0 ? "cleared" : errnoName(result)));
        }
        return result;
    }

    private int ppoll(PollFds entries, int count, long timeoutNs) {
        StringJoiner asked = new StringJoiner(" ", " [", "]");
        for (int i = 0; i < count; i++) {
            asked.add(fds.name(entries.fd(i)) + ":" + FdEvents.describe(entries.events(i)));
        }
        transcript.systemCall("ppoll timeout=" + timeoutNs + " n=" + count + (count <= MAX_LISTED_FDS ? asked : ""));
        Integer errno = failNext.remove("ppoll");
        if (errno != null) {
            transcript.systemCall("ppoll -> -1 errno=" + Errno.name(errno) + " (injected)");
            return -errno;
        }
        int result = waits.await(timeoutNs, () -> linux.ppoll(entries, count, 0));
        StringJoiner found = new StringJoiner(" ", " [", "]");
        for (int i = 0; i < count; i++) {
            if (entries.revents(i) != 0) {
                found.add(fds.name(entries.fd(i)) + ":" + FdEvents.describe(entries.revents(i)));
            }
        }
        transcript.systemCall("ppoll -> " + resultOf(result, found));
        return result;
    }

    private int epollWait(int epollFd, EpollEvents events, int timeoutMs) {
        transcript.systemCall("epoll_wait timeout_ms=" + timeoutMs + " max=" + events.capacity());
        long timeoutNs = timeoutMs < 0 ? Syscalls.INFINITE : timeoutMs * NS_PER_MS;
        int result = waits.await(timeoutNs, () -> linux.epollWait(epollFd, events, 0));
        StringJoiner found = new StringJoiner(" ", " [", "]");
        for (int i = 0; i < result; i++) {
            int fd = fdByEpollData.get(events.data(i));
            found.add(fds.name(fd) + ":" + FdEvents.describe(events.events(i)));
        }
        transcript.systemCall("epoll_wait -> " + resultOf(result, found));
        return result;
    }

    /** A count of ready fds, listed if there are any and they are few. */
    private static String resultOf(int result, StringJoiner found) {
        if (result < 0) {
            return "-1 errno=" + errnoName(result);
        }
        return result == 0 || result > MAX_LISTED_FDS ? String.valueOf(result) : result + found.toString();
    }

    private int epollCtl(int epollFd, int op, int fd, int events, long data) {
        Integer errno = failNext.remove("epoll_ctl");
        int result = errno != null ? -errno : linux.epollCtl(epollFd, op, fd, events, data);
        if (op != Epoll.EPOLL_CTL_DEL) {
            fdByEpollData.put(data, fd);
        }
        String opName =
                switch (op) {
                    case Epoll.EPOLL_CTL_ADD -> "ADD";
                    case Epoll.EPOLL_CTL_MOD -> "MOD";
                    case Epoll.EPOLL_CTL_DEL -> "DEL";
                    default -> throw new IllegalArgumentException("epoll_ctl operation " + op);
                };
        transcript.systemCall("epoll_ctl " + opName + " " + fds.name(fd) + " " + FdEvents.describe(events) + " -> "
                + (result < 0 ? errnoName(result) : result));
        return result;
    }

    private int ioUringSetup(int entries, long paramsAddress) {
        int fd = linux.ioUringSetup(entries, paramsAddress);
        if (fd >= 0) {
            mirror = new RingMirror(linux, fd, paramsAddress);
            ring = new ScriptedRing(transcript, fds, waits, clock, mirror);
        }
        return fd;
    }

    private long mmap(long length, int protection, int flags, int fd, long offset) {
        long address = linux.mmap(length, protection, flags, fd, offset);
        if (address >= 0 && mirror != null && mirror.isOf(fd)) {
            mirror.mapped(offset, address, length);
        }
        return address;
    }

    private int ioUringEnter(int toSubmit, int waitFor, int flags, long argAddress) {
        if (ring == null || argAddress != 0) {
            throw new IllegalStateException("io_uring_enter of no ring, or as only the default semantics does");
        }
        return ring.enter(toSubmit, waitFor, flags, failNext.remove("submit"));
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
    }

    private static String errnoName(long result) {
        return Errno.name((int) -result);
    }
}

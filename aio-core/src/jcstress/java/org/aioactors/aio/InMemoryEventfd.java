// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Syscalls;

/**
 * A kernel with nothing but an eventfd, which counts for each thread how often that thread wrote it. The notifier on
 * it is shared by all gates under test: making one costs more than a whole test of theirs.
 */
final class InMemoryEventfd implements Syscalls {
    private static final int FD = 1_000_000;
    private static final EventNotifier NOTIFIER = EventNotifier.create(new InMemoryEventfd());

    /** Of its own for each thread, so that counting orders nothing between threads. */
    private static final ThreadLocal<long[]> WRITES = ThreadLocal.withInitial(() -> new long[1]);

    private InMemoryEventfd() {}

    /** The notifier of every gate. */
    static EventNotifier notifier() {
        return NOTIFIER;
    }

    /** A gate as a context has it. */
    static NotifyGate newGate() {
        return new NotifyGate("stress", NOTIFIER);
    }

    /** Runs {@code notification}; returns whether the calling thread wrote the eventfd meanwhile. */
    static boolean writtenBy(Runnable notification) {
        long[] writes = WRITES.get();
        long before = writes[0];
        notification.run();
        return writes[0] != before;
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        return FD;
    }

    @Override
    public long write(int fd, long address, long length) {
        WRITES.get()[0]++;
        return length;
    }

    private static UnsupportedOperationException notHere(String call) {
        return new UnsupportedOperationException(call + ": there is only an eventfd here");
    }

    @Override
    public long sendfile(int outFd, int inFd, long offset, long length) {
        throw notHere("sendfile");
    }

    @Override
    public long read(int fd, long address, long length) {
        throw notHere("read");
    }

    @Override
    public int close(int fd) {
        throw notHere("close");
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        throw notHere("fcntl");
    }

    @Override
    public int openat(int directory, long pathAddress, int flags, int mode) {
        throw notHere("openat");
    }

    @Override
    public long pread(int fd, long address, long length, long position) {
        throw notHere("pread");
    }

    @Override
    public long pwrite(int fd, long address, long length, long position) {
        throw notHere("pwrite");
    }

    @Override
    public int fsync(int fd) {
        throw notHere("fsync");
    }

    @Override
    public int fdatasync(int fd) {
        throw notHere("fdatasync");
    }

    @Override
    public int ftruncate(int fd, long length) {
        throw notHere("ftruncate");
    }

    @Override
    public int statx(int directory, long pathAddress, int flags, int mask, long outAddress) {
        throw notHere("statx");
    }

    @Override
    public int renameat(int fromDirectory, long fromPathAddress, int toDirectory, long toPathAddress) {
        throw notHere("renameat");
    }

    @Override
    public int unlinkat(int directory, long pathAddress, int flags) {
        throw notHere("unlinkat");
    }

    @Override
    public int mkdirat(int directory, long pathAddress, int mode) {
        throw notHere("mkdirat");
    }

    @Override
    public int getdents64(int fd, long address, int length) {
        throw notHere("getdents64");
    }

    @Override
    public int pipe2(int[] fds, int flags) {
        throw notHere("pipe2");
    }

    @Override
    public int ppoll(PollFds fds, int count, long timeoutNs) {
        throw notHere("ppoll");
    }

    @Override
    public int epollCreate1(int flags) {
        throw notHere("epollCreate1");
    }

    @Override
    public int epollCtl(int epollFd, int op, int fd, int events, long data) {
        throw notHere("epollCtl");
    }

    @Override
    public int epollPwait2(int epollFd, EpollEvents events, long timeoutNs) {
        throw notHere("epoll_pwait2");
    }

    @Override
    public int epollWait(int epollFd, EpollEvents events, int timeoutMs) {
        throw notHere("epollWait");
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        throw notHere("socket");
    }

    @Override
    public int bind(int fd, SockAddr address) {
        throw notHere("bind");
    }

    @Override
    public int listen(int fd, int backlog) {
        throw notHere("listen");
    }

    @Override
    public int accept4(int fd, SockAddr peer, int flags) {
        throw notHere("accept4");
    }

    @Override
    public int connect(int fd, SockAddr address) {
        throw notHere("connect");
    }

    @Override
    public int getsockopt(int fd, int level, int option, long address, int length) {
        throw notHere("getsockopt");
    }

    @Override
    public long sendmsg(int fd, MsgHdr message, int flags) {
        throw notHere("sendmsg");
    }

    @Override
    public long recvmsg(int fd, MsgHdr message, int flags) {
        throw notHere("recvmsg");
    }

    @Override
    public int fchmod(int fd, int mode) {
        throw notHere("fchmod");
    }

    @Override
    public int fchmodat(int directory, long pathAddress, int mode, int flags) {
        throw notHere("fchmodat");
    }

    @Override
    public int getsockname(int fd, SockAddr out) {
        throw notHere("getsockname");
    }

    @Override
    public int getpeername(int fd, SockAddr out) {
        throw notHere("getpeername");
    }

    @Override
    public int getsockopt(int fd, int level, int option) {
        throw notHere("getsockopt");
    }

    @Override
    public int setsockopt(int fd, int level, int option, int value) {
        throw notHere("setsockopt");
    }

    @Override
    public int setsockopt(int fd, int level, int option, long address, int length) {
        throw notHere("setsockopt");
    }

    @Override
    public int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        throw notHere("recvmmsg");
    }

    @Override
    public int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        throw notHere("sendmmsg");
    }

    @Override
    public int setLinger(int fd, boolean on, int seconds) {
        throw notHere("setLinger");
    }

    @Override
    public int shutdown(int fd, int how) {
        throw notHere("shutdown");
    }

    @Override
    public int ioUringSetup(int entries, long paramsAddress) {
        throw notHere("ioUringSetup");
    }

    @Override
    public int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize) {
        throw notHere("ioUringEnter");
    }

    @Override
    public int ioUringRegister(int fd, int opcode, long argAddress, int count) {
        throw notHere("ioUringRegister");
    }

    @Override
    public int inotifyInit1(int flags) {
        throw notHere("inotifyInit1");
    }

    @Override
    public int inotifyAddWatch(int fd, long pathAddress, int mask) {
        throw notHere("inotifyAddWatch");
    }

    @Override
    public int inotifyRmWatch(int fd, int watch) {
        throw notHere("inotifyRmWatch");
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        throw notHere("timerfdCreate");
    }

    @Override
    public int timerfdSettime(int fd, int flags, long seconds, long nanos) {
        throw notHere("timerfdSettime");
    }

    @Override
    public int mkfifoat(int directory, long pathAddress, int mode) {
        throw notHere("mkfifoat");
    }

    @Override
    public int schedSetAffinity(long maskSize, long maskAddress) {
        throw notHere("sched_setaffinity");
    }

    @Override
    public int schedGetAffinity(int thread, long maskSize, long maskAddress) {
        throw notHere("sched_getaffinity");
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        throw notHere("ioctl");
    }

    @Override
    public int flock(int fd, int operation) {
        throw notHere("flock");
    }

    @Override
    public int prctl(int option, long argument) {
        throw notHere("prctl");
    }

    @Override
    public long mmap(long length, int protection, int flags, int fd, long offset) {
        throw notHere("mmap");
    }

    @Override
    public int munmap(long address, long length) {
        throw notHere("munmap");
    }
}

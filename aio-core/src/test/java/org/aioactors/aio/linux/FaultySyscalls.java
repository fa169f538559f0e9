// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.HashMap;
import java.util.Map;

/**
 * System calls that fail when a test says so: passes every call on, but the n-th call of a given method
 * returns a given error instead. Any thread.
 *
 * <p>A call that is to fail is not made, except for {@code close}, which like Linux releases the
 * descriptor and returns the error all the same, and {@code munmap}, which does likewise.
 */
public final class FaultySyscalls implements Syscalls {
    /** Stands for all methods but {@code close} and {@code munmap}, counted together. */
    public static final String ANY = "any";

    private final Syscalls delegate;

    // Guarded by this.
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Map<Integer, Integer>> errnos = new HashMap<>();

    /** Passes calls on to the given system calls. */
    public FaultySyscalls(Syscalls delegate) {
        this.delegate = delegate;
    }

    /**
     * Plans a failure.
     *
     * @param method a method of {@link Syscalls}, such as {@code "epollCtl"}, or {@link #ANY}
     * @param nth which call fails: 1 is the first one since this object was made
     * @param errno positive
     * @return this
     */
    public synchronized FaultySyscalls fail(String method, int nth, int errno) {
        errnos.computeIfAbsent(method, key -> new HashMap<>()).put(nth, errno);
        return this;
    }

    /** How often a method was called, failures included. */
    public synchronized int calls(String method) {
        return calls.getOrDefault(method, 0);
    }

    /** Counts a call; the errno to fail with, or 0. */
    private synchronized int fault(String method) {
        int errno = countAndLookUp(method);
        int anyErrno = method.equals("close") || method.equals("munmap") ? 0 : countAndLookUp(ANY);
        return errno != 0 ? errno : anyErrno;
    }

    private int countAndLookUp(String method) {
        int nth = calls.merge(method, 1, Integer::sum);
        return errnos.getOrDefault(method, Map.of()).getOrDefault(nth, 0);
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        int errno = fault("eventfd");
        return errno != 0 ? -errno : delegate.eventfd(initialValue, flags);
    }

    @Override
    public long read(int fd, long address, long length) {
        int errno = fault("read");
        return errno != 0 ? -errno : delegate.read(fd, address, length);
    }

    @Override
    public long write(int fd, long address, long length) {
        int errno = fault("write");
        return errno != 0 ? -errno : delegate.write(fd, address, length);
    }

    @Override
    public int close(int fd) {
        int errno = fault("close");
        int result = delegate.close(fd);
        return errno != 0 ? -errno : result;
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        int errno = fault("fcntl");
        return errno != 0 ? -errno : delegate.fcntl(fd, command, argument);
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        int errno = fault("ioctl");
        return errno != 0 ? -errno : delegate.ioctl(fd, request, argument);
    }

    @Override
    public int flock(int fd, int operation) {
        int errno = fault("flock");
        return errno != 0 ? -errno : delegate.flock(fd, operation);
    }

    @Override
    public int openat(int directory, long pathAddress, int flags, int mode) {
        int errno = fault("openat");
        return errno != 0 ? -errno : delegate.openat(directory, pathAddress, flags, mode);
    }

    @Override
    public long pread(int fd, long address, long length, long position) {
        int errno = fault("pread");
        return errno != 0 ? -errno : delegate.pread(fd, address, length, position);
    }

    @Override
    public long pwrite(int fd, long address, long length, long position) {
        int errno = fault("pwrite");
        return errno != 0 ? -errno : delegate.pwrite(fd, address, length, position);
    }

    @Override
    public int fsync(int fd) {
        int errno = fault("fsync");
        return errno != 0 ? -errno : delegate.fsync(fd);
    }

    @Override
    public int fdatasync(int fd) {
        int errno = fault("fdatasync");
        return errno != 0 ? -errno : delegate.fdatasync(fd);
    }

    @Override
    public int ftruncate(int fd, long length) {
        int errno = fault("ftruncate");
        return errno != 0 ? -errno : delegate.ftruncate(fd, length);
    }

    @Override
    public int statx(int directory, long pathAddress, int flags, int mask, long outAddress) {
        int errno = fault("statx");
        return errno != 0 ? -errno : delegate.statx(directory, pathAddress, flags, mask, outAddress);
    }

    @Override
    public int renameat(int fromDirectory, long fromPathAddress, int toDirectory, long toPathAddress) {
        int errno = fault("renameat");
        return errno != 0 ? -errno : delegate.renameat(fromDirectory, fromPathAddress, toDirectory, toPathAddress);
    }

    @Override
    public int unlinkat(int directory, long pathAddress, int flags) {
        int errno = fault("unlinkat");
        return errno != 0 ? -errno : delegate.unlinkat(directory, pathAddress, flags);
    }

    @Override
    public int mkdirat(int directory, long pathAddress, int mode) {
        int errno = fault("mkdirat");
        return errno != 0 ? -errno : delegate.mkdirat(directory, pathAddress, mode);
    }

    @Override
    public int getdents64(int fd, long address, int length) {
        int errno = fault("getdents64");
        return errno != 0 ? -errno : delegate.getdents64(fd, address, length);
    }

    @Override
    public int pipe2(int[] fds, int flags) {
        int errno = fault("pipe2");
        return errno != 0 ? -errno : delegate.pipe2(fds, flags);
    }

    @Override
    public int ppoll(PollFds fds, int count, long timeoutNs) {
        int errno = fault("ppoll");
        return errno != 0 ? -errno : delegate.ppoll(fds, count, timeoutNs);
    }

    @Override
    public int epollCreate1(int flags) {
        int errno = fault("epollCreate1");
        return errno != 0 ? -errno : delegate.epollCreate1(flags);
    }

    @Override
    public int epollCtl(int epollFd, int op, int fd, int events, long data) {
        int errno = fault("epollCtl");
        return errno != 0 ? -errno : delegate.epollCtl(epollFd, op, fd, events, data);
    }

    @Override
    public int epollWait(int epollFd, EpollEvents events, int timeoutMs) {
        int errno = fault("epollWait");
        return errno != 0 ? -errno : delegate.epollWait(epollFd, events, timeoutMs);
    }

    @Override
    public int epollPwait2(int epollFd, EpollEvents events, long timeoutNs) {
        int errno = fault("epollPwait2");
        return errno != 0 ? -errno : delegate.epollPwait2(epollFd, events, timeoutNs);
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        int errno = fault("socket");
        return errno != 0 ? -errno : delegate.socket(domain, type, protocol);
    }

    @Override
    public int bind(int fd, SockAddr address) {
        int errno = fault("bind");
        return errno != 0 ? -errno : delegate.bind(fd, address);
    }

    @Override
    public int listen(int fd, int backlog) {
        int errno = fault("listen");
        return errno != 0 ? -errno : delegate.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, SockAddr peer, int flags) {
        int errno = fault("accept4");
        return errno != 0 ? -errno : delegate.accept4(fd, peer, flags);
    }

    @Override
    public int connect(int fd, SockAddr address) {
        int errno = fault("connect");
        return errno != 0 ? -errno : delegate.connect(fd, address);
    }

    @Override
    public int getsockopt(int fd, int level, int option, long address, int length) {
        int errno = fault("getsockopt");
        return errno != 0 ? -errno : delegate.getsockopt(fd, level, option, address, length);
    }

    @Override
    public long sendmsg(int fd, MsgHdr message, int flags) {
        int errno = fault("sendmsg");
        return errno != 0 ? -errno : delegate.sendmsg(fd, message, flags);
    }

    @Override
    public long recvmsg(int fd, MsgHdr message, int flags) {
        int errno = fault("recvmsg");
        return errno != 0 ? -errno : delegate.recvmsg(fd, message, flags);
    }

    @Override
    public int fchmod(int fd, int mode) {
        int errno = fault("fchmod");
        return errno != 0 ? -errno : delegate.fchmod(fd, mode);
    }

    @Override
    public int fchmodat(int directory, long pathAddress, int mode, int flags) {
        int errno = fault("fchmodat");
        return errno != 0 ? -errno : delegate.fchmodat(directory, pathAddress, mode, flags);
    }

    @Override
    public int getsockname(int fd, SockAddr out) {
        int errno = fault("getsockname");
        return errno != 0 ? -errno : delegate.getsockname(fd, out);
    }

    @Override
    public int getpeername(int fd, SockAddr out) {
        int errno = fault("getpeername");
        return errno != 0 ? -errno : delegate.getpeername(fd, out);
    }

    @Override
    public int getsockopt(int fd, int level, int option) {
        int errno = fault("getsockopt");
        return errno != 0 ? -errno : delegate.getsockopt(fd, level, option);
    }

    @Override
    public int setsockopt(int fd, int level, int option, int value) {
        int errno = fault("setsockopt");
        return errno != 0 ? -errno : delegate.setsockopt(fd, level, option, value);
    }

    @Override
    public int setsockopt(int fd, int level, int option, long address, int length) {
        int errno = fault("setsockopt");
        return errno != 0 ? -errno : delegate.setsockopt(fd, level, option, address, length);
    }

    @Override
    public int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        int errno = fault("recvmmsg");
        return errno != 0 ? -errno : delegate.recvmmsg(fd, messagesAddress, count, flags);
    }

    @Override
    public int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        int errno = fault("sendmmsg");
        return errno != 0 ? -errno : delegate.sendmmsg(fd, messagesAddress, count, flags);
    }

    @Override
    public int setLinger(int fd, boolean on, int seconds) {
        int errno = fault("setLinger");
        return errno != 0 ? -errno : delegate.setLinger(fd, on, seconds);
    }

    @Override
    public int shutdown(int fd, int how) {
        int errno = fault("shutdown");
        return errno != 0 ? -errno : delegate.shutdown(fd, how);
    }

    @Override
    public long sendfile(int outFd, int inFd, long offset, long length) {
        int errno = fault("sendfile");
        return errno != 0 ? -errno : delegate.sendfile(outFd, inFd, offset, length);
    }

    @Override
    public int inotifyInit1(int flags) {
        int errno = fault("inotifyInit1");
        return errno != 0 ? -errno : delegate.inotifyInit1(flags);
    }

    @Override
    public int inotifyAddWatch(int fd, long pathAddress, int mask) {
        int errno = fault("inotifyAddWatch");
        return errno != 0 ? -errno : delegate.inotifyAddWatch(fd, pathAddress, mask);
    }

    @Override
    public int inotifyRmWatch(int fd, int watch) {
        int errno = fault("inotifyRmWatch");
        return errno != 0 ? -errno : delegate.inotifyRmWatch(fd, watch);
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        int errno = fault("timerfdCreate");
        return errno != 0 ? -errno : delegate.timerfdCreate(clock, flags);
    }

    @Override
    public int timerfdSettime(int fd, int flags, long seconds, long nanos) {
        int errno = fault("timerfdSettime");
        return errno != 0 ? -errno : delegate.timerfdSettime(fd, flags, seconds, nanos);
    }

    @Override
    public int mkfifoat(int directory, long pathAddress, int mode) {
        int errno = fault("mkfifoat");
        return errno != 0 ? -errno : delegate.mkfifoat(directory, pathAddress, mode);
    }

    @Override
    public int schedSetAffinity(long maskSize, long maskAddress) {
        int errno = fault("schedSetAffinity");
        return errno != 0 ? -errno : delegate.schedSetAffinity(maskSize, maskAddress);
    }

    @Override
    public int schedGetAffinity(int thread, long maskSize, long maskAddress) {
        int errno = fault("schedGetAffinity");
        return errno != 0 ? -errno : delegate.schedGetAffinity(thread, maskSize, maskAddress);
    }

    @Override
    public int prctl(int option, long argument) {
        int errno = fault("prctl");
        return errno != 0 ? -errno : delegate.prctl(option, argument);
    }

    @Override
    public int ioUringSetup(int entries, long paramsAddress) {
        int errno = fault("ioUringSetup");
        return errno != 0 ? -errno : delegate.ioUringSetup(entries, paramsAddress);
    }

    @Override
    public int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize) {
        int errno = fault("ioUringEnter");
        return errno != 0 ? -errno : delegate.ioUringEnter(fd, toSubmit, minComplete, flags, argAddress, argSize);
    }

    @Override
    public int ioUringRegister(int fd, int opcode, long argAddress, int count) {
        int errno = fault("ioUringRegister");
        return errno != 0 ? -errno : delegate.ioUringRegister(fd, opcode, argAddress, count);
    }

    @Override
    public long mmap(long length, int protection, int flags, int fd, long offset) {
        int errno = fault("mmap");
        return errno != 0 ? -errno : delegate.mmap(length, protection, flags, fd, offset);
    }

    @Override
    public int munmap(long address, long length) {
        int errno = fault("munmap");
        int result = delegate.munmap(address, length);
        return errno != 0 ? -errno : result;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import org.aioactors.aio.linux.EpollEvents;
import org.aioactors.aio.linux.PollFds;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Syscalls;

/** Makes each call at the real kernel; a subclass takes some of them for itself. */
class ForwardingSyscalls implements Syscalls {
    final Syscalls linux = Syscalls.linux();

    @Override
    public int eventfd(int initialValue, int flags) {
        return linux.eventfd(initialValue, flags);
    }

    @Override
    public long read(int fd, long address, long length) {
        return linux.read(fd, address, length);
    }

    @Override
    public long write(int fd, long address, long length) {
        return linux.write(fd, address, length);
    }

    @Override
    public int close(int fd) {
        return linux.close(fd);
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        return linux.fcntl(fd, command, argument);
    }

    @Override
    public int pipe2(int[] fds, int flags) {
        return linux.pipe2(fds, flags);
    }

    @Override
    public int ppoll(PollFds fds, int count, long timeoutNs) {
        return linux.ppoll(fds, count, timeoutNs);
    }

    @Override
    public int epollCreate1(int flags) {
        return linux.epollCreate1(flags);
    }

    @Override
    public int epollCtl(int epollFd, int op, int fd, int events, long data) {
        return linux.epollCtl(epollFd, op, fd, events, data);
    }

    @Override
    public int epollWait(int epollFd, EpollEvents events, int timeoutMs) {
        return linux.epollWait(epollFd, events, timeoutMs);
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return linux.socket(domain, type, protocol);
    }

    @Override
    public int bind(int fd, SockAddr address) {
        return linux.bind(fd, address);
    }

    @Override
    public int listen(int fd, int backlog) {
        return linux.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, SockAddr peer, int flags) {
        return linux.accept4(fd, peer, flags);
    }

    @Override
    public int connect(int fd, SockAddr address) {
        return linux.connect(fd, address);
    }

    @Override
    public int getsockname(int fd, SockAddr out) {
        return linux.getsockname(fd, out);
    }

    @Override
    public int getpeername(int fd, SockAddr out) {
        return linux.getpeername(fd, out);
    }

    @Override
    public int getsockopt(int fd, int level, int option) {
        return linux.getsockopt(fd, level, option);
    }

    @Override
    public int setsockopt(int fd, int level, int option, int value) {
        return linux.setsockopt(fd, level, option, value);
    }

    @Override
    public int setLinger(int fd, boolean on, int seconds) {
        return linux.setLinger(fd, on, seconds);
    }

    @Override
    public int shutdown(int fd, int how) {
        return linux.shutdown(fd, how);
    }

    @Override
    public int ioUringSetup(int entries, long paramsAddress) {
        return linux.ioUringSetup(entries, paramsAddress);
    }

    @Override
    public int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize) {
        return linux.ioUringEnter(fd, toSubmit, minComplete, flags, argAddress, argSize);
    }

    @Override
    public int ioUringRegister(int fd, int opcode, long argAddress, int count) {
        return linux.ioUringRegister(fd, opcode, argAddress, count);
    }

    @Override
    public long mmap(long length, int protection, int flags, int fd, long offset) {
        return linux.mmap(length, protection, flags, fd, offset);
    }

    @Override
    public int munmap(long address, long length) {
        return linux.munmap(address, length);
    }
}

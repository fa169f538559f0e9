// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The real system calls: gives {@link Libc} its addresses and turns -1 into {@code -errno}.
 *
 * <p>Small structures that only live as long as a call (an {@code epoll_event}, an option's value) are
 * laid out in a block of native memory that each thread has to itself, so a call allocates nothing.
 */
final class LinuxSyscalls implements Syscalls {
    static final Syscalls INSTANCE = new LinuxSyscalls();

    /*
     * The C library has no functions for io_uring. All architectures gave it the same numbers, as they do for
     * all system calls since Linux 5.1.
     */
    private static final int SYS_IO_URING_SETUP = 425;

    private static final int SYS_IO_URING_ENTER = 426;
    private static final int SYS_IO_URING_REGISTER = 427;

    /** A C library has a function for it since glibc 2.35 only. */
    private static final int SYS_EPOLL_PWAIT2 = 441;
    /** The C library has had a function for it since 2018 only. Its number is older than the common ones. */
    private static final int SYS_STATX = LinuxPlatform.IS_X86_64 ? 332 : 291;

    /** The C library has had a function for it since 2019 only. Its number is older than the common ones. */
    private static final int SYS_GETDENTS64 = LinuxPlatform.IS_X86_64 ? 217 : 61;

    /**
     * A direct buffer and not a {@link NativeMemory}: nobody is told when a thread ends, so the garbage
     * collector has to free it.
     */
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private LinuxSyscalls() {}

    private static int result(int result) {
        return result != -1 ? result : -Libc.errno();
    }

    private static long result(long result) {
        return result != -1 ? result : -Libc.errno();
    }

    @Override
    public int eventfd(int initialValue, int flags) {
        return result(Libc.eventfd(initialValue, flags));
    }

    @Override
    public long read(int fd, long address, long length) {
        return result(Libc.read(fd, address, length));
    }

    @Override
    public long write(int fd, long address, long length) {
        return result(Libc.write(fd, address, length));
    }

    @Override
    public int close(int fd) {
        return result(Libc.close(fd));
    }

    @Override
    public int fcntl(int fd, int command, long argument) {
        return result(LibcFiles.fcntl(fd, command, argument));
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        return result(LibcFiles.ioctl(fd, request, argument));
    }

    @Override
    public int flock(int fd, int operation) {
        return result(LibcFiles.flock(fd, operation));
    }

    @Override
    public int openat(int directory, long pathAddress, int flags, int mode) {
        return result(LibcFiles.openat(directory, pathAddress, flags, mode));
    }

    @Override
    public long pread(int fd, long address, long length, long position) {
        return result(LibcFiles.pread(fd, address, length, position));
    }

    @Override
    public long pwrite(int fd, long address, long length, long position) {
        return result(LibcFiles.pwrite(fd, address, length, position));
    }

    @Override
    public int fsync(int fd) {
        return result(LibcFiles.fsync(fd));
    }

    @Override
    public int fdatasync(int fd) {
        return result(LibcFiles.fdatasync(fd));
    }

    @Override
    public int ftruncate(int fd, long length) {
        return result(LibcFiles.ftruncate(fd, length));
    }

    @Override
    public int statx(int directory, long pathAddress, int flags, int mask, long outAddress) {
        return result((int) Libc.syscall(SYS_STATX, directory, pathAddress, flags, mask, outAddress, 0));
    }

    @Override
    public int renameat(int fromDirectory, long fromPathAddress, int toDirectory, long toPathAddress) {
        return result(LibcFiles.renameat(fromDirectory, fromPathAddress, toDirectory, toPathAddress));
    }

    @Override
    public int unlinkat(int directory, long pathAddress, int flags) {
        return result(LibcFiles.unlinkat(directory, pathAddress, flags));
    }

    @Override
    public int mkdirat(int directory, long pathAddress, int mode) {
        return result(LibcFiles.mkdirat(directory, pathAddress, mode));
    }

    @Override
    public int getdents64(int fd, long address, int length) {
        return result((int) Libc.syscall(SYS_GETDENTS64, fd, address, length, 0, 0, 0));
    }

    @Override
    public int pipe2(int[] fds, int flags) {
        Objects.checkFromIndexSize(0, 2, fds.length);
        Scratch scratch = SCRATCH.get();
        int result = result(LibcFiles.pipe2(scratch.address, flags));
        if (result >= 0) {
            fds[0] = scratch.buffer.getInt(0);
            fds[1] = scratch.buffer.getInt(Integer.BYTES);
        }
        return result;
    }

    @Override
    public int ppoll(PollFds fds, int count, long timeoutNs) {
        Objects.checkFromIndexSize(0, count, fds.capacity());
        return result(LibcPolling.ppoll(fds.address(), count, fds.timespecAddress(timeoutNs), 0));
    }

    @Override
    public int epollCreate1(int flags) {
        return result(LibcPolling.epoll_create1(flags));
    }

    @Override
    public int epollCtl(int epollFd, int op, int fd, int events, long data) {
        Scratch scratch = SCRATCH.get();
        scratch.buffer.putInt(EpollEvents.OFFSET_EVENTS, events);
        scratch.buffer.putLong(EpollEvents.OFFSET_DATA, data);
        return result(LibcPolling.epoll_ctl(epollFd, op, fd, scratch.address));
    }

    @Override
    public int epollWait(int epollFd, EpollEvents events, int timeoutMs) {
        return result(LibcPolling.epoll_wait(epollFd, events.address(), events.capacity(), timeoutMs));
    }

    @Override
    public int epollPwait2(int epollFd, EpollEvents events, long timeoutNs) {
        return result((int) Libc.syscall(
                SYS_EPOLL_PWAIT2,
                epollFd,
                events.address(),
                events.capacity(),
                events.timespecAddress(timeoutNs),
                0,
                0));
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return result(LibcSockets.socket(domain, type, protocol));
    }

    @Override
    public int bind(int fd, SockAddr address) {
        return result(LibcSockets.bind(fd, address.address(), address.length()));
    }

    @Override
    public int listen(int fd, int backlog) {
        return result(LibcSockets.listen(fd, backlog));
    }

    @Override
    public int accept4(int fd, SockAddr peer, int flags) {
        return result(LibcSockets.accept4(fd, peer.address(), peer.lengthAddressForKernel(), flags));
    }

    @Override
    public int connect(int fd, SockAddr address) {
        return result(LibcSockets.connect(fd, address.address(), address.length()));
    }

    @Override
    public int getsockname(int fd, SockAddr out) {
        return result(LibcSockets.getsockname(fd, out.address(), out.lengthAddressForKernel()));
    }

    @Override
    public int getpeername(int fd, SockAddr out) {
        return result(LibcSockets.getpeername(fd, out.address(), out.lengthAddressForKernel()));
    }

    @Override
    public int getsockopt(int fd, int level, int option) {
        // int value; socklen_t length;
        Scratch scratch = SCRATCH.get();
        scratch.buffer.putInt(0, 0);
        scratch.buffer.putInt(Integer.BYTES, Integer.BYTES);
        long lengthAddress = scratch.address + Integer.BYTES;
        int result = result(LibcSockets.getsockopt(fd, level, option, scratch.address, lengthAddress));
        return result < 0 ? result : scratch.buffer.getInt(0);
    }

    @Override
    public int setsockopt(int fd, int level, int option, int value) {
        Scratch scratch = SCRATCH.get();
        scratch.buffer.putInt(0, value);
        return result(LibcSockets.setsockopt(fd, level, option, scratch.address, Integer.BYTES));
    }

    @Override
    public int getsockopt(int fd, int level, int option, long address, int length) {
        Scratch scratch = SCRATCH.get();
        scratch.buffer.putInt(0, length);
        int result = result(LibcSockets.getsockopt(fd, level, option, address, scratch.address));
        return result < 0 ? result : scratch.buffer.getInt(0);
    }

    @Override
    public int setsockopt(int fd, int level, int option, long address, int length) {
        return result(LibcSockets.setsockopt(fd, level, option, address, length));
    }

    @Override
    public int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        return result(LibcDatagrams.recvmmsg(fd, messagesAddress, count, flags, 0));
    }

    @Override
    public int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        return result(LibcDatagrams.sendmmsg(fd, messagesAddress, count, flags));
    }

    @Override
    public int setLinger(int fd, boolean on, int seconds) {
        // struct linger { int l_onoff; int l_linger; };
        Scratch scratch = SCRATCH.get();
        scratch.buffer.putInt(0, on ? 1 : 0);
        scratch.buffer.putInt(Integer.BYTES, seconds);
        return result(
                LibcSockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_LINGER, scratch.address, 2 * Integer.BYTES));
    }

    @Override
    public int shutdown(int fd, int how) {
        return result(LibcSockets.shutdown(fd, how));
    }

    @Override
    public long sendmsg(int fd, MsgHdr message, int flags) {
        return result(LibcSockets.sendmsg(fd, message.address(), flags));
    }

    @Override
    public long recvmsg(int fd, MsgHdr message, int flags) {
        return result(LibcSockets.recvmsg(fd, message.address(), flags));
    }

    @Override
    public int fchmod(int fd, int mode) {
        return result(LibcFiles.fchmod(fd, mode));
    }

    @Override
    public int fchmodat(int directory, long pathAddress, int mode, int flags) {
        return result(LibcFiles.fchmodat(directory, pathAddress, mode, flags));
    }

    @Override
    public long sendfile(int outFd, int inFd, long offset, long length) {
        Scratch scratch = SCRATCH.get();
        scratch.buffer.putLong(0, offset);
        return result(LibcFiles.sendfile(outFd, inFd, scratch.address, length));
    }

    @Override
    public int inotifyInit1(int flags) {
        return result(LibcEvents.inotify_init1(flags));
    }

    @Override
    public int inotifyAddWatch(int fd, long pathAddress, int mask) {
        return result(LibcEvents.inotify_add_watch(fd, pathAddress, mask));
    }

    @Override
    public int inotifyRmWatch(int fd, int watch) {
        return result(LibcEvents.inotify_rm_watch(fd, watch));
    }

    @Override
    public int timerfdCreate(int clock, int flags) {
        return result(LibcEvents.timerfd_create(clock, flags));
    }

    @Override
    public int timerfdSettime(int fd, int flags, long seconds, long nanos) {
        // struct itimerspec { struct timespec it_interval; struct timespec it_value; };
        Scratch scratch = SCRATCH.get();
        scratch.buffer.putLong(0, 0).putLong(8, 0).putLong(16, seconds).putLong(24, nanos);
        return result(LibcEvents.timerfd_settime(fd, flags, scratch.address, 0));
    }

    @Override
    public int mkfifoat(int directory, long pathAddress, int mode) {
        return result(LibcEvents.mkfifoat(directory, pathAddress, mode));
    }

    @Override
    public int schedSetAffinity(long maskSize, long maskAddress) {
        return result(LibcThread.sched_setaffinity(0, maskSize, maskAddress));
    }

    @Override
    public int schedGetAffinity(int thread, long maskSize, long maskAddress) {
        return result(LibcThread.sched_getaffinity(thread, maskSize, maskAddress));
    }

    @Override
    public int prctl(int option, long argument) {
        return result(LibcThread.prctl(option, argument, 0, 0, 0));
    }

    @Override
    public int ioUringSetup(int entries, long paramsAddress) {
        return result((int) Libc.syscall(SYS_IO_URING_SETUP, entries, paramsAddress, 0, 0, 0, 0));
    }

    @Override
    public int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize) {
        return result((int) Libc.syscall(SYS_IO_URING_ENTER, fd, toSubmit, minComplete, flags, argAddress, argSize));
    }

    @Override
    public int ioUringRegister(int fd, int opcode, long argAddress, int count) {
        return result((int) Libc.syscall(SYS_IO_URING_REGISTER, fd, opcode, argAddress, count, 0, 0));
    }

    @Override
    public long mmap(long length, int protection, int flags, int fd, long offset) {
        return result(Libc.mmap(0, length, protection, flags, fd, offset));
    }

    @Override
    public int munmap(long address, long length) {
        return result(Libc.munmap(address, length));
    }

    /** Native memory for the arguments of one call at a time of one thread. */
    private static final class Scratch {
        private static final int SIZE = 32;

        final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
        final long address = Libc.addressOf(buffer);
    }
}

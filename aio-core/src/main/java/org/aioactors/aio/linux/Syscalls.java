// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * The seam between this library and the kernel: one method a system call.
 *
 * <p>Every method returns the call's result, which is zero or positive, or {@code -errno} (see {@link
 * Errno}). None throws for an {@code errno}: {@code EAGAIN}, {@code EINTR} and {@code EINPROGRESS} are
 * ordinary values here, an interrupted call is not repeated, and the caller that knows what it was
 * doing turns the rest into a {@link SyscallException}.
 *
 * <p>{@link #linux()} is the real implementation. Its methods may be called by any thread, allocate
 * nothing that outlives the call, and block only where the man page says so. Tests implement this
 * interface to inject errors or to replay a script.
 */
public interface Syscalls {
    /** The timeout of {@link #ppoll} and {@link #epollWait} that never expires. */
    int INFINITE = -1;

    /**
     * The system calls of the kernel we run on. Any thread; always the same object.
     *
     * @throws UnsupportedOperationException if this is not a 64-bit Linux that we support, or if native
     *     code can't be called: before JDK 22, if JNA is missing or cannot be loaded
     */
    static Syscalls linux() {
        LinuxPlatform.require();
        return LinuxSyscalls.INSTANCE;
    }

    /**
     * {@code eventfd(2)}: makes a counter that is also a descriptor.
     *
     * @param flags {@link EventNotifier#EFD_NONBLOCK} and {@link EventNotifier#EFD_CLOEXEC}
     * @return the descriptor or {@code -errno}
     */
    int eventfd(int initialValue, int flags);

    /**
     * {@code read(2)}. Blocks unless the descriptor is non-blocking.
     *
     * @param address of at least {@code length} bytes of native memory
     * @return the number of bytes read, 0 at the end of the stream, or {@code -errno}
     */
    long read(int fd, long address, long length);

    /**
     * {@code write(2)}. Blocks unless the descriptor is non-blocking. Writing to a pipe or socket
     * without a reader gives {@code -EPIPE}; the JVM ignores the signal that goes with it.
     *
     * @param address of at least {@code length} bytes of native memory
     * @return the number of bytes written, which may be fewer than asked, or {@code -errno}
     */
    long write(int fd, long address, long length);

    /**
     * {@code close(2)}. Linux releases the descriptor even if this returns an error, {@code EINTR}
     * included: never call it again. {@link Fd} knows that.
     *
     * @return 0 or {@code -errno}
     */
    int close(int fd);

    /**
     * {@code fcntl(2)} with an integer argument; see {@link Fcntl} for commands.
     *
     * @return what the command returns, or {@code -errno}
     */
    int fcntl(int fd, int command, long argument);

    /**
     * {@code ioctl(2)}. Blocks as the request does.
     *
     * @param request which names the size of what it reads and writes, unsigned and of 32 bits
     * @param argument a number or an address, as the request says
     * @return what the request returns, or {@code -errno}: {@code -ENOTTY} if the descriptor knows no such request
     */
    int ioctl(int fd, long request, long argument);

    /**
     * {@code flock(2)}: locks an open file. Blocks without {@link Fcntl#LOCK_NB}. The lock ends with the last descriptor of the
     * open file.
     *
     * @param operation {@link Fcntl#LOCK_EX} with {@link Fcntl#LOCK_NB}
     * @return 0 or {@code -errno}: {@code -EAGAIN} if another has it
     */
    int flock(int fd, int operation);

    /**
     * {@code openat(2)}. Blocks while the file system does, and on a FIFO until there is another end.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param pathAddress of a path that ends with a zero byte
     * @param flags such as {@link Fcntl#O_RDONLY}, with {@link Fcntl#O_CLOEXEC}
     * @param mode the permissions of a file that is made
     * @return the descriptor or {@code -errno}
     */
    int openat(int directory, long pathAddress, int flags, int mode);

    /**
     * {@code pread(2)}: reads at a position, and leaves the descriptor's own where it is. Blocks while the disk does.
     *
     * @param address of at least {@code length} bytes of native memory
     * @param position in bytes, of 64 bits
     * @return the number of bytes read, 0 at the end of the file, or {@code -errno}: {@code -ESPIPE} for what has no
     *     positions, such as a pipe
     */
    long pread(int fd, long address, long length, long position);

    /**
     * {@code pwrite(2)}: writes at a position, and leaves the descriptor's own where it is. Blocks while the disk does.
     *
     * @param address of at least {@code length} bytes of native memory
     * @param position in bytes, of 64 bits; ignored by Linux for a descriptor with {@code O_APPEND}
     * @return the number of bytes written, which may be fewer than asked, or {@code -errno} as for {@link #pread}
     */
    long pwrite(int fd, long address, long length, long position);

    /**
     * {@code fsync(2)}. Blocks until the file and what describes it are on the disk.
     *
     * @return 0 or {@code -errno}
     */
    int fsync(int fd);

    /**
     * {@code fdatasync(2)}. Blocks until the file is on the disk, and of what describes it what is needed to read it.
     *
     * @return 0 or {@code -errno}
     */
    int fdatasync(int fd);

    /**
     * {@code ftruncate(2)}: cuts a file off or fills it up with zeros. Blocks while the file system does.
     *
     * @param length in bytes, of 64 bits
     * @return 0 or {@code -errno}
     */
    int ftruncate(int fd, long length);

    /**
     * {@code statx(2)} (Linux 4.11). Blocks while the file system does.
     *
     * @param directory what a relative path starts from, {@link Fcntl#AT_FDCWD}, or with {@link Fcntl#AT_EMPTY_PATH} and
     *     an empty path the descriptor that is asked about
     * @param pathAddress of a path that ends with a zero byte
     * @param flags such as {@link Fcntl#AT_EMPTY_PATH}
     * @param mask what to tell, such as {@link Statx#STATX_BASIC_STATS}
     * @param outAddress of a {@link Statx}, which the kernel fills in
     * @return 0 or {@code -errno}
     */
    int statx(int directory, long pathAddress, int flags, int mask, long outAddress);

    /**
     * {@code renameat(2)}: gives a file another name, whose former file is gone with it, in one step. Blocks while the file
     * system does.
     *
     * @param fromDirectory what a relative old path starts from, or {@link Fcntl#AT_FDCWD}
     * @param fromPathAddress of a path that ends with a zero byte
     * @param toDirectory likewise of the new path
     * @param toPathAddress likewise
     * @return 0 or {@code -errno}: {@code -EXDEV} if it would be on another file system
     */
    int renameat(int fromDirectory, long fromPathAddress, int toDirectory, long toPathAddress);

    /**
     * {@code unlinkat(2)}: removes a name. Blocks while the file system does.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param pathAddress of a path that ends with a zero byte
     * @param flags 0, or {@link Fcntl#AT_REMOVEDIR} for an empty directory
     * @return 0 or {@code -errno}
     */
    int unlinkat(int directory, long pathAddress, int flags);

    /**
     * {@code mkdirat(2)}. Blocks while the file system does.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param pathAddress of a path that ends with a zero byte
     * @param mode its permissions, less those of the process's umask
     * @return 0 or {@code -errno}
     */
    int mkdirat(int directory, long pathAddress, int mode);

    /**
     * {@code getdents64(2)}: the next entries of a directory, as {@link DirectoryEntry} knows them. Blocks while the file
     * system does.
     *
     * @param address of at least {@code length} bytes of native memory
     * @return the number of bytes filled in, 0 at the end, or {@code -errno}
     */
    int getdents64(int fd, long address, int length);

    /**
     * {@code pipe2(2)}.
     *
     * @param fds receives the end to read from in {@code fds[0]} and the end to write to in {@code
     *     fds[1]}; left alone if the call fails
     * @param flags {@link Fcntl#O_NONBLOCK} and {@link Fcntl#O_CLOEXEC}
     * @return 0 or {@code -errno}
     */
    int pipe2(int[] fds, int flags);

    /**
     * {@code ppoll(2)} with the signal mask unchanged. Blocks until an entry is ready or the timeout
     * expires; 0 never blocks.
     *
     * @param fds the entries; {@code revents} are filled in
     * @param count how many of them the kernel looks at, from index 0
     * @param timeoutNs relative, in nanoseconds; {@link #INFINITE} or any negative number never expires
     * @return the number of entries that are ready, 0 if the timeout expired, or {@code -errno}
     */
    int ppoll(PollFds fds, int count, long timeoutNs);

    /**
     * {@code epoll_create1(2)}.
     *
     * @param flags {@link Epoll#EPOLL_CLOEXEC}
     * @return the descriptor or {@code -errno}
     */
    int epollCreate1(int flags);

    /**
     * {@code epoll_ctl(2)}.
     *
     * @param op {@link Epoll#EPOLL_CTL_ADD}, {@link Epoll#EPOLL_CTL_MOD} or {@link Epoll#EPOLL_CTL_DEL}
     * @param events the events to watch; ignored when deleting
     * @param data comes back with each event; ignored when deleting
     * @return 0 or {@code -errno}; {@code -EPERM} means that this kind of file cannot be watched
     */
    int epollCtl(int epollFd, int op, int fd, int events, long data);

    /**
     * {@code epoll_wait(2)}. Blocks until there is an event or the timeout expires; 0 never blocks.
     *
     * @param events receives at most {@link EpollEvents#capacity()} events
     * @param timeoutMs relative, in milliseconds; {@link #INFINITE} or any negative number never expires
     * @return the number of events, 0 if the timeout expired, or {@code -errno}
     */
    int epollWait(int epollFd, EpollEvents events, int timeoutMs);

    /**
     * {@code epoll_pwait2(2)} without a signal mask: {@link #epollWait} with a timeout in nanoseconds (Linux 5.11).
     *
     * @param events receives at most {@link EpollEvents#capacity()} events
     * @param timeoutNs relative, in nanoseconds; {@link #INFINITE} or any negative number never expires
     * @return the number of events, 0 if the timeout expired, or {@code -errno}: {@code -ENOSYS}, or from some seccomp
     *     filters {@code -EPERM}, if there is no such call
     */
    int epollPwait2(int epollFd, EpollEvents events, long timeoutNs);

    /**
     * {@code socket(2)}; see {@link Sockets} for constants.
     *
     * @return the descriptor or {@code -errno}
     */
    int socket(int domain, int type, int protocol);

    /**
     * {@code bind(2)}.
     *
     * @return 0 or {@code -errno}
     */
    int bind(int fd, SockAddr address);

    /**
     * {@code listen(2)}. The kernel caps the backlog at {@code net.core.somaxconn}.
     *
     * @return 0 or {@code -errno}
     */
    int listen(int fd, int backlog);

    /**
     * {@code accept4(2)}. Blocks unless the listener is non-blocking.
     *
     * @param peer receives the address of the peer
     * @param flags {@link Sockets#SOCK_NONBLOCK} and {@link Sockets#SOCK_CLOEXEC}
     * @return the descriptor of the new connection, or {@code -errno}
     */
    int accept4(int fd, SockAddr peer, int flags);

    /**
     * {@code connect(2)}. On a non-blocking socket {@code -EINPROGRESS} means that it goes on: the
     * socket becomes writable when it is decided, and {@code SO_ERROR} tells how.
     *
     * @return 0 or {@code -errno}
     */
    int connect(int fd, SockAddr address);

    /**
     * {@code getsockname(2)}.
     *
     * @param out receives the local address
     * @return 0 or {@code -errno}
     */
    int getsockname(int fd, SockAddr out);

    /**
     * {@code getpeername(2)}.
     *
     * @param out receives the address of the peer
     * @return 0 or {@code -errno}
     */
    int getpeername(int fd, SockAddr out);

    /**
     * {@code getsockopt(2)} for an option whose value is an {@code int} of zero or more, as nearly all
     * are. A negative result is always {@code -errno} of the call itself: reading {@code SO_ERROR}
     * gives the pending error as a positive number.
     *
     * @return the option's value or {@code -errno}
     */
    int getsockopt(int fd, int level, int option);

    /**
     * {@code setsockopt(2)} for an option whose value is an {@code int}.
     *
     * @return 0 or {@code -errno}
     */
    int setsockopt(int fd, int level, int option, int value);

    /**
     * {@code getsockopt(2)} for an option whose value is a structure.
     *
     * @param address of at least {@code length} bytes of native memory
     * @return how many bytes the value has, or {@code -errno}
     */
    int getsockopt(int fd, int level, int option, long address, int length);

    /**
     * {@code setsockopt(2)} for an option whose value is a structure.
     *
     * @param address of at least {@code length} bytes of native memory
     * @return 0 or {@code -errno}
     */
    int setsockopt(int fd, int level, int option, long address, int length);

    /**
     * {@code recvmmsg(2)} without a timeout: receives several messages. Blocks unless the socket is non-blocking, or the
     * flags say so.
     *
     * @param messagesAddress of so many {@code struct mmsghdr}, see {@link MmsgHdrs}
     * @param flags such as {@link MsgHdr#MSG_DONTWAIT}
     * @return how many were received, or {@code -errno} if none was
     */
    int recvmmsg(int fd, long messagesAddress, int count, int flags);

    /**
     * {@code sendmmsg(2)}: sends several messages, up to the first that fails. Blocks unless the socket is non-blocking, or
     * the flags say so.
     *
     * @param messagesAddress of so many {@code struct mmsghdr}, see {@link MmsgHdrs}
     * @param flags such as {@link MsgHdr#MSG_DONTWAIT}
     * @return how many were sent, or {@code -errno} of the first if that failed
     */
    int sendmmsg(int fd, long messagesAddress, int count, int flags);

    /**
     * {@code setsockopt(2)} with {@code SO_LINGER}, see {@code socket(7)}. On with 0 seconds makes the
     * next {@link #close} of a TCP connection send a reset and drop what was not yet sent.
     *
     * @return 0 or {@code -errno}
     */
    int setLinger(int fd, boolean on, int seconds);

    /**
     * {@code shutdown(2)}.
     *
     * @param how {@link Sockets#SHUT_RD}, {@link Sockets#SHUT_WR} or {@link Sockets#SHUT_RDWR}
     * @return 0 or {@code -errno}
     */
    int shutdown(int fd, int how);

    /**
     * {@code sendmsg(2)}. Blocks unless the socket is non-blocking or the flags say {@link MsgHdr#MSG_DONTWAIT}. As for
     * {@link #write}, there is no signal.
     *
     * @return the number of bytes sent, or {@code -errno}
     */
    long sendmsg(int fd, MsgHdr message, int flags);

    /**
     * {@code recvmsg(2)}. Blocks unless the socket is non-blocking or the flags say {@link MsgHdr#MSG_DONTWAIT}.
     *
     * @param message {@linkplain MsgHdr#prepareToReceive prepared to receive}; what came is in it, descriptors included,
     *     which are the caller's
     * @param flags such as {@link MsgHdr#MSG_CMSG_CLOEXEC}
     * @return the number of bytes received, 0 at the end of a stream, or {@code -errno}
     */
    long recvmsg(int fd, MsgHdr message, int flags);

    /**
     * {@code fchmod(2)}: the permissions of an open file; of a Unix socket that is not bound yet, those that its file gets
     * at most.
     *
     * @return 0 or {@code -errno}
     */
    int fchmod(int fd, int mode);

    /**
     * {@code fchmodat(2)}: the permissions of a file, whatever the process's umask. Blocks while the file system does.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param pathAddress of a path that ends with a zero byte
     * @param flags 0
     * @return 0 or {@code -errno}
     */
    int fchmodat(int directory, long pathAddress, int mode, int flags);

    /**
     * {@code sendfile(2)}: copies from a file to a socket inside the kernel. May wait for the file's disk.
     *
     * @param offset of the first byte to copy
     * @return the number of bytes copied, which may be fewer than asked; 0 at the end of the file; or {@code -errno}
     */
    long sendfile(int outFd, int inFd, long offset, long length);

    /**
     * {@code inotify_init1(2)}: makes a queue of news of files.
     *
     * @param flags {@link Inotify#IN_NONBLOCK} and {@link Inotify#IN_CLOEXEC}
     * @return the descriptor or {@code -errno}: {@code -EMFILE} if the user has as many as may be
     */
    int inotifyInit1(int flags);

    /**
     * {@code inotify_add_watch(2)}. Blocks while the file system does.
     *
     * @param pathAddress of a path that ends with a zero byte
     * @param mask what to hear of, such as {@link Inotify#IN_CREATE}
     * @return the number of the watch, the same for the same file, or {@code -errno}: {@code -ENOSPC} if the user has as
     *     many as may be
     */
    int inotifyAddWatch(int fd, long pathAddress, int mask);

    /**
     * {@code inotify_rm_watch(2)}.
     *
     * @return 0 or {@code -errno}
     */
    int inotifyRmWatch(int fd, int watch);

    /**
     * {@code timerfd_create(2)}.
     *
     * @param clock such as {@link TimerFd#CLOCK_REALTIME}
     * @param flags {@link TimerFd#TFD_NONBLOCK} and {@link TimerFd#TFD_CLOEXEC}
     * @return the descriptor or {@code -errno}
     */
    int timerfdCreate(int clock, int flags);

    /**
     * {@code timerfd_settime(2)} for a timer that expires once.
     *
     * @param flags such as {@link TimerFd#TFD_TIMER_ABSTIME}
     * @param seconds when, together with {@code nanos}; both 0 disarm it
     * @return 0 or {@code -errno}: {@code -ECANCELED} if the clock was set since it was armed before, though it is armed
     */
    int timerfdSettime(int fd, int flags, long seconds, long nanos);

    /**
     * {@code mkfifoat(3)}. Blocks while the file system does.
     *
     * @param directory what a relative path starts from, or {@link Fcntl#AT_FDCWD}
     * @param pathAddress of a path that ends with a zero byte
     * @param mode its permissions, less those of the process's umask
     * @return 0 or {@code -errno}
     */
    int mkfifoat(int directory, long pathAddress, int mode);

    /**
     * {@code sched_setaffinity(2)} for the calling thread.
     *
     * @param maskSize of the mask in bytes, a multiple of 8
     * @param maskAddress of a bit for each processor
     * @return 0 or {@code -errno}: {@code -EINVAL} if none of the processors can be used
     */
    int schedSetAffinity(long maskSize, long maskAddress);

    /**
     * {@code sched_getaffinity(2)}.
     *
     * @param thread its id, which for a process is that of its first thread; 0 is the calling thread
     * @return 0 or {@code -errno}: {@code -EINVAL} if the machine may have more processors than there are bits
     */
    int schedGetAffinity(int thread, long maskSize, long maskAddress);

    /**
     * {@code prctl(2)}, for options with one argument.
     *
     * @param option such as {@link TimerSlack#PR_SET_TIMERSLACK}
     * @return what the option returns, or {@code -errno}
     */
    int prctl(int option, long argument);

    /**
     * {@code io_uring_setup(2)}.
     *
     * @param entries how many submissions there is room for
     * @param paramsAddress of a {@code struct io_uring_params}, which the kernel fills in
     * @return the descriptor, which is closed on exec, or {@code -errno}: {@code -ENOSYS} if the kernel or a
     *     seccomp filter does not know the call, {@code -EPERM} if it is forbidden
     */
    int ioUringSetup(int entries, long paramsAddress);

    /**
     * {@code io_uring_enter(2)}. Blocks only if the flags ask for events and {@code minComplete} is not 0.
     *
     * @param toSubmit how many submissions to take
     * @param minComplete how many completions to wait for
     * @param argAddress what the flags say it is, or 0
     * @param argSize its size in bytes, or 0
     * @return the number of submissions that were taken, or {@code -errno}
     */
    int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize);

    /**
     * {@code io_uring_register(2)}.
     *
     * @param argAddress what the opcode says it is, or 0
     * @param count what the opcode says it is
     * @return what the opcode returns, or {@code -errno}
     */
    int ioUringRegister(int fd, int opcode, long argAddress, int count);

    /**
     * {@code mmap(2)} at an address that the kernel chooses; see {@link Mman} for constants.
     *
     * @param fd what to map, or -1 with {@link Mman#MAP_ANONYMOUS}
     * @return the address, a multiple of the page size, or {@code -errno}
     */
    long mmap(long length, int protection, int flags, int fd, long offset);

    /**
     * {@code munmap(2)}. Whoever touches the memory afterwards crashes the JVM.
     *
     * @return 0 or {@code -errno}
     */
    int munmap(long address, long length);
}

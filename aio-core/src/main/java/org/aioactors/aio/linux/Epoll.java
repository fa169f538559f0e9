// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** Constants of {@code epoll(7)}. */
public final class Epoll {
    /** Flag of {@code epoll_create1}: closed when the process executes another program. */
    public static final int EPOLL_CLOEXEC = Fcntl.O_CLOEXEC;

    /** Operation: start to watch a descriptor. */
    public static final int EPOLL_CTL_ADD = 1;
    /** Operation: stop watching a descriptor. */
    public static final int EPOLL_CTL_DEL = 2;
    /** Operation: change what is watched, or arm a {@link #EPOLLONESHOT} descriptor again. */
    public static final int EPOLL_CTL_MOD = 3;

    /** There is something to read, or the end of the stream. */
    public static final int EPOLLIN = 0x001;
    /** There is urgent data or another exceptional condition. */
    public static final int EPOLLPRI = 0x002;
    /** Writing will not block. */
    public static final int EPOLLOUT = 0x004;
    /** An error; always watched. */
    public static final int EPOLLERR = 0x008;
    /** Hang-up; always watched. */
    public static final int EPOLLHUP = 0x010;
    /** The peer will send nothing more. */
    public static final int EPOLLRDHUP = 0x2000;
    /** Input flag: wake only one of the epoll instances that watch the descriptor. */
    public static final int EPOLLEXCLUSIVE = 1 << 28;
    /** Input flag: disarm after one event. */
    public static final int EPOLLONESHOT = 1 << 30;
    /** Input flag: report changes (edges), not states (levels). */
    public static final int EPOLLET = 1 << 31;

    private Epoll() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** Constants of {@code timerfd_create(2)}. */
public final class TimerFd {
    /** The wall clock, which may be set. */
    public static final int CLOCK_REALTIME = 0;
    /** Flag when made: reading returns {@link Errno#EAGAIN} before it expires. */
    public static final int TFD_NONBLOCK = Fcntl.O_NONBLOCK;
    /** Flag when made: closed when the process executes another program. */
    public static final int TFD_CLOEXEC = Fcntl.O_CLOEXEC;
    /** Flag when armed: for a time of its clock, and not from now on. */
    public static final int TFD_TIMER_ABSTIME = 1;
    /** Flag when armed, for the wall clock: reading returns {@link Errno#ECANCELED} once after the clock was set. */
    public static final int TFD_TIMER_CANCEL_ON_SET = 2;

    private TimerFd() {}
}

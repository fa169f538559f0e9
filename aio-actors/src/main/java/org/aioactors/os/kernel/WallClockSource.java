// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.time.Instant;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TimerFd;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdSource;
import org.jspecify.annotations.Nullable;

/** The actor of a {@link WallClock}. */
final class WallClockSource extends FdSource<WallClock.Event> {
    private static final int MAX_UNHANDLED = 64;

    /** The kernel's times have 63 bits of nanoseconds; nothing waits for as long as that. */
    private static final Instant NEVER = Instant.ofEpochSecond(9_000_000_000L);

    private static final Instant FIRST = Instant.ofEpochSecond(0, 1);

    private final Syscalls syscalls;
    private final NativeMemory memory = NativeMemory.allocate(Long.BYTES);
    private @Nullable Fd timer;
    private @Nullable Instant due;

    WallClockSource(ActorContext<Object> context, Syscalls syscalls, ActorRef<? super WallClock.Event> listener) {
        super(context, listener, MAX_UNHANDLED);
        this.syscalls = syscalls;
    }

    @Override
    protected Fd open() {
        int fd = syscalls.timerfdCreate(TimerFd.CLOCK_REALTIME, TimerFd.TFD_NONBLOCK | TimerFd.TFD_CLOEXEC);
        return Fd.adopt(syscalls, SyscallException.check(fd, "timerfd_create"), "timerfd");
    }

    @Override
    protected void opened(Fd fd) {
        timer = fd;
        arm();
    }

    /** Also without a time, so that it hears of the clock. */
    private void arm() {
        Instant at = due == null || due.isAfter(NEVER) ? NEVER : due.isBefore(FIRST) ? FIRST : due;
        int flags = TimerFd.TFD_TIMER_ABSTIME | TimerFd.TFD_TIMER_CANCEL_ON_SET;
        int result = syscalls.timerfdSettime(fd(), flags, at.getEpochSecond(), at.getNano());
        if (result == -Errno.ECANCELED) {
            tell(new WallClock.Changed(Instant.now())); // and it is armed
        } else {
            SyscallException.check(result, "timerfd_settime", fd());
        }
    }

    private int fd() {
        if (timer == null) {
            throw new IllegalStateException("not open");
        }
        return timer.value();
    }

    @Override
    protected boolean read(FdReady ready) {
        long result = syscalls.read(fd(), memory.address(), Long.BYTES);
        if (result == -Errno.ECANCELED) {
            tell(new WallClock.Changed(Instant.now()));
            arm();
        } else if (checkRead(result, "read", fd()) > 0) {
            Instant reached = due;
            due = null;
            arm();
            if (reached != null) {
                tell(new WallClock.Due(reached));
            }
        }
        return false;
    }

    @Override
    protected void onCommand(Object command) {
        if (command instanceof WallClock.Set set) {
            due = set.due();
            arm();
        } else if (command instanceof WallClock.Clear) {
            due = null;
            arm();
        } else if (command instanceof WallClock.Close) {
            end();
        }
    }

    @Override
    protected WallClock.Event failed(SyscallException cause) {
        return new WallClock.Failed(cause);
    }

    @Override
    protected void release() {
        memory.close();
    }
}

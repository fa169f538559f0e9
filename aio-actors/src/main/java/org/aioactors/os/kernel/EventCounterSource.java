// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.Objects;
import java.util.function.Supplier;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdSource;
import org.jspecify.annotations.Nullable;

/** The actor of an {@link EventCounter}. */
final class EventCounterSource extends FdSource<EventCounter.Event> {
    /** Flag when made: reading takes 1, not all. */
    static final int EFD_SEMAPHORE = 1;

    private static final int MAX_UNHANDLED = 64;

    private final Syscalls syscalls;
    private final Supplier<Fd> opening;
    private final boolean semaphore;
    private final NativeMemory memory = NativeMemory.allocate(Long.BYTES);
    private @Nullable Fd eventfd;

    /** How many have asked the semaphore and have got nothing yet. */
    private long acquiring;

    EventCounterSource(
            ActorContext<Object> context,
            Syscalls syscalls,
            Supplier<Fd> opening,
            boolean semaphore,
            ActorRef<? super EventCounter.Event> listener) {
        super(context, listener, MAX_UNHANDLED);
        this.syscalls = syscalls;
        this.opening = opening;
        this.semaphore = semaphore;
    }

    @Override
    protected Fd open() {
        return opening.get();
    }

    @Override
    protected void opened(Fd fd) {
        Fcntl.setNonBlocking(syscalls, fd.value());
        eventfd = fd;
        tell(new EventCounter.Opened(fd.value(), self().narrow()));
    }

    private int fd() {
        return Objects.requireNonNull(eventfd).value();
    }

    @Override
    protected boolean isWanted() {
        return !semaphore || acquiring > 0;
    }

    @Override
    protected boolean read(FdReady ready) {
        if (checkRead(syscalls.read(fd(), memory.address(), Long.BYTES), "read", fd()) <= 0) {
            return false;
        }
        if (semaphore) {
            acquiring--;
            tell(new EventCounter.Acquired());
            return true;
        }
        tell(new EventCounter.Counted(memory.buffer().getLong(0)));
        return false; // it is 0 now
    }

    @Override
    protected void onCommand(Object command) {
        if (command instanceof EventCounter.Add add) {
            add(add);
        } else if (command instanceof EventCounter.Acquire) {
            acquiring++;
        } else if (command instanceof EventCounter.Close) {
            end();
        }
    }

    private void add(EventCounter.Add add) {
        memory.buffer().putLong(0, add.count());
        long result;
        do {
            result = syscalls.write(fd(), memory.address(), Long.BYTES);
        } while (result == -Errno.EINTR);
        if (result == -Errno.EAGAIN) {
            tell(new EventCounter.AddRefused(add));
        } else {
            SyscallException.check(result, "write", fd());
        }
    }

    @Override
    protected EventCounter.Event failed(SyscallException cause) {
        return new EventCounter.Failed(cause);
    }

    @Override
    protected void release() {
        memory.close();
    }
}

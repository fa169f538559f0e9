// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import akka.actor.ActorIdentity;
import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.OffloadCompletion;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Inotify;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.fd.MailboxCredit;
import org.jspecify.annotations.Nullable;

/**
 * The actor of a {@link DirectoryWatch}, pinned to its loop, on which the callbacks run too.
 *
 * <p>What blocks is called off the loop, one call at a time, and while there is one no changes are read. So what a scan finds
 * is told before all that has happened after it, and what has happened before it and is told after leads to the same end.
 */
final class DirectoryActor implements AutoCloseable {
    private enum Signal implements DeadLetterSuppression {
        LISTENER_STOPPED,
        OVER
    }

    /** A read brings at most 1024 changes. */
    private static final int READ_BYTES = 16 * 1024;

    /** How often it reads before it scans on, or lets others run. */
    private static final int READS = 8;

    /** For how long, and up to twice as long, a half of a move waits for the other. */
    private static final long PATIENCE_NS = 10_000_000;

    /** After how long it tries again if the threads for blocking calls have too much to do. */
    private static final long RETRY_NS = 10_000_000;

    private static final int SELF = Inotify.IN_DELETE_SELF | Inotify.IN_MOVE_SELF | Inotify.IN_UNMOUNT;

    private final Syscalls syscalls;
    private final Root root;
    private final AioContext loop;
    private final ActorRef<Object> self;
    private final MailboxCredit<DirectoryWatch.Event> credit;
    private final NativeMemory memory = NativeMemory.allocate(READ_BYTES);
    private final AioTimer retry;
    private final AioTimer patience;
    private final FdHandler handler;

    /** Null between two of them. */
    private @Nullable Session session;

    /** The inotify of a session that is over, to be closed off the loop: that may take some milliseconds. */
    private @Nullable Fd retired;

    /** Whether a blocking call is under way, which uses the inotify. */
    private boolean calling;

    /** Whether the handler will be called when there are changes. */
    private boolean armed;

    /** Whether the listener was told that there is no root. */
    private boolean absent;

    private boolean ended;

    private DirectoryActor(
            ActorContext<Object> context,
            AioContext loop,
            Syscalls syscalls,
            Root root,
            ActorRef<? super DirectoryWatch.Event> listener) {
        this.syscalls = syscalls;
        this.root = root;
        this.loop = loop;
        this.self = context.getSelf();
        this.credit = new MailboxCredit<>(listener, context, root.options().maxUnhandled());
        this.retry = loop.newTimer(ClockType.REALTIME, this::proceed);
        this.patience = loop.newTimer(ClockType.REALTIME, this::age);
        this.handler = FdHandler.builder().onReadable(this::readable).oneShot().build();
    }

    static Behavior<Object> create(Syscalls syscalls, Root root, ActorRef<? super DirectoryWatch.Event> listener) {
        return Behaviors.setup(context -> {
            AioLoop loop = AioLoop.require("a directory watch");
            DirectoryActor actor = new DirectoryActor(context, loop.context(), syscalls, root, listener);
            Objects.requireNonNull(loop.currentMailbox()).onTermination(actor);
            context.watchWith(listener, Signal.LISTENER_STOPPED);
            actor.proceed();
            return actor.behavior();
        });
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(ActorIdentity.class, answer -> {
                    if (credit.answered(answer)) {
                        proceed();
                    }
                    return Behaviors.same();
                })
                .onMessage(DirectoryWatch.Close.class, close -> Behaviors.stopped())
                .onMessageEquals(Signal.LISTENER_STOPPED, Behaviors::stopped)
                .onMessageEquals(Signal.OVER, Behaviors::stopped)
                .build();
    }

    private void readable() {
        armed = false;
        proceed();
    }

    private boolean mayGoOn() {
        return !ended && !calling && !credit.isExhausted();
    }

    /** Does what is next: begin, read, scan, or wait. */
    private void proceed() {
        if (!mayGoOn()) {
            return;
        }
        if (session != null) {
            read(session);
        }
        if (!mayGoOn()) {
            return;
        }
        Session present = session;
        if (present == null) {
            begin();
        } else if (!scan(present)) {
            present.nothingToScan();
            arm(present);
        }
    }

    private void arm(Session present) {
        if (!armed) {
            armed = true;
            int fd = present.attachment().inotify().value();
            if (!loop.rearmFdHandler(fd)) {
                loop.setFdHandler(fd, handler);
            }
        }
    }

    private <T> boolean call(String what, Callable<T> call, OffloadCompletion<T> completion) {
        try {
            loop.offload(what + " '" + root.path() + "'", call, completion);
            calling = true;
            return true;
        } catch (RejectedExecutionException full) {
            retry.modify(loop.nowNs(ClockType.REALTIME) + RETRY_NS);
            return false;
        }
    }

    private void begin() {
        Fd former = retired;
        if (call(
                "watch",
                () -> {
                    if (former != null) {
                        former.close();
                    }
                    return Attachment.of(syscalls, root);
                },
                (attachment, failure) -> {
                    if (former != null && failure != null) {
                        former.close(); // if that was not even begun
                    }
                    attached(attachment, failure);
                })) {
            retired = null;
        }
    }

    private void attached(@Nullable Attachment attachment, @Nullable Throwable failure) {
        calling = false;
        if (attachment == null) {
            fail(failure);
        } else if (ended) {
            retired = attachment.inotify();
            closeRetired();
        } else {
            session = new Session(root, attachment, credit::tell);
            if (attachment.isThere()) {
                absent = false;
            } else if (!absent) {
                absent = true;
                credit.tell(new DirectoryWatch.Absent(root.path(), DirectoryWatch.Reason.MISSING));
            }
            proceed();
        }
    }

    /** Has the next directories scanned; returns whether there is something to wait for. */
    private boolean scan(Session present) {
        Scan next = present.nextScan(syscalls);
        if (next.isEmpty()) {
            return false;
        }
        if (!call("scan", next, (done, failure) -> scanned(next, failure))) {
            present.putBack(next);
        }
        return true;
    }

    private void scanned(Scan scan, @Nullable Throwable failure) {
        calling = false;
        Session present = session;
        if (failure != null) {
            if (!(failure instanceof CancellationException) || !scan.isBegun()) {
                scan.close(); // no thread is at it
            }
            fail(failure);
        } else if (ended || present == null) {
            scan.close();
            closeRetired();
        } else {
            try {
                present.scanned(scan);
            } catch (SyscallException refused) {
                scan.close();
                fail(refused);
            }
            proceed();
        }
    }

    private void read(Session present) {
        for (int i = 0; i < READS && present == session && !credit.isExhausted(); i++) {
            int fd = present.attachment().inotify().value();
            long length = syscalls.read(fd, memory.address(), READ_BYTES);
            if (length == -Errno.EAGAIN) {
                present.drained();
                break;
            } else if (length >= 0) {
                take(present, (int) length);
            } else if (length != -Errno.EINTR) {
                fail(new SyscallException("read(inotify)", fd, (int) -length));
                break;
            }
        }
        if (present == session && present.changes().hasHalves() && !patience.isPending()) {
            patience.modify(loop.nowNs(ClockType.REALTIME) + PATIENCE_NS);
        }
    }

    private void take(Session present, int length) {
        ByteBuffer buffer = memory.buffer();
        for (int at = 0; at < length && present == session; at = Inotify.next(buffer, at)) {
            int watch = Inotify.watch(buffer, at);
            int mask = Inotify.mask(buffer, at);
            String name = Inotify.name(buffer, at);
            if (!isAboutRoot(present, watch, mask, name)) {
                present.changes().take(watch, mask, Inotify.cookie(buffer, at), name);
            }
        }
    }

    /** Takes what ends the session. */
    private boolean isAboutRoot(Session present, int watch, int mask, String name) {
        Attachment attachment = present.attachment();
        if ((mask & Inotify.IN_Q_OVERFLOW) != 0) {
            retire(present);
            credit.tell(new DirectoryWatch.Overflowed(root.path()));
            return true;
        }
        boolean awaited = name.equals(attachment.awaited());
        boolean isGuard = watch == attachment.guard();
        if (!attachment.isThere()) {
            boolean came = awaited && (mask & (Inotify.IN_CREATE | Inotify.IN_MOVED_TO)) != 0;
            if (isGuard && (came || (mask & SELF) != 0)) {
                retire(present);
            }
            return true;
        }
        boolean left = isGuard && awaited && (mask & (Inotify.IN_DELETE | Inotify.IN_MOVED_FROM)) != 0;
        if (left || ((isGuard || watch == attachment.root()) && (mask & SELF) != 0)) {
            retire(present);
            absent = true;
            credit.tell(new DirectoryWatch.Absent(root.path(), reason(mask)));
        }
        return isGuard || present != session;
    }

    private static DirectoryWatch.Reason reason(int mask) {
        if ((mask & Inotify.IN_UNMOUNT) != 0) {
            return DirectoryWatch.Reason.UNMOUNTED;
        }
        return (mask & (Inotify.IN_MOVE_SELF | Inotify.IN_MOVED_FROM)) != 0
                ? DirectoryWatch.Reason.MOVED
                : DirectoryWatch.Reason.DELETED;
    }

    /** Some time has passed since the first half of a move: if all that the kernel has was read, the other half is overdue. */
    private void age() {
        if (mayGoOn() && session != null) {
            read(session);
        }
        Session present = session;
        if (present != null && present.changes().hasHalves()) {
            if (mayGoOn()) {
                present.changes().age();
            }
            if (present.changes().hasHalves()) {
                patience.modify(loop.nowNs(ClockType.REALTIME) + PATIENCE_NS);
            }
        }
        proceed();
    }

    /** A session is over. */
    private void retire(Session present) {
        Fd inotify = present.attachment().inotify();
        loop.removeFdHandler(inotify.value());
        armed = false;
        patience.cancel();
        present.close();
        retired = inotify;
        session = null;
    }

    private void fail(@Nullable Throwable failure) {
        if (ended || failure instanceof CancellationException) {
            closeRetired();
            return;
        }
        SyscallException cause = failure instanceof SyscallException refused
                ? refused
                : new SyscallException("watching '" + root.path() + "': " + failure, SyscallException.NO_FD, Errno.EIO);
        credit.tell(new DirectoryWatch.Failed(root.path(), Advice.on(cause), cause));
        end();
        self.tell(Signal.OVER);
    }

    private void end() {
        ended = true;
        retry.cancel();
        if (session != null) {
            retire(session);
        }
        if (!calling) {
            closeRetired();
        }
    }

    /** Off the loop if that is possible. */
    private void closeRetired() {
        Fd inotify = retired;
        retired = null;
        if (inotify != null) {
            try {
                loop.offload("close inotify", () -> closed(inotify), (done, failure) -> inotify.close());
            } catch (RejectedExecutionException full) {
                inotify.close();
            }
        }
    }

    private static boolean closed(Fd inotify) {
        inotify.close();
        return true;
    }

    /** The actor has ended, however that came. */
    @Override
    public void close() {
        if (!ended) {
            end();
        }
        patience.cancel();
        memory.close();
    }

    @Override
    public String toString() {
        return "watch of " + root.path();
    }
}

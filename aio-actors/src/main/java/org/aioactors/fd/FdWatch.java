// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.typed.ActorRef;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.AioMailbox;
import org.jspecify.annotations.Nullable;

/**
 * Tells an actor when a file descriptor is ready, whatever kind it is: socket, pipe, eventfd, timerfd, inotify, tty,
 * ...
 *
 * <p>A watch is armed for one message: the delivery disarms it, and the actor arms it again when it has dealt with
 * the fd. So an actor that is busy never finds its mailbox full of repetitions. Readiness is level-triggered: what
 * was not read is told again after the next {@link #arm(Interest)}. Arming again for the same costs no system call where
 * the loop's monitor is io_uring or poll, and one on epoll.
 *
 * <pre>{@code
 * FdWatch watch = FdWatch.create(fd, context.getSelf(), ready -> new Ready(ready));
 * watch.arm(FdWatch.Interest.READ);
 * }</pre>
 *
 * <p>A watch is closed by itself when the actor that created it ends; a restart does not end it, nor take back an arm.
 * The fd of {@link #create} stays its owner's, who closes the watch first, and then the fd; that of {@link #owning} is
 * closed with the watch. All methods are for that actor, which must run on an aio dispatcher; on another thread they throw
 * {@link IllegalStateException}. The actor is settled on its loop from the creation on, see {@link AioLoop#require}: while
 * another one holds up the loop, it waits.
 *
 * <p>A loop watches an fd for one watch at a time. Of two watches of one fd on one loop, as an actor that was restarted
 * may have, the one armed last has it; the other is disarmed.
 */
public final class FdWatch implements AutoCloseable {
    /** What to wait for, see {@code poll(2)}. */
    public enum Interest {
        /** Until it can be read ({@code POLLIN}). */
        READ(1),
        /** Until it can be written ({@code POLLOUT}). */
        WRITE(2),
        /** Until it can be read or written, whichever comes first. */
        READ_OR_WRITE(1 | 2),
        /**
         * Until it has an exceptional condition ({@code POLLPRI}): urgent data of a TCP connection, or news of a file of
         * sysfs, of {@code /proc/mounts}, of a pressure-stall trigger. Where the loop's monitor is io_uring, the kernel
         * notices urgent data only if {@link #READ} is waited for as well, and what arrives then may be told as this though
         * it is not urgent (seen on Linux 6.18).
         */
        PRIORITY(4),
        /**
         * Until the peer of a stream socket has ended its side ({@code POLLRDHUP}), or is gone. Lasts: it is told again
         * after each arm.
         */
        PEER_CLOSED(8);

        private final int bits;

        Interest(int bits) {
            this.bits = bits;
        }
    }

    private static final int COMBINATIONS = 16;

    private final int fd;
    private final @Nullable Fd owned;
    private final AioMailbox mailbox;
    private final AioContext context;
    private final ArmedWatches armed;
    private final Runnable[] deliveries;
    private final IntConsumer onError;

    /** By the bits of interests, made when first needed. */
    private final @Nullable FdHandler[] handlers = new @Nullable FdHandler[COMBINATIONS];

    private @Nullable BooleanSupplier readyTest;

    /** What the handler that the loop has of this watch asks for; means nothing if the loop has none. */
    private int registeredBits;

    /** Whether the next readiness is to be told. */
    private boolean waiting;

    private boolean closed;

    private <M> FdWatch(
            AioMailbox mailbox,
            int fd,
            @Nullable Fd owned,
            ActorRef<? super M> recipient,
            Function<FdReady, ? extends M> message) {
        this.fd = fd;
        this.owned = owned;
        this.mailbox = mailbox;
        this.context = mailbox.loop().context();
        this.armed = mailbox.loop().resource(ArmedWatches.class, ArmedWatches::new);
        this.deliveries = new Runnable[] {
            () -> deliver(recipient, message, FdReady.READABLE),
            () -> deliver(recipient, message, FdReady.WRITABLE),
            () -> deliver(recipient, message, FdReady.PRIORITY),
            () -> deliver(recipient, message, FdReady.PEER_CLOSED)
        };
        this.onError = events -> failed(recipient, message, events);
    }

    /**
     * A watch, not armed yet, for the actor that runs now, which is settled on its loop from now on. May have to wait for
     * a loop that is held up.
     *
     * @param fd an open file descriptor, best in non-blocking mode
     * @param recipient who hears of it
     * @param message makes the message to tell, on the loop's thread; must be quick. If it throws, that is logged and
     *     nothing is told
     * @throws IllegalStateException outside an actor of an aio dispatcher; says which line of the configuration makes the
     *     actor's dispatcher one
     * @throws IllegalArgumentException for a negative fd
     */
    public static <M> FdWatch create(int fd, ActorRef<? super M> recipient, Function<FdReady, ? extends M> message) {
        AioMailbox mailbox = mailbox(recipient);
        if (fd < 0) {
            throw new IllegalArgumentException("not a file descriptor: " + fd);
        }
        return opened(new FdWatch(mailbox, fd, null, recipient, message));
    }

    /**
     * The same for a descriptor that is the watch's from now on: it is closed when the watch is, and so when the actor ends,
     * however it ends. If this throws, it is still the caller's.
     *
     * @param fd an open file descriptor, best in non-blocking mode
     * @throws IllegalStateException as {@link #create}, and if it is closed
     */
    public static <M> FdWatch owning(Fd fd, ActorRef<? super M> recipient, Function<FdReady, ? extends M> message) {
        AioMailbox mailbox = mailbox(recipient);
        return opened(new FdWatch(mailbox, fd.value(), fd, recipient, message));
    }

    private static AioMailbox mailbox(ActorRef<?> recipient) {
        String what = "an fd watch";
        if (AioLoop.current() == null) {
            throw ForeignThread.noLoop(what, recipient);
        }
        AioMailbox mailbox = AioLoop.require(what).currentMailbox();
        if (mailbox == null) {
            throw new IllegalStateException("an fd watch is created by an actor, not by a task on its loop");
        }
        return mailbox;
    }

    private static FdWatch opened(FdWatch watch) {
        watch.mailbox.onTermination(watch);
        return watch;
    }

    /**
     * Has the loop ask {@code test}, all the time while it busy-polls, whether the fd can be read: for a ring in memory that
     * a device or another process fills, so that the loop hears of it without a system call. What it says counts as {@link
     * FdReady#READABLE} for a watch that is armed for that.
     *
     * @param test is called on the loop's thread; quick, without side effects
     * @return this watch
     * @throws IllegalStateException after the first arm
     */
    public FdWatch isReady(BooleanSupplier test) {
        checkOpen();
        if (registeredBits != 0) {
            throw new IllegalStateException("the watch of fd " + fd + " was armed already; call isReady before arm");
        }
        readyTest = Objects.requireNonNull(test, "test");
        return this;
    }

    /**
     * Has the next readiness told, once. Arming an armed watch changes what it waits for.
     *
     * @throws IllegalStateException once closed
     */
    public void arm(Interest interest) {
        armFor(interest.bits);
    }

    /** The same for the first of several interests that comes. Of those that come together one is told. */
    public void arm(Interest first, Interest second, Interest... more) {
        int bits = first.bits | second.bits;
        for (Interest another : more) {
            bits |= another.bits;
        }
        armFor(bits);
    }

    private void armFor(int bits) {
        checkOpen();
        boolean same = registeredBits == bits && armed.has(fd, this);
        if (!same || (!waiting && !context.rearmFdHandler(fd))) {
            context.setFdHandler(fd, handler(bits));
            armed.put(fd, this);
            registeredBits = bits;
        }
        waiting = true;
    }

    /** One-shot: when it has fired, the loop keeps it and need only be told to go on. */
    private FdHandler handler(int bits) {
        FdHandler present = handlers[bits];
        if (present == null) {
            present = newHandler(bits);
            handlers[bits] = present;
        }
        return present;
    }

    private FdHandler newHandler(int bits) {
        FdHandler.Builder builder = FdHandler.builder().onError(onError).oneShot();
        if ((bits & Interest.READ.bits) != 0) {
            builder.onReadable(deliveries[0]);
            if (readyTest != null) {
                builder.isReady(readyTest);
            }
        }
        if ((bits & Interest.WRITE.bits) != 0) {
            builder.onWritable(deliveries[1]);
        }
        if ((bits & Interest.PRIORITY.bits) != 0) {
            builder.onPriority(deliveries[2]);
        }
        if ((bits & Interest.PEER_CLOSED.bits) != 0) {
            builder.onPeerClosed(deliveries[3]);
        }
        return builder.build();
    }

    /** Takes back an arm; a message told before may still arrive. Idempotent. */
    public void disarm() {
        checkThread();
        waiting = false;
        if (armed.remove(fd, this)) {
            context.removeFdHandler(fd);
        }
    }

    private <M> void failed(ActorRef<? super M> recipient, Function<FdReady, ? extends M> message, int events) {
        if ((events & FdEvents.NVAL) != 0) {
            armed.remove(fd, this); // the loop has removed the handler, and the number may soon be another file's
        }
        deliver(recipient, message, FdReady.FAILED);
    }

    /** Of the callbacks for one report the first tells. */
    private <M> void deliver(ActorRef<? super M> recipient, Function<FdReady, ? extends M> message, FdReady ready) {
        if (waiting) {
            waiting = false; // first: message may throw
            recipient.tell(message.apply(ready));
        }
    }

    /** Ends the watch, and closes the fd if it is the watch's own. Idempotent. */
    @Override
    public void close() {
        disarm();
        if (!closed) {
            closed = true;
            mailbox.forget(this);
            if (owned != null) {
                owned.close();
            }
        }
    }

    private void checkOpen() {
        checkThread();
        if (closed) {
            throw new IllegalStateException("the watch of fd " + fd + " is closed");
        }
    }

    private void checkThread() {
        if (!mailbox.loop().inLoopThread()) {
            throw new IllegalStateException("the watch of fd " + fd + " is for its actor on " + mailbox.loop()
                    + " alone, but this is thread '" + Thread.currentThread().getName()
                    + "'; send the actor a message");
        }
    }

    @Override
    public String toString() {
        return "watch of fd " + fd;
    }
}

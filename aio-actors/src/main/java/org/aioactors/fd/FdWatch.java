// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.typed.ActorRef;
import java.util.function.Function;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.AioMailbox;

/**
 * Tells an actor when a file descriptor is ready, whatever kind it is: socket, pipe, eventfd, timerfd, inotify, tty, ...
 *
 * <p>A watch is armed for one message: the delivery disarms it, and the actor arms it again when it has dealt with the fd. So an
 * actor that is busy never finds its mailbox full of repetitions. Readiness is level-triggered: what was not read is told again
 * after the next {@link #arm}.
 *
 * <pre>{@code
 * FdWatch watch = FdWatch.create(fd, context.getSelf(), ready -> new Ready(ready));
 * watch.arm(FdWatch.Interest.READ);
 * }</pre>
 *
 * <p>The fd stays its owner's: close the watch, then the fd. A watch is closed by itself when the actor that created it stops.
 * All methods are for that actor, which must run on an aio dispatcher; none blocks.
 */
public final class FdWatch implements AutoCloseable {
    /** What to wait for. */
    public enum Interest {
        /** Until it can be read. */
        READ,
        /** Until it can be written. */
        WRITE,
        /** Until it can be read or written, whichever comes first. */
        READ_OR_WRITE
    }

    private final int fd;
    private final AioMailbox mailbox;
    private final AioContext context;
    private final Runnable onReadable;
    private final Runnable onWritable;
    private final FdHandler read;
    private final FdHandler write;
    private final FdHandler readOrWrite;
    private boolean armed;
    private boolean closed;

    private <M> FdWatch(
            AioMailbox mailbox, int fd, ActorRef<? super M> recipient, Function<FdReady, ? extends M> message) {
        this.fd = fd;
        this.mailbox = mailbox;
        this.context = mailbox.loop().context();
        this.onReadable = () -> deliver(recipient, message.apply(FdReady.READABLE));
        this.onWritable = () -> deliver(recipient, message.apply(FdReady.WRITABLE));
        Runnable onError = () -> deliver(recipient, message.apply(FdReady.FAILED));
        this.read = builder(onError).onReadable(onReadable).build();
        this.write = builder(onError).onWritable(onWritable).build();
        this.readOrWrite =
                builder(onError).onReadable(onReadable).onWritable(onWritable).build();
    }

    private static FdHandler.Builder builder(Runnable onError) {
        return FdHandler.builder().onError(revents -> onError.run());
    }

    /**
     * A watch, not armed yet, for the actor that runs now.
     *
     * @param fd an open file descriptor, best in non-blocking mode
     * @param recipient who hears of it
     * @param message makes the message to tell, on the loop's thread; must be quick
     * @throws IllegalStateException outside an actor of an aio dispatcher
     */
    public static <M> FdWatch create(int fd, ActorRef<? super M> recipient, Function<FdReady, ? extends M> message) {
        AioMailbox mailbox = AioLoop.require("an fd watch").currentMailbox();
        if (mailbox == null) {
            throw new IllegalStateException("an fd watch is created by an actor, not by a task on its loop");
        }
        FdWatch watch = new FdWatch(mailbox, fd, recipient, message);
        mailbox.onTermination(watch);
        return watch;
    }

    /**
     * Has the next readiness told, once. Arming an armed watch changes what it waits for.
     *
     * @throws IllegalStateException once closed
     */
    public void arm(Interest interest) {
        if (closed) {
            throw new IllegalStateException("the watch of fd " + fd + " is closed");
        }
        armed = true;
        context.setFdHandler(
                fd,
                switch (interest) {
                    case READ -> read;
                    case WRITE -> write;
                    case READ_OR_WRITE -> readOrWrite;
                });
    }

    /** Takes back an {@link #arm}; a message told before may still arrive. Idempotent. */
    public void disarm() {
        if (armed) {
            armed = false;
            context.removeFdHandler(fd);
        }
    }

    private <M> void deliver(ActorRef<? super M> recipient, M message) {
        disarm();
        recipient.tell(message);
    }

    /** Ends the watch; the fd stays open. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            disarm();
            closed = true;
            mailbox.forget(this);
        }
    }
}

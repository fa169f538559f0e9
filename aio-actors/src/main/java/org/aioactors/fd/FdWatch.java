// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.typed.ActorRef;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.AioMailbox;

/**
 * Tells an actor when a file descriptor is ready, whatever kind it is: socket, pipe, eventfd, timerfd, inotify, tty,
 * ...
 *
 * <p>A watch is armed for one message: the delivery disarms it, and the actor arms it again when it has dealt with
 * the fd. So an actor that is busy never finds its mailbox full of repetitions. Readiness is level-triggered: what
 * was not read is told again after the next {@link #arm}.
 *
 * <pre>{@code
 * FdWatch watch = FdWatch.create(fd, context.getSelf(), ready -> new Ready(ready));
 * watch.arm(FdWatch.Interest.READ);
 * }</pre>
 *
 * <p>The fd stays its owner's: close the watch, then the fd. A watch is closed by itself when the actor that created
 * it ends; a restart does not end it, nor take back an {@link #arm}. All methods are for that actor, which must run on
 * an aio dispatcher; on another thread they throw {@link IllegalStateException}. The actor is settled on its loop from
 * {@link #create} on, see {@link AioLoop#require}: while another one holds up the loop, it waits.
 *
 * <p>A loop watches an fd for one watch at a time. Of two watches of one fd on one loop, as an actor that was restarted
 * may have, the one armed last has it; the other is disarmed.
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
    private final ArmedWatches armed;
    private final FdHandler read;
    private final FdHandler write;
    private final FdHandler readOrWrite;
    private boolean closed;

    private <M> FdWatch(
            AioMailbox mailbox, int fd, ActorRef<? super M> recipient, Function<FdReady, ? extends M> message) {
        this.fd = fd;
        this.mailbox = mailbox;
        this.context = mailbox.loop().context();
        this.armed = mailbox.loop().resource(ArmedWatches.class, ArmedWatches::new);
        Runnable onReadable = () -> deliver(recipient, message, FdReady.READABLE);
        Runnable onWritable = () -> deliver(recipient, message, FdReady.WRITABLE);
        IntConsumer onError = events -> deliver(recipient, message, FdReady.FAILED);
        this.read = FdHandler.builder().onReadable(onReadable).onError(onError).build();
        this.write = FdHandler.builder().onWritable(onWritable).onError(onError).build();
        this.readOrWrite = FdHandler.builder()
                .onReadable(onReadable)
                .onWritable(onWritable)
                .onError(onError)
                .build();
    }

    /**
     * A watch, not armed yet, for the actor that runs now, which is settled on its loop from now on. May have to wait for
     * a loop that is held up.
     *
     * @param fd an open file descriptor, best in non-blocking mode
     * @param recipient who hears of it
     * @param message makes the message to tell, on the loop's thread; must be quick. If it throws, that is logged and
     *     nothing is told
     * @throws IllegalStateException outside an actor of an aio dispatcher
     * @throws IllegalArgumentException for a negative fd
     */
    public static <M> FdWatch create(int fd, ActorRef<? super M> recipient, Function<FdReady, ? extends M> message) {
        AioMailbox mailbox = AioLoop.require("an fd watch").currentMailbox();
        if (mailbox == null) {
            throw new IllegalStateException("an fd watch is created by an actor, not by a task on its loop");
        }
        if (fd < 0) {
            throw new IllegalArgumentException("not a file descriptor: " + fd);
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
        checkThread();
        if (closed) {
            throw new IllegalStateException("the watch of fd " + fd + " is closed");
        }
        FdHandler handler =
                switch (interest) {
                    case READ -> read;
                    case WRITE -> write;
                    case READ_OR_WRITE -> readOrWrite;
                };
        context.setFdHandler(fd, handler);
        armed.put(fd, this);
    }

    /** Takes back an {@link #arm}; a message told before may still arrive. Idempotent. */
    public void disarm() {
        checkThread();
        if (armed.remove(fd, this)) {
            context.removeFdHandler(fd);
        }
    }

    private <M> void deliver(ActorRef<? super M> recipient, Function<FdReady, ? extends M> message, FdReady ready) {
        disarm(); // first: should message throw, the loop must not come here again and again
        recipient.tell(message.apply(ready));
    }

    /** Ends the watch; the fd stays open. Idempotent. */
    @Override
    public void close() {
        disarm();
        if (!closed) {
            closed = true;
            mailbox.forget(this);
        }
    }

    private void checkThread() {
        if (!mailbox.loop().inLoopThread()) {
            throw new IllegalStateException("the watch of fd " + fd + " is for its actor on " + mailbox.loop()
                    + " alone, but this is thread '" + Thread.currentThread().getName()
                    + "'; send the actor a message");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import java.util.Objects;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdWatch;
import org.aioactors.net.FdStream;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/**
 * The actor of the end of a FIFO that is read.
 *
 * <p>When the last writer has gone, a descriptor of the FIFO is at its end for ever, so each stream has one of its own. There
 * is always another one open besides, so that a writer which comes between two streams finds a reader.
 */
final class FifoReader implements AutoCloseable {
    private enum Signal implements DeadLetterSuppression {
        LISTENER_STOPPED,
        STREAM_ENDED
    }

    private final ActorContext<Object> context;
    private final Syscalls syscalls;
    private final Path path;
    private final ActorRef<? super Fifo.Event> listener;

    /** Waits for a writer; while there is a stream, keeps the FIFO open. */
    private @Nullable Fd spare;

    private @Nullable FdWatch watch;

    private FifoReader(
            ActorContext<Object> context, Syscalls syscalls, Path path, ActorRef<? super Fifo.Event> listener) {
        this.context = context;
        this.syscalls = syscalls;
        this.path = path;
        this.listener = listener;
    }

    static Behavior<Object> create(Syscalls syscalls, Path path, ActorRef<? super Fifo.Event> listener) {
        return Behaviors.setup(context -> {
            FifoReader reader = new FifoReader(context, syscalls, path, listener);
            Objects.requireNonNull(AioLoop.require("a FIFO").currentMailbox()).onTermination(reader);
            context.watchWith(listener, Signal.LISTENER_STOPPED);
            try {
                reader.await();
            } catch (SyscallException failure) {
                return reader.fail(failure);
            }
            return reader.behavior();
        });
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(FdReady.class, ready -> trying(this::came))
                .onMessageEquals(Signal.STREAM_ENDED, () -> trying(this::await))
                .onMessageEquals(Signal.LISTENER_STOPPED, Behaviors::stopped)
                .onMessage(Fifo.Close.class, close -> Behaviors.stopped())
                .onMessage(Tcp.Event.class, unregistered -> Behaviors.same())
                .build();
    }

    private Behavior<Object> trying(Runnable step) {
        try {
            step.run();
            return Behaviors.same();
        } catch (SyscallException failure) {
            return fail(failure);
        }
    }

    private Behavior<Object> fail(SyscallException failure) {
        listener.tell(new Fifo.Failed(path, failure));
        return Behaviors.stopped();
    }

    private Fd open() {
        return FifoOpening.open(syscalls, path, Fcntl.O_RDONLY);
    }

    /** A new descriptor hears of writers that come from now on; the one before is closed after that. */
    private void await() {
        Fd before = spare;
        spare = open();
        if (before != null) {
            before.close();
        }
        watch = FdWatch.create(spare.value(), context.getSelf(), ready -> ready);
        watch.arm(FdWatch.Interest.READ);
    }

    private void came() {
        Fd input = spare;
        if (watch == null || input == null) {
            return; // told before the watch was closed
        }
        watch.close();
        watch = null;
        spare = open();
        ActorRef<Tcp.ConnectionCommand> stream =
                FdStream.open(context.getSystem(), input, null, path.toString(), context.getSelf());
        context.watchWith(stream, Signal.STREAM_ENDED);
        listener.tell(new Fifo.Opened(path, stream));
    }

    /** The actor has ended; its watch was closed before. */
    @Override
    public void close() {
        if (spare != null) {
            spare.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import java.time.Duration;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.net.FdStream;
import org.aioactors.net.Tcp;

/** The actor of the end of a FIFO that is written. */
final class FifoWriter {
    private enum Signal implements DeadLetterSuppression {
        LISTENER_STOPPED,
        STREAM_ENDED,
        TRY_AGAIN
    }

    private static final Duration FIRST_WAIT = Duration.ofMillis(10);
    private static final Duration LAST_WAIT = Duration.ofMillis(640);

    private final ActorContext<Object> context;
    private final Syscalls syscalls;
    private final Path path;
    private final ActorRef<? super Fifo.Event> listener;

    /** How long to wait for a reader before the next look. */
    private Duration wait = FIRST_WAIT;

    private FifoWriter(
            ActorContext<Object> context, Syscalls syscalls, Path path, ActorRef<? super Fifo.Event> listener) {
        this.context = context;
        this.syscalls = syscalls;
        this.path = path;
        this.listener = listener;
    }

    static Behavior<Object> create(Syscalls syscalls, Path path, ActorRef<? super Fifo.Event> listener) {
        return Behaviors.setup(context -> {
            FifoWriter writer = new FifoWriter(context, syscalls, path, listener);
            context.watchWith(listener, Signal.LISTENER_STOPPED);
            context.getSelf().tell(Signal.TRY_AGAIN);
            return writer.behavior();
        });
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessageEquals(Signal.TRY_AGAIN, this::look)
                .onMessageEquals(Signal.STREAM_ENDED, this::look)
                .onMessageEquals(Signal.LISTENER_STOPPED, Behaviors::stopped)
                .onMessage(Fifo.Close.class, close -> Behaviors.stopped())
                .onMessage(Tcp.Event.class, unregistered -> Behaviors.same())
                .build();
    }

    private Behavior<Object> look() {
        try {
            Fd output = FifoOpening.open(syscalls, path, Fcntl.O_WRONLY);
            ActorRef<Tcp.ConnectionCommand> stream =
                    FdStream.open(context.getSystem(), null, output, path.toString(), context.getSelf());
            context.watchWith(stream, Signal.STREAM_ENDED);
            listener.tell(new Fifo.Opened(path, stream));
            wait = FIRST_WAIT;
        } catch (SyscallException failure) {
            if (failure.errno() != Errno.ENXIO) {
                listener.tell(new Fifo.Failed(path, failure));
                return Behaviors.stopped();
            }
            context.scheduleOnce(wait, context.getSelf(), Signal.TRY_AGAIN);
            wait = wait.compareTo(LAST_WAIT) < 0 ? wait.multipliedBy(2) : LAST_WAIT;
        }
        return Behaviors.same();
    }
}

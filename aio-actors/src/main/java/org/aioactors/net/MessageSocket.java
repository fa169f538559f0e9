// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorIdentity;
import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Function;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SocketFile;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdWatch;
import org.jspecify.annotations.Nullable;

/** The actor of a socket of {@link UnixMessages}, from when it is bound or connected. */
final class MessageSocket {
    /**
     * What there is by then.
     *
     * @param fd the actor's from now on
     * @param connection whether it is a connection, which is read once somebody has registered, and ends
     * @param file to be removed with it; null if there is none
     * @param handler of a socket for datagrams; of a connection who hears of it until somebody registers
     * @param watched whether it is closed when {@code handler} stops before somebody has registered
     * @param onEnd is run once it has ended
     */
    record Plan(
            TcpSettings settings,
            Fd fd,
            MessageOptions options,
            boolean connection,
            @Nullable SocketFile file,
            ActorRef<? super UnixMessages.Event> handler,
            boolean watched,
            Runnable onEnd) {}

    private enum Signal implements DeadLetterSuppression {
        HANDLER_STOPPED,
        REGISTER_TIMEOUT,
        CLOSE_TIMEOUT
    }

    /** Bounds how long one socket that never runs dry may keep the others of its loop waiting. */
    private static final int MAX_MESSAGES_A_TURN = 64;

    /** What a descriptor counts in the credit of a handler: a process has fewer of them than bytes. */
    private static final int FD_BYTES = 4 * 1024;

    private static final UnixMessages.Closed CLOSED = new UnixMessages.Closed(null);

    private final ActorContext<Object> context;
    private final Plan plan;
    private final Syscalls syscalls;
    private final FdWatch watch;
    private final int fd;
    private final MessageBuffers buffers;
    private final MessageQueue queue;
    private final FdLoans loans = new FdLoans();
    private final ReadCredit credit;

    private ActorRef<? super UnixMessages.Event> handler;
    private boolean canBeAsked;
    private boolean registered;
    private boolean suspended;
    private boolean closing;
    private boolean closed;

    /** That the peer has not read all that we have sent; told when all is read that it has sent. Null if nothing is known of that. */
    private UnixMessages.@Nullable Closed reset;

    private MessageSocket(ActorContext<Object> context, Plan plan) {
        this.context = context;
        this.plan = plan;
        this.syscalls = plan.settings().syscalls();
        this.fd = plan.fd().value();
        AioLoop loop = AioLoop.require("a Unix socket");
        this.buffers = MessageBuffers.of(loop);
        this.handler = plan.handler();
        Handler asked = asked(handler);
        this.canBeAsked = asked.canBeAsked();
        this.credit = new ReadCredit(plan.settings().readCreditBytes(), asked);
        this.queue = new MessageQueue(
                syscalls, loop, fd, plan.connection(), plan.options().maxPendingBytes(), event -> handler.tell(event));
        this.watch = FdWatch.owning(plan.fd(), context.getSelf(), ready -> ready); // last of what can fail
    }

    /**
     * Makes the actor that runs now a socket, and tells the handler so. If it throws, what the plan owns was closed.
     *
     * @param news makes the event to tell
     */
    static Behavior<Object> begin(
            ActorContext<Object> context,
            Plan plan,
            Function<ActorRef<UnixMessages.SocketCommand>, UnixMessages.Event> news) {
        try {
            UnixMessages.Event event = news.apply(context.getSelf().narrow());
            return new MessageSocket(context, plan).open(event);
        } catch (RuntimeException failure) {
            removeFile(context, plan);
            plan.fd().closeAfter(failure);
            plan.onEnd().run();
            throw failure;
        }
    }

    private Handler asked(ActorRef<?> ref) {
        return new ActorHandler(
                new Tcp.Recipient<>(ref.unsafeUpcast(), Function.<Object>identity()),
                Adapter.toClassic(context.getSelf()));
    }

    private Behavior<Object> open(UnixMessages.Event event) {
        if (plan.watched()) {
            context.watchWith(handler, Signal.HANDLER_STOPPED);
        }
        if (plan.connection()) {
            context.scheduleOnce(plan.settings().registerTimeout(), context.getSelf(), Signal.REGISTER_TIMEOUT);
        } else {
            registered = true;
        }
        handler.tell(event);
        arm();
        return Behaviors.receive(Object.class)
                .onMessage(FdReady.class, this::ready)
                .onMessage(UnixMessages.Send.class, this::send)
                .onMessage(UnixMessages.SocketCommand.class, this::command)
                .onMessage(ActorIdentity.class, this::answered)
                .onMessage(Signal.class, this::onSignal)
                .onSignal(PostStop.class, stop -> stopped())
                .build();
    }

    private Behavior<Object> ready(FdReady ready) {
        if (closed) {
            return Behaviors.same();
        }
        if (ready == FdReady.FAILED) {
            int errno = Sockets.pendingError(syscalls, plan.fd());
            if (!plan.connection()) {
                return end(errno == 0 ? CLOSED : failed("socket", errno));
            }
            if (errno != 0) {
                reset = failed("connection", errno);
            } // the peer is gone, but what it has sent is there still
        }
        queue.flush();
        receive();
        return goOn();
    }

    private Behavior<Object> send(UnixMessages.Send send) {
        if (closing || closed) {
            send.fds().close();
            handler.tell(new UnixMessages.SendFailed(
                    send, false, closed ? "the socket is closed" : "the socket is closing"));
            return Behaviors.same();
        }
        queue.add(send);
        return goOn();
    }

    private Behavior<Object> command(UnixMessages.SocketCommand command) {
        if (command instanceof UnixMessages.Register register) {
            register(register.handler());
        } else if (command instanceof UnixMessages.Close) {
            closing();
        } else {
            suspended = command instanceof UnixMessages.SuspendReading;
        }
        return goOn();
    }

    private void register(ActorRef<? super UnixMessages.Event> by) {
        if (registered || closed) {
            return;
        }
        registered = true;
        if (plan.watched()) {
            context.unwatch(handler);
        }
        handler = by;
        Handler asked = asked(by);
        canBeAsked = asked.canBeAsked();
        credit.moveTo(asked);
        context.watchWith(by, Signal.HANDLER_STOPPED);
    }

    private void closing() {
        if (!closing) {
            closing = true;
            context.scheduleOnce(plan.settings().closeTimeout(), context.getSelf(), Signal.CLOSE_TIMEOUT);
        }
    }

    private Behavior<Object> answered(ActorIdentity answer) {
        long mark = (Long) answer.correlationId();
        credit.answered(mark);
        loans.handled(mark);
        return goOn();
    }

    private Behavior<Object> onSignal(Signal signal) {
        switch (signal) {
            case HANDLER_STOPPED -> {
                loans.close();
                credit.moveTo(Handler.NONE);
                canBeAsked = false;
                closing();
            }
            case REGISTER_TIMEOUT -> {
                if (!registered) {
                    context.getLog()
                            .warn(
                                    "nobody registered for a connection within {} (aio.net.tcp.register-timeout):"
                                            + " closing it",
                                    plan.settings().registerTimeout());
                    return end(CLOSED);
                }
            }
            case CLOSE_TIMEOUT -> {
                return end(new UnixMessages.Closed("not closed within "
                        + plan.settings().closeTimeout() + " (aio.net.tcp.close-timeout): messages were pending"));
            }
        }
        return goOn();
    }

    private boolean mayRead() {
        return registered && !suspended && !closing && !closed && !credit.isExhausted();
    }

    private void receive() {
        int most = plan.options().maxMessageBytes();
        for (int i = 0; i < MAX_MESSAGES_A_TURN && mayRead(); i++) {
            long length = buffers.receive(syscalls, fd, most);
            if (length > 0 || (length == 0 && !plan.connection())) {
                tell(buffers.received(syscalls, length, most));
            } else if (length == 0 || (length == -Errno.EAGAIN && reset != null)) {
                end(reset == null ? CLOSED : reset);
            } else if (length == -Errno.EAGAIN) {
                return;
            } else if (length == -Errno.ECONNRESET && plan.connection()) {
                reset = failed("recvmsg", Errno.ECONNRESET); // the kernel tells it before what the peer has sent
            } else if (length != -Errno.EINTR) {
                end(failed("recvmsg", (int) -length));
            }
        }
    }

    private void tell(UnixMessages.Received received) {
        int bytes = received.data().size() + received.fds().size() * FD_BYTES;
        boolean lent = received.fds().size() > 0 && canBeAsked;
        if (lent) {
            loans.lend(received.fds(), credit.markAfter(bytes));
        }
        handler.tell(received);
        credit.told(bytes);
        if (lent) {
            credit.ask();
        }
    }

    private UnixMessages.Closed failed(String call, int errno) {
        return new UnixMessages.Closed(new SyscallException(call, fd, errno).getMessage());
    }

    private Behavior<Object> goOn() {
        if (closing && !closed && queue.isEmpty()) {
            return end(CLOSED);
        }
        if (closed) {
            return stopIfHandled();
        }
        if (!mayRead() && registered) {
            credit.ask(); // it goes on when all is handled
        }
        arm();
        return Behaviors.same();
    }

    private void arm() {
        boolean read = mayRead();
        boolean write = !queue.isEmpty();
        if (read) {
            watch.arm(write ? FdWatch.Interest.READ_OR_WRITE : FdWatch.Interest.READ);
        } else if (write) {
            watch.arm(FdWatch.Interest.WRITE);
        } else {
            watch.disarm();
        }
    }

    private Behavior<Object> end(UnixMessages.Closed event) {
        if (!closed) {
            release("the socket is closed");
            handler.tell(event);
        }
        return stopIfHandled();
    }

    /** The descriptors of messages that are not handled yet are to be there until they are. */
    private Behavior<Object> stopIfHandled() {
        return loans.isEmpty() ? Behaviors.stopped() : Behaviors.same();
    }

    private void release(String why) {
        closed = true;
        removeFile(context, plan);
        watch.close();
        queue.close(why);
    }

    private static void removeFile(ActorContext<Object> context, Plan plan) {
        SocketFile file = plan.file();
        if (file != null) {
            try {
                file.remove(plan.settings().syscalls());
            } catch (SyscallException failure) {
                context.getLog().warn("the file of a Unix socket is left behind: {}", failure.getMessage());
            }
        }
    }

    private Behavior<Object> stopped() {
        if (!closed) {
            release("the socket was stopped");
        }
        loans.close(); // some are left if it was stopped from outside, as when the actor system ends
        plan.onEnd().run();
        return Behaviors.same();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import akka.actor.typed.ActorRef;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.Fd;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.net.HandlerMailbox;
import org.aioactors.net.ReadCredit;
import org.jspecify.annotations.Nullable;

/**
 * An open socket and whoever hears of it: is read from as long as its handler keeps up, and watched for what is needed. Loop
 * thread only.
 */
final class UdpSocket implements UdpReader.Events, UdpWriter.Events {
    private static final long DROP_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AioLoop loop;
    private final AioContext context;
    private final Fd fd;
    private final UdpRegistry.Membership membership;
    private final UdpReader reader;
    private final UdpWriter writer;
    private final ReadCredit credit;
    private final akka.actor.ActorRef self;
    private final FdHandler readHandler = FdHandler.reading(this::readable);
    private final FdHandler writeHandler;
    private final FdHandler readWriteHandler;
    private ActorRef<? super Udp.Event> handler;

    /** Which of the three is registered. */
    private @Nullable FdHandler registered;

    private boolean suspended;

    /** Whether what was sent waits until the kernel has room. */
    private boolean blocked;

    /** Whether something has come since reading stopped. */
    private boolean unwanted;

    /** Asks what the kernel has dropped, some time after something has come. */
    private final AioTimer dropLook;

    private boolean dropLookSet;

    UdpSocket(
            AioLoop loop,
            UdpSettings settings,
            Fd fd,
            SocketShape shape,
            UdpRegistry.Membership membership,
            ActorRef<? super Udp.Event> handler,
            akka.actor.ActorRef self) {
        UdpLoop home = UdpLoop.of(loop, settings);
        this.loop = loop;
        this.context = loop.context();
        this.fd = fd;
        this.membership = membership;
        this.self = self;
        this.handler = handler;
        this.credit = new ReadCredit(settings.readCreditBytes(), new HandlerMailbox(handler, self));
        this.reader = new UdpReader(settings, home, fd, shape, membership.tally(), this);
        this.writer = new UdpWriter(settings, home, fd, shape, membership.tally(), this);
        this.dropLook = context.newTimer(ClockType.REALTIME, this::lookForDrops);
        this.writeHandler = FdHandler.writing(writer::writable);
        this.readWriteHandler = FdHandler.builder()
                .onReadable(this::readable)
                .onWritable(writer::writable)
                .build();
    }

    Fd fd() {
        return fd;
    }

    boolean isOpen() {
        return fd.isOpen();
    }

    /** Begins to read, unless it is not to before it is told. */
    void start(boolean readingSuspended) {
        suspended = readingSuspended;
        updateInterest();
    }

    void register(ActorRef<? super Udp.Event> next) {
        handler = next;
        credit.moveTo(new HandlerMailbox(next, self));
        updateInterest();
    }

    void suspend(boolean on) {
        suspended = on;
        updateInterest();
    }

    void send(Udp.Send send) {
        writer.send(send);
    }

    /** The handler has handled what it was told. */
    void answered(Object mark) {
        if (mark instanceof Long known) {
            credit.answered(known);
            updateInterest();
        }
    }

    private void readable() {
        if (!mayRead()) {
            unwanted = true;
            updateInterest();
            return;
        }
        reader.read();
        if (!dropLookSet) {
            dropLookSet = true;
            dropLook.modify(context.nowNs(ClockType.REALTIME) + DROP_LOOK_NS);
        }
        loop.runWoken();
    }

    private void lookForDrops() {
        dropLookSet = false;
        reader.askForDrops();
    }

    @Override
    public boolean mayRead() {
        return !suspended && !credit.isExhausted();
    }

    @Override
    public void tell(Udp.Event event, int bytes) {
        handler.tell(event);
        credit.told(bytes);
    }

    @Override
    public void sent(Object ack) {
        handler.tell(new Udp.Sent(ack));
    }

    @Override
    public void failed(Udp.Send send, RuntimeException cause) {
        handler.tell(new Udp.CommandFailed(send, cause));
    }

    @Override
    public void blocked(boolean on) {
        blocked = on;
        updateInterest();
    }

    /** Interest in reading is given up only when something comes that nobody wants, so that reading stops and goes for nothing. */
    private void updateInterest() {
        unwanted &= !mayRead();
        boolean reads = mayRead() || (registered != null && registered != writeHandler && !unwanted);
        FdHandler wanted = reads ? (blocked ? readWriteHandler : readHandler) : (blocked ? writeHandler : null);
        if (wanted == registered || !fd.isOpen()) {
            return;
        }
        registered = wanted;
        if (wanted == null) {
            context.removeFdHandler(fd.value());
        } else {
            context.setFdHandler(fd.value(), wanted);
        }
    }

    /** Gives the kernel what it takes, has the rest fail, and closes. Idempotent. */
    void finish() {
        if (fd.isOpen()) {
            try {
                writer.finish();
            } finally {
                dropLook.cancel();
                if (registered != null) {
                    context.removeFdHandler(fd.value());
                }
                membership.close();
                fd.close();
            }
        }
    }
}

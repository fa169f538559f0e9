// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection, whatever carries its bytes and whoever its handler is. Its states:
 *
 * <pre>
 *   waiting ──Register──► open ──end of input──► half closed (kept open) or draining
 *      │                   │                          │             │ the handler has handled all it was told
 *      │                   └──Close, ConfirmedClose───┴──► closing ◄┘
 *      └──timeout──────────┴───────Abort, error───────┴──────┴──all written──► ended ──handler knows──► over
 * </pre>
 *
 * <p>Loop thread only: commands come from its actor, the rest from callbacks of the loop.
 */
final class Connection implements StreamSocket.Events {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final StreamSocket socket;
    private final TcpSettings settings;
    private final ListenerLimits.Share share;
    private final Patience patience;
    private final Runnable onOver;
    private final ReadCredit credit;
    private final WriteGate writes;
    private final ReadGate reads;

    private Handler handler;
    private ConnectionState state = ConnectionState.WAITING;
    private boolean keepOpenOnPeerClosed;
    private boolean handlerStopped;
    private boolean over;
    private boolean inputEnded;
    private boolean outputShut;

    /** What the handler will hear once all is written. From {@code CLOSING} on. */
    private Tcp.ConnectionClosed closing = new Tcp.Closed();

    /**
     * A connection that waits for its handler.
     *
     * @param commander hears of its end until then
     * @param fullDuplex whether unsent bytes don't stop the reading, unless Register says otherwise
     * @param onOver is called when nothing more is to be done, once
     */
    Connection(
            StreamSocket socket,
            TcpSettings settings,
            ListenerLimits.Share share,
            Handler commander,
            boolean fullDuplex,
            Patience patience,
            Runnable onOver) {
        this.socket = socket;
        this.settings = settings;
        this.share = share;
        this.handler = commander;
        this.patience = patience;
        this.onOver = onOver;
        this.credit = new ReadCredit(settings.readCreditBytes(), commander);
        this.writes = new WriteGate(settings, this::tell);
        this.reads = new ReadGate(credit, writes, share, fullDuplex);
        patience.start(settings.registerTimeout(), false);
        socket.start(this);
    }

    private void tell(Tcp.Event event) {
        try {
            handler.tell(event);
        } catch (RuntimeException failure) {
            LOG.error("making a message of {}: the connection is aborted", event.getClass(), failure);
            handler = Handler.NONE;
            socket.abort();
            end(new Tcp.Aborted());
        }
    }

    /** Whether it has a handler, or needs none any more. */
    boolean isTaken() {
        return state != ConnectionState.WAITING;
    }

    /** To be called only if it is not {@link #isTaken taken}. */
    void register(Tcp.Register register, Handler by) {
        handler = by;
        credit.moveTo(by);
        RegisterOptions options = register.options();
        keepOpenOnPeerClosed = options.keepOpenOnPeerClosed();
        reads.use(options);
        writes.tellWaterMarks(options.waterMarks());
        state = ConnectionState.OPEN;
        if (settings.idleTimeout().isZero()) {
            patience.stop();
        } else {
            patience.start(settings.idleTimeout(), true);
        }
        refresh();
    }

    /** All but Register. */
    void handle(Tcp.ConnectionCommand command) {
        if (command instanceof Tcp.WriteCommand write) {
            write(write);
        } else if (command instanceof Tcp.SuspendReading || command instanceof Tcp.ResumeReading) {
            reads.suspend(command instanceof Tcp.SuspendReading);
            refresh();
        } else if (command instanceof Tcp.ResumeWriting) {
            writes.resume(socket.pendingBytes());
        } else if (command instanceof Tcp.CloseCommand close && state != ConnectionState.ENDED) {
            close(close);
        }
    }

    private void write(Tcp.WriteCommand command) {
        String hindrance = state == ConnectionState.CLOSING
                ? "the connection is closing"
                : state == ConnectionState.ENDED ? "the connection has ended" : null;
        writes.write(command, socket, hindrance, share.isScarce());
        refresh();
    }

    private void close(Tcp.CloseCommand command) {
        if (command instanceof Tcp.Abort) {
            socket.abort();
            end(new Tcp.Aborted());
        } else {
            closing(command instanceof Tcp.ConfirmedClose ? new Tcp.ConfirmedClosed() : new Tcp.Closed());
        }
    }

    private void closing(Tcp.ConnectionClosed event) {
        if (state != ConnectionState.CLOSING || event instanceof Tcp.Closed) {
            closing = event;
        }
        state = ConnectionState.CLOSING;
        patience.start(settings.closeTimeout(), !handlerStopped);
        if (socket.isAllWritten()) {
            allWritten();
        }
        refresh();
    }

    private void allWritten() {
        if (!(closing instanceof Tcp.ConfirmedClosed) || inputEnded) {
            end(closing);
        } else if (!outputShut) {
            outputShut = true;
            socket.shutdownOutput();
        }
    }

    private void end(Tcp.ConnectionClosed event) {
        if (state == ConnectionState.ENDED) {
            return;
        }
        state = ConnectionState.ENDED;
        patience.stop();
        socket.close();
        share.disconnect();
        tell(event);
        // What the handler tells before it has handled that is refused, not lost.
        credit.askAgain();
        overIfHandled();
    }

    private void overIfHandled() {
        if (!over && (handlerStopped || credit.isAllHandled())) {
            over = true;
            abandon();
            onOver.run();
        }
    }

    /** The handler has handled all that it was told before it was asked with that mark. */
    void answered(long mark) {
        credit.answered(mark);
        if (state == ConnectionState.ENDED) {
            overIfHandled();
        } else {
            closeIfDrained();
            refresh();
        }
    }

    private void closeIfDrained() {
        if (state == ConnectionState.DRAINING && credit.isAllHandled()) {
            closing(new Tcp.PeerClosed());
        }
    }

    /** The handler is gone, or whoever asked for a connection that has none yet. */
    void handlerStopped() {
        handlerStopped = true;
        handler = Handler.NONE;
        credit.moveTo(Handler.NONE);
        if (state == ConnectionState.ENDED) {
            overIfHandled();
        } else {
            closing(new Tcp.Closed());
        }
    }

    /** Frees what it has; nobody hears of it. Idempotent. */
    void abandon() {
        patience.stop();
        socket.close();
        share.close();
    }

    @Override
    public int readAllowance() {
        if (state == ConnectionState.OPEN) {
            return reads.allowance();
        }
        boolean awaitsEnd = state == ConnectionState.CLOSING && closing instanceof Tcp.ConfirmedClosed && !inputEnded;
        return awaitsEnd ? reads.unsuspendedAllowance() : 0;
    }

    /** Something has changed that decides whether to read. */
    private void refresh() {
        if (state == ConnectionState.ENDED) {
            return;
        }
        share.hold(credit.unhandledBytes() + socket.pendingBytes());
        boolean reading = readAllowance() > 0;
        if (!reading) {
            credit.ask(); // it goes on when all is handled
        }
        socket.setReading(reading);
    }

    @Override
    public void received(ByteString data) {
        patience.progress();
        reads.received();
        tell(new Tcp.Received(data));
        if (state != ConnectionState.ENDED) {
            credit.told(data.size());
            refresh();
        }
    }

    @Override
    public void endOfInput() {
        inputEnded = true;
        if (state == ConnectionState.CLOSING) {
            if (socket.isAllWritten()) {
                allWritten();
            }
        } else if (keepOpenOnPeerClosed) {
            state = ConnectionState.HALF_CLOSED;
            tell(new Tcp.PeerClosed());
        } else {
            state = ConnectionState.DRAINING;
            credit.ask();
            closeIfDrained();
        }
    }

    @Override
    public void acknowledged(Object token) {
        tell(new Tcp.Ack(token));
    }

    @Override
    public void written() {
        patience.progress();
        writes.drained(socket.pendingBytes());
        if (state == ConnectionState.CLOSING && socket.isAllWritten()) {
            allWritten();
        }
        refresh();
    }

    @Override
    public void failed(String cause) {
        end(new Tcp.ErrorClosed(cause));
    }

    /** {@link Patience} is at its end. */
    void timedOut() {
        if (state == ConnectionState.WAITING) {
            LOG.warn(
                    "nobody registered for a connection within {} (aio.net.tcp.register-timeout): closing it",
                    settings.registerTimeout());
            end(new Tcp.Closed());
        } else if (state == ConnectionState.CLOSING) {
            long lost = socket.pendingBytes();
            socket.abort();
            end(new Tcp.ErrorClosed("not closed within " + settings.closeTimeout() + " (aio.net.tcp.close-timeout), "
                    + lost + " bytes were pending: aborted"));
        } else {
            end(new Tcp.ErrorClosed("idle for " + settings.idleTimeout() + " (aio.net.tcp.idle-timeout)"));
        }
    }
}

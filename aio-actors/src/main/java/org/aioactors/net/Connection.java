// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
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
 * <p>Loop thread only: commands come from its {@link ConnectionRef}, the rest from callbacks of the loop.
 */
final class Connection implements StreamSocket.Events {
    /** Whose connection it is. */
    interface Owner {
        /** Nothing more is to be done. Called once, unless it is {@link Connection#stopped}. */
        void over();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private static final Tcp.Closed CLOSED = new Tcp.Closed();

    private final StreamSocket socket;
    private final TcpSettings settings;
    private final ListenerLimits.Share share;
    private final ConnectionReport report;
    private final Patience patience;
    private final Owner owner;
    private final Audience audience;
    private final ReadCredit credit;
    private final WriteGate writes;
    private final ReadGate reads;

    /** Null unless the handler borrows, and can be asked what it has handled. */
    private @Nullable Loans loans;

    private boolean borrowing;

    private ConnectionState state = ConnectionState.WAITING;
    private boolean keepOpenOnPeerClosed;
    private boolean over;
    private boolean inputEnded;
    private boolean outputShut;

    /** Whether the socket was told last that nothing may be read: it looks again when it is told so. */
    private boolean heldUp;

    /** What the handler will hear once all is written. From {@code CLOSING} on. */
    private Tcp.ConnectionClosed closing = CLOSED;

    /**
     * A connection that waits for its handler.
     *
     * @param commander hears of its end until then
     * @param fullDuplex whether unsent bytes don't stop the reading, unless Register says otherwise
     */
    Connection(
            StreamSocket socket,
            TcpSettings settings,
            ListenerLimits.Share share,
            ConnectionReport report,
            Handler commander,
            boolean fullDuplex,
            Patience patience,
            Owner owner) {
        this.socket = socket;
        this.settings = settings;
        this.share = share;
        this.report = report;
        this.patience = patience;
        this.owner = owner;
        this.credit = new ReadCredit(settings.readCreditBytes(), commander);
        this.audience = new Audience(commander, credit, this);
        this.writes = new WriteGate(settings, audience, report);
        this.reads = new ReadGate(credit, writes, share, fullDuplex);
        patience.start(settings.registerTimeout(), false);
        socket.start(this);
    }

    SocketAddress remoteAddress() {
        return report.remoteAddress();
    }

    boolean isOf(ListenerLimits listener) {
        return share.isOf(listener);
    }

    /** Whether nobody has registered yet. */
    boolean mayRegister() {
        return !audience.isRegistered();
    }

    /** Whether whoever registers gets the connection, and not only hears how it ends. */
    boolean isWaiting() {
        return state == ConnectionState.WAITING;
    }

    /**
     * To be called only if somebody {@link #mayRegister may}.
     *
     * @param by {@link Handler#NONE} if it hears of the end anyway
     * @return whether the connection is {@code by}'s now
     */
    boolean register(Tcp.Register register, Handler by) {
        if (state != ConnectionState.WAITING) {
            audience.registerTooLate(by);
            overIfHandled();
            return false;
        }
        audience.register(by);
        RegisterOptions options = register.options();
        keepOpenOnPeerClosed = options.keepOpenOnPeerClosed();
        reads.use(options);
        writes.tellWaterMarks(options.waterMarks());
        borrowing = options.borrowedBuffers();
        if (borrowing && by.canBeAsked()) {
            loans = new Loans(settings.readCreditBytes(), this::allBack);
        }
        state = ConnectionState.OPEN;
        endOnlyIfIdle();
        refresh();
        return true;
    }

    private void endOnlyIfIdle() {
        if (settings.idleTimeout().isZero()) {
            patience.stop();
        } else {
            patience.start(settings.idleTimeout(), true);
        }
    }

    /** Whether somebody is being told something, who may answer at once. */
    boolean isTelling() {
        return audience.isTelling();
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
        writes.write(command, socket, hindrance(), share.isScarce());
        refresh();
    }

    /** Why nothing is written any more; null if it is. */
    private @Nullable String hindrance() {
        if (state == ConnectionState.CLOSING || state == ConnectionState.ENDED) {
            return state == ConnectionState.CLOSING ? "the connection is closing" : "the connection has ended";
        }
        return socket.hasOutput() ? null : "there is no output";
    }

    private void close(Tcp.CloseCommand command) {
        if (command instanceof Tcp.Abort) {
            abort();
        } else {
            closing(command instanceof Tcp.ConfirmedClose ? new Tcp.ConfirmedClosed() : new Tcp.Closed());
        }
    }

    void abort() {
        socket.abort();
        end(new Tcp.Aborted());
    }

    private void closing(Tcp.ConnectionClosed event) {
        if (state != ConnectionState.CLOSING || event instanceof Tcp.Closed) {
            closing = event;
        }
        state = ConnectionState.CLOSING;
        patience.start(settings.closeTimeout(), !audience.isHandlerStopped());
        socket.finish();
        if (socket.isAllWritten()) {
            allWritten();
        }
        refresh();
    }

    private void allWritten() {
        if (!(closing instanceof Tcp.ConfirmedClosed) || inputEnded) {
            end(closing);
            return;
        }
        if (!outputShut) {
            outputShut = true;
            socket.shutdownOutput();
        }
        if (awaitsPeerAtLeisure()) {
            endOnlyIfIdle();
        }
    }

    /** Only the peer's end is missing, and the handler reads until then as it likes. */
    private boolean awaitsPeerAtLeisure() {
        return outputShut && closing instanceof Tcp.ConfirmedClosed && reads.isPulled() && !audience.isHandlerStopped();
    }

    private void end(Tcp.ConnectionClosed event) {
        end(event, false);
    }

    private void end(Tcp.ConnectionClosed event, boolean awaitsRegister) {
        if (state == ConnectionState.ENDED) {
            return;
        }
        state = ConnectionState.ENDED;
        report.ended(event, socket.sentBytes()); // first: who is told of the end finds all counted
        if (awaitsRegister) {
            patience.start(settings.registerTimeout(), false);
        } else {
            patience.stop();
        }
        socket.close();
        share.disconnect();
        audience.tellEnd(event, awaitsRegister);
        overIfHandled();
    }

    private void overIfHandled() {
        if (!over && state == ConnectionState.ENDED && audience.knowsTheEnd()) {
            over = true;
            abandon();
            owner.over();
        }
    }

    /** The handler has handled all that it was told before it was asked with that mark. */
    void answered(long mark) {
        credit.answered(mark);
        audience.answered(mark);
        if (loans != null) {
            loans.handled(mark);
        }
        overIfHandled();
        closeIfDrained();
        refresh();
    }

    private void closeIfDrained() {
        if (state == ConnectionState.DRAINING && credit.isAllHandled()) {
            closing(new Tcp.PeerClosed());
        }
    }

    /** The handler is gone, or whoever asked for a connection that has none yet. */
    void handlerStopped() {
        audience.handlerStopped();
        if (loans != null) {
            loans.handlerStopped();
        }
        if (state == ConnectionState.ENDED) {
            overIfHandled();
        } else {
            closing(new Tcp.Closed());
        }
    }

    /** Something that never should has failed: resets the connection. */
    void fail(Throwable failure) {
        socket.abort();
        end(new Tcp.ErrorClosed("the connection has failed: " + failure), state == ConnectionState.WAITING);
    }

    /** It is stopped from outside, of which its handler hears. Idempotent. */
    void stopped() {
        if (state != ConnectionState.ENDED) {
            state = ConnectionState.ENDED;
            Tcp.ErrorClosed how = new Tcp.ErrorClosed("the connection was stopped");
            report.ended(how, socket.sentBytes());
            if (audience.isRegistered()) {
                audience.tell(how);
            }
        }
        abandon();
    }

    private void abandon() {
        patience.stop();
        socket.close();
        if (loans != null) {
            loans.close();
        }
        share.close();
    }

    /** All that was lent is back, in the midst of something. */
    private void allBack() {
        if (loans != null && state != ConnectionState.ENDED) {
            hold();
            if (heldUp) {
                loans.runLater(this::refresh);
            }
        }
    }

    private void hold() {
        long lent = loans == null ? 0 : loans.bytes();
        share.hold(Math.max(credit.unhandledBytes(), lent) + socket.pendingBytes(), socket.unreadBytes());
    }

    @Override
    public int readAllowance() {
        int allowance = allowance();
        heldUp = allowance == 0;
        if (heldUp) {
            credit.ask(); // it goes on when all is handled
        }
        return allowance;
    }

    private int allowance() {
        if (state == ConnectionState.OPEN) {
            return reads.allowance();
        }
        boolean awaitsEnd = state == ConnectionState.CLOSING && closing instanceof Tcp.ConfirmedClosed && !inputEnded;
        return awaitsEnd ? reads.closingAllowance() : 0;
    }

    /** Something has changed that decides whether to read. */
    private void refresh() {
        if (state == ConnectionState.ENDED) {
            return;
        }
        hold();
        socket.setReading(readAllowance() > 0);
    }

    @Override
    public void received(ByteString data) {
        if (borrowing) {
            received(ReceivedBuffer.copied(data));
        } else {
            tellReceived(new Tcp.Received(data), data.size(), data.size());
        }
    }

    @Override
    public boolean borrows() {
        return loans != null && !audience.isHandlerStopped() && loans.mayLend() && !share.isScarce();
    }

    @Override
    public void received(ReceivedBuffer data) {
        if (loans != null) {
            loans.lend(data, credit.markAfter(data.memoryBytes()));
        }
        tellReceived(data, data.length(), data.memoryBytes());
    }

    private void tellReceived(Tcp.Event event, int bytes, int memoryBytes) {
        patience.progress();
        reads.received();
        report.received(bytes);
        audience.tell(event);
        if (state != ConnectionState.ENDED) {
            credit.told(memoryBytes);
            refresh();
        }
    }

    @Override
    public void unread() {
        refresh();
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
            audience.tell(new Tcp.PeerClosed());
        } else {
            state = ConnectionState.DRAINING;
            credit.ask();
            closeIfDrained();
        }
    }

    @Override
    public void acknowledged(Object token) {
        audience.tell(new Tcp.Ack(token));
    }

    @Override
    public void written() {
        patience.progress();
        report.sentSoFar(socket.sentBytes());
        writes.drained(socket.pendingBytes());
        if (state == ConnectionState.CLOSING && socket.isAllWritten()) {
            allWritten();
        }
        refresh();
    }

    @Override
    public void failed(String cause) {
        // Whoever registers for a connection that is broken already is not to wait for ever.
        end(new Tcp.ErrorClosed(cause), state == ConnectionState.WAITING);
    }

    /** {@link Patience} is at its end. */
    void timedOut() {
        if (state == ConnectionState.ENDED) {
            audience.awaitNobody();
            overIfHandled();
        } else if (state == ConnectionState.WAITING) {
            LOG.warn(
                    "nobody registered for a connection within {} (aio.net.tcp.register-timeout): closing it",
                    settings.registerTimeout());
            end(new Tcp.Closed());
        } else if (state == ConnectionState.CLOSING && !awaitsPeerAtLeisure()) {
            long lost = socket.pendingBytes();
            socket.abort();
            end(new Tcp.ErrorClosed("not closed within " + settings.closeTimeout() + " (aio.net.tcp.close-timeout), "
                    + lost + " bytes were pending: aborted"));
        } else {
            end(new Tcp.ErrorClosed("idle for " + settings.idleTimeout() + " (aio.net.tcp.idle-timeout)"));
        }
    }
}

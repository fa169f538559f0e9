// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who hears of a connection: who has asked for it, then who registers; and who registers when nothing is left to come but
 * the end hears of that too, so that nobody waits for ever. Loop thread only.
 */
final class Audience {
    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private final ReadCredit credit;

    private final Connection connection;

    private Handler handler;
    private boolean telling;
    private boolean registered;
    private boolean handlerStopped;

    /** Has registered too late; hears of the end beside the handler. */
    private Handler latecomer = Handler.NONE;

    /** The end is not over as long as somebody may register. */
    private boolean awaitsLatecomer;

    private Tcp.@Nullable ConnectionClosed end;

    /** What whoever heard of the end before the latecomer was asked and has not answered; 0 if nothing: no answer is to be a dead letter. */
    private long openQuestion;

    /**
     * At first one that has not registered.
     *
     * @param credit of the handler
     * @param connection is aborted when a handler's function has thrown
     */
    Audience(Handler commander, ReadCredit credit, Connection connection) {
        this.handler = commander;
        this.credit = credit;
        this.connection = connection;
    }

    boolean isTelling() {
        return telling;
    }

    void tell(Tcp.Event event) {
        boolean outer = telling;
        telling = true;
        try {
            handler.tell(event);
        } catch (RuntimeException failure) {
            LOG.error("making a message of {}: the connection is aborted", event.getClass(), failure);
            handler = Handler.NONE;
            connection.abort();
        } finally {
            telling = outer;
        }
    }

    boolean isRegistered() {
        return registered;
    }

    /** From now on all is told to that one. */
    void register(Handler by) {
        registered = true;
        handler = by;
        credit.moveTo(by);
    }

    /** That one hears of the end, which may have been before. */
    void registerTooLate(Handler by) {
        registered = true;
        awaitsLatecomer = false;
        latecomer = by;
        if (end != null) {
            openQuestion = credit.openQuestion();
            tellLatecomer(end);
        }
    }

    /** The handler is gone. */
    void handlerStopped() {
        handlerStopped = true;
        handler = Handler.NONE;
        credit.moveTo(Handler.NONE);
    }

    boolean isHandlerStopped() {
        return handlerStopped;
    }

    /**
     * Nothing follows.
     *
     * @param awaits whether somebody may still register
     */
    void tellEnd(Tcp.ConnectionClosed event, boolean awaits) {
        end = event;
        awaitsLatecomer = awaits;
        tell(event);
        // What the handler tells before it has handled that is refused, not lost.
        credit.askAgain();
        tellLatecomer(event);
    }

    private void tellLatecomer(Tcp.ConnectionClosed event) {
        if (latecomer != Handler.NONE) {
            handlerStopped = false;
            register(latecomer);
            tell(event);
            credit.askAgain();
        }
    }

    /** Nobody has registered in time, or whoever heard of the end first does not answer. */
    void awaitNobody() {
        awaitsLatecomer = false;
        openQuestion = 0;
    }

    /** A question was answered. */
    void answered(long mark) {
        if (mark == openQuestion) {
            openQuestion = 0;
        }
    }

    /** Whether all that shall hear of the end have handled that they were told of it. */
    boolean knowsTheEnd() {
        return openQuestion == 0 && (handlerStopped || (credit.isAllHandled() && !awaitsLatecomer));
    }
}

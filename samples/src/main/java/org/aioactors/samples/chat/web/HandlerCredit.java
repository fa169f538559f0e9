// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.actor.ActorRef;
import akka.actor.Identify;

/**
 * How much a handler has been told that it has not handled yet. Finds that out by Akka's {@link Identify}, which a mailbox
 * answers when all before it was handled. The stage only.
 */
final class HandlerCredit {
    private static final long MOST = 64 << 10;
    private static final long MARK_EVERY = MOST / 4;

    /** What a message takes beside its bytes. */
    private static final int MESSAGE_OVERHEAD = 256;

    private long told;
    private long marked;
    private long handled;

    /** The handler was told so many bytes. */
    void tell(int bytes, ActorRef handler, ActorRef answerTo) {
        told += bytes + MESSAGE_OVERHEAD;
        if (told - marked >= MARK_EVERY) {
            marked = told;
            handler.tell(new Identify(told), answerTo);
        }
    }

    /** It has answered. */
    void answered(Object mark) {
        handled = Math.max(handled, (Long) mark);
    }

    boolean isUsedUp() {
        return told - handled > MOST;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/**
 * How much of what its handler was told it has not handled yet. To know that, the handler's mailbox is asked: a question
 * that stands in it behind what was told is answered when all before it was handled. Loop
 * thread only.
 *
 * <p>The three marks count in bytes of memory and only grow: {@code handled <= asked <= told}.
 */
public final class ReadCredit {
    /** What a message in a mailbox costs beside its bytes, so that a flood of small ones is bounded too. */
    static final int MESSAGE_BYTES = 256;

    /** How many questions may be on their way while the credit lasts. */
    private static final int QUESTIONS = 4;

    /** Whose mailbox it is. */
    public interface Asked {
        /**
         * Asks it to tell {@code mark} when it has handled all that it was told before.
         *
         * @return false if it can't be asked
         */
        boolean ask(long mark);
    }

    private final long creditBytes;
    private Asked handler;
    private long told;
    private long asked;
    private long handled;

    /** Whether it was used up, and not yet half of it was given back: so reading does not stop and go for each message. */
    private boolean exhausted;

    /**
     * The credit of one that was told nothing yet.
     *
     * @param creditBytes after how much memory it is exhausted
     */
    public ReadCredit(long creditBytes, Asked handler) {
        this.creditBytes = creditBytes;
        this.handler = handler;
    }

    /** Another handler from now on, which was told nothing yet. */
    public void moveTo(Asked next) {
        handler = next;
        asked = told;
        answered(told);
    }

    /** The handler was told so many bytes. */
    public void told(int bytes) {
        told += bytes + MESSAGE_BYTES;
        exhausted |= unhandledBytes() >= creditBytes;
        if (exhausted || told - asked >= creditBytes / QUESTIONS) {
            ask();
        }
    }

    /** The mark of the next question behind a message of so many bytes that is told next is at least that. */
    long markAfter(int bytes) {
        return told + bytes + MESSAGE_BYTES;
    }

    /** Asks for an answer when all that was told is handled, unless that is on its way. */
    void ask() {
        if (asked < told) {
            asked = told;
            if (!handler.ask(told)) {
                answered(told); // it can't be asked: it is on its own
            }
        }
    }

    /** Asks for an answer behind what the handler was told last, whatever that was. */
    void askAgain() {
        told++;
        ask();
    }

    /** The answer to a question has come. */
    public void answered(long mark) {
        handled = Math.max(handled, mark);
        exhausted &= unhandledBytes() > creditBytes / 2;
    }

    /** The mark of the last question, if it was not answered yet; else 0. */
    long openQuestion() {
        return asked > handled ? asked : 0;
    }

    /** How much memory is in the handler's mailbox at most. */
    long unhandledBytes() {
        return told - handled;
    }

    /** Whether all was handled, and all that the handler has told because of it has arrived. */
    boolean isAllHandled() {
        return handled == told;
    }

    /** Whether nothing more is to be told before an answer comes. */
    public boolean isExhausted() {
        return exhausted;
    }
}

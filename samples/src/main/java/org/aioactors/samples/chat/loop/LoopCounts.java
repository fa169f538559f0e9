// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.samples.chat.ops.ChatFigures;

/**
 * What a loop has, and has done so far. Written by the loop alone, so that adding needs no atomic step; read by any thread, which
 * may see one figure newer than another.
 */
public final class LoopCounts {
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong operators = new AtomicLong();
    private final AtomicLong channels = new AtomicLong();
    private final AtomicLong memberships = new AtomicLong();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    private static void add(AtomicLong figure, long more) {
        figure.setOpaque(figure.getPlain() + more);
    }

    void connections(int more) {
        add(connections, more);
    }

    void users(int more) {
        add(users, more);
    }

    void operators(int more) {
        add(operators, more);
    }

    void channels(int more) {
        add(channels, more);
    }

    void memberships(int more) {
        add(memberships, more);
    }

    /** A line has come. */
    public void line() {
        add(lines, 1);
    }

    /** Something is said. */
    public void message() {
        add(messages, 1);
    }

    void delivered(int receivers) {
        add(deliveries, receivers);
    }

    /** A connection is not let in. */
    public void refused() {
        add(refused, 1);
    }

    /** A client is ended for what it does, or does not. */
    public void dropped() {
        add(dropped, 1);
    }

    /** All of it now. */
    public ChatFigures figures() {
        return new ChatFigures(
                (int) users.getOpaque(),
                (int) (connections.getOpaque() - users.getOpaque()),
                (int) operators.getOpaque(),
                (int) channels.getOpaque(),
                (int) memberships.getOpaque(),
                lines.getOpaque(),
                messages.getOpaque(),
                deliveries.getOpaque(),
                refused.getOpaque(),
                dropped.getOpaque());
    }
}

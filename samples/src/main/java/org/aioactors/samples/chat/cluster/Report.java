// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.util.List;

/**
 * What a loop has of a channel, for a new authority.
 *
 * @param last the number of the last event that it has had
 * @param tail the last events that it has had, up to that one: at least all that some other loop may not have had
 * @param copy the channel as it is behind them
 */
public record Report<E, V>(long last, List<E> tail, V copy) {
    /** Copies the tail. */
    public Report {
        tail = List.copyOf(tail);
    }

    /** The number of the first event that is there. */
    long first() {
        return last - tail.size() + 1;
    }
}

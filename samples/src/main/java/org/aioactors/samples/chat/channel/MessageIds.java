// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The {@code msgid}s of a server: no two messages have the same one, of this server or another, before a restart or after. */
public final class MessageIds implements Supplier<String> {
    private static final int RADIX = Character.MAX_RADIX;

    private final String node;
    private final AtomicLong last = new AtomicLong();

    /** For an incarnation of a server, as {@link org.aioactors.samples.chat.network.Uid#node} has it. */
    public MessageIds(long node) {
        this.node = Long.toUnsignedString(node, RADIX) + '-';
    }

    /** The next one. Any thread. */
    @Override
    public String get() {
        return node + Long.toString(last.incrementAndGet(), RADIX);
    }
}

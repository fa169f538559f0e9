// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.aioactors.samples.chat.network.Uid;

/** Names the users of a server, each once. Any thread. */
public final class UidSource implements Supplier<Uid> {
    private final long node;
    private final AtomicLong last = new AtomicLong();

    /** For an incarnation of a server: another one, also of the same server, must have another number. */
    public UidSource(long node) {
        this.node = node;
    }

    @Override
    public Uid get() {
        return new Uid(node, last.incrementAndGet());
    }
}

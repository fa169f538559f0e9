// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.aioactors.aio.AioErrorHandler;

/** What the actors of one loop share, one of each type, as long as the loop's own thread lives. */
final class LoopResources {
    /** Guarded by this: a thread that stands in may ask as well. */
    private final Map<Class<?>, AutoCloseable> byType = new HashMap<>();

    /** The one of that type, made if there is none yet. */
    synchronized <T extends AutoCloseable> T get(Class<T> type, Supplier<? extends T> create) {
        AutoCloseable found = byType.get(type);
        if (found == null) {
            found = create.get();
            byType.put(type, found);
        }
        return type.cast(found);
    }

    /** Closes all; reports those that fail. */
    synchronized void close(AioErrorHandler errors) {
        for (AutoCloseable resource : byType.values()) {
            try {
                resource.close();
            } catch (Exception e) {
                errors.onError("closing " + resource, e);
            }
        }
        byType.clear();
    }
}

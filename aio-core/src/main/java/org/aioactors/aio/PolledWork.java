// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;

/** What {@link AioContext#setPolledWork} was given. Home thread only. */
record PolledWork(String name, BooleanSupplier test, Runnable callback) {
    static final PolledWork NONE = new PolledWork("nothing", () -> false, () -> {});

    boolean isReady(CallbackRunner callbacks) {
        return callbacks.test("test of", name, test);
    }

    void run(CallbackRunner callbacks) {
        callbacks.run("work of", name, callback);
    }
}

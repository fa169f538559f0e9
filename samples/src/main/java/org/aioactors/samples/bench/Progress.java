// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.util.concurrent.CompletableFuture;

/** How much of the present batch is still to come. The conductor's, but for what other methods say. */
final class Progress {
    private CompletableFuture<Boolean> done = new CompletableFuture<>();
    private int partsLeft;

    /** Parts that were done although none was to come. Read by the main thread when the conductor has stopped. */
    private int surplus;

    /** A batch of so many parts begins. */
    void begin(CompletableFuture<Boolean> done, int parts) {
        surplus += partsLeft; // of the same batch, that is begun twice
        this.done = done;
        partsLeft = parts;
    }

    /** One of the parts is done; with the last one, the batch is. */
    void partDone() {
        if (partsLeft == 0) {
            surplus++;
        } else if (--partsLeft == 0) {
            done.complete(true);
        }
    }

    /** Throws if anything was done or begun twice. The main thread's, when the conductor has stopped. */
    void check() {
        WrongResultException.unlessSame("parts done twice", 0, surplus);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Calls what users registered so that a failure stays with the one that failed: it goes to the error handler and the
 * loop goes on. Only an error of the virtual machine itself is thrown on. Loop thread only.
 */
final class CallbackRunner {
    private final AioErrorHandler errorHandler;

    CallbackRunner(AioErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    void run(String kind, String name, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            report(kind, name, failure);
        }
    }

    void accept(String kind, String name, IntConsumer callback, int value) {
        try {
            callback.accept(value);
        } catch (Throwable failure) {
            report(kind, name, failure);
        }
    }

    /** False if the callback fails. */
    boolean test(String kind, String name, BooleanSupplier callback) {
        try {
            return callback.getAsBoolean();
        } catch (Throwable failure) {
            report(kind, name, failure);
            return false;
        }
    }

    void report(String kind, String name, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
        errorHandler.onError(kind + " '" + name + "'", failure);
    }
}

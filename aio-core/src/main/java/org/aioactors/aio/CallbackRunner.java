// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.function.BooleanSupplier;
import org.aioactors.aio.trace.HandlerStallEvent;

/**
 * Calls what users registered so that a failure stays with the one that failed: it goes to the error handler and the
 * loop goes on. Only an error of the virtual machine itself is thrown on. Home thread only.
 */
final class CallbackRunner {
    private final String contextName;
    private final AioErrorHandler errorHandler;

    CallbackRunner(String contextName, AioErrorHandler errorHandler) {
        this.contextName = contextName;
        this.errorHandler = errorHandler;
    }

    String contextName() {
        return contextName;
    }

    void run(String kind, String name, Runnable callback) {
        HandlerStallEvent stall = HandlerStallEvent.start();
        try {
            callback.run();
        } catch (Throwable failure) {
            report(kind, name, failure);
        }
        if (stall != null) {
            stall.stop(contextName, kind, name);
        }
    }

    /** Returns false if the callback fails. */
    boolean run(String kind, AioHandler handler, FdCallback callback, int events) {
        HandlerStallEvent stall = HandlerStallEvent.start();
        boolean done = false;
        try {
            callback.onEvents(handler.fd(), events);
            done = true;
        } catch (Throwable failure) {
            report(kind, handler.name(), failure);
        }
        if (stall != null) {
            stall.stop(contextName, kind, handler.name());
        }
        return done;
    }

    void complete(AioRequest request, Completion callback, int result, int flags) {
        HandlerStallEvent stall = HandlerStallEvent.start();
        try {
            callback.onCompletion(result, flags);
        } catch (Throwable failure) {
            report("request", request.toString(), failure);
        }
        if (stall != null) {
            stall.stop(contextName, "request", request);
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

    /** The thread itself ends by this, a fatal error or not. */
    void reportDeath(Throwable failure) {
        try {
            errorHandler.onError("thread of context '" + contextName + "'", failure);
        } catch (Throwable another) {
            failure.addSuppressed(another);
        }
    }

    void report(String kind, String name, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
        errorHandler.onError(kind + " '" + name + "'", failure);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import scala.concurrent.ExecutionContext;

/** Runs tasks on the thread that hands them over, and keeps what is reported to it. */
final class TestExecutor implements ExecutionContext {
    final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** Whether it takes no more tasks. */
    volatile boolean rejecting;

    @Override
    public void execute(Runnable task) {
        if (rejecting) {
            throw new RejectedExecutionException("full");
        }
        task.run();
    }

    @Override
    public void reportFailure(Throwable cause) {
        failures.add(cause.toString());
    }
}

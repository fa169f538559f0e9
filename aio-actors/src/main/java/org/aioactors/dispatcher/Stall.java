// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.List;

/**
 * A thread that was held up without a word, at the moment when it was relieved.
 *
 * @param loop the loop's name
 * @param thread the thread
 * @param culprit what it ran: an actor's mailbox or a task
 * @param stack where it was, innermost call first
 */
record Stall(String loop, Thread thread, String culprit, List<StackTraceElement> stack) {
    /**
     * Of a thread that serves a loop, at this moment. Any thread.
     *
     * <p>The JVM has the thread stop for that, or finds it stopped. So what it did to the loop's queue before is
     * visible to the caller after, and what the caller wrote before is visible to the thread.
     */
    static Stall of(AioLoop loop, ServingThread thread) {
        List<StackTraceElement> stack = List.of(thread.getStackTrace());
        return new Stall(loop.toString(), thread, thread.doing(), stack);
    }

    /** The stack as the JVM prints one, each call on a line of its own. */
    String stackText() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement call : stack) {
            text.append("\n\tat ").append(call);
        }
        return text.toString();
    }
}

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
    /** Of a thread, at this moment. Any other thread. */
    static Stall of(Watched watched, ServingThread thread) {
        String where = watched instanceof LoopWorker loop ? loop.toString() : "that another thread stands in for";
        return new Stall(where, thread, thread.doing(), List.of(thread.getStackTrace()));
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

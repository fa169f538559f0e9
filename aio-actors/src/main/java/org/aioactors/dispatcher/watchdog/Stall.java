// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.watchdog;

import java.util.List;

/**
 * A thread that was held up without a word, at the moment when it was relieved.
 *
 * @param loop the loop's name
 * @param thread the thread
 * @param culprit what it ran: an actor's mailbox or a task
 * @param stack where it was, innermost call first, without the calls that lead to any actor
 */
public record Stall(String loop, Thread thread, String culprit, List<StackTraceElement> stack) {
    private static final List<String> PLUMBING = List.of(
            "akka.actor.",
            "akka.dispatch.",
            "java.",
            "jdk.",
            "org.aioactors.aio.",
            "org.aioactors.dispatcher.loop.",
            "scala.");

    /** Of a thread, at this moment. Any other thread. */
    static Stall of(Watched watched, WatchedThread thread) {
        String where = watched.worker().isLoop() ? watched.toString() : "that another thread stands in for";
        return new Stall(where, thread, thread.doing(), cut(List.of(thread.getStackTrace())));
    }

    /** The calls down to the last one that is not Akka's, the JDK's or ours: what is below it is the same for all. */
    static List<StackTraceElement> cut(List<StackTraceElement> stack) {
        for (int i = stack.size(); i > 0; i--) {
            if (!isPlumbing(stack.get(i - 1).getClassName())) {
                return stack.subList(0, i);
            }
        }
        return stack;
    }

    private static boolean isPlumbing(String className) {
        return PLUMBING.stream().anyMatch(className::startsWith);
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

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What the script has each callback do and each readiness test return. */
final class Callbacks {
    static final String READ = ".r";
    static final String WRITE = ".w";
    static final String POLL = ".p";

    private final Map<String, List<String>> always = new HashMap<>();
    private final Map<String, Deque<List<String>>> once = new HashMap<>();
    private final Map<String, Deque<Boolean>> readiness = new HashMap<>();

    /** The fds whose readiness the kernel is asked for. */
    private final Set<String> reallyTested = new HashSet<>();

    private final TraceClock clock;
    private final Transcript transcript;
    private final NamedFds fds;
    private final Consumer<String> executor;
    private long pollCostNs;

    /** {@code executor} executes a command. */
    Callbacks(TraceClock clock, Transcript transcript, NamedFds fds, Consumer<String> executor) {
        this.clock = clock;
        this.transcript = transcript;
        this.fds = fds;
        this.executor = executor;
    }

    void always(String callback, List<String> commands) {
        always.put(callback, commands);
    }

    void once(String callback, List<String> commands) {
        once.computeIfAbsent(callback, name -> new ArrayDeque<>()).add(commands);
    }

    void setReadiness(String fd, List<Boolean> results) {
        reallyTested.remove(fd);
        readiness.put(fd, new ArrayDeque<>(results));
    }

    void testReally(String fd) {
        reallyTested.add(fd);
    }

    void setPollCost(long costNs) {
        pollCostNs = costNs;
    }

    /** The callback of that name was called. */
    void run(String callback) {
        transcript.event("cb " + callback + " t=" + clock.timeNs());
        runCommands(callback);
    }

    /** The context asks whether an fd is ready. */
    boolean test(String fd) {
        clock.advance(pollCostNs);
        boolean ready = reallyTested.contains(fd) ? fds.isReadable(fd) : nextReadiness(fd);
        transcript.event("cb " + fd + POLL + " t=" + clock.timeNs() + " ret=" + (ready ? 1 : 0));
        runCommands(fd + POLL);
        return ready;
    }

    private boolean nextReadiness(String fd) {
        Deque<Boolean> results = readiness.get(fd);
        return results != null && !results.isEmpty() && results.remove();
    }

    private void runCommands(String callback) {
        Deque<List<String>> queue = once.get(callback);
        List<String> commands =
                queue != null && !queue.isEmpty() ? queue.remove() : always.getOrDefault(callback, List.of());
        for (String command : commands) {
            transcript.commandInCallback(command);
            executor.accept(command);
        }
    }
}

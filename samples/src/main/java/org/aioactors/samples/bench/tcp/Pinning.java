// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.util.ArrayList;
import java.util.List;

/** Which processors the servers and the load have, by {@code taskset(1)}; without it, the kernel decides. */
final class Pinning {
    private final String serverCpus;
    private final String loadCpus;
    private final boolean works;

    private Pinning(String serverCpus, String loadCpus, boolean works) {
        this.serverCpus = serverCpus;
        this.loadCpus = loadCpus;
        this.works = works;
    }

    /** Pins this process, for the load; processors are listed as {@code taskset -c} has it. */
    static Pinning of(String serverCpus, String loadCpus) throws InterruptedException {
        boolean works = Commands.succeeds("taskset", "-c", serverCpus, "true")
                && Commands.succeeds(
                        "taskset",
                        "-acp",
                        loadCpus,
                        Long.toString(ProcessHandle.current().pid()));
        return new Pinning(serverCpus, loadCpus, works);
    }

    /** The command that starts a server where it belongs. */
    List<String> server(List<String> command) {
        List<String> pinned = new ArrayList<>();
        if (works) {
            pinned.addAll(List.of("taskset", "-c", serverCpus));
        }
        pinned.addAll(command);
        return pinned;
    }

    /** A line for the output. */
    String line() {
        return works
                ? "# servers on processor " + serverCpus + ", load on " + loadCpus
                : "# not pinned, for lack of taskset or of processors " + serverCpus + " and " + loadCpus;
    }
}

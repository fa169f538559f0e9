// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.bench.BenchArguments;

/** Which processors the servers and the load have, by {@code taskset(1)}; without it, the kernel decides. */
public final class Pinning {
    private final String serverCpus;
    private final String loadCpus;
    private final boolean works;

    private Pinning(String serverCpus, String loadCpus, boolean works) {
        this.serverCpus = serverCpus;
        this.loadCpus = loadCpus;
        this.works = works;
    }

    /** Pins this process, for the load, as {@code --server-cpus} and {@code --load-cpus} say: in the way of {@code taskset -c}. */
    public static Pinning of(BenchArguments arguments) throws InterruptedException {
        String serverCpus = arguments.text("--server-cpus", "0");
        String loadCpus = arguments.text("--load-cpus", "1");
        boolean works = Commands.succeeds("taskset", "-c", serverCpus, "true")
                && Commands.succeeds(
                        "taskset",
                        "-acp",
                        loadCpus,
                        Long.toString(ProcessHandle.current().pid()));
        return new Pinning(serverCpus, loadCpus, works);
    }

    /** The command that starts a server where it belongs. */
    public List<String> server(List<String> command) {
        List<String> pinned = new ArrayList<>();
        if (works) {
            pinned.addAll(List.of("taskset", "-c", serverCpus));
        }
        pinned.addAll(command);
        return pinned;
    }

    /** A line for the output. */
    public String line() {
        return works
                ? "# servers on processor " + serverCpus + ", load on " + loadCpus
                : "# not pinned, for lack of taskset or of processors " + serverCpus + " and " + loadCpus;
    }
}

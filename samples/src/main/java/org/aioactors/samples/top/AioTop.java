// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Shows what the event loops of another JVM do. */
public final class AioTop {
    /** How long RMI waits for an answer; it reads this once, when it is first used. */
    private static final String ANSWER_TIMEOUT = "sun.rmi.transport.tcp.responseTimeout";

    private AioTop() {}

    /** Ends with the status that {@link TopOptions#HELP} tells. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (System.getProperty(ANSWER_TIMEOUT) == null) {
            System.setProperty(ANSWER_TIMEOUT, "10000");
        }
        int status;
        try {
            status = run(TopOptions.parse(List.of(args)));
        } catch (TopException e) {
            System.err.println("aio-top: " + e.text());
            status = e.status().code();
        }
        System.out.flush();
        System.exit(status); // threads of RMI may wait for a target that does not answer
    }

    private static int run(TopOptions options) throws TopException, IOException, InterruptedException {
        String target = options.target();
        if (target == null) {
            System.out.print(TopOptions.HELP);
            return 0;
        }
        Connection connection = Target.of(target).connect();
        connection.requireSystems();
        if (options.mode() == TopOptions.Mode.LIVE) {
            return new Live().run(connection, options);
        }
        print(connection, options, System.out);
        return 0;
    }

    /** One sample after the other, until the target has gone or nobody reads it any more. */
    private static void print(Connection connection, TopOptions options, PrintStream out)
            throws TopException, InterruptedException {
        Windows windows = new Windows();
        Pace pace = options.pace();
        Sample before = connection.read();
        windows.add(before);
        do {
            TimeUnit.NANOSECONDS.sleep(pace.next(before).toNanos());
            Sample after = connection.read();
            windows.add(after);
            Rates rates = Rates.between(before, after);
            if (options.mode() == TopOptions.Mode.JSON) {
                out.println(JsonRates.of(connection.name(), Instant.now(), rates));
            } else {
                View view = View.of(connection.name(), View.LEAST_WIDTH, true); // for whatever reads it
                Table.of(view, rates, windows)
                        .forEach(line -> out.println(line.text().stripTrailing()));
            }
            before = after;
        } while (!options.once() && !out.checkError());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param target as it was written; null for help
 * @param mode what is wanted
 * @param once whether of one sample only
 * @param interval from one sample to the next; null for the default, which is longer while the target rests
 */
record TopOptions(
        @Nullable String target,
        Mode mode,
        boolean once,
        @Nullable Duration interval) {
    /** What the program can do. */
    enum Mode {
        /** Show a page that changes. */
        LIVE,
        /** Print the page. */
        TEXT,
        /** Print JSON. */
        JSON,
        /** Print the help. */
        HELP
    }

    static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    /** What {@code --help} prints. */
    static final String HELP = """
        usage: aio-top [OPTION ...] PID | HOST:PORT
          PID             a JVM of this user on this machine, see `pgrep -a java`
          HOST:PORT       a JVM that serves JMX, by -Dcom.sun.management.jmxremote.port=PORT; who you are is taken
                          from AIO_TOP_CREDENTIALS=USER:PASSWORD if that is set
          --interval S    seconds from one sample to the next (default 1, and up to 8 while the target rests,
                          which each sample keeps from it)
          --once          prints one page of text, of one interval, and ends
          --json          prints a JSON document for each sample, each on a line; with --once just one
          --help          prints this
        In the live page h says what the keys do. NO_COLOR=1 in the environment leaves colours out.
        Ends with 0; with 1 if the target can't be watched, or has gone; with 2 if the options or the terminal are not right.
        """;

    /**
     * Takes the arguments apart.
     *
     * @throws TopException if one is unknown or incomplete
     */
    static TopOptions parse(List<String> args) throws TopException {
        String target = null;
        boolean once = false;
        boolean json = false;
        Duration interval = null;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            switch (arg) {
                case "--help", "-h" -> {
                    return new TopOptions(null, Mode.HELP, false, null);
                }
                case "--once" -> once = true;
                case "--json" -> json = true;
                case "--interval" -> interval = interval(i + 1 < args.size() ? args.get(++i) : "");
                default -> {
                    if (arg.startsWith("-")) {
                        throw usage("there is no option " + arg);
                    }
                    if (target != null) {
                        throw usage("only one JVM at a time can be watched, and here are " + target + " and " + arg);
                    }
                    target = arg;
                }
            }
        }
        if (target == null) {
            throw usage("which JVM?");
        }
        return new TopOptions(target, json ? Mode.JSON : once ? Mode.TEXT : Mode.LIVE, once, interval);
    }

    private static Duration interval(String seconds) throws TopException {
        try {
            Duration interval = Duration.ofNanos(Math.round(Double.parseDouble(seconds) * 1e9));
            if (interval.compareTo(SHORTEST_INTERVAL) >= 0 && interval.compareTo(LONGEST_INTERVAL) <= 0) {
                return interval;
            }
        } catch (NumberFormatException notANumber) {
            // the same as one that is out of range
        }
        throw usage("--interval is a number of seconds from 0.1 to 3600, and not '" + seconds + "'");
    }

    /** How long to wait after each sample. */
    Pace pace() {
        return interval == null ? new Pace(DEFAULT_INTERVAL, false) : new Pace(interval, true);
    }

    private static TopException usage(String what) {
        return new TopException(TopException.Status.USAGE, what + "; --help says more");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Short commands of the system. */
public final class Commands {
    private Commands() {}

    /** Whether there is such a command, and it ends with 0. Blocks until then; its output is dropped. */
    static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    /** What a command prints, on its standard output and error. Blocks until it has ended. */
    public static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

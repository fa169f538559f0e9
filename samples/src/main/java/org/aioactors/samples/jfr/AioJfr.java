// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells in a page what the loops in a recording of the Flight Recorder did. */
public final class AioJfr {
    private static final String HELP = """
        usage: aio-jfr RECORDING.jfr [--out DIR]
          tells where the time of each loop went, whether spinning paid, who stalled and how late timers were
          --out DIR  also writes page.txt, time.svg and window.svg there
        """;

    private AioJfr() {}

    /** See {@code --help}. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(args, out, err);
        out.flush();
        System.exit(status);
    }

    /** The same, without the end of the JVM; returns 0 if all went well, 1 if it failed, 2 if the arguments are wrong. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && args[0].equals("--help")) {
            out.print(HELP);
            return 0;
        }
        boolean plots = args.length == 3 && args[1].equals("--out");
        if (!plots && args.length != 1) {
            err.print(HELP);
            return 2;
        }
        try {
            Findings findings = RecordingReader.read(Path.of(args[0]));
            String page = Page.of(findings);
            out.print(page);
            if (plots) {
                write(Path.of(args[2]), page, findings);
            }
            return 0;
        } catch (RecordingException e) {
            err.println("aio-jfr: " + String.valueOf(e.getMessage()).strip());
        } catch (IOException e) {
            err.println("aio-jfr: can't write: " + e);
        }
        return 1;
    }

    private static void write(Path folder, String page, Findings findings) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("page.txt"), page);
        Files.writeString(folder.resolve("time.svg"), TimePlot.of(findings));
        Files.writeString(folder.resolve("window.svg"), WindowPlot.of(findings));
    }
}

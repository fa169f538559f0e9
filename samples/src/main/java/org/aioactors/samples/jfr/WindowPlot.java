// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.Arrays;
import java.util.Locale;

/** How long each loop was allowed to spin over the time of the recording: the most in each part of it. */
final class WindowPlot {
    private WindowPlot() {}

    static String of(Findings findings) {
        Panels panels = new Panels(
                "How long the loops were allowed to spin",
                findings.loops().size(),
                ".window { fill: none; stroke: #d0743c; stroke-width: 1.5; }\n");
        long mostNs = Math.max(
                1,
                findings.loops().stream()
                        .mapToLong(each -> Arrays.stream(each.windowNs()).max().orElse(0))
                        .max()
                        .orElse(0));
        for (int i = 0; i < findings.loops().size(); i++) {
            LoopTime loop = findings.loops().get(i);
            panels.add("<path class=\"window\" d=\"%s\"/>%n", path(i, loop.windowNs(), mostNs));
            panels.frame(i, loop.name(), Durations.text(mostNs));
        }
        return panels.end(findings.span().lengthNs());
    }

    private static String path(int panel, long[] windowNs, long mostNs) {
        StringBuilder path = new StringBuilder();
        for (int part = 0; part < Span.PARTS; part++) {
            double y = Panels.top(panel) + Panels.HEIGHT * (1 - (double) windowNs[part] / mostNs);
            path.append(String.format(
                    Locale.ROOT, "%s%.1f %.1fH%.1f", part == 0 ? "M" : "L", Panels.x(part), y, Panels.x(part + 1)));
        }
        return path.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.List;
import java.util.Locale;

/** What each loop did over the time of the recording: bands one above the other, and a mark for each stall. */
final class TimePlot {
    /** The rest lies between what is work and what is none. */
    private static final List<String> BANDS = List.of("actors", "rest", "looking", "spinning", "sleeping");

    private static final String REST_COLOUR = "#5a9e6f";

    private TimePlot() {}

    static String of(Findings findings) {
        Panels panels = new Panels(
                "Where the loops' time went",
                findings.loops().size(),
                ".stall { stroke: #d02f2f; stroke-width: 2; }\n");
        legend(panels);
        for (int i = 0; i < findings.loops().size(); i++) {
            LoopTime loop = findings.loops().get(i);
            double[] below = new double[Span.PARTS];
            for (String band : BANDS) {
                band(panels, i, colour(band), below, shares(loop, band));
            }
            marks(panels, i, findings);
            panels.frame(i, loop.name(), "100 %");
        }
        return panels.end(findings.span().lengthNs());
    }

    /** One for each part with a stall of the loop in it, however many. */
    private static void marks(Panels panels, int panel, Findings findings) {
        String loop = findings.loops().get(panel).name();
        findings.stalls().stream()
                .filter(stall -> stall.loop().equals(loop))
                .mapToInt(stall -> findings.span().part(stall.timeNs()))
                .distinct()
                .sorted()
                .forEach(part ->
                        panels.add("<path class=\"stall\" d=\"M%.1f %dv10\"/>%n", Panels.x(part), Panels.top(panel)));
    }

    private static void legend(Panels panels) {
        int x = Panels.LEFT + 180;
        for (String band : BANDS) {
            panels.add(
                    "<rect x=\"%d\" y=\"8\" width=\"11\" height=\"11\" fill=\"%s\"/><text x=\"%d\""
                            + " y=\"18\">%s</text>%n",
                    x, colour(band), x + 15, band);
            x += 85;
        }
    }

    private static String colour(String band) {
        return band.equals("rest") ? REST_COLOUR : activity(band).colour;
    }

    private static Activity activity(String band) {
        return Activity.valueOf(band.toUpperCase(Locale.ROOT));
    }

    private static double[] shares(LoopTime loop, String band) {
        double[] shares = new double[Span.PARTS];
        for (int part = 0; part < Span.PARTS; part++) {
            if (!band.equals("rest")) {
                shares[part] = loop.share(activity(band), part);
            } else if (loop.isThere(part)) {
                double known = 0;
                for (Activity each : Activity.values()) {
                    known += loop.share(each, part);
                }
                shares[part] = Math.max(0, 1 - known);
            }
        }
        return shares;
    }

    /** Draws a band on what is below it, there and back, and adds it to that. */
    private static void band(Panels panels, int panel, String colour, double[] below, double[] shares) {
        StringBuilder path = new StringBuilder("M" + Panels.LEFT + " " + y(panel, below[0]));
        for (int part = 0; part < Span.PARTS; part++) {
            path.append('V').append(y(panel, above(below, shares, part)));
            path.append(String.format(Locale.ROOT, "H%.1f", Panels.x(part + 1)));
        }
        for (int part = Span.PARTS - 1; part >= 0; part--) {
            path.append('V').append(y(panel, below[part]));
            path.append(String.format(Locale.ROOT, "H%.1f", Panels.x(part)));
            below[part] = above(below, shares, part);
        }
        panels.add("<path fill=\"%s\" d=\"%sZ\"/>%n", colour, path);
    }

    private static double above(double[] below, double[] shares, int part) {
        return Math.min(1, below[part] + shares[part]);
    }

    private static long y(int panel, double share) {
        return Math.round(Panels.top(panel) + Panels.HEIGHT * (1 - share));
    }
}

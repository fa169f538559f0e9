// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.irc.OutLine;

/** What answers one command with a label (IRCv3 labeled-response): one line, a batch of several, or {@code ACK}. */
final class LabeledAnswer {
    private static final String REFERENCE = "answer";

    private final String serverName;
    private final String label;
    private final List<OutLine> lines = new ArrayList<>();

    LabeledAnswer(String serverName, String label) {
        this.serverName = serverName;
        this.label = label;
    }

    void add(OutLine line) {
        lines.add(line);
    }

    /** All that is to be written. A line may be somebody else's as well, so the tags are put on a copy. */
    List<OutLine> lines() {
        if (lines.isEmpty()) {
            return List.of(OutLine.of(serverName, "ACK", List.of()).label(label));
        }
        if (lines.size() == 1) {
            return List.of(lines.get(0).copy().label(label));
        }
        List<OutLine> batch = new ArrayList<>();
        batch.add(OutLine.of(serverName, "BATCH", List.of('+' + REFERENCE, "labeled-response"))
                .label(label));
        for (OutLine line : lines) {
            batch.add(line.isInBatch() ? line : line.copy().batch(REFERENCE));
        }
        batch.add(OutLine.of(serverName, "BATCH", List.of('-' + REFERENCE)));
        return batch;
    }
}

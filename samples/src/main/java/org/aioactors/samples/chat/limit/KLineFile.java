// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.aioactors.samples.chat.file.TextFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of {@link KLines}. For one thread at a time; all methods block. */
final class KLineFile {
    /**
     * What has come of it.
     *
     * @param changed whether there is one more, or one less
     */
    record Change(KLineList lines, boolean changed) {}

    private static final Logger LOG = LoggerFactory.getLogger("chat");

    /** Null to keep them in memory. */
    private final @Nullable TextFile file;

    private KLineList lines = KLineList.EMPTY;

    KLineFile(@Nullable Path path) {
        file = path == null ? null : new TextFile(path);
    }

    Change reload() throws IOException {
        if (file == null || !file.hasChanged()) {
            return new Change(lines, false);
        }
        List<KLine> found = new ArrayList<>();
        int number = 0;
        for (String line : file.read()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                parse(line, file.path(), number, found);
            }
        }
        lines = new KLineList(found);
        return new Change(lines, true);
    }

    /** A line that is wrong must not let in all others. */
    private static void parse(String line, Path path, int number, List<KLine> found) {
        try {
            found.add(KLine.parse(line));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}:{}: {}; this K-line does not count", path, number, e.getMessage());
        }
    }

    Change add(KLine line) throws Exception {
        return change(before -> before.with(line, System.currentTimeMillis()));
    }

    Change remove(String mask) throws Exception {
        return change(before -> before.without(mask, System.currentTimeMillis()));
    }

    private Change change(UnaryOperator<KLineList> change) throws Exception {
        if (file == null) {
            return changed(change.apply(lines));
        }
        return file.locked(() -> {
            reload();
            KLineList after = change.apply(lines);
            List<String> text = new ArrayList<>(List.of("# USER@HOST SET-MS END-MS BY REASON"));
            after.lines(System.currentTimeMillis()).forEach(line -> text.add(line.line()));
            file.replace(text);
            return changed(after);
        });
    }

    private Change changed(KLineList after) {
        long now = System.currentTimeMillis();
        boolean changed = !after.lines(now).equals(lines.lines(now));
        lines = after;
        return new Change(after, changed);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is asked about names: as many at once as may be, others wait. The loop's thread only. */
final class PathTasks implements FileTask.Owner {
    private final FileKernel kernel;
    private final FileSettings settings;
    private final Deque<FileTask> waiting = new ArrayDeque<>();
    private int running;
    private boolean proceeding;

    PathTasks(FileKernel kernel, FileSettings settings) {
        this.kernel = kernel;
        this.settings = settings;
    }

    void submit(Fs.PathCommand command) {
        if (waiting.size() >= settings.maxWaiting()) {
            FileTasks.refuse(command, waiting.size() + " requests about names wait already (aio.file.max-waiting)");
            return;
        }
        waiting.add(FileTasks.of(this, kernel, settings.maxDirectoryEntries(), command));
        proceed();
    }

    private void proceed() {
        if (proceeding) {
            return; // one below on the stack goes on
        }
        proceeding = true;
        try {
            while (running < settings.maxPathsAtOnce() && !waiting.isEmpty()) {
                running++;
                waiting.remove().proceed();
            }
        } finally {
            proceeding = false;
        }
    }

    @Override
    public void giveBack(FileTask task) {}

    @Override
    public void ended(FileTask task) {
        running--;
        proceed();
    }
}

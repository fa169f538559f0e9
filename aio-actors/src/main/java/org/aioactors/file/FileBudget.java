// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all files of an actor system hold together, and how much that may be. Any thread. */
final class FileBudget {
    private final long maxBytes;
    private final int maxFiles;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger files = new AtomicInteger();

    FileBudget(long maxBytes, int maxFiles) {
        this.maxBytes = maxBytes;
        this.maxFiles = maxFiles;
    }

    /** Takes so many bytes, to be given back; false if there are not as many left. */
    boolean takeBytes(long count) {
        if (bytes.addAndGet(count) <= maxBytes) {
            return true;
        }
        bytes.addAndGet(-count);
        return false;
    }

    void giveBackBytes(long count) {
        bytes.addAndGet(-count);
    }

    /** Takes a file, to be given back; false if there are as many as may be. */
    boolean takeFile() {
        if (files.incrementAndGet() <= maxFiles) {
            return true;
        }
        files.decrementAndGet();
        return false;
    }

    void giveBackFile() {
        files.decrementAndGet();
    }

    /** How many bytes are taken. */
    long bytes() {
        return bytes.get();
    }

    /** How many files are open, or about to be. */
    int files() {
        return files.get();
    }
}

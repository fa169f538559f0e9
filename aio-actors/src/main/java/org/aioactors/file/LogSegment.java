// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.typed.ActorRef;

/** The file of a log that is written. The writer only. */
final class LogSegment {
    private final long base;
    private final ActorRef<Fs.FileCommand> file;
    private long bytes;

    LogSegment(long base, ActorRef<Fs.FileCommand> file, long bytes) {
        this.base = base;
        this.file = file;
        this.bytes = bytes;
    }

    /** The number of its first record. */
    long base() {
        return base;
    }

    ActorRef<Fs.FileCommand> file() {
        return file;
    }

    /** How many of its bytes the disk has. */
    long bytes() {
        return bytes;
    }

    void grow(long more) {
        bytes += more;
    }
}

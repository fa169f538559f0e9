// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a socket of {@link UnixMessages} is.
 *
 * @param maxMessageBytes longer ones are cut off there, which is told: from 1 byte to 16 MiB
 * @param maxPendingBytes how many bytes may wait to be sent while the peer's queue is full; a message counts 256 more
 * @param backlog of a listener: how many connections may wait to be accepted
 * @param permissions of the file of a path; null for what the process's umask leaves
 */
public record MessageOptions(
        int maxMessageBytes,
        long maxPendingBytes,
        int backlog,
        @Nullable Set<PosixFilePermission> permissions) {
    /** Messages of up to 64 KiB, of which 1 MiB may wait; a backlog of 1024. */
    public static final MessageOptions DEFAULT = new MessageOptions(64 * 1024, 1024 * 1024, 1024, null);

    private static final int LARGEST = 16 * 1024 * 1024;

    /** Checks the values; throws {@link IllegalArgumentException} for one out of range. */
    public MessageOptions {
        if (maxMessageBytes < 1 || maxMessageBytes > LARGEST) {
            throw new IllegalArgumentException(
                    "maxMessageBytes must be from 1 to " + LARGEST + ", not " + maxMessageBytes);
        }
        if (maxPendingBytes < 0) {
            throw new IllegalArgumentException("maxPendingBytes must not be negative: " + maxPendingBytes);
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1: " + backlog);
        }
        permissions = permissions == null ? null : Set.copyOf(permissions);
    }

    /** For messages of other lengths. */
    public MessageOptions withMaxMessageBytes(int other) {
        return new MessageOptions(other, maxPendingBytes, backlog, permissions);
    }

    /** With another bound on what waits to be sent. */
    public MessageOptions withMaxPendingBytes(long other) {
        return new MessageOptions(maxMessageBytes, other, backlog, permissions);
    }

    /** With another backlog. */
    public MessageOptions withBacklog(int other) {
        return new MessageOptions(maxMessageBytes, maxPendingBytes, other, permissions);
    }

    /**
     * With these permissions of the file, such as {@code rw-rw----}: who may connect, or send, needs to write.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public MessageOptions withPermissions(String permissions) {
        return new MessageOptions(
                maxMessageBytes, maxPendingBytes, backlog, PosixFilePermissions.fromString(permissions));
    }
}

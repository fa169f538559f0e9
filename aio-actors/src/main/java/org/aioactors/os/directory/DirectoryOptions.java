// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

/**
 * What is told of a directory. Immutable.
 *
 * @param recursive whether all below it is watched too; each directory takes one of {@code fs.inotify.max_user_watches}
 * @param modified whether {@link DirectoryWatch.Modified} and {@link DirectoryWatch.Written} are told
 * @param attributes whether {@link DirectoryWatch.AttributesChanged} is told
 * @param maxUnhandled how many messages may stand in the listener's mailbox, about. Then no more is read: the kernel keeps up
 *     to {@code fs.inotify.max_queued_events} more, and what is beyond that is told as {@link DirectoryWatch.Overflowed}
 */
public record DirectoryOptions(boolean recursive, boolean modified, boolean attributes, int maxUnhandled) {
    /** With all below it, without attributes; up to 4096 messages. */
    public static final DirectoryOptions DEFAULT = new DirectoryOptions(true, true, false, 4096);

    /** Checks the number; throws {@link IllegalArgumentException} if it is less than 1. */
    public DirectoryOptions {
        if (maxUnhandled < 1) {
            throw new IllegalArgumentException("maxUnhandled must be at least 1: " + maxUnhandled);
        }
    }

    /** Only the directory itself. */
    public DirectoryOptions flat() {
        return new DirectoryOptions(false, modified, attributes, maxUnhandled);
    }

    /** Nothing of what is written to files. */
    public DirectoryOptions withoutModified() {
        return new DirectoryOptions(recursive, false, attributes, maxUnhandled);
    }

    /** Also of attributes. */
    public DirectoryOptions withAttributes() {
        return new DirectoryOptions(recursive, modified, true, maxUnhandled);
    }

    /** With so many messages. */
    public DirectoryOptions withMaxUnhandled(int messages) {
        return new DirectoryOptions(recursive, modified, attributes, messages);
    }
}

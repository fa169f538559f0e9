// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * By what a change of a file is noticed without reading it: one that takes another's place has another key.
 *
 * @param key on Linux, the device and the inode
 */
public record FileVersion(
        FileTime modified, long sizeBytes, @Nullable Object key) {
    /** Of a file as it is now; null if it can't be looked at, for which reading it gives the reason. Blocks. */
    public static @Nullable FileVersion of(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileVersion(found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException unseen) {
            return null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A small file of lines that is read whole and replaced whole, so that whoever reads it sees what was before or what is
 * after, also when the machine stops in between. People may edit it meanwhile. For one thread at a time; all methods block.
 */
public final class TextFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    /** What was read or written last; null if there was no file, or nothing was read yet. */
    private @Nullable FileVersion known;

    private boolean read;

    /** Of a path, at which there need not be a file yet. */
    public TextFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether it is another than when it was read last; true before it was read at all. */
    public boolean hasChanged() {
        return !read || !Objects.equals(known, FileVersion.of(path));
    }

    /**
     * Reads its lines; none if there is no file.
     *
     * @throws IOException if it can't be read, or is not UTF-8
     */
    public List<String> read() throws IOException {
        // Before the contents: what is written while we read is another version.
        known = FileVersion.of(path);
        read = true;
        try {
            return Files.readAllLines(path);
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** Replaces it; what is written is on the disk when this returns. A file that is new is for its owner alone. */
    public void replace(List<String> lines) throws IOException {
        // Of a symbolic link, what it leads to is replaced.
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path directory = Objects.requireNonNull(target.getParent(), "an absolute path of a file has a parent");
        Path temporary = directory.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid());
        try {
            write(temporary, String.join("\n", lines) + "\n", permissions(target));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
        known = FileVersion.of(path);
        read = true;
    }

    private static Set<PosixFilePermission> permissions(Path target) throws IOException {
        return Files.exists(target) ? Files.getPosixFilePermissions(target) : OWNER_ONLY;
    }

    private static void write(Path file, String text, Set<PosixFilePermission> permissions) throws IOException {
        Files.deleteIfExists(file); // of a process of that number that did not come to its end
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, ownerOnly)) {
            Files.setPosixFilePermissions(file, permissions);
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /**
     * Does something while no other process does so with this file: to read, change and replace it, when several servers
     * have it in common. The lock is a file of its own beside it, since this one is replaced.
     */
    public <T> T locked(Callable<T> action) throws Exception {
        Path lock = path.resolveSibling("." + path.getFileName() + ".lock");
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        try (FileChannel channel = FileChannel.open(lock, options, ownerOnly)) {
            channel.lock(); // until the channel is closed
            return action.call();
        } catch (OverlappingFileLockException e) {
            throw new IOException(path + " is being changed by another server of this process; try again", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An open file on disk: always ready for {@code ppoll}, refused by {@code epoll} with {@code EPERM}. */
public final class RegularFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final int fd;

    /** Opens a new temporary file. */
    public RegularFile() {
        try {
            path = Files.createTempFile("aio", ".test").toRealPath();
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            fd = numberOf(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its descriptor. */
    public int fd() {
        return fd;
    }

    /** Java does not tell the number; the kernel does. */
    private static int numberOf(Path path) throws IOException {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                if (pointsTo(link, path)) {
                    return Integer.parseInt(link.getFileName().toString());
                }
            }
        }
        throw new AssertionError(path + " is not open");
    }

    private static boolean pointsTo(Path link, Path path) throws IOException {
        try {
            return Files.readSymbolicLink(link).equals(path);
        } catch (NoSuchFileException e) {
            return false; // closed since the directory was read
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.delete(path);
    }
}

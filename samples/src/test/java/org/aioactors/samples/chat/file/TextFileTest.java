// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    private Path directory;

    @Test
    void what_is_written_is_read() throws IOException {
        TextFile file = new TextFile(directory.resolve("names"));
        assertThat(file.read()).isEmpty();
        file.replace(List.of("one", "zwölf"));
        assertThat(file.read()).containsExactly("one", "zwölf");
        assertThat(names()).as("nothing else is left there").containsExactly("names");
    }

    @Test
    void a_new_file_is_for_its_owner_and_an_old_one_stays_as_it_was() throws IOException {
        Path path = directory.resolve("names");
        TextFile file = new TextFile(path);
        file.replace(List.of("one"));
        assertThat(permissions(path)).isEqualTo("rw-------");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        file.replace(List.of("two"));
        assertThat(permissions(path)).isEqualTo("rw-r-----");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void of_a_link_what_it_leads_to_is_replaced() throws IOException {
        Path path = Files.writeString(directory.resolve("names"), "one\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), path);
        new TextFile(link).replace(List.of("two"));
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(path)).isEqualTo("two\n");
    }

    @Test
    void changes_by_others_are_noticed_and_its_own_are_none() throws IOException {
        Path path = directory.resolve("names");
        TextFile file = new TextFile(path);
        assertThat(file.hasChanged()).as("not read yet").isTrue();
        file.read();
        assertThat(file.hasChanged()).as("still none").isFalse();
        Files.writeString(path, "one\n");
        assertThat(file.hasChanged()).as("made").isTrue();
        file.replace(List.of("two"));
        assertThat(file.hasChanged()).as("its own").isFalse();
        Path other = Files.writeString(directory.resolve("other"), "ten\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
        assertThat(file.hasChanged()).as("replaced by one as old and as long").isTrue();
        file.read();
        Files.delete(path);
        assertThat(file.hasChanged()).as("deleted").isTrue();
    }

    @Test
    void what_can_not_be_replaced_stays() throws IOException {
        Path path = Files.writeString(directory.resolve("names"), "one\n");
        // Where the new one would be written there is something that can't be removed.
        Path inTheWay = Files.createDirectory(
                directory.resolve(".names." + ProcessHandle.current().pid()));
        Files.createFile(inTheWay.resolve("file"));
        assertThatThrownBy(() -> new TextFile(path).replace(List.of("two"))).isInstanceOf(IOException.class);
        assertThat(Files.readString(path)).isEqualTo("one\n");
    }

    @Test
    void what_is_not_text_is_refused() throws IOException {
        Path path = Files.write(directory.resolve("names"), new byte[] {(byte) 0xFF, '\n'});
        assertThatThrownBy(() -> new TextFile(path).read()).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void a_reader_never_sees_half_of_it() throws Exception {
        Path path = directory.resolve("names");
        List<String> few = List.of("few");
        List<String> many = Collections.nCopies(50_000, "many");
        TextFile written = new TextFile(path);
        written.replace(few);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Long> odd = reader.submit(() -> {
                long found = 0;
                while (!over.get()) {
                    List<String> seen = new TextFile(path).read();
                    found += seen.equals(few) || seen.equals(many) ? 0 : 1;
                    reading.countDown();
                }
                return found;
            });
            reading.await();
            for (int i = 0; i < 100; i++) {
                written.replace(i % 2 == 0 ? many : few);
            }
            over.set(true);
            assertThat(odd.get()).isZero();
        } finally {
            over.set(true);
            reader.shutdownNow();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }
}

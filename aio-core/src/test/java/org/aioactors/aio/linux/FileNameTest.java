// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNameTest {
    @Test
    void utf8IsText() {
        for (String name : List.of("", "plain", "fïle", "文件", "\uD83D\uDE00 smile")) {
            assertThat(FileName.decode(name.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
            assertThat(FileName.encode(name)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void otherBytesAreEscapedOneByOne() {
        assertThat(FileName.decode(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3}))
                .isEqualTo("a\uDCFFb\uDCC3");
        // A surrogate is no UTF-8, so that what looks like an escape is not one.
        assertThat(FileName.decode(new byte[] {(byte) 0xed, (byte) 0xb2, (byte) 0x80}))
                .isEqualTo("\uDCED\uDCB2\uDC80");
    }

    @Test
    void allBytesComeBackAndNoTwoNamesLookTheSame() {
        Random random = new Random(7);
        Set<String> names = new HashSet<>();
        Set<ByteBuffer> inputs = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(8)];
            random.nextBytes(bytes);
            String name = FileName.decode(bytes);
            assertThat(FileName.encode(name)).isEqualTo(bytes);
            names.add(name);
            inputs.add(ByteBuffer.wrap(bytes));
        }
        assertThat(names).hasSameSizeAs(inputs);
    }

    @Test
    void aFileOfAnyNameIsListedOpenedAndRemoved(@TempDir Path folder) {
        Syscalls syscalls = Syscalls.linux();
        String name = folder + "/\uDCFF\uDCFEend";
        FileIo.open(syscalls, name, Fcntl.O_CREAT | Fcntl.O_WRONLY, 0600).close();
        assertThat(DirectoryListing.read(syscalls, folder.toString(), 10).entries())
                .extracting(DirectoryEntry::name)
                .containsExactly("\uDCFF\uDCFEend");
        assertThat(FileIo.unlink(syscalls, name, 0)).isZero();
        assertThat(DirectoryListing.read(syscalls, folder.toString(), 10).entries())
                .isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code java.lang.foreign} is found by name, which {@code LayersTest} can't see. */
class ForeignNameTest {
    @Test
    void oneClassFindsIt() throws IOException, URISyntaxException {
        Path classes = Path.of(Syscalls.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.filter(file -> file.toString().endsWith(".class")).filter(ForeignNameTest::namesIt))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("FfmBackend.class");
        }
    }

    private static boolean namesIt(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).matches("(?s).*java[./]lang[./]foreign[./].*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

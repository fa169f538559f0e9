// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the project that tests look at. */
public final class Checkout {
    private Checkout() {}

    /**
     * One of them, found from the folder of whichever module the test runs in.
     *
     * @param path from the top of the project
     */
    public static Path file(String path) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(path))) {
            folder = folder.getParent();
            assertThat(folder).as("a folder above that has %s", path).isNotNull();
        }
        return folder.resolve(path);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownFilesTest {
    private final KnownFiles known = new KnownFiles();

    private void directories(String... paths) {
        for (String path : paths) {
            known.apply(new DirectoryWatch.Found(path, true));
        }
    }

    @Test
    void aDirectoryGoesWithAllBelowItAndNothingElse() {
        directories("/r/a", "/r/a/b", "/r/a-b", "/r/a.c", "/r/a0", "/r/ab");
        known.apply(new DirectoryWatch.Deleted("/r/a", true));
        assertThat(known.paths()).containsOnlyKeys("/r/a-b", "/r/a.c", "/r/a0", "/r/ab");
    }

    @Test
    void aDirectoryMovesWithAllBelowItOverWhatWasThere() {
        directories("/r/a", "/r/a/b", "/r/ab", "/r/c", "/r/c/old");
        known.apply(new DirectoryWatch.Created("/r/a/b/file", false));
        known.apply(new DirectoryWatch.Moved("/r/a", "/r/c", true));
        assertThat(known.paths()).isEqualTo(Map.of("/r/ab", true, "/r/c", true, "/r/c/b", true, "/r/c/b/file", false));
    }

    @Test
    void beginningsForgetAll() {
        directories("/r/a");
        known.apply(new DirectoryWatch.Overflowed("/r"));
        assertThat(known.paths()).isEmpty();
        directories("/r/a");
        known.apply(new DirectoryWatch.Absent("/r", DirectoryWatch.Reason.DELETED));
        assertThat(known.paths()).isEmpty();
        assertThat(known.contains("/r/a")).isFalse();
    }

    @Test
    void changesOfContentsAreNoFiles() {
        known.apply(new DirectoryWatch.Modified("/r/a"));
        known.apply(new DirectoryWatch.Written("/r/a"));
        known.apply(new DirectoryWatch.AttributesChanged("/r/a", false));
        assertThat(known.paths()).isEmpty();
    }
}

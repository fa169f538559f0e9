// SPDX-License-Identifier: Apache-2.0
package org.aioactors.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in the artifacts: where both have something of one name, it does not matter whose is found. */
class ResourcesTest {
    private static final Class<?> AKKAS = org.aioactors.Aio.class;
    private static final Class<?> PEKKOS = org.aioactors.pekko.Aio.class;

    @Test
    void onlyTheDefaultsAreInBoth() throws Exception {
        Set<String> both = files(AKKAS);
        both.retainAll(files(PEKKOS));
        assertThat(both).containsExactly("reference.conf");
    }

    @Test
    void whatBothDefineIsTheSame() throws Exception {
        Map<String, ConfigValue> akkas = values(AKKAS);
        Map<String, ConfigValue> pekkos = values(PEKKOS);
        assertThat(akkas).containsKey("aio.net.tcp.max-pending-write").hasSameSizeAs(pekkos);
        akkas.forEach((path, value) -> {
            if (pekkos.containsKey(path)) {
                assertThat(pekkos.get(path)).as(path).isEqualTo(value);
            }
        });
    }

    @Test
    void nothingThatBothDefineNamesAClassOfOne() throws Exception {
        Map<String, ConfigValue> both = values(AKKAS);
        both.keySet().retainAll(values(PEKKOS).keySet());
        assertThat(both.values())
                .isNotEmpty()
                .noneMatch(value -> value.unwrapped().toString().contains("org.aioactors"));
    }

    private static Map<String, ConfigValue> values(Class<?> ofArtifact) throws Exception {
        try (Root root = Root.of(ofArtifact)) {
            Config config =
                    ConfigFactory.parseString(Files.readString(root.path().resolve("reference.conf")));
            return config.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first, TreeMap::new));
        }
    }

    private static Set<String> files(Class<?> ofArtifact) throws Exception {
        try (Root root = Root.of(ofArtifact);
                Stream<Path> files = Files.walk(root.path())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.path().relativize(file).toString())
                    .filter(name -> !name.startsWith("META-INF/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A jar, or the folder that becomes one. */
    private record Root(Path path, AutoCloseable jar) implements AutoCloseable {
        static Root of(Class<?> type) throws Exception {
            URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                return new Root(path, () -> {});
            }
            FileSystem jar = FileSystems.newFileSystem(path);
            return new Root(jar.getPath("/"), jar);
        }

        @Override
        public void close() throws IOException {
            try {
                jar.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

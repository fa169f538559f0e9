// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the documentation shows is what was compiled, and what it links to is there. */
class MarkdownTest {
    private static final Path DOCS = Path.of("").toAbsolutePath();
    private static final Path ROOT = DOCS.getParent();
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern HOCON_BLOCK = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    @TestFactory
    Stream<DynamicTest> javaBlocksStandInCompiledExamples() throws IOException {
        List<String> examples = read(files(DOCS.resolve("src/main/java"), ".java"));
        assertThat(javaBlocks(ROOT.resolve("README.md")))
                .as("java blocks of README.md")
                .isNotEmpty();
        return markdown().stream().flatMap(file -> javaBlocks(file).stream()
                .map(block -> DynamicTest.dynamicTest(
                        ROOT.relativize(file) + ": " + block.lines().findFirst().orElse(""), () -> assertThat(examples)
                                .as("an example under docs/src/main/java that contains\n%s", block)
                                .anyMatch(example -> example.contains(block)))));
    }

    @TestFactory
    Stream<DynamicTest> hoconBlocksStandInConfigurationsThatAreLoaded() throws IOException {
        List<String> configurations = read(files(DOCS.resolve("src/main/resources"), ".conf"));
        return markdown().stream().flatMap(file -> blocks(HOCON_BLOCK, file).stream()
                .map(block -> DynamicTest.dynamicTest(
                        ROOT.relativize(file) + ": " + block.lines().findFirst().orElse(""),
                        () -> assertThat(configurations)
                                .as("a file under docs/src/main/resources that contains\n%s", block)
                                .anyMatch(configuration -> configuration.contains(forAkka(block))))));
    }

    /** What is shown for Pekko is what docs/pekko makes of such a configuration, and loads in the same tests. */
    private static String forAkka(String block) {
        return block.replace("org.aioactors.pekko.", "org.aioactors.").replace("pekko.", "akka.");
    }

    @TestFactory
    Stream<DynamicTest> relativeLinksLeadSomewhere() throws IOException {
        return markdown().stream().flatMap(file -> links(file)
                .map(link -> DynamicTest.dynamicTest(
                        ROOT.relativize(file) + " -> " + link,
                        () -> assertThat(file.resolveSibling(link)).exists())));
    }

    private static Stream<String> links(Path file) {
        return LINK.matcher(read(file)).results().map(result -> result.group(1)).filter(link -> !link.contains("://"));
    }

    private static List<String> javaBlocks(Path file) {
        return blocks(JAVA_BLOCK, file);
    }

    private static List<String> blocks(Pattern pattern, Path file) {
        Matcher matcher = pattern.matcher(read(file));
        return matcher.results().map((MatchResult result) -> result.group(1)).toList();
    }

    private static List<Path> markdown() throws IOException {
        return Stream.concat(Stream.of(ROOT.resolve("README.md")), files(DOCS, ".md").stream())
                .toList();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> read(List<Path> files) {
        return files.stream().map(MarkdownTest::read).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

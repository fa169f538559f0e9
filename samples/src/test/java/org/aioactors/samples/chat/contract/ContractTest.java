// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays all scripts against a server, or several that differ by their configuration; see {@link ServerUnderTest#start}.
 */
class ContractTest {
    static final List<String> FILES = List.of(
            "registration.txt",
            "tls.txt",
            "channels.txt",
            "modes.txt",
            "messages.txt",
            "queries.txt",
            "operators.txt",
            "capabilities.txt",
            "accounts.txt",
            "monitor.txt",
            "history.txt");

    @TempDir
    static @Nullable Path folder;

    /** By their configurations, each started for the first script that wants it. */
    private static final Map<String, ServerUnderTest> SERVERS = new HashMap<>();

    private static @Nullable ServerFacts facts;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        facts = ServerFacts.of(server(""));
    }

    @AfterAll
    static void stop() throws IOException {
        for (ServerUnderTest server : SERVERS.values()) {
            server.close();
        }
        SERVERS.clear();
    }

    private static ServerUnderTest server(String configuration) throws IOException, InterruptedException {
        ServerUnderTest server = SERVERS.get(configuration);
        if (server == null) {
            server = ServerUnderTest.start(folder, configuration);
            SERVERS.put(configuration, server);
        }
        return server;
    }

    @TestFactory
    List<DynamicContainer> contract() throws IOException {
        List<DynamicContainer> files = new ArrayList<>();
        for (String file : FILES) {
            files.add(dynamicContainer(
                    file, Script.inFile(file).stream().map(script -> dynamicTest(script.title(), () -> play(script)))));
        }
        return files;
    }

    private static void play(Script script) throws IOException, InterruptedException {
        ServerUnderTest server = server(script.configuration());
        for (String difference : script.differs()) {
            Assumptions.assumeFalse(difference.startsWith(server.name() + ": "), difference);
        }
        for (String need : script.needs()) {
            String missing = facts.missing(need);
            if (missing != null) {
                Assumptions.assumeTrue(server.mustHaveAll(), () -> server.name() + " does not have: " + missing);
                throw new AssertionError(server.name() + " does not say that it has: " + missing);
            }
        }
        try (ScriptPlayer player = new ScriptPlayer(server)) {
            player.play(script);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import com.typesafe.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.aioactors.samples.chat.account.PasswordHash;

/** What the program does beside being a server. */
public final class SmallTasks {
    private SmallTasks() {}

    /**
     * Does what the options want. Blocks.
     *
     * @param options not those of {@link ChatOptions.Task#SERVE}
     * @throws IOException if the standard input can't be read
     * @throws com.typesafe.config.ConfigException if the configuration is wrong
     * @throws IllegalArgumentException if the key store or a server of the network is, or there is no password
     */
    public static void run(ChatOptions options, InputStream in, PrintStream out) throws IOException {
        switch (options.task()) {
            case HASH_PASSWORD -> out.println(hash(in, options));
            case CHECK -> {
                ChatSettings settings = check(ConfigSource.of(options).load());
                out.println("the configuration of " + settings.identity().name() + " is right");
            }
            default -> out.print(ChatOptions.HELP);
        }
    }

    private static String hash(InputStream in, ChatOptions options) throws IOException {
        String password = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (password == null || password.isEmpty()) {
            throw new IllegalArgumentException("there is no password on the standard input");
        }
        int iterations =
                check(ConfigSource.of(options).load()).accounts().rules().iterations();
        return PasswordHash.of(password, iterations).text();
    }

    private static ChatSettings check(Config config) {
        ChatSettings settings = ChatSettings.from(config);
        ClusterConfig.check(config, settings.cluster());
        Path keyStore = settings.security().keyStore();
        if (keyStore != null) {
            new ServerTls(keyStore, settings.security().password()).get();
        }
        return settings;
    }
}

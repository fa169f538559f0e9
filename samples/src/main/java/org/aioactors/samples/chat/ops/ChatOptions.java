// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the server.
 *
 * @param task what is wanted
 * @param file the configuration, on top of the defaults, or null
 * @param properties configuration keys and their values, on top of the file, in the order given
 */
public record ChatOptions(Task task, @Nullable Path file, Map<String, String> properties) {
    /** What the program can do. */
    public enum Task {
        /** Be a server. */
        SERVE,
        /** Say whether the configuration is right. */
        CHECK,
        /** Print the hash of a password that is read from the standard input. */
        HASH_PASSWORD,
        /** Print the help. */
        HELP;

        /** Of an argument; to serve if it names none. */
        private static Task of(String arg) {
            return switch (arg) {
                case "--check" -> CHECK;
                case "--hash-password" -> HASH_PASSWORD;
                case "--help", "-h" -> HELP;
                default -> SERVE;
            };
        }
    }

    /** What {@code --help} prints. */
    public static final String HELP = """
            usage: chat [OPTION ...]
              --config FILE      settings, on top of the defaults; read again when it changes, and at SIGHUP
              --host H           address to listen on (chat.host, default 127.0.0.1)
              --port N           port of IRC, 0 for any free one, off for none (chat.port, default 6667)
              --tls-port N       port of IRC with TLS (chat.tls-port, default off)
              --web-port N       port of HTTP and WebSocket (chat.web-port, default 8080)
              --name NAME        what the server is called (chat.name)
              --data DIRECTORY   has accounts, K-lines and history there (chat.accounts.file, ...); default: keeps none
              --cluster HOST:PORT[,HOST:PORT ...]
                                 makes one network with other servers: first the address by which they reach this one,
                                 then theirs, the same on each, in any order (chat.cluster.servers, default off)
              --take-over PATH   takes the listeners over from the server that has this control socket, so that no
                                 client is refused, and offers its own there (chat.take-over, default off)
              -Dkey=value        sets any key of the configuration, for example
                                 -Dchat.limits.connections=50
                                 -Dakka.actor.default-dispatcher.aio.fd-monitor=poll
              --check            says whether the configuration is right, and ends
              --hash-password    reads a password from the standard input, and prints what to write in its place
              --help             prints this
            """;

    private static final Map<String, String> KEYS = Map.of(
            "--host", "chat.host",
            "--port", "chat.port",
            "--tls-port", "chat.tls-port",
            "--web-port", "chat.web-port",
            "--name", "chat.name",
            "--cluster", "chat.cluster.servers",
            "--take-over", "chat.take-over");

    /** Copies the map. */
    public ChatOptions {
        properties = Map.copyOf(properties);
    }

    /**
     * Takes the arguments apart.
     *
     * @throws BadUsageException if one is unknown or incomplete
     */
    public static ChatOptions parse(String... args) throws BadUsageException {
        Task task = Task.SERVE;
        Path file = null;
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            int equals = arg.indexOf('=');
            String option = equals < 0 ? arg : arg.substring(0, equals);
            if (arg.startsWith("-D")) {
                if (equals < "-Dk".length()) {
                    throw new BadUsageException(arg + " is not of the form -Dkey=value");
                }
                properties.put(option.substring("-D".length()), arg.substring(equals + 1));
            } else if (Task.of(arg) != Task.SERVE) {
                task = Task.of(arg);
            } else if (KEYS.containsKey(option) || option.equals("--config") || option.equals("--data")) {
                i += equals < 0 ? 1 : 0;
                if (i == args.length) {
                    throw new BadUsageException(arg + " needs a value");
                }
                String value = equals < 0 ? args[i] : arg.substring(equals + 1);
                file = option.equals("--config") ? Path.of(value) : file;
                put(properties, option, value);
            } else {
                throw new BadUsageException("unknown option " + arg);
            }
        }
        return new ChatOptions(task, file, properties);
    }

    private static void put(Map<String, String> properties, String option, String value) {
        String key = KEYS.get(option);
        if (key != null) {
            properties.put(key, value);
        } else if (option.equals("--data")) {
            properties.put("chat.accounts.file", value + "/accounts");
            properties.put("chat.k-lines", value + "/k-lines");
            properties.put("chat.history.directory", value + "/history");
        }
    }
}

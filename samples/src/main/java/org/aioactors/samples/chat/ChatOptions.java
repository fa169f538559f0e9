// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The command line of the server.
 *
 * @param help whether only the help is wanted
 * @param properties configuration keys and their values, in the order given
 */
record ChatOptions(boolean help, Map<String, String> properties) {
    /** What {@code --help} prints. */
    static final String HELP = """
            usage: chat [--host H] [--port N] [-Dkey=value ...]
              --host H      address to listen on (chat.host, default 127.0.0.1)
              --port N      port to listen on, 0 for any free one (chat.port, default 9000)
              -Dkey=value   sets any key of the configuration, for example
                            -Dchat.max-line-bytes=1KiB
                            -Dakka.actor.default-dispatcher.aio.fd-monitor=poll
                            -Dconfig.file=PATH reads the configuration from that file
              --help        prints this
            """;

    /**
     * Takes the arguments apart.
     *
     * @throws UsageException if one is unknown or incomplete
     */
    static ChatOptions parse(String... args) throws UsageException {
        boolean help = false;
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("--help") || arg.equals("-h")) {
                help = true;
            } else if (arg.equals("--host") || arg.equals("--port")) {
                if (i + 1 == args.length) {
                    throw new UsageException(arg + " needs a value");
                }
                i++;
                properties.put("chat." + arg.substring(2), args[i]);
            } else if (arg.startsWith("--host=") || arg.startsWith("--port=")) {
                putPair(properties, "chat." + arg.substring(2));
            } else if (arg.startsWith("-D")) {
                putPair(properties, arg.substring(2));
            } else {
                throw new UsageException("unknown option " + arg);
            }
        }
        return new ChatOptions(help, properties);
    }

    private static void putPair(Map<String, String> properties, String pair) throws UsageException {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new UsageException("-D" + pair + " is not of the form -Dkey=value");
        }
        properties.put(pair.substring(0, equals), pair.substring(equals + 1));
    }

    /**
     * Loads the configuration with these options on top, which become system properties. Reads files.
     *
     * @throws com.typesafe.config.ConfigException if a file is missing or not to be parsed
     */
    Config load() {
        properties.forEach(System::setProperty);
        ConfigFactory.invalidateCaches();
        return ConfigFactory.load();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays one {@link Script} against a server. Blocks. */
final class ScriptPlayer implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Pattern NAMES = Pattern.compile("(?i)\\b(alice|bob|carol|dave|ghost)\\b|#[a-z]+\\b");
    private static final Pattern MANY = Pattern.compile("\\{(\\d+)\\*(\\w)}");
    private static final Pattern SASL = Pattern.compile("\\{sasl (\\S+) (\\S+)}");
    private static final Pattern HAS_ID = Pattern.compile("@(?:\\S*;)?msgid=([^; ]+)\\S* .* :(.*)");
    private static final Pattern ID = Pattern.compile("\\{msgid (\\w+)}");
    private static final Pattern IN = Pattern.compile("([a-z0-9, ]+) in (#\\S+)");
    private static final Pattern TAKES = Pattern.compile("server takes (\\S+)");
    private static final Pattern STEP =
            Pattern.compile("([a-z]+\\d+) ([>~<!]|raw|caps|oper|skips|ends|drops)(?: (.*))?");

    private final ServerUnderTest server;
    private final int number = NUMBERS.incrementAndGet();

    /** Of messages, by their text. */
    private final Map<String, String> ids = new HashMap<>();

    private final Map<String, IrcClient> clients = new LinkedHashMap<>();

    /** Clients that have gone, or have not registered. */
    private final Set<String> notRegistered = new HashSet<>();

    ScriptPlayer(ServerUnderTest server) {
        this.server = server;
    }

    void play(Script script) throws IOException {
        for (Script.Line line : script.lines()) {
            try {
                String named = NAMES.matcher(line.text()).replaceAll(match -> match.group() + number);
                String expanded = MANY.matcher(named)
                        .replaceAll(match -> match.group(2).repeat(Integer.parseInt(match.group(1))));
                String shown = SASL.matcher(expanded).replaceAll(match -> plain(match.group(1), match.group(2)));
                String known = ID.matcher(shown).replaceAll(match -> ids.get(match.group(1)));
                play(known.replace("{operator}", server.operator()));
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError(
                        script.file() + ", line " + line.number() + ": " + line.text() + "\n" + e.getMessage(), e);
            }
        }
        for (Map.Entry<String, IrcClient> client : clients.entrySet()) {
            if (!notRegistered.contains(client.getKey())) {
                expectNothing(script, client.getKey(), client.getValue());
            }
        }
    }

    /** What is said by SASL PLAIN (RFC 4616). */
    private static String plain(String account, String password) {
        byte[] said = ("\0" + account + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(said);
    }

    private static void expectNothing(Script script, String name, IrcClient client) throws IOException {
        try {
            client.expectNothing();
        } catch (AssertionError e) {
            throw new AssertionError(script.file() + ", at the end, " + name + ": " + e.getMessage(), e);
        }
    }

    private void play(String line) throws IOException {
        Matcher in = IN.matcher(line);
        if (in.matches()) {
            join(List.of(in.group(1).split(", ", -1)), in.group(2));
            return;
        }
        Matcher takes = TAKES.matcher(line);
        if (takes.matches()) {
            server.take(takes.group(1));
            return;
        }
        Matcher step = STEP.matcher(line);
        if (!step.matches()) {
            throw new IllegalArgumentException("not a line of a script");
        }
        String name = step.group(1);
        String rest = step.group(3) == null ? "" : step.group(3);
        switch (step.group(2)) {
            case ">" -> client(name).send(rest);
            case "<" -> remember(client(name).expect(rest));
            case "~" -> remember(client(name).await(rest));
            case "!" -> client(name).expectNothing();
            case "raw" -> {
                clients.put(name, connect(rest));
                notRegistered.add(name);
            }
            case "caps" -> clients.put(name, IrcClient.register(server.address(), name, rest.split(" ", -1)));
            case "skips" -> client(name).drain();
            case "oper" -> becomeOperator(client(name));
            case "ends" -> {
                client(name).expectEnd();
                notRegistered.add(name);
            }
            default -> {
                client(name).close();
                notRegistered.add(name);
            }
        }
    }

    private void remember(String line) {
        Matcher message = HAS_ID.matcher(line);
        if (message.matches()) {
            ids.put(message.group(2), message.group(1));
        }
    }

    /** {@code how} is empty, {@code tls}, or {@code tls} and the name of a certificate. */
    private IrcClient connect(String how) throws IOException {
        if (how.isEmpty()) {
            return IrcClient.connect(server.address());
        }
        String[] words = how.split(" ", -1);
        return new IrcClient(server.connectByTls(words.length > 1 ? words[1] : null));
    }

    private void becomeOperator(IrcClient client) throws IOException {
        client.send("OPER " + server.operator());
        client.await("381 …*");
        client.drain();
    }

    private IrcClient client(String name) throws IOException {
        IrcClient client = clients.get(name);
        if (client == null) {
            client = IrcClient.register(server.address(), name);
            clients.put(name, client);
        }
        return client;
    }

    /** One after the other; each hears of who comes later before the script goes on. */
    private void join(List<String> names, String channel) throws IOException {
        List<IrcClient> inside = new ArrayList<>();
        for (String name : names) {
            IrcClient client = client(name);
            client.send("JOIN " + channel);
            client.await("366 … " + channel + " …*");
            for (IrcClient other : inside) {
                other.await(":" + name + " JOIN " + channel + " …*");
            }
            inside.add(client);
        }
        for (IrcClient client : inside) {
            client.drain(); // some servers say more, for example the modes of a new channel
        }
    }

    @Override
    public void close() throws IOException {
        for (IrcClient client : clients.values()) {
            client.close();
        }
    }
}

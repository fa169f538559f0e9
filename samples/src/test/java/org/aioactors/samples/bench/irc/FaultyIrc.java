// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server of IRC with one channel at a time for each client, a thread for each connection, and perhaps a mistake. */
public final class FaultyIrc implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Function<String, List<String>> fault;

    /** Guarded by this. */
    private final List<Client> clients = new ArrayList<>();

    /** @param fault what the others in a channel are told in place of a line; null: who is told it loses the connection */
    public FaultyIrc(Function<String, @Nullable List<String>> fault) throws IOException {
        this.fault = fault;
        start(() -> {
            while (true) {
                Client client = new Client(listener.accept());
                start(client::serve);
            }
        });
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** What a thread does. */
    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                return; // by the test or by its clients, which notice if it was not to be
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private final class Client {
        private final Socket socket;
        private String nick = "*";
        private String channel = "";

        Client(Socket socket) {
            this.socket = socket;
        }

        void serve() throws IOException {
            try (socket) {
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    onLine(line.split(" ", 2)[0].toUpperCase(Locale.ROOT), line);
                }
            } finally {
                synchronized (FaultyIrc.this) {
                    clients.remove(this);
                }
            }
        }

        private void onLine(String command, String line) throws IOException {
            String rest = line.substring(Math.min(line.length(), command.length() + 1));
            synchronized (FaultyIrc.this) {
                switch (command) {
                    case "NICK" -> nick = rest;
                    case "USER" -> tell(":irc 001 " + nick + " :Welcome\r\n:irc 422 " + nick + " :No message");
                    case "PING" -> tell(":irc PONG irc " + rest);
                    case "JOIN" -> join(rest);
                    case "PART" -> part(line);
                    case "PRIVMSG" -> tellOthers(line);
                    default -> {} // PONG, QUIT: the client ends its side
                }
            }
        }

        private void join(String name) throws IOException {
            channel = name;
            clients.add(this);
            tell(":" + nick + "!u@h JOIN " + name);
            tellOthers("JOIN " + name);
            String names = clients.stream()
                    .filter(client -> client.channel.equals(channel))
                    .map(client -> client.nick)
                    .collect(Collectors.joining(" "));
            tell(":irc 353 " + nick + " = " + name + " :" + names + "\r\n:irc 366 " + nick + " " + name + " :End");
        }

        private void part(String line) throws IOException {
            tell(":" + nick + "!u@h " + line);
            tellOthers(line);
            clients.remove(this);
        }

        private void tellOthers(String line) throws IOException {
            for (Client client : List.copyOf(clients)) {
                if (client != this && client.channel.equals(channel)) {
                    client.tellFaulty(":" + nick + "!u@h " + line);
                }
            }
        }

        private void tellFaulty(String line) throws IOException {
            List<String> lines = fault.apply(line);
            if (lines == null) {
                socket.close();
                return;
            }
            for (String each : lines) {
                tell(each);
            }
        }

        private void tell(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (this) {
            for (Client client : List.copyOf(clients)) {
                client.socket.close();
            }
        }
    }
}

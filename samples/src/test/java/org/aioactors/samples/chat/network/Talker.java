// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that talks on channels: to each it says the numbers 1, 2, 3 and so on, and never more than some of which it has not heard its
 * own echo. Of all others it must hear the same, none lost, none twice, none out of order.
 */
final class Talker implements AutoCloseable {
    /** As many as the server may hold up at once by something that is short. */
    private static final int MAX_UNHEARD = 100;

    private static final int DEADLINE_MS = 30_000;
    private static final Pattern SAID = Pattern.compile(":([^! ]+)!\\S+ PRIVMSG (\\S+) :(\\d+)");
    private static final Pattern QUIT = Pattern.compile(":([^! ]+)!\\S+ QUIT(?: :(.*))?");

    private record Line(String nick, String channel) {}

    private final String nick;
    private final List<String> channels;
    private final Progress progress;
    private final Socket socket;
    private final BufferedReader in;

    /** For the thread that has the monitor of the progress. */
    private final Map<Line, Long> heard = new HashMap<>();

    private final Map<String, Long> said = new HashMap<>();

    /** Of all lines of a channel, in their order. */
    private final Map<String, Integer> order = new HashMap<>();

    /** When it said what it has not heard yet, by channel. */
    private final Map<String, ArrayDeque<Long>> saidNs = new HashMap<>();

    private final Map<String, Long> quits = new HashMap<>();
    private final Set<String> joined = new HashSet<>();
    private long longestNs;
    private int turn;
    private boolean mayEnd;
    private boolean othersMayDie;
    private boolean ended;

    /** Connects and registers; joins the channels, see {@link #hasJoined}. */
    Talker(Progress progress, InetSocketAddress server, String nick, List<String> channels) throws IOException {
        this.nick = nick;
        this.channels = List.copyOf(channels);
        this.progress = progress;
        this.socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(server, DEADLINE_MS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        send("CAP REQ :echo-message\r\nCAP END\r\nNICK " + nick + "\r\nUSER " + nick + " 0 * :T");
        send("JOIN " + String.join(",", channels));
        Thread reader = new Thread(this::read, nick);
        reader.setDaemon(true);
        reader.start();
    }

    private void send(String lines) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write((lines + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    // ---- what it says ----

    /** Says the next number to one of its channels, unless too many are on their way. */
    void talk() {
        String channel = progress.get(this::next);
        if (channel != null) {
            try {
                send(channel);
            } catch (IOException e) {
                ended(String.valueOf(e));
            }
        }
    }

    private String next() {
        String channel = channels.get(turn++ % channels.size());
        long number = said(channel) + 1;
        if (ended || number - heard(nick, channel) > MAX_UNHEARD) {
            return null;
        }
        said.put(channel, number);
        saidNs.computeIfAbsent(channel, any -> new ArrayDeque<>()).add(System.nanoTime());
        return "PRIVMSG " + channel + " :" + number;
    }

    // ---- what it hears ----

    private void read() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                hear(line);
            }
            ended("the end of the stream");
        } catch (IOException e) {
            ended(String.valueOf(e));
        }
    }

    private void ended(String why) {
        progress.change(() -> ended = true);
        if (!progress.get(() -> mayEnd)) {
            progress.fault(nick + " was disconnected: " + why);
        }
    }

    private void hear(String line) throws IOException {
        Matcher said = SAID.matcher(line);
        Matcher quit = QUIT.matcher(line);
        if (said.matches()) {
            progress.change(() -> hear(said.group(1), said.group(2), Long.parseLong(said.group(3))));
        } else if (quit.matches()) {
            progress.change(() -> quits.put(quit.group(1), System.nanoTime()));
        } else if (line.startsWith("PING ")) {
            send("PONG" + line.substring("PING".length()));
        } else if (line.contains(" 366 ")) {
            progress.change(() -> joined.add(line.split(" ", -1)[3]));
        } else if (line.matches(":\\S+ [45]\\d\\d .*") && !line.contains(" 422 ")) {
            progress.fault(nick + " was told: " + line);
        }
    }

    private void hear(String who, String channel, long number) {
        long last = heard(who, channel);
        if (number != last + 1) {
            progress.fault(nick + " heard " + number + " of " + who + " on " + channel + " after " + last);
        }
        if (quits.containsKey(who) && !othersMayDie) {
            progress.fault(nick + " heard " + number + " of " + who + ", who has quit");
        }
        heard.put(new Line(who, channel), number);
        if (who.equals(nick)) {
            longestNs =
                    Math.max(longestNs, System.nanoTime() - saidNs.get(channel).remove());
        }
        order.merge(channel, (who + number).hashCode(), (before, hash) -> before * 31 + hash);
    }

    // ---- for a test, which has the monitor ----

    String nick() {
        return nick;
    }

    boolean hasJoined() {
        return joined.containsAll(channels);
    }

    /** The last number it said to a channel. */
    long said(String channel) {
        return said.getOrDefault(channel, 0L);
    }

    /** The last number it heard of somebody. */
    long heard(String who, String channel) {
        return heard.getOrDefault(new Line(who, channel), 0L);
    }

    /** All that it heard on a channel, and in which order, as one number. */
    int order(String channel) {
        return order.getOrDefault(channel, 0);
    }

    /** How long it took at most until it heard what it had said; starts again. */
    Duration longest() {
        Duration longest = Duration.ofNanos(longestNs);
        longestNs = 0;
        return longest;
    }

    /** When somebody quit, as {@link System#nanoTime} has it; null if they have not. */
    Long quit(String who) {
        return quits.get(who);
    }

    /** From now on it may be disconnected. */
    void mayEnd() {
        mayEnd = true;
    }

    /** From now on it may hear last words of others behind their {@code QUIT}: those that it lacked when their server died. */
    void othersMayDie() {
        othersMayDie = true;
    }

    @Override
    public void close() throws IOException {
        progress.change(this::mayEnd);
        socket.close();
    }
}

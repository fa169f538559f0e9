// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.aioactors.samples.chat.contract.IrcClient;

/** Some clients of one thread who join, part, quit, come again and are renamed at random, and know where they are. */
final class HostileCrowd implements AutoCloseable {
    private static final List<String> CHANNELS =
            IntStream.range(0, 6).mapToObj(i -> "#storm" + i).toList();

    private static final class One {
        IrcClient client;
        String nick;
        final Set<String> channels = new TreeSet<>();

        One(IrcClient client, String nick) {
            this.client = client;
            this.nick = nick;
        }
    }

    private final InetSocketAddress server;
    private final String prefix;
    private int returns;
    private final Random random;
    private final List<One> all = new ArrayList<>();

    private HostileCrowd(InetSocketAddress server, String prefix) {
        this.server = server;
        this.prefix = prefix;
        this.random = new Random(prefix.hashCode());
    }

    /** Runs so many steps; all of them are carried out when this returns. */
    static HostileCrowd storm(InetSocketAddress server, String prefix, int size, int steps) throws IOException {
        HostileCrowd crowd = new HostileCrowd(server, prefix);
        for (int i = 0; i < size; i++) {
            String nick = prefix + 'c' + i;
            crowd.all.add(new One(IrcClient.register(server, nick), nick));
        }
        for (int step = 0; step < steps; step++) {
            crowd.step(crowd.all.get(crowd.random.nextInt(size)));
        }
        for (One one : crowd.all) {
            one.client.drain();
        }
        return crowd;
    }

    private void step(One one) throws IOException {
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                one.client.send("JOIN " + channel);
                one.channels.add(channel);
            }
            case 3 -> {
                one.client.send("PART " + channel);
                one.channels.remove(channel);
            }
            case 4 -> {
                one.client.send("JOIN " + channel);
                one.channels.add(channel);
                rename(one);
            }
            case 5 -> rename(one);
            case 6 -> one.client.send("PRIVMSG " + channel + " :text");
            default -> comeAgain(one);
        }
        if (random.nextInt(8) == 0) {
            one.client.drain();
        }
    }

    private void rename(One one) throws IOException {
        one.nick = one.nick.endsWith("x") ? one.nick.substring(0, one.nick.length() - 1) : one.nick + 'x';
        one.client.send("NICK " + one.nick);
    }

    private void comeAgain(One one) throws IOException {
        if (random.nextBoolean()) {
            one.client.send("QUIT :again");
        }
        one.client.close();
        // The one before may still be there.
        one.nick = prefix + 'r' + ++returns;
        one.channels.clear();
        one.client = IrcClient.register(server, one.nick);
    }

    List<IrcClient> clients() {
        return all.stream().map(one -> one.client).toList();
    }

    /** Who is where, as those know who are: {@code channel nick}. */
    List<String> memberships() {
        return all.stream()
                .flatMap(one -> one.channels.stream().map(channel -> channel + ' ' + one.nick))
                .toList();
    }

    /** The same as NAMES has it, sorted: of the channels that a loop has a copy of, from that copy. */
    static List<String> seenByNames(IrcClient client) throws IOException {
        client.drain();
        List<String> seen = new ArrayList<>();
        for (String channel : CHANNELS) {
            client.send("NAMES " + channel);
            String line = client.await("353|366 …*");
            while (line.contains(" 353 ")) {
                for (String name : line.substring(line.indexOf(':', 1) + 1).split(" ", -1)) {
                    seen.add(channel + ' ' + name.replaceFirst("^@", ""));
                }
                line = client.await("353|366 …*");
            }
        }
        seen.sort(null);
        return seen;
    }

    /** The same as WHO has it. */
    static List<String> seenByWho(IrcClient client) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String channel : CHANNELS) {
            client.send("WHO " + channel);
            String line = client.await("352|315 …*");
            while (line.contains(" 352 ")) {
                seen.add(channel + ' ' + line.split(" ", -1)[7]);
                line = client.await("352|315 …*");
            }
        }
        seen.sort(null);
        return seen;
    }

    @Override
    public void close() throws IOException {
        for (One one : all) {
            one.client.close();
        }
    }
}

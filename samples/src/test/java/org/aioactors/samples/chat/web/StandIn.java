// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.history.HistoryRequest;

/**
 * As much of an IRC server as the page needs to be tried, and no more: it forgives everything. One actor; its clients come by
 * TCP or by WebSocket.
 */
final class StandIn {
    /** From a client's handler. */
    record Line(ActorRef<Tcp.ConnectionCommand> client, String text) {}

    record Gone(ActorRef<Tcp.ConnectionCommand> client) {}

    /** Resets all clients, or those whose nickname this is. */
    record Drop(String nick) {}

    /** Something is said by nobody who is there. */
    record Say(String channel, String nick, String text) {}

    private static final class Client {
        private final ActorRef<Tcp.ConnectionCommand> connection;
        private String nick = "*";
        private boolean tags;
        private boolean negotiating;
        private boolean user;
        private boolean registered;

        private Client(ActorRef<Tcp.ConnectionCommand> connection) {
            this.connection = connection;
        }

        private void send(String line) {
            String bare = tags || !line.startsWith("@") ? line : line.substring(line.indexOf(' ') + 1);
            connection.tell(Tcp.Write.of(ByteString.fromString(bare + "\r\n")));
        }

        private String source() {
            return nick + "!web@host";
        }
    }

    private record Kept(String channel, long timeMs, long msgid, String line) {}

    private final Map<ActorRef<?>, Client> clients = new LinkedHashMap<>();
    private final Map<String, List<Client>> channels = new LinkedHashMap<>();
    private final Map<String, String> topics = new HashMap<>();
    private final List<Kept> history = new ArrayList<>();
    private long msgids;

    private StandIn() {}

    static Behavior<Object> create() {
        return Behaviors.setup(context -> {
            StandIn server = new StandIn();
            return Behaviors.receive(Object.class)
                    .onMessage(Line.class, line -> {
                        server.carryOut(
                                server.clients.computeIfAbsent(line.client(), gone -> new Client(line.client())),
                                line.text());
                        return Behaviors.same();
                    })
                    .onMessage(Gone.class, gone -> {
                        server.quit(gone.client());
                        return Behaviors.same();
                    })
                    .onMessage(Drop.class, drop -> {
                        server.clients.values().stream()
                                .filter(client -> client.nick.equals(drop.nick()))
                                .forEach(client -> client.connection.tell(new Tcp.Abort()));
                        return Behaviors.same();
                    })
                    .onMessage(Say.class, say -> {
                        server.say(say.nick() + "!x@host", null, "PRIVMSG", say.channel(), say.text(), "");
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** A client's handler: cuts what comes into lines. */
    static Behavior<Tcp.Event> handler(ActorRef<Object> server, ActorRef<Tcp.ConnectionCommand> connection) {
        StringBuilder rest = new StringBuilder();
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    cut(server, connection, rest, received.data().utf8String());
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> {
                    server.tell(new Gone(connection));
                    return Behaviors.stopped();
                })
                .build();
    }

    private static void cut(
            ActorRef<Object> server, ActorRef<Tcp.ConnectionCommand> connection, StringBuilder rest, String received) {
        rest.append(received);
        for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
            server.tell(new Line(connection, rest.substring(0, end).strip()));
            rest.delete(0, end + 1);
        }
    }

    private void carryOut(Client by, String text) {
        String label = "";
        String line = text;
        if (line.startsWith("@label=")) {
            label = line.substring(1, line.indexOf(' '));
            line = line.substring(line.indexOf(' ') + 1);
        }
        int colon = line.indexOf(" :");
        List<String> words =
                new ArrayList<>(Arrays.asList((colon < 0 ? line : line.substring(0, colon)).split(" +", -1)));
        if (colon >= 0) {
            words.add(line.substring(colon + 2));
        }
        List<String> params = words.subList(1, words.size());
        String first = params.isEmpty() ? "" : params.get(0);
        String last = params.isEmpty() ? "" : params.get(params.size() - 1);
        switch (words.get(0)) {
            case "CAP" -> cap(by, first, last);
            case "NICK" -> nick(by, first);
            case "USER" -> {
                by.user = true;
                welcome(by);
            }
            case "PING" -> by.send(":srv PONG srv :" + first);
            case "JOIN" -> Arrays.stream(first.split(",", -1)).forEach(name -> join(by, name));
            case "PART" -> {
                toMembers(first, ":" + by.source() + " PART " + first + " :" + last);
                channels.get(first).remove(by);
            }
            case "TOPIC" -> {
                topics.put(first, last);
                toMembers(first, ":" + by.source() + " TOPIC " + first + " :" + last);
            }
            case "MODE" -> toMembers(first, ":" + by.source() + " MODE " + String.join(" ", params));
            case "AWAY" ->
                channels.keySet()
                        .forEach(name ->
                                toMembers(name, ":" + by.source() + " AWAY" + (first.isEmpty() ? "" : " :" + last)));
            case "PRIVMSG", "NOTICE" -> say(by.source(), by, words.get(0), first, last, label);
            case "CHATHISTORY" -> history(by, params);
            case "QUIT" -> by.connection.tell(new Tcp.Close());
            default -> by.send(":srv 421 " + by.nick + " " + words.get(0) + " :Unknown command");
        }
    }

    private void cap(Client by, String verb, String names) {
        if (verb.equals("LS")) {
            by.negotiating = true;
            by.send(":srv CAP * LS * :message-tags server-time echo-message batch labeled-response");
            by.send(":srv CAP * LS :draft/chathistory multi-prefix away-notify sasl=PLAIN");
        } else if (verb.equals("REQ")) {
            by.tags = true;
            by.send(":srv CAP * ACK :" + names);
        } else {
            by.negotiating = false;
            welcome(by);
        }
    }

    private void nick(Client by, String nick) {
        if (nick.matches("[0-9].*")) {
            by.send(":srv 432 " + by.nick + " " + nick + " :Erroneous nickname");
            return;
        }
        if (clients.values().stream().anyMatch(client -> client != by && client.nick.equalsIgnoreCase(nick))) {
            by.send(":srv 433 " + by.nick + " " + nick + " :Nickname is already in use");
            return;
        }
        String line = ":" + by.source() + " NICK " + nick;
        by.nick = nick;
        if (by.registered) {
            by.send(line);
            channels.values().stream()
                    .filter(members -> members.contains(by))
                    .flatMap(List::stream)
                    .distinct()
                    .filter(member -> member != by)
                    .forEach(member -> member.send(line));
        } else {
            welcome(by);
        }
    }

    private void welcome(Client by) {
        if (!by.nick.equals("*") && by.user && !by.negotiating) {
            by.registered = true;
            by.send(":srv 001 " + by.nick + " :Welcome, " + by.nick);
            by.send(":srv 005 " + by.nick + " PREFIX=(ohv)@%+ CHANMODES=beI,k,l,imnst CHATHISTORY=100 :are supported");
        }
    }

    private void join(Client by, String name) {
        List<Client> members = channels.computeIfAbsent(name, created -> new ArrayList<>());
        if (!members.contains(by)) {
            members.add(by);
        }
        toMembers(name, ":" + by.source() + " JOIN " + name);
        if (topics.containsKey(name)) {
            by.send(":srv 332 " + by.nick + " " + name + " :" + topics.get(name));
        }
        StringBuilder names = new StringBuilder();
        members.forEach(member -> names.append(members.get(0) == member ? "@" : "")
                .append(member.nick)
                .append(' '));
        by.send(":srv 353 " + by.nick + " = " + name + " :" + names);
        by.send(":srv 366 " + by.nick + " " + name + " :End of /NAMES list");
    }

    private void say(String source, Client by, String command, String target, String text, String label) {
        long nowMs = Instant.now().toEpochMilli();
        String tags = "time=" + Instant.ofEpochMilli(nowMs) + ";msgid=m" + ++msgids;
        String line = ":" + source + " " + command + " " + target + " :" + text;
        if (target.startsWith("#")) {
            history.add(new Kept(target, nowMs, msgids, "@" + tags + "%s " + line));
        }
        for (Client client :
                target.startsWith("#") ? channels.getOrDefault(target, List.of()) : List.copyOf(clients.values())) {
            boolean addressed = target.startsWith("#") || client.nick.equals(target);
            if (client == by && client.tags) {
                client.send("@" + tags + (label.isEmpty() ? "" : ";" + label) + " " + line);
            } else if (client != by && addressed) {
                client.send("@" + tags + " " + line);
            }
        }
    }

    private void history(Client by, List<String> params) {
        HistoryRequest.Messages ask = (HistoryRequest.Messages) HistoryRequest.parse(params, 100);
        List<Kept> kept = history.stream()
                .filter(each -> each.channel().equals(ask.target()))
                .toList();
        String point = params.get(2);
        boolean byNumber = point.startsWith("msgid=m");
        long edge = byNumber
                ? Long.parseLong(point.substring(7))
                : point.equals("*") ? 0 : Instant.parse(point.substring(10)).toEpochMilli();
        ToLongFunction<Kept> place = each -> byNumber ? each.msgid() : each.timeMs();
        List<Kept> found =
                switch (ask.subcommand()) {
                    case "AFTER" ->
                        kept.stream()
                                .filter(each -> place.applyAsLong(each) > edge)
                                .limit(ask.limit())
                                .toList();
                    case "BEFORE" ->
                        last(
                                kept.stream()
                                        .filter(each -> place.applyAsLong(each) < edge)
                                        .toList(),
                                ask.limit());
                    default -> last(kept, ask.limit());
                };
        by.send(":srv BATCH +h1 chathistory " + ask.target());
        found.forEach(each -> by.send(each.line().formatted(";batch=h1")));
        by.send(":srv BATCH -h1");
    }

    private static List<Kept> last(List<Kept> all, int limit) {
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    private void toMembers(String channel, String line) {
        channels.getOrDefault(channel, List.of()).forEach(member -> member.send(line));
    }

    private void quit(ActorRef<?> connection) {
        Client gone = clients.remove(connection);
        channels.values().forEach(members -> {
            if (members.remove(gone)) {
                members.forEach(member -> member.send(":" + gone.source() + " QUIT :gone"));
            }
        });
    }
}

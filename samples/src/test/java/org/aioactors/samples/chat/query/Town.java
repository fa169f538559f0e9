// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Isupport;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;

/** A small network for tests: users, channels that are all public but {@code #secret}, and what the server knows of itself. */
final class Town implements Users, ServerInfo {
    static final String HERE = "here.example.org";
    static final String THERE = "there.example.org";

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, List<Place>> channels = new LinkedHashMap<>();
    private final Map<Uid, Connection> connections = new HashMap<>();

    Admin admin = new Admin("Oslo", "Friends", "admin@example.org");
    List<String> motd = List.of("Welcome", "Be kind");
    Counts counts = new Counts(5, 2, 1, 3, 4, 4, 6, 9);
    long nowMs = 1_000_000_000_000L;

    /** A user of this server. */
    User join(String nick, UserMode... modes) {
        User user = new User(
                new Uid(1, users.size() + 1),
                1,
                nick,
                "~" + CaseMapping.fold(nick),
                CaseMapping.fold(nick) + ".example.net",
                "Mx " + nick,
                null,
                null,
                modes.length == 0 ? Set.of() : EnumSet.copyOf(List.of(modes)),
                false,
                HERE,
                900_000_000_000L);
        connections.put(user.uid(), new Connection(nowMs - 42_500, "192.0.2." + users.size(), null));
        return put(user);
    }

    User put(User user) {
        users.put(CaseMapping.fold(user.nick()), user);
        channels.values()
                .forEach(places -> places.replaceAll(place -> place.user().uid().equals(user.uid())
                        ? new Place(place.channel(), user, place.prefixes())
                        : place));
        return user;
    }

    void remove(String nick) {
        users.remove(CaseMapping.fold(nick));
    }

    void connection(User user, Connection connection) {
        connections.put(user.uid(), connection);
    }

    /** The same user with another account, away message, whether by TLS, and server. */
    User change(User user, String account, String away, boolean secure, String server) {
        if (!server.equals(HERE)) {
            connections.remove(user.uid());
        }
        return put(new User(
                user.uid(),
                2,
                user.nick(),
                user.username(),
                user.host(),
                user.realName(),
                account,
                away,
                user.modes(),
                secure,
                server,
                user.signedOnMs()));
    }

    void enter(String channel, User user, String prefixes) {
        channels.computeIfAbsent(channel, c -> new ArrayList<>()).add(new Place(channel, user, prefixes));
    }

    /** The lines of a query's answer, each its digits and its parameters as a line would have them. */
    List<String> ask(User asker, long caps, String line) {
        IrcLine parsed = IrcLine.parse(line);
        Query query =
                new Queries(this, this, new WhoWas(3)).of(parsed.command()).orElseThrow();
        return lines(query.answer(new Query.Asker(asker, caps), parsed));
    }

    List<String> ask(User asker, String line) {
        return ask(asker, 0, line);
    }

    static List<String> lines(List<Reply> replies) {
        return replies.stream()
                .map(reply ->
                        reply.line(HERE, "me").write(0).data().utf8String().strip())
                .map(line -> line.replace(":" + HERE + " ", "").replaceFirst("^([0-9]{3}) me ", "$1 "))
                .toList();
    }

    @Override
    public User byNick(String nick) {
        return users.get(CaseMapping.fold(nick));
    }

    @Override
    public Collection<User> all() {
        return users.values();
    }

    @Override
    public List<Place> channelsOf(User user, User asker) {
        return channels.keySet().stream()
                .filter(channel -> !channel.equals("#secret") || isOn(channel, asker))
                .flatMap(channel -> channels.get(channel).stream())
                .filter(place -> place.user().uid().equals(user.uid()))
                .toList();
    }

    @Override
    public List<Place> members(String channel, User asker) {
        return channel.equals("#secret") && !isOn(channel, asker)
                ? List.of()
                : channels.getOrDefault(channel, List.of());
    }

    private boolean isOn(String channel, User user) {
        return channels.getOrDefault(channel, List.of()).stream()
                .anyMatch(place -> place.user().uid().equals(user.uid()));
    }

    @Override
    public boolean shareChannel(User user, User other) {
        return channels.keySet().stream().anyMatch(channel -> isOn(channel, user) && isOn(channel, other));
    }

    @Override
    public Optional<Connection> connection(User user) {
        return Optional.ofNullable(connections.get(user.uid()));
    }

    @Override
    public Server self() {
        return servers().get(0);
    }

    @Override
    public List<Server> servers() {
        return List.of(new Server(HERE, "This one"), new Server(THERE, "That one"));
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public String version() {
        return "aio-chat-1";
    }

    @Override
    public List<Reply> isupport() {
        return Isupport.replies(Isupport.tokens("Town", Limits.standard()));
    }

    @Override
    public Admin admin() {
        return admin;
    }

    @Override
    public List<String> info() {
        return List.of("A chat server", "made of actors");
    }

    @Override
    public List<String> motd() {
        return motd;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public long startedMs() {
        return nowMs - ((2 * 24 + 3) * 3600 + 4 * 60 + 5) * 1000L;
    }

    @Override
    public Map<String, Use> commands() {
        return Map.of("PRIVMSG", new Use(7, 210));
    }

    @Override
    public Map<String, String> klines() {
        return Map.of("*@bad.example.net", "Spam");
    }

    @Override
    public Map<String, String> operators() {
        return Map.of("root", "*@192.0.2.*");
    }

    @Override
    public List<String> figures() {
        return List.of("loop 0: 3 connections");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import akka.actor.typed.ActorRef;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.limit.ClientClock;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/**
 * One client, as its loop sees it: what it can read, and where to write. Its session and the loop's hub use it in turn; both run
 * on its loop alone.
 */
public final class LocalClient {
    private final Uid uid;
    private final InetAddress address;
    private final @Nullable String certificate;
    private final String serverName;
    private final ActorRef<Tcp.ConnectionCommand> connection;
    private final ActorRef<? super ClientEvent> session;

    /** The channels that they are on, as far as their loop has heard. */
    final List<LocalChannel> channels = new ArrayList<>(2);

    /** Those that they have asked to join, and that have not answered yet; without regard to case. */
    final List<String> joining = new ArrayList<>(1);

    /** When it was heard of. */
    private final ClientClock clock;

    /** Null until they have registered. */
    private @Nullable User user;

    /** Whether the connection is gone, so that nothing is written any more. */
    private boolean gone;

    private long caps;
    private long lastActiveMs;

    /** Null unless a command with a label is under way. */
    private @Nullable LabeledAnswer answer;

    /**
     * A client that has just connected.
     *
     * @param certificate the fingerprint of its certificate, or null
     */
    public LocalClient(
            Uid uid,
            InetAddress address,
            @Nullable String certificate,
            String serverName,
            ActorRef<Tcp.ConnectionCommand> connection,
            ActorRef<? super ClientEvent> session,
            ClientClock clock) {
        this.clock = clock;
        this.uid = uid;
        this.address = address;
        this.certificate = certificate;
        this.serverName = serverName;
        this.connection = connection;
        this.session = session;
    }

    /** Who it is. */
    public Uid uid() {
        return uid;
    }

    /** Where it is connected from. */
    public InetAddress address() {
        return address;
    }

    /** The fingerprint of its certificate, or null if it has shown none. */
    public @Nullable String certificate() {
        return certificate;
    }

    /** Whether it has registered. */
    public boolean isRegistered() {
        return user != null;
    }

    /** Who it is for the network; it must have registered. */
    public User user() {
        return Objects.requireNonNull(user, "not registered");
    }

    void setUser(User next) {
        user = next;
    }

    /** The capabilities that it has switched on. */
    public long caps() {
        return caps;
    }

    /** Sets them. */
    public void setCaps(long next) {
        caps = next;
    }

    /** Whether it has switched that on. */
    public boolean can(Capability capability) {
        return capability.in(caps);
    }

    /** When it last said something, in milliseconds since the epoch. */
    public long lastActiveMs() {
        return lastActiveMs;
    }

    /** It says something now. */
    public void active(long nowMs) {
        lastActiveMs = nowMs;
    }

    /** On how many channels it is, or may soon be. */
    public int channelCount() {
        return channels.size() + joining.size();
    }

    /** Whether it is on a channel. */
    public boolean isOn(String channel) {
        return channels.stream().anyMatch(each -> CaseMapping.same(each.name(), channel));
    }

    /** The channels that it is on. */
    public List<String> channelNames() {
        return channels.stream().map(LocalChannel::name).toList();
    }

    /** It asks to join a channel, which {@link LoopClients} has to know of until that is answered. */
    public void joins(String channel) {
        joining.add(CaseMapping.fold(channel));
    }

    /** When it was heard of. */
    public ClientClock clock() {
        return clock;
    }

    boolean isGone() {
        return gone;
    }

    void setGone() {
        gone = true;
    }

    ActorRef<? super ClientEvent> session() {
        return session;
    }

    /** Writes a line that nobody has asked for. */
    public void deliver(OutLine line) {
        if (!gone) {
            connection.tell(line.write(caps));
        }
    }

    /** Writes a line of the answer to the command that is under way. */
    public void answer(OutLine line) {
        if (answer == null) {
            deliver(line);
        } else {
            answer.add(line);
        }
    }

    /** The same for numerics. */
    public void answer(Reply reply) {
        answer(timed(reply.line(serverName, nick())));
    }

    /** Lines of the server's that are for one client. */
    private OutLine timed(OutLine line) {
        return can(Capability.SERVER_TIME) ? line.time(System.currentTimeMillis()) : line;
    }

    /** The same for several. */
    public void answer(List<Reply> replies) {
        replies.forEach(this::answer);
    }

    /** Writes a line of what comes of a request: of the command under way, or of one that nobody waits for. */
    void answer(long request, OutLine line) {
        if (request == 0) {
            deliver(line);
        } else {
            answer(line);
        }
    }

    /** The same for a numeric. */
    void answer(long request, Reply reply) {
        answer(request, timed(reply.line(serverName, nick())));
    }

    /** What numerics call it: its nickname, or {@code *} as long as it has none. */
    public String nick() {
        return user == null ? "*" : user.nick();
    }

    /** The lines of the server's. */
    public OutLine serverLine(String command, String... params) {
        return timed(OutLine.of(serverName, command, List.of(params)));
    }

    /** What answers a command from now on has this label. */
    public void beginAnswer(String label) {
        answer = new LabeledAnswer(serverName, label);
    }

    /** Whether the command under way has a label, so that its answer has to be known as such. */
    public boolean isAnswering() {
        return answer != null;
    }

    /** The command is carried out: what has answered it is written. */
    public void endAnswer() {
        LabeledAnswer ended = answer;
        answer = null;
        if (ended != null) {
            ended.lines().forEach(this::deliver);
        }
    }
}

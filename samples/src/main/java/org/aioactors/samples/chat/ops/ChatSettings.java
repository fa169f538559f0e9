// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aioactors.samples.chat.account.AccountRules;
import org.aioactors.samples.chat.account.PasswordHash;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.limit.AddressLimits;
import org.aioactors.samples.chat.limit.ClientClock;
import org.aioactors.samples.chat.limit.Rate;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code chat} of the configuration, checked; {@code application.conf} says what each value means. Immutable: a
 * reload makes another.
 *
 * @param kLines the file of those who are not welcome; null to keep them in memory
 * @param names how long names may be, and how many of what there may be
 * @param cluster the servers of the network, this one first; empty for a server that stands alone
 */
public record ChatSettings(
        Identity identity,
        List<ServerAddress> cluster,
        Listening listening,
        Security security,
        Accounts accounts,
        List<Oper> opers,
        @Nullable Path kLines,
        History history,
        Guard guard,
        Limits names) {
    /** What clients are told of the server. */
    public record Identity(String name, String network, String description, List<String> motd, List<String> admin) {}

    /**
     * Where it listens.
     *
     * @param port for plain connections, null if not at all; 0 lets the kernel choose
     * @param tlsPort the same with TLS
     * @param webPort the same for HTTP
     * @param closeTimeout how long a client that is being disconnected has to read its last line
     * @param takeOver the control socket by which a successor takes the listeners over, or null
     */
    public record Listening(
            String host,
            @Nullable Integer port,
            @Nullable Integer tlsPort,
            @Nullable Integer webPort,
            int backlog,
            Duration closeTimeout,
            @Nullable Path takeOver) {}

    /**
     * How connections are secured.
     *
     * @param keyStore null without TLS
     * @param sts for how long clients are to come by TLS alone, or null if that is up to them
     */
    public record Security(
            @Nullable Path keyStore,
            String password,
            @Nullable Duration sts) {
        /** Without the password: it may end up in a log. */
        @Override
        public String toString() {
            return "Security[" + keyStore + "]";
        }
    }

    /**
     * Who somebody is.
     *
     * @param file null without accounts
     */
    public record Accounts(@Nullable Path file, AccountRules rules) {}

    /**
     * Who may become an operator.
     *
     * @param hosts from where: masks of {@code user@host}
     */
    public record Oper(String name, PasswordHash password, List<Mask> hosts) {
        /** Whether they may from there: a {@code user@host}, with the name or the address of the host. */
        public boolean mayFrom(String userAtHost) {
            return hosts.stream().anyMatch(mask -> mask.matches(userAtHost));
        }
    }

    /**
     * What was said.
     *
     * @param directory null to keep none
     */
    public record History(@Nullable Path directory, long maxBytes, Duration maxAge) {}

    /**
     * What protects the server.
     *
     * @param lines how fast a client may send lines
     * @param receiveQueueBytes how much is kept of what it sends faster
     * @param sendQueueBytes how much is kept of what it does not read
     */
    public record Guard(
            AddressLimits.Rules addresses,
            ClientClock.Rules clock,
            Rate lines,
            int receiveQueueBytes,
            int sendQueueBytes) {}

    /** Copies the lists. */
    public ChatSettings {
        cluster = List.copyOf(cluster);
        opers = List.copyOf(opers);
    }

    /**
     * Reads and checks the section. Asks no name server, and opens no file.
     *
     * @param config the whole configuration
     * @throws com.typesafe.config.ConfigException if a value is missing, of the wrong type or out of its range
     */
    public static ChatSettings from(Config config) {
        return SettingsReader.read(config, "chat", ChatSections::chat);
    }

    /** The keys that have other values in {@code next}, and count only from the next start on. */
    public List<String> needingRestart(ChatSettings next) {
        List<String> keys = new ArrayList<>();
        note(keys, "name", identity.name(), next.identity.name());
        note(keys, "network", identity.network(), next.identity.network());
        note(keys, "cluster.servers", cluster, next.cluster);
        note(keys, "host, port, tls-port, web-port, backlog, close-timeout, take-over", listening, next.listening);
        note(keys, "accounts.file", accounts.file(), next.accounts.file());
        note(keys, "k-lines", kLines, next.kLines);
        note(keys, "history", history, next.history);
        note(keys, "limits.send-queue", guard.sendQueueBytes(), next.guard.sendQueueBytes());
        note(keys, "limits.receive-queue", guard.receiveQueueBytes(), next.guard.receiveQueueBytes());
        note(keys, "limits (of names)", names, next.names);
        return keys;
    }

    /** What counts of {@code next} for a server that was started with these: all but {@link #needingRestart}. */
    public ChatSettings inForce(ChatSettings next) {
        Identity told = next.identity;
        Guard guarded = next.guard;
        return new ChatSettings(
                new Identity(identity.name(), identity.network(), told.description(), told.motd(), told.admin()),
                cluster,
                listening,
                next.security,
                new Accounts(accounts.file(), next.accounts.rules()),
                next.opers,
                kLines,
                history,
                new Guard(
                        guarded.addresses(),
                        guarded.clock(),
                        guarded.lines(),
                        guard.receiveQueueBytes(),
                        guard.sendQueueBytes()),
                names);
    }

    private static void note(List<String> keys, String key, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            keys.add("chat." + key);
        }
    }

    /** What clients are told of strict transport security (IRCv3 {@code sts}), or null if nothing. */
    public @Nullable String stsValue(boolean secure) {
        Duration sts = security.sts();
        if (sts == null) {
            return null;
        }
        return secure ? "duration=" + sts.toSeconds() : "port=" + listening.tlsPort();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import java.time.Duration;
import java.util.List;
import org.aioactors.samples.chat.account.AccountRules;
import org.aioactors.samples.chat.account.PasswordHash;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.limit.AddressLimits;
import org.aioactors.samples.chat.limit.AddressRange;
import org.aioactors.samples.chat.limit.ClientClock;
import org.aioactors.samples.chat.limit.Rate;
import org.jspecify.annotations.Nullable;

/** What the keys of {@link ChatSettings} are called, and what they may be. */
final class ChatSections {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int MANY = 1_000_000;
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEARS = Duration.ofDays(3_660);

    private ChatSections() {}

    static ChatSettings chat(SettingsReader chat) {
        ChatSettings.Listening listening = listening(chat);
        ChatSettings.Security security = chat.section("tls", tls -> security(tls, listening.tlsPort()));
        Limits[] names = new Limits[1];
        ChatSettings.Guard guard = chat.section("limits", limits -> {
            names[0] = names(limits);
            return guard(limits);
        });
        List<ServerAddress> cluster = chat.section("cluster", ChatSections::cluster);
        return new ChatSettings(
                identity(chat),
                cluster,
                listening,
                security,
                chat.section("accounts", ChatSections::accounts),
                chat.sections("opers", name -> oper -> oper(name, oper)),
                chat.file("k-lines"),
                chat.section("history", ChatSections::history),
                guard,
                names[0]);
    }

    private static ChatSettings.Identity identity(SettingsReader chat) {
        String name = chat.word("name");
        if (name.indexOf('.') < 0 || name.length() > 63 || name.indexOf('!') >= 0 || name.indexOf('@') >= 0) {
            throw chat.bad("name", "is " + name + "; it must have a dot, by which clients tell servers from nicknames");
        }
        return new ChatSettings.Identity(
                name, chat.word("network"), chat.text("description"), chat.lines("motd"), chat.lines("admin"));
    }

    private static List<ServerAddress> cluster(SettingsReader cluster) {
        if (cluster.isOff("servers")) {
            return List.of();
        }
        List<ServerAddress> servers = cluster.items("servers", ServerAddress::parse);
        for (ServerAddress server : servers) {
            if (servers.indexOf(server) != servers.lastIndexOf(server)) {
                throw cluster.bad("servers", server + " is there twice; each server has an address of its own");
            }
        }
        return servers;
    }

    private static ChatSettings.Listening listening(SettingsReader chat) {
        return new ChatSettings.Listening(
                chat.word("host"),
                chat.port("port"),
                chat.port("tls-port"),
                chat.port("web-port"),
                chat.count("backlog", 1, MANY),
                chat.time("close-timeout", MOMENT, HOUR),
                chat.file("take-over"));
    }

    private static ChatSettings.Security security(SettingsReader tls, @Nullable Integer port) {
        ChatSettings.Security security = new ChatSettings.Security(
                tls.file("key-store"),
                tls.text("password"),
                tls.isOff("sts") ? null : tls.time("sts", Duration.ZERO, YEARS));
        if (port != null && security.keyStore() == null) {
            throw tls.bad("key-store", "is off; chat.tls-port needs one, or must be off, too");
        }
        if ((port == null || port == 0) && security.sts() != null) {
            throw tls.bad("sts", "must be off as long as chat.tls-port is off or 0: clients have to be told the port");
        }
        return security;
    }

    private static ChatSettings.Accounts accounts(SettingsReader accounts) {
        AccountRules rules = new AccountRules(
                accounts.yes("registration"),
                accounts.count("iterations", 1_000, PasswordHash.MAX_ITERATIONS),
                accounts.count("min-password", 1, 100),
                rate(accounts, "attempts", "attempt-every"));
        return new ChatSettings.Accounts(accounts.file("file"), rules);
    }

    private static ChatSettings.Oper oper(String name, SettingsReader oper) {
        return new ChatSettings.Oper(name, oper.as("password", PasswordHash::parse), oper.list("hosts", Mask::glob));
    }

    private static ChatSettings.History history(SettingsReader history) {
        return new ChatSettings.History(
                history.file("directory"),
                history.bytes("max-bytes", MIB, Integer.MAX_VALUE),
                history.time("max-age", Duration.ofMinutes(1), YEARS));
    }

    private static ChatSettings.Guard guard(SettingsReader limits) {
        AddressLimits.Rules addresses = new AddressLimits.Rules(
                limits.count("connections", 1, MANY),
                rate(limits, "connects", "connect-every"),
                limits.list("exempt", ChatSections::range));
        ClientClock.Rules clock = new ClientClock.Rules(
                limits.time("registration", MOMENT, HOUR),
                limits.time("ping-after", MOMENT, DAY),
                limits.time("ping-timeout", MOMENT, HOUR));
        return new ChatSettings.Guard(
                addresses,
                clock,
                rate(limits, "lines", "line-every"),
                limits.bytes("receive-queue", 9 * KIB, MIB),
                limits.bytes("send-queue", 256 * KIB, 64 * MIB));
    }

    private static AddressRange range(String text) {
        AddressRange range = AddressRange.parse(text);
        if (range == null) {
            throw new IllegalArgumentException(text + " is neither an address nor a range such as 10.0.0.0/8");
        }
        return range;
    }

    private static Rate rate(SettingsReader section, String burst, String every) {
        return new Rate(section.count(burst, 1, MANY), section.time(every, Duration.ZERO, HOUR));
    }

    private static Limits names(SettingsReader limits) {
        return new Limits(
                limits.count("nick", 1, 30),
                limits.count("user", 2, 11),
                limits.count("host", 15, 63),
                limits.count("real-name", 1, 100),
                limits.count("channel", 2, 50),
                limits.count("topic", 0, 300),
                limits.count("reason", 0, 250),
                limits.count("away", 0, 200),
                limits.count("key", 1, 30),
                limits.count("channels", 1, MANY),
                limits.count("list-entries", 1, 1_000),
                limits.count("modes", 1, 12),
                limits.count("targets", 1, 100),
                limits.count("monitor", 1, 10_000),
                limits.count("history", 1, 10_000));
    }
}

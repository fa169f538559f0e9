// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import akka.actor.typed.ActorRef;
import java.util.function.Supplier;
import org.aioactors.samples.chat.account.Accounts;
import org.aioactors.samples.chat.history.History;
import org.aioactors.samples.chat.limit.AddressLimits;
import org.aioactors.samples.chat.limit.KLineList;
import org.aioactors.samples.chat.limit.KLines;
import org.aioactors.samples.chat.loop.LoopServices;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.query.ServerInfo;

/**
 * What all sessions of a server share. Any thread.
 *
 * @param settings those of now: a reload changes them
 * @param klines those of now
 * @param server what the server knows of itself
 */
public record SessionServices(
        LoopServices loop,
        Supplier<ChatSettings> settings,
        ActorRef<Accounts.Command> accounts,
        ActorRef<History.Command> history,
        ActorRef<KLines.Command> klineFile,
        Supplier<KLineList> klines,
        AddressLimits addresses,
        ServerInfo server,
        UidSource uids,
        CommandCounts counts,
        Operations operations) {}

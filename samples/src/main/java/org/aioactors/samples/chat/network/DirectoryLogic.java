// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.aioactors.samples.chat.network.UserTable.Known;

/** What a {@link Directory} does, for any clock and any way to be called. One thread at a time. */
final class DirectoryLogic {
    /** Between two looks at what is outstanding. */
    static final long LOOK_MS = 500;

    /** Looks from one digest to the next. */
    private static final int DIGEST_LOOKS = 4;

    /** So long an answer may take before it is asked for again. */
    private static final long ASK_PAUSE_MS = 2_000;

    /** The same when the other one asks us: it is there now. */
    private static final long ASK_BACK_PAUSE_MS = 200;

    private final Directory.Self about;
    private final ActorRef<Directory.Command> self;
    private final Servers servers;
    private final LongConsumer serverGone;
    private final LongSupplier clockMs;
    private final Loops loops = new Loops();
    private final PeerLinks links = new PeerLinks();
    private final OwnUsers own;
    private final PeerUsers theirs;
    private int looks;

    DirectoryLogic(
            Directory.Self about,
            ActorRef<Directory.Command> self,
            UserTable users,
            Servers servers,
            LongConsumer serverGone,
            LongSupplier clockMs,
            IntUnaryOperator random) {
        this.about = about;
        this.self = self;
        this.servers = servers;
        this.serverGone = serverGone;
        this.clockMs = clockMs;
        own = new OwnUsers(about.node(), self, users, loops, links, clockMs, random);
        theirs = new PeerUsers(users, servers, loops, own);
        servers.expect(about.node());
    }

    /** Whether there are other servers, so that {@link #look} has something to do. */
    boolean hasPeers() {
        return !links.isEmpty();
    }

    // ---- from this server ----

    void put(Directory.Put put) {
        own.put(put);
    }

    void leave(Directory.Leave leave) {
        own.leave(leave);
    }

    void subscribe(Directory.Subscribe subscribe) {
        loops.add(subscribe.loop());
        if (loops.size() == about.loops()) {
            Server server = new Server(about.node(), about.name(), about.description(), self, loops.all());
            servers.put(server);
            own.ready(server);
        }
    }

    void seen(Directory.ServerSeen seen) {
        if (seen.node() != about.node()) {
            servers.expect(seen.node());
            links.add(seen.node());
        }
    }

    void reached(Directory.Reached reached) {
        PeerLink link = links.of(reached.node());
        if (link != null) {
            reach(link, reached.directory());
        }
    }

    private void reach(PeerLink link, ActorRef<Directory.Command> directory) {
        if (!link.isReached()) {
            link.reach(directory);
            own.reached(link);
            ask(link, ASK_PAUSE_MS);
        }
    }

    void gone(Directory.ServerGone gone) {
        if (gone.node() == about.node()) {
            return; // this server ends: its users are told by its loops
        }
        links.remove(gone.node());
        theirs.lost(gone.node());
        own.gone(gone.node());
        serverGone.accept(gone.node());
    }

    // ---- from other directories ----

    void onPeer(PeerMessage message) {
        PeerLink link = links.of(message.node());
        if (message instanceof PeerMessage.Claim claim) {
            boolean free = own.isFree(claim);
            claim.replyTo().tell(new PeerMessage.ClaimAnswer(about.node(), claim.number(), free));
        }
        if (link != null) {
            link.heard();
            onPeer(link, message);
        }
    }

    private void onPeer(PeerLink link, PeerMessage message) {
        if (message instanceof PeerMessage.Ask ask) {
            reach(link, ask.directory());
            own.greet(link);
            if (!link.hasList()) {
                ask(link, ASK_BACK_PAUSE_MS);
            }
        } else if (message instanceof PeerMessage.Hello hello) {
            List<Known> all = link.take(hello, clockMs.getAsLong());
            if (all != null) {
                theirs.all(hello.server(), all);
            }
        } else if (message instanceof PeerMessage.ClaimAnswer answer) {
            own.answered(answer);
        } else if (message instanceof PeerMessage.News news) {
            if (isNext(link, news.number())) {
                theirs.put(news.user());
            }
        } else if (message instanceof PeerMessage.Farewell farewell) {
            if (isNext(link, farewell.number())) {
                theirs.gone(farewell.uid(), farewell.reason());
            }
        } else if (message instanceof PeerMessage.Digest digest) {
            link.heardOf(digest.number());
            askIfBehind(link);
        }
    }

    private boolean isNext(PeerLink link, long number) {
        boolean next = link.next(number);
        if (!next) {
            askIfBehind(link);
        }
        return next;
    }

    private void askIfBehind(PeerLink link) {
        if (link.isBehind()) {
            ask(link, ASK_PAUSE_MS);
        }
    }

    private void ask(PeerLink link, long pauseMs) {
        if (link.ask(clockMs.getAsLong(), pauseMs)) {
            link.tell(new PeerMessage.Ask(about.node(), self));
        }
    }

    // ---- time ----

    /** To be called each {@link #LOOK_MS} as long as there are other servers. */
    void look() {
        own.look();
        links.all().forEach(this::askIfBehind);
        looks++;
        if (looks % DIGEST_LOOKS == 0) {
            own.digest();
        }
    }
}

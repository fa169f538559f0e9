// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.List;
import java.util.Optional;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.ChannelEvent;
import org.aioactors.samples.chat.cluster.FromChannel;
import org.aioactors.samples.chat.cluster.LoopChannels;
import org.aioactors.samples.chat.limit.KLineList;
import org.aioactors.samples.chat.network.Directory;
import org.aioactors.samples.chat.network.DirectoryEvent;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.query.Users.Connection;
import org.aioactors.samples.chat.query.Users.Place;

/**
 * What a loop hears from outside, for all its clients: of channels, once each whatever number of members is here; of users; and
 * from other loops. One on each loop, settled there; a fault costs the message that met it.
 */
public final class LoopHub {
    private final LoopClients loop;
    private final TimerScheduler<Object> timers;
    private final ChannelNews channelNews;
    private final ChannelCopies copies;
    private final UserNews userNews;
    private final Silence silence;
    private final KLineCheck klineCheck;

    private enum Look {
        AT_CLOCKS,
        AT_CHANNELS
    }

    private LoopHub(LoopClients loop, TimerScheduler<Object> timers) {
        this.loop = loop;
        this.timers = timers;
        this.channelNews = new ChannelNews(loop);
        this.copies = new ChannelCopies(loop);
        this.userNews = new UserNews(loop);
        this.silence = new Silence(loop);
        this.klineCheck = new KLineCheck(loop);
    }

    /** The behavior; to be settled on a loop by {@link org.aioactors.AioProps#onLoop}. */
    public static Behavior<Object> create(LoopServices services, LoopCounts counts) {
        return Behaviors.supervise(Behaviors.setup((ActorContext<Object> context) -> {
                    ActorRef<Object> self = context.getSelf();
                    LoopClients loop = AioLoop.require("a chat's hub")
                            .resource(LoopClients.class, () -> new LoopClients(services, self, counts));
                    services.directory().tell(new Directory.Subscribe(self));
                    return Behaviors.withTimers(timers -> {
                        timers.startTimerWithFixedDelay(
                                Look.AT_CLOCKS, services.clockRules().get().lookEvery());
                        return new LoopHub(loop, timers).behavior();
                    });
                }))
                .onFailure(RuntimeException.class, SupervisorStrategy.resume());
    }

    private Behavior<Object> behavior() {
        BehaviorBuilder<Object> behavior = Behaviors.receive(Object.class)
                .onMessage(ChannelEvent.class, event -> {
                    copies.take(event);
                    return Behaviors.same();
                })
                .onMessage(DirectoryEvent.class, event -> {
                    onDirectoryEvent(event);
                    return Behaviors.same();
                })
                .onMessageEquals(Look.AT_CLOCKS, () -> {
                    silence.look();
                    return Behaviors.same();
                })
                .onMessage(KLineList.class, added -> {
                    klineCheck.added(added);
                    return Behaviors.same();
                })
                .onMessage(ClientEvent.Reloaded.class, reloaded -> {
                    loop.clients().forEach(client -> client.session().tell(reloaded));
                    return Behaviors.same();
                })
                .onMessage(ToLoop.class, message -> {
                    onToLoop(message);
                    return Behaviors.same();
                });
        return (loop.channels() instanceof LoopChannels network ? inNetwork(behavior, network) : behavior).build();
    }

    // ---- channels of a network ----

    private BehaviorBuilder<Object> inNetwork(BehaviorBuilder<Object> behavior, LoopChannels network) {
        return behavior.onMessage(FromChannel.class, message -> {
                    network.take(message);
                    return Behaviors.same();
                })
                .onMessage(LoopChannels.Alarm.class, alarm -> {
                    timers.startTimerWithFixedDelay(Look.AT_CHANNELS, LoopChannels.LOOK_EVERY);
                    return Behaviors.same();
                })
                .onMessageEquals(Look.AT_CHANNELS, () -> {
                    if (!network.look()) {
                        timers.cancel(Look.AT_CHANNELS);
                    }
                    return Behaviors.same();
                });
    }

    // ---- users ----

    private void onDirectoryEvent(DirectoryEvent event) {
        try {
            take(event);
        } catch (RuntimeException e) {
            if (event instanceof DirectoryEvent.Granted granted) {
                endRequest(granted.user().uid(), granted.request());
            } else if (event instanceof DirectoryEvent.Taken taken) {
                endRequest(taken.uid(), taken.request());
            }
            throw e;
        }
    }

    /** Who waits for an answer that has met a fault gets an end all the same: it would look at no other line for ever. */
    private void endRequest(Uid asker, long request) {
        LocalClient client = loop.client(asker);
        if (client != null) {
            client.session().tell(new ClientEvent.Done(request));
        }
    }

    private void take(DirectoryEvent event) {
        if (event instanceof DirectoryEvent.Online online) {
            userNews.online(online.user());
        } else if (event instanceof DirectoryEvent.Changed changed) {
            userNews.changed(changed.before(), changed.after());
        } else if (event instanceof DirectoryEvent.Offline offline) {
            userNews.offline(offline.user());
        } else if (event instanceof DirectoryEvent.ServerLost lost) {
            channelNews.serverLost(lost.server());
            lost.users().forEach(userNews::offline);
            if (loop.channels() instanceof LoopChannels network) {
                network.serverLost();
            }
        } else if (event instanceof DirectoryEvent.Granted granted) {
            userNews.granted(granted);
        } else if (event instanceof DirectoryEvent.Taken taken) {
            userNews.taken(taken);
        }
    }

    // ---- other loops ----

    private void onToLoop(ToLoop message) {
        if (message instanceof ToLoop.Private said) {
            channelNews.saidTo(said);
        } else if (message instanceof ToLoop.Wallops wallops) {
            userNews.wallops(wallops);
        } else if (message instanceof ToLoop.DisconnectAll all) {
            loop.close(all);
        } else if (message instanceof ToLoop.Kill kill) {
            LocalClient client = loop.client(kill.uid());
            if (client != null) {
                client.session().tell(new ClientEvent.Disconnect(kill.reason()));
            }
        } else if (message instanceof ToLoop.ChangeHost change) {
            userNews.changeHost(change);
        } else if (message instanceof ToLoop.AskDetails ask) {
            answerDetails(ask);
        } else if (message instanceof ToLoop.Details details) {
            LocalClient client = loop.client(details.asker());
            if (client != null) {
                client.session()
                        .tell(new ClientEvent.Details(details.request(), details.channels(), details.connection()));
            }
        }
    }

    private void answerDetails(ToLoop.AskDetails ask) {
        List<Place> channels = List.of();
        Optional<Connection> connection = Optional.empty();
        try {
            LocalClient client = loop.client(ask.of());
            // The directory lets others see a user before the user's own loop hears of it.
            if (client != null && client.isRegistered()) {
                channels = loop.channelsOf(client.user(), ask.asker());
                connection = loop.connection(client.user());
            }
        } finally {
            // Also with a fault: somebody waits.
            ask.replyTo().tell(new ToLoop.Details(ask.request(), ask.asker().uid(), channels, connection));
        }
    }

    /** Tells each channel of a client that they have changed, so that its authority knows. */
    static void tellChannels(LoopClients loop, LocalClient client) {
        client.channels.forEach(
                channel -> loop.channels().tell(new ChannelCommand.Changed(channel.name(), client.user())));
    }
}

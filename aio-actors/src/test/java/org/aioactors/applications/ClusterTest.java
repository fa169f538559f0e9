// SPDX-License-Identifier: Apache-2.0
package org.aioactors.applications;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Join;
import akka.cluster.typed.Leave;
import akka.cluster.typed.SingletonActor;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Akka Cluster, three nodes in one JVM, over Artery's TCP. */
@ExtendWith(NoFdLeaks.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Config NODE = FiveLines.config("""
            akka {
              actor.provider = cluster
              actor.allow-java-serialization = on
              actor.warn-about-java-serializer-usage = off
              remote.artery { transport = tcp, canonical.hostname = "127.0.0.1", canonical.port = 0 }
              cluster {
                jmx.enabled = off
                downing-provider-class = "akka.cluster.sbr.SplitBrainResolverProvider"
                gossip-interval = 100 ms
                leader-actions-interval = 100 ms
                periodic-tasks-initial-delay = 100 ms
                shutdown-after-unsuccessful-join-seed-nodes = off
              }
              # The JVM belongs to the tests.
              coordinated-shutdown.exit-jvm = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              # The last two nodes to leave can't agree on it: they wait for so long.
              coordinated-shutdown.phases.cluster-exiting.timeout = 2 s
            }
            """);

    private final List<ActorSystem<Void>> nodes = new ArrayList<>();

    @BeforeEach
    void join() {
        for (int i = 0; i < 3; i++) {
            nodes.add(ActorSystem.create(Behaviors.empty(), "cluster", NODE));
        }
        for (ActorSystem<Void> node : nodes) {
            Cluster.get(node)
                    .manager()
                    .tell(Join.create(Cluster.get(nodes.get(0)).selfMember().address()));
        }
        nodes.forEach(node -> expectMembersUp(node, 3));
    }

    @AfterEach
    void leave() throws Exception {
        FiveLines.expectOnEventLoops("cluster");
        for (ActorSystem<Void> node : nodes) {
            node.terminate(); // which leaves the cluster, by way of Akka's coordinated shutdown
        }
        for (ActorSystem<Void> node : nodes) {
            FiveLines.get(node.getWhenTerminated());
        }
        FiveLines.expectNoThreads("cluster-");
    }

    private static void expectMembersUp(ActorSystem<?> node, int count) {
        TestProbe<Long> probe = TestProbe.create(node);
        probe.awaitAssert(PATIENCE, () -> assertThat(StreamSupport.stream(
                                Cluster.get(node).state().getMembers().spliterator(), false)
                        .map(akka.cluster.Member::status))
                .containsExactlyElementsOf(java.util.Collections.nCopies(count, MemberStatus.up())));
    }

    /** Says who it is. */
    private static Behavior<ActorRef<String>> named(String name) {
        return Behaviors.receiveMessage(replyTo -> {
            replyTo.tell(name);
            return Behaviors.same();
        });
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no class literal of ActorRef<String>
    void aServiceIsFoundOnEveryNode() {
        ServiceKey<ActorRef<String>> key = ServiceKey.create((Class) ActorRef.class, "named");
        for (int i = 0; i < nodes.size(); i++) {
            ActorSystem<Void> node = nodes.get(i);
            ActorRef<ActorRef<String>> service =
                    node.systemActorOf(named("node " + i), "service", akka.actor.typed.Props.empty());
            node.receptionist().tell(Receptionist.register(key, service));
        }
        for (ActorSystem<Void> node : nodes) {
            TestProbe<Receptionist.Listing> listings = TestProbe.create(node);
            TestProbe<String> answers = TestProbe.create(node);
            node.receptionist().tell(Receptionist.subscribe(key, listings.ref()));
            Receptionist.Listing listing = listings.receiveMessage(PATIENCE);
            while (listing.getServiceInstances(key).size() < nodes.size()) {
                listing = listings.receiveMessage(PATIENCE);
            }
            for (ActorRef<ActorRef<String>> service : listing.getServiceInstances(key)) {
                service.tell(answers.ref());
            }
            Set<String> heard = new HashSet<>();
            for (int i = 0; i < nodes.size(); i++) {
                heard.add(answers.receiveMessage(PATIENCE));
            }
            assertThat(heard).containsExactlyInAnyOrder("node 0", "node 1", "node 2");
        }
    }

    @Test
    void thereIsOneSingletonAndItMovesWhenItsNodeLeaves() throws Exception {
        List<ActorRef<ActorRef<String>>> proxies = IntStream.range(0, nodes.size())
                .mapToObj(i ->
                        ClusterSingleton.get(nodes.get(i)).init(SingletonActor.of(named("singleton on " + i), "one")))
                .toList();
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(ask(nodes.get(i), proxies.get(i))).isEqualTo("singleton on 0");
        }

        ActorSystem<Void> leaving = nodes.remove(0);
        Cluster.get(leaving)
                .manager()
                .tell(Leave.create(Cluster.get(leaving).selfMember().address()));
        FiveLines.get(leaving.getWhenTerminated());
        nodes.forEach(node -> expectMembersUp(node, 2));

        TestProbe<String> probe = TestProbe.create(nodes.get(1));
        proxies.get(2).tell(probe.ref());
        assertThat(probe.receiveMessage(PATIENCE)).isIn("singleton on 1", "singleton on 2");
    }

    private static String ask(ActorSystem<Void> node, ActorRef<ActorRef<String>> whom) {
        TestProbe<String> probe = TestProbe.create(node);
        whom.tell(probe.ref());
        return probe.receiveMessage(PATIENCE);
    }

    @Test
    void aFloodBetweenTwoNodesArrivesInOrder() {
        int messages = 20_000;
        TestProbe<Integer> probe = TestProbe.create(nodes.get(1));
        ActorRef<Integer> counter = nodes.get(1)
                .systemActorOf(expecting(0, messages, probe.ref()), "counter", akka.actor.typed.Props.empty());
        ActorRef<Integer> remote = akka.actor.typed.ActorRefResolver.get(nodes.get(0))
                .resolveActorRef(
                        akka.actor.typed.ActorRefResolver.get(nodes.get(1)).toSerializationFormat(counter));
        for (int i = 0; i < messages; i++) {
            remote.tell(i);
            if (i % 1_000 == 999) {
                assertThat(probe.receiveMessage(PATIENCE)).isEqualTo(i);
            }
        }
    }

    /** Tells every thousandth number, as long as they come without a gap. */
    private static Behavior<Integer> expecting(int next, int end, ActorRef<Integer> probe) {
        return Behaviors.receiveMessage(number -> {
            if (number != next) {
                return Behaviors.stopped();
            }
            if (number % 1_000 == 999) {
                probe.tell(number);
            }
            return next + 1 == end ? Behaviors.stopped() : expecting(next + 1, end, probe);
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Accounts, and a teller that has some of them transfer money to others: by turns, with many transfers under way. */
final class Banking implements Workload {
    private sealed interface Message {}

    /** To the teller, which is the conductor. */
    private record Start(CompletableFuture<Boolean> done) implements Message {}

    /** To the account that pays. */
    private record Transfer(long amount, ActorRef<Message> target) implements Message {}

    /** From there to the one that is paid. */
    private record Deposit(long amount) implements Message {}

    private enum Booked implements Message {
        /** From there to the teller. */
        INSTANCE
    }

    private final int accounts;
    private final int transfers;
    private final int inFlight;

    /** A batch is so many transfers. */
    Banking(int accounts, int transfers, int inFlight) {
        this.accounts = accounts;
        this.transfers = transfers;
        this.inFlight = inFlight;
    }

    @Override
    public String operations() {
        return "transfers";
    }

    @Override
    public double perSecond(BenchSystem system, long durationNs) {
        Tally balances = new Tally(accounts);
        Tally expected = new Tally(accounts);
        Batches.Result result = Batches.<Message>run(
                system,
                progress -> Behaviors.setup(context -> teller(context, progress, balances, expected)),
                Start::new,
                transfers,
                durationNs);
        for (int account = 0; account < accounts; account++) {
            WrongResultException.unlessSame(
                    "balance of account " + account,
                    expected.sum(account, account + 1),
                    balances.sum(account, account + 1));
        }
        WrongResultException.unlessSame("money in the bank", 0, balances.sum());
        return result.perSecond();
    }

    private Behavior<Message> teller(ActorContext<Message> context, Progress progress, Tally balances, Tally expected) {
        List<ActorRef<Message>> clients = new ArrayList<>();
        for (int account = 0; account < accounts; account++) {
            clients.add(context.spawnAnonymous(
                    account(account, context.getSelf(), balances), DispatcherSelector.sameAsParent()));
        }
        return new Teller(clients, progress, expected).behavior();
    }

    /** The teller's state. It keeps books of its own, of what balances are to be in the end. */
    private final class Teller {
        private final List<ActorRef<Message>> clients;
        private final Progress progress;
        private final Tally expected;
        private int transfersLeft;
        private long random = 1;

        Teller(List<ActorRef<Message>> clients, Progress progress, Tally expected) {
            this.clients = clients;
            this.progress = progress;
            this.expected = expected;
        }

        Behavior<Message> behavior() {
            return Behaviors.receiveMessage(message -> {
                if (message instanceof Start start) {
                    progress.begin(start.done(), transfers);
                    transfersLeft = transfers;
                    for (int i = 0; i < inFlight; i++) {
                        transfer();
                    }
                } else {
                    transfer();
                    progress.partDone();
                }
                return Behaviors.same();
            });
        }

        private void transfer() {
            if (transfersLeft == 0) {
                return;
            }
            transfersLeft--;
            int source = random(accounts);
            int target = (source + 1 + random(accounts - 1)) % accounts; // another one
            long amount = 1L + random(1_000);
            expected.add(source, -amount);
            expected.add(target, amount);
            clients.get(source).tell(new Transfer(amount, clients.get(target)));
        }

        private int random(int bound) {
            random = Computation.of(random, 1);
            return (int) ((random >>> 33) % bound);
        }
    }

    private static Behavior<Message> account(int account, ActorRef<Message> teller, Tally balances) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Transfer transfer) {
                balances.add(account, -transfer.amount());
                transfer.target().tell(new Deposit(transfer.amount()));
            } else if (message instanceof Deposit deposit) {
                balances.add(account, deposit.amount());
                teller.tell(Booked.INSTANCE);
            }
            return Behaviors.same();
        });
    }
}

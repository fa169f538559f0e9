// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.util.Arrays;
import org.aioactors.samples.bench.WrongResultException;
import org.aioactors.samples.bench.tcp.LoadThread;

/**
 * A client that joins its channel, is told who is there, parts, and so on. Whenever it is in, it must know by what it is told
 * who else is: nobody may join who is there already, nor part who is not.
 */
final class JoiningClient extends IrcConnection {
    private enum State {
        /** Has asked to come in. */
        JOINING,
        /** Is in, and does not know yet who else is. */
        BEING_TOLD,
        /** Is in, and has asked to go. */
        PARTING,
        OUT
    }

    private final String channelName;
    private final int firstNumber;
    private final int place;

    /** Who of the channel is in, as far as this one has been told. */
    private final boolean[] inside;

    private State state = State.OUT;
    private long askedAtNs;

    JoiningClient(LoadThread thread, IrcHandshake handshake, String channelName, int firstNumber, int channelSize)
            throws IOException {
        super(thread, handshake);
        this.channelName = channelName;
        this.firstNumber = firstNumber;
        place = handshake.number() - firstNumber;
        inside = new boolean[channelSize];
    }

    @Override
    protected void begin(long nowNs) throws IOException {
        join(nowNs);
    }

    private void join(long nowNs) throws IOException {
        state = State.JOINING;
        askedAtNs = nowNs;
        send("JOIN " + channelName + "\r\n");
    }

    @Override
    void onLine(ServerLine line, long nowNs) throws IOException {
        switch (line.command()) {
            case "JOIN" -> onJoin(line);
            case "PART" -> onPart(line, nowNs);
            case "353" -> onNames(line);
            case "366" -> onEndOfNames(line, nowNs);
            case "MODE", "NOTICE" -> {} // some servers make the first one an operator by a line of its own
            default -> {
                if (!isQuitting() || !line.is("ERROR")) {
                    throw surprise(line);
                }
            }
        }
    }

    private void onJoin(ServerLine line) {
        int who = place(line.nick());
        if (who == place && state == State.JOINING) {
            state = State.BEING_TOLD;
            Arrays.fill(inside, false);
        } else if (who == place || !isIn() || (state == State.PARTING && inside[who])) {
            throw surprise(line);
        } else {
            inside[who] = true;
        }
    }

    private void onPart(ServerLine line, long nowNs) throws IOException {
        int who = place(line.nick());
        if (who == place && state == State.PARTING) {
            state = State.OUT;
            if (thread.mayContinue()) {
                join(nowNs);
            } else {
                quit();
            }
        } else if (who == place || !isIn() || (state == State.PARTING && !inside[who])) {
            throw surprise(line);
        } else {
            inside[who] = false;
        }
    }

    private void onNames(ServerLine line) {
        if (state != State.BEING_TOLD) {
            throw surprise(line);
        }
        for (String name : line.trailing().strip().split(" ", -1)) {
            inside[place(name.startsWith("@") ? name.substring(1) : name)] = true;
        }
    }

    private void onEndOfNames(ServerLine line, long nowNs) throws IOException {
        if (state != State.BEING_TOLD || !inside[place]) {
            throw surprise(line);
        }
        state = State.PARTING;
        thread.delivered(1);
        thread.latency(nowNs - askedAtNs);
        send("PART " + channelName + "\r\n");
    }

    private boolean isIn() {
        return state == State.BEING_TOLD || state == State.PARTING;
    }

    private int place(String nick) {
        int candidate = IrcHandshake.number(nick) - firstNumber;
        if (candidate < 0 || candidate >= inside.length) {
            throw new WrongResultException(nick() + " has been told of " + nick + ", who is not of " + channelName);
        }
        return candidate;
    }

    @Override
    protected void ended() {
        if (state != State.OUT) {
            throw new WrongResultException("the server has closed the connection of " + nick() + " while it is in use");
        }
    }
}

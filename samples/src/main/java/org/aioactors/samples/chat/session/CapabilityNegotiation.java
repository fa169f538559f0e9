// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.aioactors.samples.chat.account.AccountRegistration;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.loop.LocalClient;
import org.aioactors.samples.chat.ops.ChatSettings;

/** {@code CAP} (IRCv3 capability negotiation). One session's. */
final class CapabilityNegotiation {
    /** What is left of a line for names. */
    private static final int ROOM_BYTES = 400;

    private static final int VERSION_WITH_VALUES = 302;

    private final Session session;
    private boolean underWay;

    CapabilityNegotiation(Session session) {
        this.session = session;
    }

    /** Whether the client's registration waits for {@code CAP END}. */
    boolean isUnderWay() {
        return underWay;
    }

    void run(IrcLine line) {
        LocalClient client = session.client();
        String what = CaseMapping.upper(line.param(0));
        switch (what) {
            case "LS" -> {
                begin();
                list(line.param(1));
            }
            case "LIST" -> say("LIST", Capability.listing(client.caps()));
            case "REQ" -> {
                begin();
                request(line.param(1).strip());
            }
            case "END" -> {
                underWay = false;
                session.registration().completeIfReady();
            }
            default -> session.reply(Numeric.ERR_INVALIDCAPCMD, line.param(0));
        }
    }

    private void begin() {
        underWay |= !session.client().isRegistered();
    }

    private void list(String version) {
        if (!version.matches("\\d{1,9}") || Integer.parseInt(version) < VERSION_WITH_VALUES) {
            say("LS", Capability.listing(offered()));
            return;
        }
        LocalClient client = session.client();
        client.setCaps(client.caps() | Capability.CAP_NOTIFY.bit()); // which this version is said to include
        List<String> lines = Capability.listing302(offered(), values(), ROOM_BYTES);
        for (String names : lines.subList(0, lines.size() - 1)) {
            client.answer(client.serverLine("CAP", nick(), "LS", "*", names));
        }
        say("LS", lines.get(lines.size() - 1));
    }

    private void request(String names) {
        LocalClient client = session.client();
        Optional<Capability.Request> request = Capability.parse(names, offered());
        if (request.isEmpty()) {
            say("NAK", names);
        } else {
            say("ACK", names);
            client.setCaps(request.get().applied(client.caps()));
        }
    }

    /**
     * Other settings are in force: tells who wants to know (IRCv3 cap-notify) which capabilities have come, have other values, or
     * have gone. That sts has gone is not said: clients keep to what they were told for as long as they were told.
     */
    void reloaded(ChatSettings before) {
        LocalClient client = session.client();
        boolean secure = session.isSecure();
        boolean sts = !Objects.equals(before.stsValue(secure), settings().stsValue(secure));
        long come = offered(settings()) & (~offered(before) | (sts ? Capability.STS.bit() : 0));
        long gone = offered(before) & ~offered(settings()) & ~Capability.STS.bit();
        client.setCaps(client.caps() & ~gone);
        if (client.can(Capability.CAP_NOTIFY)) {
            notify("NEW", Capability.listing302(come, values(), ROOM_BYTES).get(0));
            notify("DEL", Capability.listing(gone));
        }
    }

    private void notify(String what, String names) {
        if (!names.isEmpty()) {
            session.client().deliver(session.client().serverLine("CAP", nick(), what, names));
        }
    }

    private void say(String what, String names) {
        session.client().answer(session.client().serverLine("CAP", nick(), what, names));
    }

    private String nick() {
        return session.client().isRegistered() ? session.user().nick() : "*";
    }

    private ChatSettings settings() {
        return session.services().settings().get();
    }

    private long offered() {
        return offered(settings());
    }

    private long offered(ChatSettings by) {
        long offered = Capability.all();
        if (by.stsValue(session.isSecure()) == null) {
            offered &= ~Capability.STS.bit();
        }
        if (by.accounts().file() == null) {
            offered &= ~Capability.set(Capability.SASL, Capability.ACCOUNT_REGISTRATION);
        } else if (AccountRegistration.capabilityValue(by.accounts().rules()) == null) {
            offered &= ~Capability.ACCOUNT_REGISTRATION.bit();
        }
        return offered;
    }

    private Map<Capability, String> values() {
        Map<Capability, String> values = new EnumMap<>(Capability.class);
        values.put(Capability.SASL, session.registration().login().mechanisms());
        String sts = settings().stsValue(session.isSecure());
        if (sts != null) {
            values.put(Capability.STS, sts);
        }
        return values;
    }
}

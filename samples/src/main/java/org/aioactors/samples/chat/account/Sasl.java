// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of {@code AUTHENTICATE} for one client (IRCv3 SASL 3.1 and 3.2): PLAIN (RFC 4616), and EXTERNAL (RFC 4422,
 * appendix A) for who has shown a certificate. Checks nothing by itself: {@link Check} is for {@link Accounts}, whose answer
 * comes to {@link #answered}. For one thread at a time.
 */
public final class Sasl {
    /** What is to be done. */
    public sealed interface Step {}

    /** The client is asked to go on: {@code AUTHENTICATE +}. */
    public record Challenge() implements Step {}

    /** The client is told these. */
    public record Tell(List<Reply> replies) implements Step {}

    /** The rest of what the client says is to come: nothing is done. */
    public record AwaitMore() implements Step {}

    /** That is what the client shows; nothing else it says is looked at before {@link Sasl#answered}. */
    public record Check(Credentials credentials) implements Step {}

    private enum Mechanism {
        PLAIN,
        EXTERNAL
    }

    /** The longest parameter; one of just that length is followed by the rest. */
    private static final int CHUNK = 400;

    /** Beyond this it is no name and no password. */
    private static final int MAX_RESPONSE = 10 * CHUNK;

    private static final String EMPTY = "+";
    private static final String ABORT = "*";

    private static final Tell FAILED = tell(Numeric.ERR_SASLFAIL);
    private static final Tell ABORTED = tell(Numeric.ERR_SASLABORTED);

    private final @Nullable String fingerprint;
    private final StringBuilder response = new StringBuilder();

    /** Null if none was begun. */
    private @Nullable Mechanism mechanism;

    /** For a client; {@code fingerprint} is that of its certificate, or null if it has shown none. */
    public Sasl(@Nullable String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** The value of the capability: the mechanisms that this client can use. */
    public String mechanisms() {
        return fingerprint == null ? "PLAIN" : "EXTERNAL,PLAIN";
    }

    /**
     * {@code AUTHENTICATE} with its parameter.
     *
     * @param loggedIn whether the client is logged in to an account
     */
    public Step authenticate(String parameter, boolean loggedIn) {
        if (loggedIn) {
            return tell(Numeric.ERR_SASLALREADY);
        }
        if (parameter.equals(ABORT)) {
            reset();
            return ABORTED;
        }
        if (parameter.length() > CHUNK) {
            reset();
            return tell(Numeric.ERR_SASLTOOLONG);
        }
        return mechanism == null ? begin(parameter) : goOn(mechanism, parameter);
    }

    private Step begin(String name) {
        for (Mechanism each : Mechanism.values()) {
            boolean usable = each != Mechanism.EXTERNAL || fingerprint != null;
            if (usable && each.name().equals(CaseMapping.upper(name))) {
                mechanism = each;
                return new Challenge();
            }
        }
        Reply known = Reply.of(Numeric.RPL_SASLMECHS, mechanisms());
        return new Tell(List.of(known, Reply.of(Numeric.ERR_SASLFAIL)));
    }

    private Step goOn(Mechanism begun, String parameter) {
        if (!parameter.equals(EMPTY)) {
            response.append(parameter);
        }
        if (response.length() > MAX_RESPONSE) {
            reset();
            return FAILED;
        }
        if (parameter.length() == CHUNK) {
            return new AwaitMore();
        }
        Credentials credentials = credentials(begun, response.toString());
        reset();
        return credentials == null ? FAILED : new Check(credentials);
    }

    private @Nullable Credentials credentials(Mechanism begun, String base64) {
        String text;
        try {
            ByteBuffer decoded = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            text = StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
        } catch (IllegalArgumentException | CharacterCodingException noText) {
            return null;
        }
        if (begun == Mechanism.EXTERNAL) {
            return fingerprint == null ? null : new Credentials.Certificate(fingerprint, text.isEmpty() ? null : text);
        }
        // Who acts, who they are, and their password; we have nobody act for another.
        String[] parts = text.split("\0", -1);
        boolean usable = parts.length == 3
                && !parts[1].isEmpty()
                && !parts[2].isEmpty()
                && (parts[0].isEmpty() || CaseMapping.same(parts[0], parts[1]));
        return usable ? new Credentials.Password(parts[1], parts[2]) : null;
    }

    private static Tell tell(Numeric numeric) {
        return new Tell(List.of(Reply.of(numeric)));
    }

    private void reset() {
        mechanism = null;
        response.setLength(0);
    }

    /** The client has completed its registration: what it had begun is off. Empty if it had begun nothing. */
    public List<Reply> abandon() {
        boolean begun = mechanism != null;
        reset();
        return begun ? ABORTED.replies() : List.of();
    }

    /**
     * What the client is told of an answer to {@link Check}.
     *
     * @param source the client's {@code nick!user@host}, with {@code *} for what is not known yet
     */
    public static List<Reply> answered(AccountAnswer answer, String source) {
        if (answer instanceof AccountAnswer.LoggedIn loggedIn) {
            return List.of(loggedIn(source, loggedIn.account()), Reply.of(Numeric.RPL_SASLSUCCESS));
        }
        return List.of(
                answer instanceof AccountAnswer.NotNow notNow
                        ? Reply.with(Numeric.ERR_SASLFAIL, notNow.text())
                        : Reply.of(Numeric.ERR_SASLFAIL));
    }

    /** The numeric for who is logged in from now on, by whichever way. */
    public static Reply loggedIn(String source, String account) {
        return Reply.with(Numeric.RPL_LOGGEDIN, source, account, "You are now logged in as " + account);
    }
}

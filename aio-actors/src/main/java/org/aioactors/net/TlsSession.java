// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection have agreed upon.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite such as {@code TLS_AES_128_GCM_SHA256}
 * @param applicationProtocol the outcome of ALPN; null if there was none
 * @param serverName on a server: the name that the client has asked for by SNI; null if there was none
 * @param peerCertificates the peer's own, then those that vouch for it; empty if it has shown none
 */
public record TlsSession(
        String protocol,
        String cipherSuite,
        @Nullable String applicationProtocol,
        @Nullable String serverName,
        List<Certificate> peerCertificates) {
    /** Copies the list. */
    public TlsSession {
        peerCertificates = List.copyOf(peerCertificates);
    }

    /** In one line, without the certificates. */
    @Override
    public String toString() {
        return "TlsSession[" + protocol + ", " + cipherSuite + ", applicationProtocol=" + applicationProtocol
                + ", serverName=" + serverName + ", " + peerCertificates.size() + " peerCertificates]";
    }

    static TlsSession of(SSLEngine engine) {
        SSLSession session = engine.getSession();
        String applicationProtocol = engine.getApplicationProtocol();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                applicationProtocol == null || applicationProtocol.isEmpty() ? null : applicationProtocol,
                engine.getUseClientMode() ? null : requestedName(session),
                peerCertificates(session));
    }

    /** The host of SNI; null if the client has not asked for one. */
    static @Nullable String requestedName(@Nullable SSLSession session) {
        List<SNIServerName> names =
                session instanceof ExtendedSSLSession extended ? extended.getRequestedServerNames() : new ArrayList<>();
        for (SNIServerName name : names) {
            if (name instanceof SNIHostName host) {
                return host.getAsciiName();
            }
        }
        return null;
    }

    private static List<Certificate> peerCertificates(SSLSession session) {
        try {
            return List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException none) {
            return List.of(); // the only way in which the JDK says so
        }
    }
}

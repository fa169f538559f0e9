// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate of a server by the name that the client asks for, which the JDK's own key managers don't do for
 * an engine. The rest is the other one's. Any thread.
 */
final class SniKeyManager extends X509ExtendedKeyManager {
    /** Of a subject's alternative names, RFC 5280, 4.2.1.6. */
    private static final Integer DNS_NAME = 2;

    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA", "DSA");

    private final X509ExtendedKeyManager keys;

    SniKeyManager(X509ExtendedKeyManager keys) {
        this.keys = keys;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        String name = TlsSession.requestedName(engine.getHandshakeSession());
        String alias = name == null ? null : aliasFor(name, keyType, issuers);
        if (alias == null
                && name != null
                && KEY_TYPES.stream().anyMatch(other -> aliasFor(name, other, issuers) != null)) {
            return null; // the engine goes on to the type of key that is for the name
        }
        return alias != null ? alias : keys.chooseEngineServerAlias(keyType, issuers, engine);
    }

    private @Nullable String aliasFor(String name, String keyType, Principal[] issuers) {
        String[] aliases = keys.getServerAliases(keyType, issuers);
        for (String alias : aliases == null ? new String[0] : aliases) {
            if (isFor(keys.getCertificateChain(alias)[0], name.toLowerCase(Locale.ROOT))) {
                return alias;
            }
        }
        return null;
    }

    /** Whether one of its names is that one; one with an asterisk in place of the first label counts too, RFC 6125, 6.4.3. */
    private static boolean isFor(X509Certificate certificate, String name) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException unreadable) {
            return false; // whoever gets it will say so
        }
        String wildcard = "*" + name.substring(Math.max(0, name.indexOf('.')));
        return names != null
                && names.stream()
                        .filter(each -> DNS_NAME.equals(each.get(0)))
                        .map(each -> each.get(1).toString().toLowerCase(Locale.ROOT))
                        .anyMatch(each -> each.equals(name) || each.equals(wildcard));
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return keys.chooseClientAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
        return keys.chooseEngineClientAlias(keyType, issuers, engine);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return keys.getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * How connections are secured by TLS, for {@link ListenOptions#withTls}, {@link ConnectOptions#withTls} and {@link
 * Tcp#serve(InetSocketAddress, Tls, java.util.function.Function)}. Empty lists leave the choice to the JDK.
 *
 * @param context is asked for each new connection, off the loop, so it may block; when it gives another one, later
 *     connections have other certificates. Sessions are resumed as long as it stays the same
 * @param serverName of a client: the name that the server is asked for (SNI), and that its certificate must be for;
 *     null stands for the host of the address
 * @param endpointIdentification of a client: whether the server's certificate must be for that name (RFC 2818)
 * @param applicationProtocols what is offered by ALPN, best first, such as {@code h2}
 * @param clientAuth of a server: whether clients show a certificate
 * @param protocols such as {@code TLSv1.3}
 * @param cipherSuites such as {@code TLS_AES_128_GCM_SHA256}
 */
public record Tls(
        Supplier<SSLContext> context,
        @Nullable String serverName,
        boolean endpointIdentification,
        List<String> applicationProtocols,
        ClientAuth clientAuth,
        List<String> protocols,
        List<String> cipherSuites) {

    /** Whether a server asks its clients for certificates. */
    public enum ClientAuth {
        /** It does not. */
        NONE,
        /** It does, and serves those that have none too. */
        WANT,
        /** It does, and refuses those that have none. */
        NEED
    }

    /**
     * Checks names of protocols and cipher suites, for which {@code context} is asked; throws {@link
     * IllegalArgumentException} for one that it does not have.
     */
    public Tls {
        applicationProtocols = List.copyOf(applicationProtocols);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        if (!protocols.isEmpty() || !cipherSuites.isEmpty()) {
            SSLParameters supported = context.get().getSupportedSSLParameters();
            check("protocol", protocols, supported.getProtocols());
            check("cipher suite", cipherSuites, supported.getCipherSuites());
        }
        if (serverName != null) {
            sniName(serverName);
        }
    }

    private static void check(String what, List<String> names, String[] supported) {
        for (String name : names) {
            if (!Set.of(supported).contains(name)) {
                throw new IllegalArgumentException("no " + what + " '" + name + "'; there are " + List.of(supported));
            }
        }
    }

    /** With the certificates and the trust of {@code context}, for good. */
    public static Tls of(SSLContext context) {
        return of(() -> context);
    }

    /** With those of the context that {@code context} gives when a connection is made. */
    public static Tls of(Supplier<SSLContext> context) {
        return new Tls(context, null, true, List.of(), ClientAuth.NONE, List.of(), List.of());
    }

    /** For clients: trusts whom the JDK trusts. */
    public static Tls ofDefault() {
        try {
            return of(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no default SSLContext: " + e.getMessage(), e);
        }
    }

    /**
     * With the certificates of a PKCS12 or JKS file. Its keys are ours: of several, a server takes the one whose
     * certificate is for the name that a client asks for. The certificates without a key in it are those we trust; if
     * there are none, whom the JDK trusts. When the file has changed, later connections have what is in it then; one that
     * can't be read is logged, and what was read before stays. Blocks while it reads the file.
     *
     * @param password of the file and of its keys
     * @throws IllegalArgumentException if the file can't be read now; the message says why
     */
    public static Tls ofKeyStore(Path file, String password) {
        return of(new KeyStoreContext(file, password));
    }

    /** Asks for that server, and expects a certificate for it. */
    public Tls withServerName(String other) {
        return new Tls(
                context, other, endpointIdentification, applicationProtocols, clientAuth, protocols, cipherSuites);
    }

    /** Takes a trusted certificate for any server: who has one of those may stand in for every other. */
    public Tls withoutEndpointIdentification() {
        return new Tls(context, serverName, false, applicationProtocols, clientAuth, protocols, cipherSuites);
    }

    /** Offers these by ALPN. */
    public Tls withApplicationProtocols(String... others) {
        return new Tls(
                context, serverName, endpointIdentification, List.of(others), clientAuth, protocols, cipherSuites);
    }

    /** Asks clients for certificates, or not. */
    public Tls withClientAuth(ClientAuth other) {
        return new Tls(
                context, serverName, endpointIdentification, applicationProtocols, other, protocols, cipherSuites);
    }

    /** Allows these versions only. */
    public Tls withProtocols(String... others) {
        return new Tls(
                context,
                serverName,
                endpointIdentification,
                applicationProtocols,
                clientAuth,
                List.of(others),
                cipherSuites);
    }

    /** Allows these cipher suites only. */
    public Tls withCipherSuites(String... others) {
        return new Tls(
                context,
                serverName,
                endpointIdentification,
                applicationProtocols,
                clientAuth,
                protocols,
                List.of(others));
    }

    /** The engine of an accepted connection, whose handshake has begun. Blocks, as {@link #context} does. */
    SSLEngine serverEngine() throws SSLException {
        SSLEngine engine = context.get().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine);
        parameters.setWantClientAuth(clientAuth == ClientAuth.WANT);
        if (clientAuth == ClientAuth.NEED) {
            parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        return engine;
    }

    /** The engine of an outgoing connection, whose handshake has begun. Blocks, as {@link #context} does. */
    SSLEngine clientEngine(InetSocketAddress address) throws SSLException {
        String name = serverName == null ? address.getHostString() : serverName;
        SSLEngine engine = context.get().createSSLEngine(name, address.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine);
        SNIHostName sniName = sniName(name);
        if (sniName != null) {
            parameters.setServerNames(List.of(sniName));
        }
        if (endpointIdentification) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        return engine;
    }

    /** RFC 6066, 3: an address is not sent. */
    private static @Nullable SNIHostName sniName(String host) {
        boolean isAddress = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return isAddress ? null : new SNIHostName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }

    private SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
        }
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        return parameters;
    }
}

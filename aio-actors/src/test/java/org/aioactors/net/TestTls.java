// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Certificates for tests, made once a JVM by the JDK's keytool: each signs itself, so whoever trusts it has it. */
final class TestTls {
    static final String PASSWORD = "changeit";

    /** Whom a certificate is for. */
    enum Identity {
        LOCALHOST("-keyalg EC -ext san=dns:localhost,ip:127.0.0.1"),
        OTHER("-keyalg RSA -ext san=dns:other.test,dns:*.wild.test"),
        EXPIRED("-keyalg EC -ext san=dns:localhost,ip:127.0.0.1 -startdate -10d -validity 1"),
        CLIENT("-keyalg EC -ext san=dns:client.test");

        /** Of keytool. */
        private final String options;

        Identity(String options) {
            this.options = options;
        }
    }

    private static final Path FOLDER = folder();
    private static final Map<Identity, KeyStore> STORES = new ConcurrentHashMap<>();

    private TestTls() {}

    private static Path folder() {
        try {
            Path made = Files.createTempDirectory("test-tls");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyStore store(Identity identity) {
        return STORES.computeIfAbsent(identity, TestTls::generate);
    }

    private static KeyStore generate(Identity identity) {
        try {
            Path file = FOLDER.resolve(identity + ".p12");
            file.toFile().deleteOnExit();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
            command.addAll(List.of("-alias", identity.name(), "-dname", "CN=" + identity, "-storetype", "PKCS12"));
            command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
            command.addAll(List.of(identity.options.split(" ")));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("keytool: " + said);
            }
            return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new AssertionError("no certificate of " + identity, e);
        }
    }

    /** Writes a store with the keys of {@code own} that trusts {@code trusted}. */
    static void write(Path file, List<Identity> own, Identity... trusted) {
        try {
            KeyStore made = KeyStore.getInstance("PKCS12");
            made.load(null, null);
            for (Identity identity : own) {
                KeyStore from = store(identity);
                made.setKeyEntry(
                        identity.name(),
                        from.getKey(identity.name(), PASSWORD.toCharArray()),
                        PASSWORD.toCharArray(),
                        from.getCertificateChain(identity.name()));
            }
            for (Identity identity : trusted) {
                made.setCertificateEntry("trusted-" + identity, store(identity).getCertificate(identity.name()));
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                made.store(out, PASSWORD.toCharArray());
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no store " + file, e);
        }
    }

    /** A context with the keys of {@code own} that trusts {@code trusted}; each time a new one. */
    static SSLContext context(List<Identity> own, Identity... trusted) {
        try {
            Path file = Files.createTempFile(FOLDER, "store", ".p12");
            try {
                write(file, own, trusted);
                return new KeyStoreContext(file, PASSWORD).get();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of a server for localhost. */
    static SSLContext serverContext() {
        return context(List.of(Identity.LOCALHOST), Identity.CLIENT);
    }

    /** That of a client who trusts it. */
    static SSLContext clientContext() {
        return context(List.of(), Identity.LOCALHOST);
    }

    /** The JDK's client on a connected socket. It shakes hands when it is first used. */
    static SSLSocket client(SSLContext context, Socket raw) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
    }

    /** The JDK's server on an accepted socket. */
    static SSLSocket server(SSLContext context, Socket raw) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
        socket.setUseClientMode(false);
        return socket;
    }
}

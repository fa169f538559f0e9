// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Certificates for tests, made once a JVM by the JDK's keytool: each signs itself, so whoever trusts it has it. */
public final class TestTls {
    static final String PASSWORD = "changeit";

    /** Whom a certificate is for. */
    enum Identity {
        LOCALHOST("-keyalg EC -ext san=dns:localhost,ip:127.0.0.1"),
        OTHER("-keyalg RSA -ext san=dns:other.test,dns:*.wild.test"),
        /** Signed by another one, which is trusted in its place: nobody looks at the date of whom they trust. */
        EXPIRED("-keyalg EC"),
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
            String name = identity.name();
            keytool(file, "-genkeypair -alias " + name + " -dname CN=" + name + " " + identity.options);
            if (identity == Identity.EXPIRED) {
                Path request = FOLDER.resolve("request");
                request.toFile().deleteOnExit();
                Path answer = FOLDER.resolve("answer");
                answer.toFile().deleteOnExit();
                keytool(file, "-genkeypair -alias issuer -dname CN=ISSUER -keyalg EC -ext bc:c");
                keytool(file, "-certreq -alias " + name + " -file " + request);
                keytool(
                        file,
                        "-gencert -alias issuer -infile " + request + " -outfile " + answer
                                + " -ext san=dns:localhost,ip:127.0.0.1 -startdate -10d -validity 1");
                keytool(file, "-importcert -noprompt -alias " + name + " -file " + answer);
            }
            return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new AssertionError("no certificate of " + identity, e);
        }
    }

    private static void keytool(Path store, String options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + ": " + said);
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
                made.setCertificateEntry("trusted-" + identity, issuer(identity));
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                made.store(out, PASSWORD.toCharArray());
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no store " + file, e);
        }
    }

    private static Certificate issuer(Identity identity) throws GeneralSecurityException {
        Certificate[] chain = store(identity).getCertificateChain(identity.name());
        return chain[chain.length - 1];
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
    public static SSLContext serverContext() {
        return context(List.of(Identity.LOCALHOST), Identity.CLIENT);
    }

    /** That of a client who trusts it. */
    public static SSLContext clientContext() {
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

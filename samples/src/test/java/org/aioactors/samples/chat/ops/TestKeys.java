// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Keys made by the JDK's keytool, and clients of a server that has one. */
public final class TestKeys {
    /** Of the files and the keys. */
    public static final String PASSWORD = "changeit";

    /** By common name: the JDK takes its time for each. */
    private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** Puts a key store with one key, whose certificate signs itself, in the place of a file, by a rename. */
    public static void make(Path file, String commonName) throws Exception {
        Path made = file.resolveSibling(commonName + ".tmp");
        byte[] before = MADE.get(commonName);
        if (before == null) {
            keytool(made, commonName);
            MADE.put(commonName, Files.readAllBytes(made));
        } else {
            Files.write(made, before);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void keytool(Path file, String commonName) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + commonName,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString());
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    /** A client that takes any server; {@code own} is a key store with its certificate, or null. */
    public static SSLContext client(Path own) throws Exception {
        KeyManager[] keys = null;
        if (own != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store(own), PASSWORD.toCharArray());
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new Anybody()}, null);
        return context;
    }

    static KeyStore store(Path file) throws Exception {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of a key store's file, made again when the file has changed. Any thread; blocks for the file. */
final class KeyStoreContext implements Supplier<SSLContext> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStoreContext.class);

    /** By what a change is noticed: a file that takes another's place has another key. */
    private record Version(
            FileTime modified, long sizeBytes, @Nullable Object fileKey) {
        /** Null if the file can't be looked at: reading it tells why. */
        static @Nullable Version of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException unseen) {
                return null;
            }
        }
    }

    private final Path file;
    private final char[] password;

    /** What was tried last. Guarded by this. */
    private @Nullable Version version;

    /** Of the last version that could be read. Guarded by this. */
    private SSLContext context;

    /** Throws {@link IllegalArgumentException} if the file can't be read. */
    KeyStoreContext(Path file, String password) {
        this.file = file;
        this.password = password.toCharArray();
        try {
            this.version = Version.of(file);
            this.context = read();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("can't use the key store '" + file + "': " + e, e);
        }
    }

    @Override
    public synchronized SSLContext get() {
        Version now = Version.of(file);
        if (!Objects.equals(now, version)) {
            version = now; // first, so that a file that can't be read is logged once
            try {
                context = read();
                LOG.info("read the key store '{}' again: it has changed", file);
            } catch (IOException | GeneralSecurityException e) {
                LOG.error("can't read the key store '{}' again, staying with what was in it before", file, e);
            }
        }
        return context;
    }

    private SSLContext read() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12"); // which takes JKS too
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        KeyManager[] keyManagers = keys.getKeyManagers();
        for (int i = 0; i < keyManagers.length; i++) {
            if (keyManagers[i] instanceof X509ExtendedKeyManager manager) {
                keyManagers[i] = new SniKeyManager(manager);
            }
        }
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keyManagers, trustManagers(store), null);
        return made;
    }

    /** Null, which stands for those of the JDK, if the store does not say whom to trust. */
    private static TrustManager @Nullable [] trustManagers(KeyStore store)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                trusted.setCertificateEntry(alias, store.getCertificate(alias));
            }
        }
        if (trusted.size() == 0) {
            return null;
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }
}

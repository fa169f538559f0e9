// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.aioactors.net.Tls;
import org.aioactors.samples.chat.file.FileVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the server, read again when its file has changed and when it is told to; open connections stay as they
 * are. Any thread; blocks while it reads the file, so connections ask for it off their loops.
 *
 * <p>Unlike {@link Tls#ofKeyStore} this takes any certificate of a client: whose it is, its account says, see {@link
 * AnyClient}.
 */
public final class ServerTls implements Supplier<SSLContext> {
    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private Path file;
    private char[] password;

    /** What was tried last. */
    private @Nullable FileVersion version;

    /** Of the last version that could be read. */
    private SSLContext context;

    /**
     * Reads a file. Blocks.
     *
     * @param file PKCS12 or JKS, with a key and its certificates
     * @throws IllegalArgumentException if it can't be used; the message says why
     */
    public ServerTls(Path file, String password) {
        this.file = file;
        this.password = password.toCharArray();
        this.version = FileVersion.of(file);
        this.context = read(file, this.password);
    }

    /** For a listener: clients are asked for a certificate, and need none. */
    public Tls tls() {
        return Tls.of(this).withClientAuth(Tls.ClientAuth.WANT);
    }

    /**
     * Reads the file again, which may be another one now, whether it has changed or not. Blocks.
     *
     * @throws IllegalArgumentException if it can't be used: what was read before stays
     */
    public synchronized void reload(Path nextFile, String nextPassword) {
        FileVersion next = FileVersion.of(nextFile);
        char[] nextChars = nextPassword.toCharArray();
        context = read(nextFile, nextChars);
        file = nextFile;
        password = nextChars;
        version = next;
    }

    /** What a new connection uses. */
    @Override
    public synchronized SSLContext get() {
        FileVersion now = FileVersion.of(file);
        if (!Objects.equals(now, version)) {
            version = now; // first, so that a file that can't be read is logged once
            try {
                context = read(file, password);
                LOG.info("the certificate in {} has changed: new connections get it", file);
            } catch (IllegalArgumentException e) {
                LOG.error("{}; new connections get the certificate from before", e.getMessage());
            }
        }
        return context;
    }

    private static SSLContext read(Path file, char[] password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12"); // which takes JKS too
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
            return made;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("can't use the key store " + file + ": " + e, e);
        }
    }
}

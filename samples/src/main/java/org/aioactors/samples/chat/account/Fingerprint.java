// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.aioactors.net.TlsSession;
import org.jspecify.annotations.Nullable;

/** Fingerprints of certificates: SHA-256 of the DER encoding, as 64 hexadecimal digits in lower case. */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * Of a client's own certificate. That the client has its key was shown by the handshake.
     *
     * @return null without TLS, or if it has shown none
     */
    public static @Nullable String of(@Nullable TlsSession session) {
        if (session == null || session.peerCertificates().isEmpty()) {
            return null;
        }
        try {
            byte[] encoded = session.peerCertificates().get(0).getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of the handshake has no SHA-256: " + e.getMessage(), e);
        }
    }

    /**
     * From what people write, such as {@code AB:CD:...} as openssl prints it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String normalize(String written) {
        String digits = written.replace(":", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(written + " is not the SHA-256 of a certificate in hexadecimal digits");
        }
        return digits;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2) and a salt of its own. As text it is {@code
 * pbkdf2-sha256:ITERATIONS:SALT:HASH}, the latter two in Base64, without anything that a configuration would take amiss.
 */
public final class PasswordHash {
    private static final String SCHEME = "pbkdf2-sha256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** So that one line of a file can't keep a processor busy for minutes. */
    public static final int MAX_ITERATIONS = 10_000_000;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Of a password. Computes for long: 600,000 iterations take some tenths of a second.
     *
     * @param iterations how often; as often must a thief who tries one password
     */
    public static PasswordHash of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PasswordHash parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME) || !parts[1].matches("[1-9]\\d{0,7}")) {
            throw new IllegalArgumentException(
                    "is not of the form " + SCHEME + ":ITERATIONS:SALT:HASH, as chat --hash-password prints it");
        }
        int iterations = Integer.parseInt(parts[1]);
        byte[] hash = Base64.getDecoder().decode(parts[3]);
        if (iterations > MAX_ITERATIONS || hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("is a hash of " + hash.length + " bytes by " + iterations
                    + " iterations; it must be of " + HASH_BYTES + " by at most " + MAX_ITERATIONS);
        }
        return new PasswordHash(iterations, Base64.getDecoder().decode(parts[2]), hash);
    }

    /** Whether that is the password. Computes for long; what differs does not change how long. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    /** As it is written in files. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME + ":" + iterations + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash);
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256: " + e.getMessage(), e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** Says nothing of the hash: it may end up in a log. */
    @Override
    public String toString() {
        return SCHEME + ":" + iterations;
    }
}

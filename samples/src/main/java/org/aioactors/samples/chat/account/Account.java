// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who somebody is, whatever nickname they have. In the file it is a line: {@code NAME HASH REGISTERED-MS [FINGERPRINT ...]}.
 *
 * @param name as it was registered; letters count as the same in both cases
 * @param registeredMs when, in milliseconds since the epoch
 * @param certificates the fingerprints of client certificates that may log in, see {@link Fingerprint}
 */
public record Account(String name, PasswordHash password, long registeredMs, Set<String> certificates) {
    private static final int FIXED_FIELDS = 3;

    /** Copies the set. */
    public Account {
        certificates = Set.copyOf(certificates);
    }

    /**
     * From a line of the file.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Account parse(String line) {
        List<String> fields = List.of(line.strip().split("\\s+"));
        if (fields.size() < FIXED_FIELDS || !fields.get(2).matches("\\d{1,18}")) {
            throw new IllegalArgumentException("is not of the form NAME HASH REGISTERED-MS [FINGERPRINT ...]");
        }
        Set<String> certificates = new LinkedHashSet<>();
        for (String fingerprint : fields.subList(FIXED_FIELDS, fields.size())) {
            certificates.add(Fingerprint.normalize(fingerprint));
        }
        PasswordHash password = PasswordHash.parse(fields.get(1));
        return new Account(fields.get(0), password, Long.parseLong(fields.get(2)), certificates);
    }

    /** As it stands in the file. */
    String line() {
        String fixed = name + " " + password.text() + " " + registeredMs;
        return certificates.isEmpty() ? fixed : fixed + " " + String.join(" ", certificates);
    }
}

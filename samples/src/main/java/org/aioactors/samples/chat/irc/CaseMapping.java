// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

/**
 * The case mapping {@code ascii}: of two names that differ in the case of {@code A} to {@code Z} alone both mean the same.
 * Everything else, {@code []\} included, is kept apart.
 */
public final class CaseMapping {
    private CaseMapping() {}

    /** The name in the form that all of its spellings share; the same object if it has that form already. */
    public static String fold(String name) {
        return shifted(name, 'A', 'Z', 'a' - 'A');
    }

    /** The name with {@code a} to {@code z} as capitals, as commands are compared. */
    public static String upper(String name) {
        return shifted(name, 'a', 'z', 'A' - 'a');
    }

    /** Whether both spell one name. */
    public static boolean same(String name, String other) {
        return name.length() == other.length() && fold(name).equals(fold(other));
    }

    private static String shifted(String name, char first, char last, int distance) {
        for (int i = 0; i < name.length(); i++) {
            if (isBetween(name.charAt(i), first, last)) {
                char[] chars = name.toCharArray();
                for (int k = i; k < chars.length; k++) {
                    if (isBetween(chars[k], first, last)) {
                        chars[k] += (char) distance;
                    }
                }
                return new String(chars);
            }
        }
        return name;
    }

    private static boolean isBetween(char c, char first, char last) {
        return c >= first && c <= last;
    }
}

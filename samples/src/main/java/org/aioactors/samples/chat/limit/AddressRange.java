// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that begin with the same bits, such as {@code 10.0.0.0/8} (RFC 4632).
 *
 * @param network in hexadecimal digits
 * @param prefix how many bits count
 */
public record AddressRange(String network, int prefix) {
    private static final int BITS_OF_DIGIT = 4;

    /** Whatever else looks like one to Java is a name, for which it would ask. */
    private static final Pattern IPV4 =
            Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|2[0-4]\\d|1?\\d?\\d)"));

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    /**
     * From text: an address, or one with how many of its bits count. Never asks a name server.
     *
     * @return null if it is neither
     */
    public static @Nullable AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String bits = slash < 0 ? "" : text.substring(slash + 1);
        boolean isAddress =
                IPV4.matcher(address).matches() || IPV6.matcher(address).matches();
        if (!isAddress || !(slash < 0 || bits.matches("\\d{1,3}"))) {
            return null;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int all = bytes.length * Byte.SIZE;
            int prefix = slash < 0 ? all : Integer.parseInt(bits);
            return prefix > all ? null : new AddressRange(HexFormat.of().formatHex(bytes), prefix);
        } catch (UnknownHostException noAddress) {
            return null; // such as ::1::
        }
    }

    /** Whether it has that address. */
    public boolean contains(InetAddress address) {
        String other = HexFormat.of().formatHex(address.getAddress());
        int digits = prefix / BITS_OF_DIGIT;
        int rest = prefix % BITS_OF_DIGIT;
        return other.length() == network.length()
                && other.regionMatches(0, network, 0, digits)
                && (rest == 0 || start(other, digits, rest) == start(network, digits, rest));
    }

    /** The first bits of a digit. */
    private static int start(String address, int digit, int bits) {
        return Character.digit(address.charAt(digit), 16) >> (BITS_OF_DIGIT - bits);
    }
}

package org.ostler.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with the length of its network: {@code 192.168.42.11/24}, {@code 2001:db8::b/64}. Kept as people write it;
 * IPv6 in the short form of RFC 5952, so that equal addresses are equal values.
 */
public record Cidr(String address, int prefix) {
    private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f:.]+)/(\\d{1,3})");
    private static final int BITS_OF_4 = 32;
    private static final int BITS_OF_6 = 128;

    public Cidr {
        address = canonical(address).orElseThrow(() -> new IllegalArgumentException("no IP address"));
        if (prefix < 0 || prefix > (address.indexOf(':') < 0 ? BITS_OF_4 : BITS_OF_6)) {
            throw new IllegalArgumentException("no prefix length: " + prefix);
        }
    }

    /** @throws IllegalArgumentException for any other text */
    @JsonCreator
    public static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no address with a prefix length: " + text));
    }

    public static Optional<Cidr> parse(String text) {
        Matcher match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(match.group(2));
        return canonical(match.group(1))
                .filter(address -> prefix <= (address.indexOf(':') < 0 ? BITS_OF_4 : BITS_OF_6))
                .map(address -> new Cidr(address, prefix));
    }

    /** The address in its one form; empty when it is none. Names are not resolved. */
    public static Optional<String> canonical(String address) {
        return IpText.number(address).map(number -> IpText.text(number, address.indexOf(':') >= 0));
    }

    /** {@code 255.255.255.0} → 24; empty when its ones are not at the front. */
    public static Optional<Integer> prefixOf(String netmask) {
        Optional<BigInteger> number = netmask.indexOf(':') < 0 ? IpText.number(netmask) : Optional.empty();
        for (int prefix = 0; number.isPresent() && prefix <= BITS_OF_4; prefix++) {
            if (mask(prefix, BITS_OF_4).equals(number.get())) {
                return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }

    public boolean isIpv6() {
        return address.indexOf(':') >= 0;
    }

    /** Of IPv4: {@code 255.255.255.0}. */
    public String netmask() {
        return IpText.text(mask(prefix, BITS_OF_4), false);
    }

    public boolean contains(String other) {
        return isIpv6() == (other.indexOf(':') >= 0)
                && IpText.number(other)
                        .map(number -> number.and(mask()).equals(network()))
                        .orElse(false);
    }

    /** Neither the network's own address nor, of IPv4, its broadcast address. */
    public boolean isOfAHost() {
        if (isIpv6() || prefix > BITS_OF_4 - 2) {
            return true;
        }
        BigInteger hostPart = number().andNot(mask());
        BigInteger all = BigInteger.ONE.shiftLeft(BITS_OF_4 - prefix).subtract(BigInteger.ONE);
        return hostPart.signum() != 0 && !hostPart.equals(all);
    }

    public boolean overlaps(Cidr other) {
        return isIpv6() == other.isIpv6() && (contains(other.address) || other.contains(address));
    }

    private BigInteger network() {
        return number().and(mask());
    }

    private BigInteger number() {
        return IpText.number(address).orElseThrow();
    }

    private BigInteger mask() {
        return mask(prefix, isIpv6() ? BITS_OF_6 : BITS_OF_4);
    }

    private static BigInteger mask(int prefix, int bits) {
        return BigInteger.ONE.shiftLeft(prefix).subtract(BigInteger.ONE).shiftLeft(bits - prefix);
    }

    @JsonValue
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s/%d", address, prefix);
    }
}

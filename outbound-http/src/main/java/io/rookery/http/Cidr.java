package io.rookery.http;

import java.net.InetAddress;

/** A range of addresses of one family: {@code 10.0.0.0/8}. */
record Cidr(InetAddress base, int prefixLength) {

    Cidr {
        if (prefixLength < 0 || prefixLength > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("a prefix of " + prefixLength + " bits does not fit the address");
        }
    }

    /** @throws IllegalArgumentException where the text is neither {@code address/bits} nor an address */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = HostNames.address(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
        if (slash < 0) return new Cidr(base, base.getAddress().length * Byte.SIZE);
        String bits = text.substring(slash + 1);
        if (!bits.matches("[0-9]{1,3}")) throw new IllegalArgumentException("not a number of bits: " + text);
        return new Cidr(base, Integer.parseInt(bits));
    }

    boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) return false;
        for (int bit = 0; bit < prefixLength; bit += Byte.SIZE) {
            int mask = 0xFF << Math.max(0, Byte.SIZE - (prefixLength - bit));
            if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask & 0xFF) != 0) return false;
        }
        return true;
    }
}

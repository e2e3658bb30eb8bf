package dev.multiarch.signature;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The two numbers of an ECDSA signature. Java 17.0.0 to 17.0.2 takes one of two zeros for valid, whatever was signed
 * (CVE-2022-21449), so they are looked at here first.
 */
final class EcdsaNumbers {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_FORM = 0x81;
    private static final int SHORT = 0x80;
    private static final int LONGEST = 200;

    private final byte[] der;
    private int at;

    private EcdsaNumbers(byte[] der) {
        this.der = der;
    }

    /** Whether both are there, and from 1 to less than the order of the curve (FIPS 186-5, 6.4.2). */
    static boolean areInRange(byte[] signature, BigInteger order) {
        if (signature.length > LONGEST) {
            return false;
        }
        try {
            var numbers = new EcdsaNumbers(signature);
            if (numbers.next() != SEQUENCE || numbers.length() != signature.length - numbers.at) {
                return false;
            }
            return isInRange(numbers.number(), order)
                    && isInRange(numbers.number(), order)
                    && numbers.at == signature.length;
        } catch (IndexOutOfBoundsException | NumberFormatException malformed) {
            return false;
        }
    }

    private static boolean isInRange(BigInteger number, BigInteger order) {
        return number.signum() > 0 && number.compareTo(order) < 0;
    }

    private int next() {
        return der[at++] & 0xff;
    }

    private int length() {
        int first = next();
        return first == LONG_FORM ? next() : first < SHORT ? first : LONGEST + 1;
    }

    private BigInteger number() {
        if (next() != INTEGER) {
            return BigInteger.ZERO;
        }
        int length = length();
        if (length > der.length - at) {
            return BigInteger.ZERO;
        }
        at += length;
        return new BigInteger(Arrays.copyOfRange(der, at - length, at));
    }
}

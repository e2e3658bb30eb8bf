package dev.multiarch.host;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kernel's release as {@code uname -r} prints it, compared by its leading numbers alone: {@code 4.8.0-rc1} is 4.8, and
 * {@code 6.8.0-1021-azure} is 6.8. Zeros at the end don't count, so 4.8 equals 4.8.0.
 *
 * @param numbers without zeros at the end
 */
public record KernelVersion(List<Integer> numbers) implements Comparable<KernelVersion> {
    private static final int LONGEST = 128;
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9}){1,7})(?:[^0-9.].*|\\.\\D.*)?");

    public KernelVersion {
        int length = numbers.size();
        while (length > 0 && numbers.get(length - 1) == 0) {
            length--;
        }
        numbers = List.copyOf(numbers.subList(0, length));
    }

    /** Takes at least two numbers, such as {@code 4.8}. */
    public static KernelVersion parse(String text) {
        Matcher release = RELEASE.matcher(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        if (!release.matches()) {
            throw new FormatException("kernel version \"" + (text.length() > LONGEST ? "…" : text)
                    + "\" is malformed: expected at least two numbers, such as 4.8");
        }
        List<Integer> numbers = new ArrayList<>();
        for (String number : release.group(1).split("\\.")) {
            numbers.add(Integer.valueOf(number));
        }
        return new KernelVersion(numbers);
    }

    @Override
    public int compareTo(KernelVersion other) {
        int length = Math.max(numbers.size(), other.numbers.size());
        for (int i = 0; i < length; i++) {
            int order = Integer.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int number(int place) {
        return place < numbers.size() ? numbers.get(place) : 0;
    }

    /** At least two numbers: {@code 5.0}. */
    @Override
    public String toString() {
        String text = numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
        return numbers.size() > 1 ? text : number(0) + ".0";
    }
}

package dev.multiarch.dockerfile.advice;

/** What looking at one file may cost: a file of a megabyte can be made so that it takes hours. */
final class Budget {
    private static final long MOST = 3_000_000;

    private long spent;

    /** There is more than an honest file has. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exceeded() {
            super("it is too large to be looked at as a whole", null, false, false);
        }
    }

    void spend(long steps) {
        spent += steps;
        if (spent > MOST) {
            throw new Exceeded();
        }
    }
}

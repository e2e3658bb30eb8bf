package dev.multiarch.host.diagnosis;

import java.util.Locale;

/** What a fact says of a cause. */
public enum EvidenceDirection {
    FOR,
    AGAINST,
    /** It is known, or it could be learnt, but decides nothing by itself. */
    OPEN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

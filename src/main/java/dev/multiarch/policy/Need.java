package dev.multiarch.policy;

/** What a rule must see beyond the index itself, so that nothing is fetched that no enabled rule asks for. */
public enum Need {
    MANIFESTS,
    CONFIGS,
    BLOBS,
    ATTESTATIONS,
    LAYERS,
    BUILD_FACTS,
    /** What signatures the registry has of the index and its images. */
    SIGNATURES,
    /** What became of commands that were run in each image. */
    RUNS
}

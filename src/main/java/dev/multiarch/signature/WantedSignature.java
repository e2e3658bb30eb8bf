package dev.multiarch.signature;

/** A signature that somebody asks for. */
public record WantedSignature(Signer by, SignatureScope scope) {}

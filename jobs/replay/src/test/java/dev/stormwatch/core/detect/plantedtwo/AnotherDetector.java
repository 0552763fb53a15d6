package dev.stormwatch.core.detect.plantedtwo;

/** Is known by another detector, which breaks a law on purpose. */
public final class AnotherDetector {}

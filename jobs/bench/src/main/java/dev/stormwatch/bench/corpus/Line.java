package dev.stormwatch.bench.corpus;

/** A log line and its time. */
record Line(long at, String text) {}

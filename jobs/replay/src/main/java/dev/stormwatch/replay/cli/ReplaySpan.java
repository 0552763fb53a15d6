package dev.stormwatch.replay.cli;

/** From the first arrival of a replay to its last, epoch milliseconds: nothing is known outside. */
record ReplaySpan(long from, long to) {}

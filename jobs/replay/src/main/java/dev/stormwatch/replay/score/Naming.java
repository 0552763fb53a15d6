package dev.stormwatch.replay.score;

/**
 * An alert about a poison record. Times are epoch milliseconds.
 *
 * @param lossAt when it says that records are lost; 0 where it does not say
 * @param corneredAt when the attempt failed after which the record was known, by its evidence; 0
 *     where it shows none
 */
public record Naming(Entity entity, long decidedAt, long lossAt, long corneredAt) {}

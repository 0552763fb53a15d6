package dev.stormwatch.lab.log;

/**
 * A line of a log stream.
 *
 * @param at when it was written, epoch milliseconds
 * @param stamp the time that the environment's clock showed then
 */
public record Line(long at, long stamp, String text) {}

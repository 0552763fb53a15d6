/**
 * What others would have said about the same telemetry, and when: alarm sets and detectors that
 * people run today, on metrics of a minute, with the lag that those metrics have.
 */
@NullMarked
package dev.stormwatch.replay.baseline;

import org.jspecify.annotations.NullMarked;

/**
 * Scenario files, and what a seed makes of one: a recording with its story and labels.
 *
 * <p>The way of the data: a {@link dev.stormwatch.lab.scenario.Scenario} describes an estate;
 * {@link dev.stormwatch.lab.scenario.Draws} fills in what it leaves to the seed; the {@code estate}
 * package lets it happen and writes each environment's lines by the {@code log} package; the {@code
 * delivery} package brings them into Kinesis; {@link dev.stormwatch.lab.scenario.GroundTruth} reads
 * the labels off what happened; a {@link dev.stormwatch.lab.scenario.RecordingFolder} is what comes
 * out. Every step draws from its own dice, so a change to one leaves the draws of the others alone.
 */
@NullMarked
package dev.stormwatch.lab.scenario;

import org.jspecify.annotations.NullMarked;

/**
 * A seeded model of a Lambda estate that writes recordings with ground truth.
 *
 * <p>The way of the data: a {@link dev.stormwatch.lab.Scenario} describes functions; the {@link
 * dev.stormwatch.lab.Dispatcher} places their calls on environments; {@link
 * dev.stormwatch.lab.PlatformLog} writes each environment's lines; the {@link
 * dev.stormwatch.lab.LogAgent} flushes them in batches; the {@link dev.stormwatch.lab.Subscription}
 * delivers the batches to the {@link dev.stormwatch.lab.KinesisStream}; a {@link
 * dev.stormwatch.lab.RecordingFolder} is what comes out. Every step draws from its own dice, so a
 * change to one leaves the draws of the others alone.
 */
@NullMarked
package dev.stormwatch.lab;

import org.jspecify.annotations.NullMarked;

/** Replays labelled recordings and scores what Stormwatch and others make of them. */
@NullMarked
package dev.stormwatch.replay.evaluate;

import org.jspecify.annotations.NullMarked;

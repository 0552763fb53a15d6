/** Cuts a part out of any telemetry and makes a recording of it. */
@NullMarked
package dev.stormwatch.replay.cut;

import org.jspecify.annotations.NullMarked;

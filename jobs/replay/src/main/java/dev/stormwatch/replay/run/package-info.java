/** The job on an embedded Flink. */
@NullMarked
package dev.stormwatch.replay.run;

import org.jspecify.annotations.NullMarked;

/** Keeps what was read, so that every incident can be replayed. */
@NullMarked
package dev.stormwatch.live.recorder;

import org.jspecify.annotations.NullMarked;

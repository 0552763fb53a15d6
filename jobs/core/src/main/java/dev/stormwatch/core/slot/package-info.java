/** The contract between a keyed state machine on the arrival clock and whatever hosts it. */
@NullMarked
package dev.stormwatch.core.slot;

import org.jspecify.annotations.NullMarked;

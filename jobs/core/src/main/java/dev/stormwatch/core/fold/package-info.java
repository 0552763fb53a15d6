/** Observations of one Kinesis record, folded into one slot. */
@NullMarked
package dev.stormwatch.core.fold;

import org.jspecify.annotations.NullMarked;

/** The detector of telemetry that stops or comes late: what blinds every other detector. */
@NullMarked
package dev.stormwatch.core.detect.gap;

import org.jspecify.annotations.NullMarked;

/** The cold-start detector. */
@NullMarked
package dev.stormwatch.core.detect.coldstart;

import org.jspecify.annotations.NullMarked;

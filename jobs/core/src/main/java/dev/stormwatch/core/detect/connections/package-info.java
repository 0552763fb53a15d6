/** The connection-exhaustion detector. */
@NullMarked
package dev.stormwatch.core.detect.connections;

import org.jspecify.annotations.NullMarked;

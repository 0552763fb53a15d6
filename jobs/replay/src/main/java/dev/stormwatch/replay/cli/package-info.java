/** The commands. */
@NullMarked
package dev.stormwatch.replay.cli;

import org.jspecify.annotations.NullMarked;

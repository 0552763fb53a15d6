/** The command line's entry. */
@NullMarked
package dev.stormwatch.replay;

import org.jspecify.annotations.NullMarked;

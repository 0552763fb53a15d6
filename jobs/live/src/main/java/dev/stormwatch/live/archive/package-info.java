/** Keeps what was told. */
@NullMarked
package dev.stormwatch.live.archive;

import org.jspecify.annotations.NullMarked;

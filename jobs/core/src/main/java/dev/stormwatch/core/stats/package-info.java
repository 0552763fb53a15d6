/** Numbers that must come out bit for bit the same on every machine. */
@NullMarked
package dev.stormwatch.core.stats;

import org.jspecify.annotations.NullMarked;

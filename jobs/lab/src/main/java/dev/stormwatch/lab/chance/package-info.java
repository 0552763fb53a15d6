/** Seeded chance: the same seed gives the same draws on every JDK. */
@NullMarked
package dev.stormwatch.lab.chance;

import org.jspecify.annotations.NullMarked;

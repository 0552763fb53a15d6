/** The Flink topology and its generic operators. */
@NullMarked
package dev.stormwatch.stream;

import org.jspecify.annotations.NullMarked;

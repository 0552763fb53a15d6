/**
 * Seeded Kinesis records in the mixes that are measured. Their lines are written as Lambda, its
 * runtimes and the usual loggers write them.
 */
@NullMarked
package dev.stormwatch.bench.corpus;

import org.jspecify.annotations.NullMarked;

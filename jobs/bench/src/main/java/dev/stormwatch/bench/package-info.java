/**
 * What decoding costs: a {@link dev.stormwatch.bench.corpus.Corpus} of Kinesis records is read by
 * each {@link dev.stormwatch.bench.contender.Contender} in turn, the answers are compared, and the
 * processor time is told as a ratio to gunzip alone.
 */
@NullMarked
package dev.stormwatch.bench;

import org.jspecify.annotations.NullMarked;

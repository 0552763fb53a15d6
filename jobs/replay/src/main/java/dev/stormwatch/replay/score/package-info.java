/**
 * How good a pager was: labels and messages in, scores out. Knows no Flink, no file and no JSON.
 */
@NullMarked
package dev.stormwatch.replay.score;

import org.jspecify.annotations.NullMarked;

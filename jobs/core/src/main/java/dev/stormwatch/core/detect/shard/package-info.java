/** The detector of blocked shards and queues: poison records, and what looks like them. */
@NullMarked
package dev.stormwatch.core.detect.shard;

import org.jspecify.annotations.NullMarked;

/** Decoders that answer the same question about the same bytes. */
@NullMarked
package dev.stormwatch.bench.contender;

import org.jspecify.annotations.NullMarked;

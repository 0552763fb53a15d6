@NullMarked
package dev.stormwatch.bench.corpus;

import org.jspecify.annotations.NullMarked;

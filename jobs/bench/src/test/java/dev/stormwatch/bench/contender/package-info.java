@NullMarked
package dev.stormwatch.bench.contender;

import org.jspecify.annotations.NullMarked;

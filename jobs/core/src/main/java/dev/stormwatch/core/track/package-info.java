/** What a function is doing now: environments, concurrency, failures, retries. */
@NullMarked
package dev.stormwatch.core.track;

import org.jspecify.annotations.NullMarked;

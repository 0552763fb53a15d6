/** Is there no concurrency left for a function, or for all of an account that has none reserved? */
@NullMarked
package dev.stormwatch.core.detect.cascade.saturation;

import org.jspecify.annotations.NullMarked;

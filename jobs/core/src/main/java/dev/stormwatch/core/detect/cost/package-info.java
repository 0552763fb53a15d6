/** What functions cost, beside what containers for the same work would. */
@NullMarked
package dev.stormwatch.core.detect.cost;

import org.jspecify.annotations.NullMarked;

/** The detector of outages of what a function calls. */
@NullMarked
package dev.stormwatch.core.detect.dependency;

import org.jspecify.annotations.NullMarked;

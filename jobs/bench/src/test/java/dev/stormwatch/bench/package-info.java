@NullMarked
package dev.stormwatch.bench;

import org.jspecify.annotations.NullMarked;

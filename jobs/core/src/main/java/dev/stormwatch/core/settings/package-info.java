/** Every threshold, typed. Defaults live in the settings schema and nowhere else. */
@NullMarked
package dev.stormwatch.core.settings;

import org.jspecify.annotations.NullMarked;

/** The public JSON formats: settings in, alerts and dead letters out. */
@NullMarked
package dev.stormwatch.telemetry.json;

import org.jspecify.annotations.NullMarked;

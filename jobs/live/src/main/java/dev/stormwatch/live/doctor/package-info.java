/** Looks, before a job is started, at what it will need, and changes nothing. */
@NullMarked
package dev.stormwatch.live.doctor;

import org.jspecify.annotations.NullMarked;

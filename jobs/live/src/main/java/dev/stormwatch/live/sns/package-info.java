/** Alerts to SNS topics: at least once, in order for each incident, and never in the job's way. */
@NullMarked
package dev.stormwatch.live.sns;

import org.jspecify.annotations.NullMarked;

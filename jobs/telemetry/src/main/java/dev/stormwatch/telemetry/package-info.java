/** Bytes to observations: Kinesis records, CloudWatch documents, log lines. */
@NullMarked
package dev.stormwatch.telemetry;

import org.jspecify.annotations.NullMarked;

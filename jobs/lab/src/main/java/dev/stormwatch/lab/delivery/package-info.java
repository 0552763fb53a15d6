/** The way of log lines from an execution environment into Kinesis. */
@NullMarked
package dev.stormwatch.lab.delivery;

import org.jspecify.annotations.NullMarked;

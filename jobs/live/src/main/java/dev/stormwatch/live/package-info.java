/** The application that runs on Amazon Managed Service for Apache Flink. */
@NullMarked
package dev.stormwatch.live;

import org.jspecify.annotations.NullMarked;

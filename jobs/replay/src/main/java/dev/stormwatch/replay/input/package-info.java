/** What people have on disk, as Kinesis records in order of arrival. */
@NullMarked
package dev.stormwatch.replay.input;

import org.jspecify.annotations.NullMarked;

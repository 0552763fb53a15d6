/** The facts about functions that travel through the job: counted, mergeable, compact. */
@NullMarked
package dev.stormwatch.core.model;

import org.jspecify.annotations.NullMarked;

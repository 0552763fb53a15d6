/** What a human hears: one page per incident, resolved or expired. */
@NullMarked
package dev.stormwatch.core.incident;

import org.jspecify.annotations.NullMarked;

/** What happens to the slots of an event source mapping. */
@NullMarked
package dev.stormwatch.core.source;

import org.jspecify.annotations.NullMarked;

/** Messages about incidents in words, for people; what machines want is written elsewhere. */
@NullMarked
package dev.stormwatch.core.notify;

import org.jspecify.annotations.NullMarked;

/** A Lambda estate as a discrete-event model: what happens, and the truth about it. */
@NullMarked
package dev.stormwatch.lab.estate;

import org.jspecify.annotations.NullMarked;

/** Do an account's functions call one another without end, or beyond what there is room for? */
@NullMarked
package dev.stormwatch.core.detect.cascade;

import org.jspecify.annotations.NullMarked;

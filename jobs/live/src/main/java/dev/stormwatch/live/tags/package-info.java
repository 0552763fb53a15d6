/**
 * Tags on the functions of an open incident: best effort, slowly, and never in the way of a page.
 */
@NullMarked
package dev.stormwatch.live.tags;

import org.jspecify.annotations.NullMarked;

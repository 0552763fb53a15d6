/** The commands that make recordings. */
@NullMarked
package dev.stormwatch.lab.cli;

import org.jspecify.annotations.NullMarked;

/** The lines that Lambda, its runtimes and the functions' own code write. */
@NullMarked
package dev.stormwatch.lab.log;

import org.jspecify.annotations.NullMarked;

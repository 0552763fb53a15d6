@NullMarked
package dev.stormwatch.lab;

import org.jspecify.annotations.NullMarked;

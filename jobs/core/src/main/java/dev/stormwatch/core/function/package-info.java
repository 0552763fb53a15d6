/** What happens to a function's slots: tracked, then shown to every detector of functions. */
@NullMarked
package dev.stormwatch.core.function;

import org.jspecify.annotations.NullMarked;

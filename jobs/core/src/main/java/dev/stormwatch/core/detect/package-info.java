/** What a detector says: findings, with evidence and what to do. */
@NullMarked
package dev.stormwatch.core.detect;

import org.jspecify.annotations.NullMarked;

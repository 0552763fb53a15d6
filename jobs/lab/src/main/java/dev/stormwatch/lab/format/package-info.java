/** JSON, YAML sections, digests and gzip as the recording format wants them. */
@NullMarked
package dev.stormwatch.lab.format;

import org.jspecify.annotations.NullMarked;

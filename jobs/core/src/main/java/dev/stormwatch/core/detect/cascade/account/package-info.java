/**
 * What is known of an account between slots: what its functions did of late, what the traces tell,
 * and the incidents that are under way. No judgement is made here.
 */
@NullMarked
package dev.stormwatch.core.detect.cascade.account;

import org.jspecify.annotations.NullMarked;

/**
 * By what calls of an account are told to multiply or to have no end: one class a mechanism, and
 * the measures that several of them use.
 */
@NullMarked
package dev.stormwatch.core.detect.cascade.rule;

import org.jspecify.annotations.NullMarked;

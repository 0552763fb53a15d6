package dev.stormwatch.core.detect.shard;

import java.util.List;
import java.util.Locale;

/**
 * What the name of an error says about its cause: something else is unavailable, or the code cannot
 * cope with its input. A name proves nothing; it decides only where no other shard can be asked.
 */
enum ErrorClass {
  DEPENDENCY,
  INPUT,
  UNKNOWN;

  private static final List<String> OF_DEPENDENCIES =
      List.of(
          "timeout",
          "timedout",
          "timed_out",
          "econn",
          "enotfound",
          "ehostunreach",
          "connect",
          "socket",
          "network",
          "unavailable",
          "throttl",
          "toomanyrequests",
          "provisionedthroughput",
          "internalservererror",
          "serviceexception",
          "gateway",
          "axioserror",
          "httperror",
          "requesterror",
          "operationalerror",
          "ioexception",
          "unreachable");

  private static final List<String> OF_INPUT =
      List.of(
          "syntax",
          "value",
          "type",
          "key",
          "null",
          "parse",
          "pars",
          "format",
          "valid",
          "decode",
          "json",
          "schema",
          "index",
          "argument",
          "attribute",
          "cast",
          "serializ",
          "mapping",
          "number",
          "range");

  static ErrorClass of(String errorType) {
    String name = errorType.toLowerCase(Locale.ROOT);
    if (OF_DEPENDENCIES.stream().anyMatch(name::contains)) {
      return DEPENDENCY;
    }
    return OF_INPUT.stream().anyMatch(name::contains) ? INPUT : UNKNOWN;
  }
}

package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that was read of a line, as one text, to tell whether two lines say the same. Fields are
 * looked up, not listed: what decoding learns to read later counts here by itself, and what cannot
 * be compared is an error.
 */
final class Reading {

  private static final String OURS = "dev.stormwatch.";
  private static final Map<Class<?>, Field[]> FIELDS = new ConcurrentHashMap<>();

  private Reading() {}

  static String of(Observation line) {
    StringBuilder all = new StringBuilder(256);
    // Asked for first: until then the id is bytes of a buffer.
    all.append(line.requestId()).append('\n').append(line.requestKey());
    append(line, all);
    return all.toString();
  }

  private static void append(Object holder, StringBuilder all) {
    for (Field field : FIELDS.computeIfAbsent(holder.getClass(), Reading::readable)) {
      all.append('\n');
      appendValue(value(field, holder), field, all);
    }
  }

  private static void appendValue(Object value, Field field, StringBuilder all) {
    if (plain(value)) {
      all.append(value);
    } else if (value instanceof List) {
      for (Object element : (List<?>) value) {
        all.append('\t');
        appendValue(element, field, all);
      }
    } else if (value.getClass().isArray()) {
      all.append(Arrays.deepToString(new Object[] {value}));
    } else if (value.getClass().getName().startsWith(OURS)) {
      append(value, all);
    } else {
      throw new IllegalStateException(field + " is of a type that is not compared here");
    }
  }

  private static boolean plain(Object value) {
    return value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum;
  }

  private static Field[] readable(Class<?> type) {
    Field[] fields =
        Arrays.stream(type.getFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .toArray(Field[]::new);
    if (fields.length == 0) {
      throw new IllegalStateException(type + " shows nothing that could be compared");
    }
    return fields;
  }

  private static Object value(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " is public", e);
    }
  }
}

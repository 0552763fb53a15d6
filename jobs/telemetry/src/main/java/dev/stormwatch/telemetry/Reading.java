package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that was read of a line, as one text, to tell whether two lines say the same. Fields are
 * looked up, not listed: what decoding learns to read later counts here by itself.
 */
final class Reading {

  /** What is of these packages is looked into. */
  private static final String OWN = "dev.stormwatch.core.";

  private static final Field[] FIELDS = readable(Observation.class);

  private Reading() {}

  static String of(Observation line) {
    StringBuilder all = new StringBuilder(256);
    // Asked for first: until then the id is bytes of a buffer.
    all.append(line.requestId()).append('\n').append(line.requestKey());
    append(FIELDS, line, all);
    return all.toString();
  }

  private static void append(Field[] fields, Object holder, StringBuilder all) {
    for (Field field : fields) {
      Object value = value(field, holder);
      if (value != null && value.getClass().getName().startsWith(OWN)) {
        append(value instanceof Enum ? new Field[0] : readable(value.getClass()), value, all);
      }
      all.append('\n').append(value instanceof Enum || plain(value) ? value : "");
      if (value instanceof long[]) {
        all.append(Arrays.toString((long[]) value));
      }
    }
  }

  private static boolean plain(Object value) {
    return value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof List;
  }

  private static Field[] readable(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        fields.add(field);
      }
    }
    return fields.toArray(Field[]::new);
  }

  private static Object value(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " is public", e);
    }
  }
}

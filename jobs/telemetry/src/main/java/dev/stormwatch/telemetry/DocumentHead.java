package dev.stormwatch.telemetry;

/**
 * What stands around the events of a subscription document: whose log it is, in front, and nothing
 * of use behind. Known in the one form in which CloudWatch Logs writes it.
 */
final class DocumentHead {

  private static final Literal HEAD = Literal.of("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"");
  private static final Literal GROUP = Literal.of("\",\"logGroup\":\"");
  private static final Literal STREAM = Literal.of("\",\"logStream\":\"");
  private static final Literal FILTERS = Literal.of("\",\"subscriptionFilters\":[");
  private static final Literal EVENTS = Literal.of("],\"logEvents\":[");
  private static final Literal POLICY = Literal.of(",\"policyLevel\":\"");
  private static final Literal FIELDS = Literal.of(",\"extractedFields\":{");
  private static final Literal REGION = Literal.of("@aws.region");

  int ownerFrom;
  int ownerTo;
  int groupFrom;
  int groupTo;
  int streamFrom;
  int streamTo;

  /** The region that the first event names, perhaps an empty one; 0 where it names none. */
  int regionFrom;

  int regionTo;

  private byte[] bytes = new byte[0];
  private int length;

  /**
   * Reads the head.
   *
   * @param document with {@link Inflate#PADDING} readable bytes behind it
   * @return where the first event begins, or -1 when the head has another form
   */
  int read(byte[] document, int documentLength) {
    bytes = document;
    length = documentLength;
    regionFrom = 0;
    regionTo = 0;
    if (!stands(HEAD, 0)) {
      return -1;
    }
    ownerFrom = HEAD.length;
    ownerTo = plain(ownerFrom);
    groupFrom = ownerTo + GROUP.length;
    if (ownerTo == ownerFrom || !stands(GROUP, ownerTo)) {
      return -1;
    }
    groupTo = plain(groupFrom);
    streamFrom = groupTo + STREAM.length;
    if (!stands(STREAM, groupTo)) {
      return -1;
    }
    streamTo = plain(streamFrom);
    if (!stands(FILTERS, streamTo)) {
      return -1;
    }
    int at = streamTo + FILTERS.length;
    while (bytes[at] == '"') {
      at = plain(at + 1) + 1;
      if (bytes[at] != ',') {
        break;
      }
      at++;
    }
    return bytes[at - 1] != ',' && stands(EVENTS, at) ? at + EVENTS.length : -1;
  }

  /** Does the document end there, behind its last event? */
  boolean endsAt(int from) {
    int at = from;
    if (stands(POLICY, at)) {
      at = plain(at + POLICY.length) + 1;
    }
    return at == length - 1 && bytes[at] == '}';
  }

  private boolean stands(Literal text, int at) {
    return at + text.length <= length && text.standsAt(bytes, at);
  }

  /** Where a text of printable ASCII without escapes ends: at whatever is none of it. */
  private int plain(int from) {
    int at = from;
    while (at < length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /**
   * Passes over the fields that a filter extracted for an event, but for the region.
   *
   * @return where they end, or -1
   */
  int extractedFields(int at, boolean firstEvent) {
    if (!stands(FIELDS, at)) {
      return -1;
    }
    int next = at + FIELDS.length;
    while (bytes[next] == '"') {
      int key = next + 1;
      int keyEnd = plain(key);
      if (bytes[keyEnd] != '"' || bytes[keyEnd + 1] != ':' || bytes[keyEnd + 2] != '"') {
        return -1;
      }
      int value = keyEnd + 3;
      int valueEnd = plain(value);
      if (bytes[valueEnd] != '"') {
        return -1;
      }
      if (firstEvent && REGION.length == keyEnd - key && REGION.standsAt(bytes, key)) {
        regionFrom = value;
        regionTo = valueEnd;
      }
      next = valueEnd + 1;
      if (bytes[next] != ',') {
        break;
      }
      next++;
    }
    return bytes[next] == '}' && bytes[next - 1] != ',' ? next + 1 : -1;
  }
}

package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Both stages of one account and region, from findings to what is sent, slot by slot. */
final class Pager {

  static final long SLOT = 5_000;
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;

  /** After what resolves an incident so long passes until that is told. */
  static final long HOLD = 2 * MINUTE;

  static final long START = 1_772_440_000_000L;
  static final String ACCOUNT = "111122223333";
  static final String REGION = "eu-west-1";

  private final IncidentLogic incidents;
  private final PagerLogic pager;
  private final Map<String, Key> keys = new TreeMap<>();
  private final List<Alert> heard = new ArrayList<>();
  private PagerState state;
  private RecordingEffects<Alert> effects = new RecordingEffects<>();
  private Silences silences = Silences.NONE;
  private boolean silencesNew;
  private final List<String> opened = new ArrayList<>();
  long now = START;

  /** One incident's own state. */
  private static final class Key {
    private IncidentState state = new IncidentState();
    private RecordingEffects<Alert> effects = new RecordingEffects<>();
  }

  Pager(Settings settings) {
    incidents = new IncidentLogic(settings.incident);
    pager = new PagerLogic(settings);
    state = pager.newState();
  }

  static Finding finding(Kind kind, Subject subject, Severity severity, long onset) {
    return new Finding(
        kind,
        subject,
        severity,
        false,
        onset,
        kind.wireName() + " of " + subject.key(),
        new Measure("measure", 2, "ratio", 1, 60, 100, 0.5),
        new Impact(false, Long.MIN_VALUE, ""),
        List.of(),
        List.of());
  }

  /** A page about a database that two functions use. */
  static Finding storm() {
    return finding(
        Kind.CONNECTION_EXHAUSTION, database("checkout", "refund"), Severity.PAGE, START - 60_000);
  }

  static Finding cold(String function, Severity severity) {
    return finding(Kind.COLD_START_SPIKE, function(function), severity, START - 60_000);
  }

  static Finding over(Finding finding) {
    return new Finding(
        finding.kind,
        finding.subject,
        Severity.INFO,
        true,
        finding.onset,
        "over: " + finding.headline,
        finding.measure,
        finding.impact,
        List.of(),
        List.of());
  }

  static Subject function(String name) {
    return Subject.function(new FunctionId(ACCOUNT, REGION, name));
  }

  static Subject database(String... functions) {
    return Subject.database(ACCOUNT, REGION, "orders-db", List.of(functions));
  }

  void silences(Silences told) {
    silences = told;
    silencesNew = true;
  }

  /** One slot in which all of these are found. */
  List<Alert> slot(Finding... findings) {
    return slot(List.of(findings));
  }

  List<Alert> slot(List<Finding> findings) {
    now += SLOT;
    Map<String, Finding> byKey = new TreeMap<>();
    findings.forEach(finding -> byKey.merge(finding.incidentKey(), finding, Finding::merge));
    byKey.keySet().forEach(key -> keys.computeIfAbsent(key, any -> new Key()));
    PagerSlot slot = new PagerSlot(ACCOUNT + '/' + REGION, silences);
    boolean something = silencesNew;
    silencesNew = false;
    for (String name : new TreeSet<>(keys.keySet())) {
      Key key = keys.get(name);
      Finding finding = byKey.get(name);
      if (finding == null && !due(key.effects)) {
        continue;
      }
      if (finding != null) {
        incidents.onSlot(now, finding, key.state, key.effects);
      }
      if (due(key.effects) && !key.effects.forgotten) {
        key.effects.wakeAt = RecordingEffects.NEVER;
        incidents.onWake(now, key.state, key.effects);
      }
      for (Alert alert : key.effects.emitted) {
        slot = slot.merge(PagerSlot.of(Bytes.copy(new Alert.ByteCodec(), alert), silences));
        something = true;
        boolean rises = alert.action == Action.OPEN || alert.action == Action.ESCALATE;
        boolean builds =
            alert.severity == Severity.INFO && alert.finding.kind == Kind.CONCURRENCY_SATURATION;
        if (rises && !builds) {
          opened.add(alert.incidentId);
        }
      }
      key.effects.emitted.clear();
      key.state = Bytes.copy(new IncidentState.ByteCodec(), key.state);
      if (key.effects.forgotten) {
        keys.remove(name);
      }
    }
    if (something) {
      pager.onSlot(now, Bytes.copy(new PagerSlot.ByteCodec(), slot), state, effects);
    }
    boolean woken = due(effects) && !effects.forgotten;
    if (woken) {
      effects.wakeAt = RecordingEffects.NEVER;
      pager.onWake(now, state, effects);
    }
    if (!something && !woken) {
      return List.of();
    }
    List<Alert> sent = new ArrayList<>(effects.emitted);
    effects.emitted.clear();
    if (effects.forgotten) {
      effects = new RecordingEffects<>();
      state = pager.newState();
    } else {
      state = Bytes.copy(new PagerState.ByteCodec(), state);
    }
    heard.addAll(sent);
    return sent;
  }

  private boolean due(RecordingEffects<Alert> effects) {
    return effects.wakeAt != RecordingEffects.NEVER && effects.wakeAt < now;
  }

  /** Says the same in every slot for a while. */
  void keep(long millis, Finding... findings) {
    for (long end = now + millis; now < end; ) {
      slot(findings);
    }
  }

  void pass(long millis) {
    keep(millis);
  }

  List<Alert> heard() {
    return heard;
  }

  /** Ids of the incidents that opened, heard or not, but for what did no more than build up. */
  List<String> opened() {
    return opened;
  }

  /** What was heard, as {@code action kind}. */
  List<String> said() {
    return heard.stream()
        .map(alert -> alert.action.wireName() + " " + alert.finding.kind.wireName())
        .toList();
  }

  Alert last() {
    return heard.get(heard.size() - 1);
  }

  Alert first(Action action, Kind kind) {
    return heard.stream()
        .filter(alert -> alert.action == action && alert.finding.kind == kind)
        .findFirst()
        .orElseThrow();
  }

  int stateBytes() {
    return Bytes.of(new PagerState.ByteCodec(), state).length;
  }

  boolean keepsNothing() {
    return keys.isEmpty() && state.incidents.isEmpty() && state.pagesSince(0) == 0;
  }
}
